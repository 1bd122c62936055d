"""Plans whose tasks carry a marker: ``### IMPL_001: Title``, ``#### Task impl_001: Title``, ``### ST-001: Title``."""

from __future__ import annotations

from flowkit.model.marker import Grammar
from flowkit.model.outline import Outline
from flowkit.model.plan import Plan
from flowkit.read.dialects.assembly import parse_forms, recognise_forms
from flowkit.read.dialects.openings import Form

FORMS = (Form.HEADING_MARKER, Form.ITEM_MARKER)


def recognise(outline: Outline, grammar: Grammar) -> float:
    """Return how sure it is that the document is of this dialect, from 0 to 1."""
    return recognise_forms(outline, grammar, FORMS)


def parse(outline: Outline, grammar: Grammar) -> Plan:
    """Read the plan."""
    return parse_forms(outline, grammar, "markers", FORMS)
