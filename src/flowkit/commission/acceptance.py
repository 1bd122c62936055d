"""Whether the work of a try is accepted: the task is proven, and nothing is worse than it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from flowkit.model.job import Job
from flowkit.model.reasons import reason_of
from flowkit.model.severity import Severity
from flowkit.model.task import DOCUMENTATION, State
from flowkit.model.verdict import SETTLED, Finding, MarkerVerdict, Verification

_TESTED = frozenset({"test", "scenario", "coverage", "contract"})
"""The kinds of obligations that it takes a run of the tests to prove."""


def faults(job: Job, before: Verification, after: Verification) -> tuple[str, ...]:
    """Return what speaks against the work of a try, in words; nothing where it is accepted.

    Args:
        job: the task that was to be built.
        before: the verification of what the work is to be merged into.
        after: the verification of both together.
    """
    return (*_unproven(job, after), *_lost(job, before, after), *_new(job, before, after))


def is_proven(job: Job, verification: Verification) -> bool:
    """Whether the evidence proves a task."""
    own = _own(job, verification)
    return bool(own) and own[0].verdict in SETTLED


def untestable(job: Job, verification: Verification) -> str | None:
    """Return the first part of a task that takes tests to be proven, by its full name; None where there is none."""
    own = _own(job, verification)
    duties = (duty for marker in own for duty in marker.obligations)
    part = next((duty.marker for duty in duties if duty.kind in _TESTED and duty.verdict not in SETTLED), None)
    kinds = {
        task.kind for plan in verification.plans if plan.path == job.path for task in plan.tasks if task.key == job.task
    }
    # That its files are there proves no task without parts, but for one that documents.
    return job.ref if part is None and len(own) == 1 and DOCUMENTATION not in kinds else part


def _own(job: Job, verification: Verification) -> list[MarkerVerdict]:
    """Return the verdicts of a task and its parts, its own first."""
    prefix = f"{job.plan}:"
    return [one for one in verification.markers if one.task == job.task and one.ref.startswith(prefix)]


def _unproven(job: Job, after: Verification) -> Iterator[str]:
    own = _own(job, after)
    if not own:
        yield f"{job.task} is not held against the evidence any more"
    elif own[0].verdict not in SETTLED:
        for marker in own:
            for duty in marker.obligations:
                if duty.verdict not in SETTLED:
                    yield f"{duty.marker.rpartition(':')[2]} is {duty.verdict}: {duty.reason}"


def _lost(job: Job, before: Verification, after: Verification) -> Iterator[str]:
    """Yield the markers of other tasks that were proven and are so no longer."""
    now = {marker.ref: marker for marker in after.markers}
    own = {marker.ref for marker in _own(job, after)}
    for marker in before.markers:
        if marker.verdict not in SETTLED or marker.ref in own:
            continue
        found = now.get(marker.ref)
        if found is None:
            yield f"{marker.ref} was {marker.verdict} and is gone"
        elif found.verdict not in SETTLED:
            why = reason_of((found,), found.verdict, marker.ref)
            yield f"{marker.ref} was {marker.verdict} and is {found.verdict}" + (f": {why}" if why else "")


def _new(job: Job, before: Verification, after: Verification) -> Iterator[str]:
    """Yield the findings that were not there before, but for those on tasks that nobody has finished yet."""
    unfinished = _unfinished(job, before) | _unfinished(job, after)
    known = Counter(map(_known_by, before.findings))
    for finding in after.findings:
        if finding.severity is Severity.INFO or finding.marker in unfinished:
            continue
        known[_known_by(finding)] -= 1
        if known[_known_by(finding)] < 0:
            yield _told(finding)


def _unfinished(job: Job, verification: Verification) -> set[str]:
    """Return the markers of the other tasks that are neither done nor proven: what they lack is still to be done."""
    refs: set[str] = set()
    for plan in verification.plans:
        states = {task.key: task.state for task in plan.tasks}
        prefix = plan.full_name("")
        markers = [one for one in verification.markers if one.ref.startswith(prefix)]
        proven = {one.task for one in markers if one.ref == prefix + one.task and one.verdict in SETTLED}
        refs |= {
            one.ref
            for one in markers
            if states.get(one.task) is not State.DONE and one.task not in proven and prefix + one.task != job.ref
        }
    return refs


def _known_by(finding: Finding) -> tuple[str, str, str]:
    """Return what a finding is known by: where it is about a marker, its words may change with what is left to do."""
    return finding.rule, finding.place.path, finding.marker or finding.message


def _told(finding: Finding) -> str:
    line = f":{finding.place.span.line}" if finding.place.span else ""
    return f"{finding.place.path}{line}: {finding.severity} {finding.rule}: {finding.message}"


def listed(words: Iterable[str], most: int = 3) -> str:
    """Return the first of some words, and how many more there are."""
    several = list(words)
    more = len(several) - most
    return "; ".join(several[:most]) + (f"; and {more} more" if more > 0 else "")
