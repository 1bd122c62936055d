"""The page of a rule as JSON."""

from __future__ import annotations

from flowkit.model.verdict import RuleGuide
from flowkit.report.encoding import dump
from flowkit.report.shapes import ExplainShape


def render(guide: RuleGuide) -> str:
    """Return what is told of a rule, as ``docs/schemas/flowkit-explain-1.json`` has it."""
    return dump(ExplainShape("flowkit-explain-1", guide.name, guide.severity.value, guide.summary, guide.page))
