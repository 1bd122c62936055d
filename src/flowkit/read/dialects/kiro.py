"""Kiro's ``tasks.md``: ``- [ ] 1. Title`` and ``- [ ] 1.1 Title`` with ``_Requirements: 1.1, 1.2_`` (https://kiro.dev/docs/specs/).

Its boxes know two marks more than others: ``[-]`` is a task that is under way, ``[~]`` one that waits in the queue.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from flowkit.model.marker import Grammar
from flowkit.model.outline import Line, Outline, lines_below
from flowkit.model.plan import Plan
from flowkit.model.source import Document
from flowkit.model.task import State
from flowkit.read.dialects.boxed_tasks import BoxedTask, boxed_plan, find_boxes, numbered_share, own_blocks
from flowkit.read.references import read_numbered_requirements
from flowkit.read.tasks import RawTask

STATES: Mapping[str, State] = {"-": State.IN_PROGRESS, "~": State.OPEN}
"""What the marks mean that only Kiro knows."""

_SURE = 0.95
_CITES = re.compile(
    r"[-\s]*[_*]{0,3}(?:requirements?|req(?:uirement)? refs?|validates|covers|要件|需求|要求|요구사항|requisitos?)"
    r"[_*]{0,3}\s*[:：][_*]{0,3}\s*(?P<value>.*?)[\s_*]*",
    re.IGNORECASE,
)
_PARALLEL = re.compile(r"\(P\)\s*")


def recognise(outline: Outline, grammar: Grammar) -> float:
    """Return how sure it is that the document is of this dialect, from 0 to 1."""
    del grammar
    share = numbered_share(outline)
    return _SURE * share if share and any(_is_sign(each) for each in find_boxes(outline)) else 0.0


def _is_sign(found: BoxedTask) -> bool:
    """Whether a box is as Kiro writes it: a mark or star of its own, requirements below it, or a whole number."""
    box, label = found.item.box, found.label
    if box is None or label is None:
        return False
    own = box.mark in STATES or box.optional or "." not in label.id
    return own or any(_CITES.fullmatch(line.text) for line in lines_below(own_blocks(found.item)))


def parse(outline: Outline, grammar: Grammar) -> Plan:
    """Read the plan."""
    document = outline.document

    def refine(raw: RawTask, found: BoxedTask) -> None:
        _refine(raw, list(lines_below(own_blocks(found.item))), document)

    return replace(boxed_plan(outline, grammar, "kiro", refine), marks=frozenset(STATES))


def _refine(raw: RawTask, below: Sequence[Line], document: Document) -> None:
    """Read what Kiro alone writes in a box: its state, whether it is parallel, which requirements it is for."""
    if raw.box is not None and raw.box.mark in STATES and not raw.struck_out:
        raw.extras["state"] = STATES[raw.box.mark]
    raw.extras["parallel"] = _PARALLEL.match(raw.title) is not None
    raw.title = _PARALLEL.sub("", raw.title, count=1)
    values = [line.cut(*found.span("value")) for line in below if (found := _CITES.fullmatch(line.text))]
    raw.extras["requirements"] = read_numbered_requirements(values, document)
