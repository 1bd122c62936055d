"""Ticks against the evidence: done and not there, done and unproven, proven and not ticked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flowkit.judge.ticks import box_edits, finished, judged_items, told
from flowkit.judge.unmet import held_tasks, is_spoken_of
from flowkit.model.plan import Plan
from flowkit.model.reasons import reasons_of
from flowkit.model.severity import Severity
from flowkit.model.source import Span
from flowkit.model.task import State, Task
from flowkit.model.verdict import (
    LEFT_OPEN,
    REFUTED,
    SETTLED,
    Finding,
    MarkerVerdict,
    Place,
    Rule,
    Surroundings,
    Verdict,
)


def phantom_completion(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find tasks and criteria that are ticked although evidence says no, or the thing itself is not there."""
    for task, own, markers in _tasks(plan, around):
        if task.state is State.DONE and own.verdict in REFUTED:
            found = _completion(PHANTOM_COMPLETION, plan, task, own, markers, REFUTED)
            yield replace(found, edits=told(plan, task, State.OPEN))
        elif task.state is not State.DONE:
            for item, marker in judged_items(task, markers):
                if item.done and marker.verdict in REFUTED:
                    reason = marker.obligations[0].reason
                    message = f"{marker.ref.rpartition(':')[2]} is ticked and {marker.verdict.value}: {reason}"
                    edits = box_edits((item.box,), State.OPEN)
                    yield PHANTOM_COMPLETION.finding(
                        plan.path, item.span, message, marker=marker.ref, hint=_UNTICK, edits=edits
                    )


def unproven_completion(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find ticked tasks that nothing proves, or nothing any more; and plans that are held, and no report speaks of."""
    left_open = [one for one in _tasks(plan, around) if one[1].verdict in LEFT_OPEN]
    ticked = [one for one in left_open if one[0].state is State.DONE]
    every = around.assessment.markers.get(plan.path, ()) if around.assessment else ()
    awaited = around.assessment is not None and around.assessment.awaited
    hint = _RUN if awaited else _ANY
    if is_spoken_of(every):
        for task, own, markers in ticked:
            yield _completion(UNPROVEN_COMPLETION, plan, task, own, markers, LEFT_OPEN)
    elif ticked:
        count = len(ticked)
        yield _untold(plan, *ticked[0][:2], f"{count} {'task is' if count == 1 else 'tasks are'} ticked", hint)
    elif awaited:
        held = held_tasks(plan, every)
        yield from (
            _untold(plan, *one[:2], "the plan is under way", hint) for one in left_open[:1] if one[0].key in held
        )


def _untold(plan: Plan, task: Task, own: MarkerVerdict, what: str, hint: str) -> Finding:
    """Say once what is true of every task of a plan; ``what`` says why the plan is held to it."""
    message = f"{what}, and no report speaks of this plan"
    found = UNPROVEN_COMPLETION.finding(plan.path, _tick(task), message, marker=own.ref, hint=hint)
    return replace(found, whole=True)


def unticked(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find tasks that are proven and still open by their own box or status."""
    for task, own, _ in _tasks(plan, around):
        says_open = task.state in {State.OPEN, State.IN_PROGRESS} and (task.box or task.status)
        if says_open and own.verdict in SETTLED:
            message = f"{task.key} is {own.verdict.value} and not ticked"
            yield UNTICKED.finding(
                plan.path, _tick(task), message, marker=own.ref, hint=f"Tick {task.key}.", edits=finished(plan, task)
            )


_RUN = "Run the tests with flowkit verify --run or pytest --flowkit, and have them name what they verify."
_ANY = (
    "Tests of any language prove ticks: have one name its task, in its own name or by a comment verifies: and the id, "
    "and leave a JUnit report as junit.xml."
)
_UNTICK = "Do what is said to be done, or untick it."
_PROVE = "Have tests that are run show it, or untick it."


def _tasks(plan: Plan, around: Surroundings) -> Iterator[tuple[Task, MarkerVerdict, tuple[MarkerVerdict, ...]]]:
    """Yield each task with its own verdict and those of all its markers."""
    markers = around.assessment.markers.get(plan.path, ()) if around.assessment else ()
    of: dict[str, list[MarkerVerdict]] = {}
    for marker in markers:
        of.setdefault(marker.task, []).append(marker)
    for task in {task.key: task for task in plan.tasks}.values():
        if task.key in of:
            yield task, of[task.key][0], tuple(of[task.key])


def _completion(
    rule: Rule,
    plan: Plan,
    task: Task,
    own: MarkerVerdict,
    markers: Sequence[MarkerVerdict],
    verdicts: frozenset[Verdict],
) -> Finding:
    duties = [duty for marker in markers for duty in marker.obligations if duty.verdict in verdicts]
    message = f"{task.key} is done and {own.verdict.value}: {reasons_of(markers, verdicts, own.ref)}"
    related = tuple(dict.fromkeys(Place(plan.path, duty.span) for duty in duties if duty.span is not None))
    hint = _UNTICK if verdicts is REFUTED else _PROVE
    return rule.finding(plan.path, _tick(task), message, marker=own.ref, related=related, hint=hint)


def _tick(task: Task) -> Span | None:
    """Return where a task says that it is done."""
    if task.box is not None:
        return task.box.span
    return task.status.span if task.status is not None and task.status.span is not None else task.span


PHANTOM_COMPLETION = Rule(
    "phantom-completion",
    Severity.ERROR,
    "Something is ticked that is not there or does not hold",
    phantom_completion,
)
UNPROVEN_COMPLETION = Rule(
    "unproven-completion",
    Severity.WARNING,
    "Something is ticked that nothing proves",
    unproven_completion,
)
UNTICKED = Rule("unticked", Severity.INFO, "Something is proven and not ticked", unticked)
