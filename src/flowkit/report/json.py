"""A verification as JSON."""

from __future__ import annotations

from flowkit.model.count import count_markers
from flowkit.model.edit import Edit
from flowkit.model.evidence import Evidence
from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.task import State
from flowkit.model.verdict import Finding, MarkerVerdict, Place, Verdict, Verification
from flowkit.model.worth import Worth
from flowkit.report.encoding import dump_lines
from flowkit.report.shapes import EditShape, FindingShape, PlaceShape
from flowkit.report.verify_shapes import (
    FactPlaceShape,
    MarkerShape,
    ObligationShape,
    StandingName,
    SummaryShape,
    VerdictName,
    VerifiedPlanShape,
    VerifyShape,
)


def render(verification: Verification) -> str:
    """Return a verification as JSON, as ``docs/schemas/flowkit-verify-1.json`` has it."""
    return dump_lines(verify_shape(verification))


def verify_shape(verification: Verification) -> VerifyShape:
    """Return the form in JSON of a verification."""
    plans = tuple(_plan(plan, verification.worths.get(plan.path, {})) for plan in verification.plans)
    summary = SummaryShape(
        plans=len(plans),
        tasks=sum(plan.tasks for plan in plans),
        done=sum(plan.done for plan in plans),
        error=verification.count(Severity.ERROR),
        warning=verification.count(Severity.WARNING),
        info=verification.count(Severity.INFO),
        markers=_tally(verification),
        left_out=len(verification.left_out),
    )
    findings = tuple(finding_shape(finding) for finding in verification.findings)
    markers = tuple(marker_shape(marker) for marker in verification.markers)
    left_out = tuple(finding_shape(finding) for finding in verification.left_out)
    return VerifyShape("flowkit-verify-1", summary, plans, findings, markers, left_out)


def _tally(verification: Verification) -> dict[VerdictName, int]:
    """Return how many markers have each verdict that occurs, worst first."""
    counts = {verdict: sum(marker.verdict is verdict for marker in verification.markers) for verdict in Verdict}
    return {verdict.value: count for verdict, count in counts.items() if count}


def _plan(plan: Plan, worth: Worth) -> VerifiedPlanShape:
    done = sum(task.state is State.DONE for task in plan.tasks)
    defined = count_markers(plan).defined
    ticks: dict[StandingName, int] = {standing.value: count for standing, count in worth.items()}
    return VerifiedPlanShape(plan.path, plan.id, plan.dialect, plan.title, len(plan.tasks), done, defined, ticks)


def finding_shape(finding: Finding) -> FindingShape:
    """Return the form in JSON of a finding."""
    span = finding.place.span
    return FindingShape(
        rule=finding.rule,
        severity=finding.severity.value,
        message=finding.message,
        path=finding.place.path,
        line=span.line if span else None,
        column=span.column if span else None,
        marker=finding.marker,
        related=tuple(_place(place) for place in finding.related),
        hint=finding.hint,
        edits=tuple(_edit(edit) for edit in finding.edits),
    )


def _edit(edit: Edit) -> EditShape:
    span = edit.span
    return EditShape(span.start, span.end, span.line, span.column, edit.text)


def _place(place: Place) -> PlaceShape:
    span = place.span
    return PlaceShape(place.path, span.line if span else None, span.column if span else None, place.note)


def marker_shape(marker: MarkerVerdict) -> MarkerShape:
    """Return the form in JSON of the verdict of a marker."""
    obligations = tuple(
        ObligationShape(
            duty.kind,
            duty.subject,
            duty.problem,
            duty.verdict.value,
            duty.reason,
            tuple(_fact(fact) for fact in duty.evidence),
        )
        for duty in marker.obligations
    )
    return MarkerShape(marker.ref, marker.verdict.value, marker.blocked_by, obligations)


def _fact(fact: Evidence) -> FactPlaceShape:
    span = getattr(fact, "span", None)
    return FactPlaceShape(fact.path, span.line if span else None)
