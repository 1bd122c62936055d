"""Check lists: documents that are mostly boxes, in none of the forms that other dialects know.

It is the dialect of last resort. A box that stands in no other is a task; it has no id, and is called by its number in
the document (``#3``), since ticking a box and remarking on it leaves that alone.
"""

from __future__ import annotations

from flowkit.model.marker import Grammar
from flowkit.model.outline import Outline
from flowkit.model.plan import Plan
from flowkit.read.dialects.boxed_tasks import boxed_plan, find_boxes

_LAST_RESORT = 0.05


def recognise(outline: Outline, grammar: Grammar) -> float:
    """Return a score below that of every other dialect for a document of which at least half are boxes."""
    del grammar
    boxed = {line for each in find_boxes(outline) for line in range(each.item.line, each.item.end_line + 1)}
    lines = [line.line for section in outline.sections for line in section.lines]
    return _LAST_RESORT if boxed and 2 * sum(line in boxed for line in lines) >= len(lines) else 0.0


def parse(outline: Outline, grammar: Grammar) -> Plan:
    """Read the plan."""
    return boxed_plan(outline, grammar, "checklist")
