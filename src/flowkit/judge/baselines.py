"""Entries of a baseline that have had their day."""

from __future__ import annotations

from collections.abc import Iterator

from flowkit.model.baseline import Entry
from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.source import Span
from flowkit.model.verdict import Finding, Rule, Surroundings


def _nothing(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find nothing: a baseline speaks of all findings of a run, and its entries are told of when these are known."""
    del plan, around
    yield from ()


BASELINE_EXPIRED = Rule(
    "baseline-expired",
    Severity.WARNING,
    "The day of an entry of the baseline has passed, and what it left out is still found",
    _nothing,
)
BASELINE_UNUSED = Rule(
    "baseline-unused",
    Severity.WARNING,
    "An entry of the baseline stands for something that is not found any more",
    _nothing,
)


def expired(entry: Entry, path: str) -> Finding:
    """Return the finding on an entry whose day has passed; ``path`` is that of the baseline."""
    message = f"{entry.rule} of {entry.path} was left out until {entry.until}: {entry.message}"
    hint = "Mend it, or give the entry another day and say why in its reason."
    return BASELINE_EXPIRED.finding(path, _place(entry), message, marker=entry.marker, hint=hint)


def unused(entry: Entry, used: int, path: str) -> Finding:
    """Return the finding on an entry that stands for more findings than there are, of which ``used`` are left."""
    still = f" {entry.count} times, and is there {used} times" if used else ", and is not there"
    message = f"{entry.rule} of {entry.path} is left out{still}: {entry.message}"
    hint = f"Set its count to {used}." if used else "Take the entry out."
    return BASELINE_UNUSED.finding(path, _place(entry), message, marker=entry.marker, hint=hint)


def _place(entry: Entry) -> Span | None:
    """Return the line of an entry, without its bytes: the file is no document that was read as a plan."""
    return Span(0, 0, entry.line, 1) if entry.line is not None else None
