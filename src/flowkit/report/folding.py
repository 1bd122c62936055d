"""Findings as few as they can be told on a screen; JSON and its like have them all.

What nothing proves is true of most of a plan or of all of it, and remarks come in crowds: more than a few of them are
one line for a plan. Errors, and warnings that something is wrong, are never folded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.verdict import Finding

_UNKNOWN = frozenset({"unproven-completion", "criterion-unproven", "scenario-not-run", "coverage-unmeasured"})
"""The rules that tell what is not known."""

_FEW = 3


def folded(findings: Sequence[Finding], plans: Iterable[Plan]) -> tuple[Finding, ...]:
    """Return findings, in their order, of which those that are many stand as one in the place of the first."""
    names = {document.path: plan.path for plan in plans for document in plan.documents}
    crowds: dict[object, list[Finding]] = {}
    for number, finding in enumerate(findings):
        plan = names.get(finding.place.path, finding.place.path)
        crowds.setdefault(_crowd(finding, plan) or number, []).append(finding)
    told = {id(crowd[0]): _as_one(crowd) for crowd in crowds.values() if len(crowd) > _FEW}
    left = {id(finding) for crowd in crowds.values() if len(crowd) > _FEW for finding in crowd[1:]}
    return tuple(told.get(id(finding), finding) for finding in findings if id(finding) not in left)


def _crowd(finding: Finding, plan: str) -> tuple[str, str] | None:
    """Return what a finding is folded by; None for one that stands alone."""
    if finding.severity is Severity.INFO:
        return plan, finding.rule
    return (plan, "") if finding.severity is Severity.WARNING and finding.rule in _UNKNOWN else None


def _as_one(crowd: Sequence[Finding]) -> Finding:
    message = f"{crowd[0].message}; {len(crowd) - 1} more like it"
    return replace(crowd[0], message=message, related=tuple(one.place for one in crowd[1:]), whole=True)
