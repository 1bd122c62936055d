"""Targets that cannot be measured, and measurements of something other than the target."""

from __future__ import annotations

from collections.abc import Iterator

from flowkit.model.claim import Claim, ClaimKind
from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.verdict import Finding, Place, Rule, Surroundings


def unmeasurable_target(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find coverage targets without a figure."""
    del around
    for target in plan.coverage_targets:
        if target.minimum is None:
            lacks = "no figure" if target.of is not None else "no figure and names nothing to measure"
            message = f"{target.id} gives {lacks}"
            hint = (
                f"Write what is to be covered and how far, as in “{target.id}: 90%+ line coverage on session_store.py”."
            )
            marker = plan.full_name(target.id)
            yield UNMEASURABLE_TARGET.finding(plan.path, target.span, message, marker=marker, hint=hint)


def criterion_evidence_mismatch(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find tasks that demand a percentile and report an average: an average says nothing of the slowest requests."""
    del around
    demands: dict[str, list[Claim]] = {}
    reports: dict[str, list[Claim]] = {}
    for claim in plan.claims:
        if claim.task is not None and claim.kind in {ClaimKind.DEMAND, ClaimKind.REPORT}:
            found = demands if claim.kind is ClaimKind.DEMAND else reports
            found.setdefault(claim.task, []).append(claim)
    for task, demanded in demands.items():
        reported = reports.get(task, [])
        if not reported or any(report.subject != "average" for report in reported):
            continue
        for demand in demanded:
            message = f"{task} demands “{demand.value}” and reports an average, {reported[0].value}"
            related = (Place(plan.path, reported[0].span, "the average that is reported"),)
            hint = "Report the percentile that is demanded."
            marker = plan.full_name(task)
            yield CRITERION_EVIDENCE_MISMATCH.finding(
                plan.path, demand.span, message, marker=marker, related=related, hint=hint
            )


UNMEASURABLE_TARGET = Rule(
    "unmeasurable-target",
    Severity.WARNING,
    "A coverage target gives no figure that could be reached or missed",
    unmeasurable_target,
)
CRITERION_EVIDENCE_MISMATCH = Rule(
    "criterion-evidence-mismatch",
    Severity.WARNING,
    "A task demands a percentile and reports an average",
    criterion_evidence_mismatch,
)
