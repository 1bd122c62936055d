"""Plans as the superpowers skills write them: ``### Task 1: Title`` with ``**Files:**`` and boxes that are its steps.

The heading of a task has no box of its own; its steps (``- [ ] **Step 1: Write the failing test**``) say how far it is
(https://github.com/obra/superpowers).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from flowkit.model.marker import Grammar
from flowkit.model.outline import ListItem, Outline, plain_title
from flowkit.model.plan import Plan
from flowkit.model.source import Document
from flowkit.model.task import Item, State
from flowkit.read.deliverables import read_deliverables
from flowkit.read.dialects.assembly import plan_of, raw_of
from flowkit.read.dialects.stepped_tasks import SteppedTask, find_stepped
from flowkit.read.field_names import slot_of
from flowkit.read.tasks import RawTask

_SURE = 0.95
_TAKEN_AWAY = re.compile(r"\W*(?:delet|remov|renam|mov)(?:e|es|ed|ing)\b", re.IGNORECASE)


def recognise(outline: Outline, grammar: Grammar) -> float:
    """Return how sure it is that the document is of this dialect, from 0 to 1."""
    del grammar
    return _SURE if find_stepped(outline) else 0.0


def parse(outline: Outline, grammar: Grammar) -> Plan:
    """Read the plan."""
    found = find_stepped(outline)
    own = {each.opening.line.line for each in found}
    raws = [_with_steps(raw_of(each.opening, outline, own), each, outline.document) for each in found]
    return plan_of(outline, grammar, "superpowers", raws, [each.opening.above for each in found])


def _with_steps(raw: RawTask, found: SteppedTask, document: Document) -> RawTask:
    slots = [(slot_of(each.key), each) for each in raw.fields.fields]
    raw.extras["checklist"] = tuple(_step(item, document) for item in found.steps)
    raw.extras["deliverables"] = tuple(
        entry
        for slot, each in slots
        if slot == "files"
        for entry in read_deliverables(each, document)
        if not _TAKEN_AWAY.match(entry.text)
    )
    if raw.box is None and not raw.struck_out and "status" not in {slot for slot, _ in slots}:
        raw.extras |= {"state": _state(found.steps), "stepped": found.has_steps}
    return raw


def _step(item: ListItem, document: Document) -> Item:
    text = plain_title(" ".join(line.text for line in item.lines))
    return Item(None, text, item.box is not None and item.box.ticked, item.lines[0].span_in(document), item.box)


def _state(steps: Sequence[ListItem]) -> State:
    """Return how far a task is by its steps: done with the last of them, begun with the first."""
    ticked = sum(item.box is not None and item.box.ticked for item in steps)
    if not ticked:
        return State.OPEN
    return State.DONE if ticked == len(steps) else State.IN_PROGRESS
