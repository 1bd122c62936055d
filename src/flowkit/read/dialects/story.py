"""Plans of a story, whose tasks are list items: ``- [x] **Task 1.1:** Title``."""

from __future__ import annotations

from flowkit.model.marker import Grammar
from flowkit.model.outline import Outline
from flowkit.model.plan import Plan
from flowkit.read.dialects.assembly import parse_forms, recognise_forms
from flowkit.read.dialects.openings import Form

FORMS = (Form.ITEM_TASK,)


def recognise(outline: Outline, grammar: Grammar) -> float:
    """Return how sure it is that the document is of this dialect, from 0 to 1."""
    return recognise_forms(outline, grammar, FORMS)


def parse(outline: Outline, grammar: Grammar) -> Plan:
    """Read the plan."""
    return parse_forms(outline, grammar, "story", FORMS)
