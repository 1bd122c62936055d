"""Documents that no dialect recognises."""

from __future__ import annotations

from collections.abc import Iterator

from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.verdict import Finding, Place, Rule, Surroundings


def unrecognised_document(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find nothing: a document that was read as a plan was recognised. The others are told by ``unrecognised``."""
    del plan, around
    yield from ()


UNRECOGNISED_DOCUMENT = Rule(
    "unrecognised-document",
    Severity.ERROR,
    "A document holds no plan in a form that flowkit knows",
    unrecognised_document,
)


def unrecognised(path: str, *, named: bool, reason: str | None = None, hint: str | None = None) -> Finding:
    """Return the finding for a document that no dialect recognises.

    Args:
        path: the document.
        named: the user named it; then it is an error. One that was merely found is an info.
        reason: why it was not recognised, where that is known.
        hint: what to do about it.
    """
    because = f": {reason}" if reason else ""
    advice = hint or (
        "Name its dialect with --dialect, or write its tasks in a form that flowkit reads."
        if named
        else "If it is a plan, name it; if not, leave it out of the configured plans."
    )
    severity = UNRECOGNISED_DOCUMENT.severity if named else Severity.INFO
    message = f"no dialect recognises a plan in this document{because}"
    return Finding(UNRECOGNISED_DOCUMENT.name, severity, message, Place(path), hint=advice)
