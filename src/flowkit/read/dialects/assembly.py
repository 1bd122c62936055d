"""Openings to raw tasks, and raw tasks to a plan: the part that the Markdown dialects share."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from flowkit.model.marker import Grammar
from flowkit.model.outline import Box, Line, Outline, Section, plain_title
from flowkit.model.plan import Plan
from flowkit.read.dialects.groups import find_phases, group_label, phase_of
from flowkit.read.dialects.openings import Form, Opening, find_openings, weight
from flowkit.read.dialects.stepped_tasks import find_stepped
from flowkit.read.field_names import PLAIN_FIELDS, slot_of
from flowkit.read.fields import Fields, item_fields, section_fields
from flowkit.read.plan import assemble
from flowkit.read.tasks import RawTask, after_label, build_tasks, is_struck_out

_HEADING_BOX = re.compile(r"[^\w\[]{0,4}\[([^\]\w]|[xX])\]\s")

# Tasks whose boxes are their steps belong to a dialect of their own.
_UNLESS_STEPPED = 0.9

Refine = Callable[[RawTask, Opening], RawTask]


def recognise_forms(outline: Outline, grammar: Grammar, forms: Collection[Form]) -> float:
    """Return how far openings of the given forms explain a document, from 0 to 1."""
    sure = weight(outline, find_openings(outline, grammar), forms)
    return _UNLESS_STEPPED * sure if sure and find_stepped(outline) else sure


def parse_forms(
    outline: Outline, grammar: Grammar, dialect: str, forms: Collection[Form], refine: Refine | None = None
) -> Plan:
    """Read the plan whose tasks open in the given forms."""
    openings = [opening for opening in find_openings(outline, grammar) if opening.form in forms]
    own = {opening.line.line for opening in openings}
    raws = [raw_of(opening, outline, own) for opening in openings]
    if refine is not None:
        raws = [refine(raw, opening) for raw, opening in zip(raws, openings, strict=True)]
    return plan_of(outline, grammar, dialect, raws, [opening.above for opening in openings])


def plan_of(
    outline: Outline, grammar: Grammar, dialect: str, raws: Sequence[RawTask], above: Sequence[tuple[Section, ...]]
) -> Plan:
    """Build the tasks and the plan around them.

    ``raws`` are the tasks as they were found; ``above`` gives, for each, the sections around it, outermost first.
    """
    for raw, around in zip(raws, above, strict=True):
        raw.phase = phase_of(around)
    phases = find_phases(outline, above)
    groups = {label for section in outline.sections if (label := group_label(section))}
    tasks = build_tasks(raws, groups, outline.document, grammar)
    return assemble(outline, grammar, dialect, tasks, phases)


def raw_of(opening: Opening, outline: Outline, own: Collection[int]) -> RawTask:
    """Return the task that opens somewhere; ``own`` are the lines on which tasks open, which are no parts of it."""
    document, text = outline.document, opening.line.text
    label = opening.label
    lines, fields = _contents(opening, own)
    rest = [line.text for line in lines[1:]]
    title = " ".join((text[after_label(text, label.end) :], *rest))
    box = _box(opening, outline)
    return RawTask(
        id=label.id,
        title=plain_title(title),
        span=opening.line.span_in(document, label.start, label.end),
        line=opening.line.line,
        end_line=opening.end_line,
        fields=fields,
        box=box,
        struck_out=is_struck_out(" ".join(line.text for line in lines)),
        opening=lines,
        extras={"optional": box is not None and box.optional},
    )


def _box(opening: Opening, outline: Outline) -> Box | None:
    """Return the box of a task: that of its item, or one that stands in its heading (``### [x] Task 1.1``)."""
    if opening.item is not None:
        return opening.item.box
    found = _HEADING_BOX.match(opening.line.text)
    if found is None:
        return None
    return Box(found.group(1), opening.line.span_in(outline.document, found.start(1), found.end(1)), optional=False)


def _contents(opening: Opening, own: Collection[int]) -> tuple[tuple[Line, ...], Fields]:
    """Return the lines that a task opens with, and its fields."""
    if opening.item is not None:
        return item_fields(opening.item, PLAIN_FIELDS)
    if opening.section is None:
        return (opening.line,), Fields((), ())
    section = opening.section
    inner = tuple(below for below in section.sections if below.title.line not in own)
    own_part = Section(section.level, section.title, section.blocks, inner, section.end_line)
    return (opening.line,), section_fields(own_part, PLAIN_FIELDS, lambda key: slot_of(key) is not None)
