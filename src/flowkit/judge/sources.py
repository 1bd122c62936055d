"""Decisions, specs and features that cannot be read. Each is told once, whatever the plans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.source import Span, Unreadable
from flowkit.model.verdict import Finding, Rule, Surroundings


def unreadable_source(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find decisions, specs and features that cannot be read."""
    yield from unreadable(around.unread if plan is around.plans[0] else ())


def unreadable(sources: Iterable[Unreadable]) -> Iterator[Finding]:
    """Yield the finding for each source that cannot be read."""
    for each in sources:
        span = Span(0, 0, each.line, 1) if each.line is not None else None
        yield UNREADABLE_SOURCE.finding(each.path, span, each.message, hint=each.hint)


UNREADABLE_SOURCE = Rule(
    "unreadable-source", Severity.ERROR, "A decision, a spec or a feature cannot be read", unreadable_source
)
