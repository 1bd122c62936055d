"""Tasks that say nothing by which they could be checked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from flowkit.model.outline import Fence, blocks_below
from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.task import State, Task
from flowkit.model.verdict import Finding, Place, Rule, Surroundings

_NAMED = 3
_SAY = "Say by what one can tell that it is done."
_OF_LINES = frozenset({"openspec", "kiro", "checklist"})
"""The dialects in which a task is a line, or a line and what is to be done."""

_OF_BOXES = frozenset({"spec-kit"})
"""The dialects in which a task is a line that names its files at most; where many do not, it is told once."""


def empty_task(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find tasks with no criteria, files, commands or tests.

    One that only groups other tasks needs none, and one that is merely listed has not been written up yet. Where a
    format has no place for any of these beside the words of a task, to miss them in each would say nothing.
    """
    del around
    if plan.dialect in _OF_LINES:
        return
    parents = {task.key.rpartition(".")[0] for task in plan.tasks}
    labelled = [task for task in plan.tasks if task.id is not None and task.key not in parents]
    silent = [task for task in labelled if not _says_something(task)]
    fences = _fence_lines(plan) if silent else []
    empty = [one for one in silent if not (one.state is State.DROPPED or _is_listed(plan, one) or _holds(one, fences))]
    if len(empty) > 1 and (plan.parts or plan.dialect in _OF_BOXES):
        # Of many documents, and of many lines, it is said once.
        names = f"{', '.join(task.key for task in empty[:_NAMED])}{'' if len(empty) <= _NAMED else ' and others'}"
        message = f"{len(empty)} tasks have no criteria, files, commands or tests: {names}"
        related = tuple(Place(plan.path, task.span) for task in empty[1:])
        told = EMPTY_TASK.finding(plan.path, empty[0].span, message, related=related, hint=_SAY)
        yield replace(told, whole=True)
        return
    for task in empty:
        message = f"{task.key} has no criteria, files, commands or tests"
        yield EMPTY_TASK.finding(plan.path, task.span, message, marker=plan.full_name(task.key), hint=_SAY)


def _is_listed(plan: Plan, task: Task) -> bool:
    """Whether a plan of several documents has a task in a list alone."""
    return bool(plan.parts) and task.end_line is None


def _says_something(task: Task) -> bool:
    return any(
        (
            task.criteria,
            task.deliverables,
            task.commands,
            task.verifications,
            task.how_to_test,
            task.scenarios,
            task.checklist,
            task.changes,
            task.coverage_targets,
            task.contract_endpoints,
            task.features,
        )
    )


def _fence_lines(plan: Plan) -> list[int]:
    """Return the lines on which fences open: in a task that names nothing else, they are its commands or its code."""
    if plan.outline is None:
        return []
    blocks = (block for section in plan.outline.sections for block in blocks_below(section.blocks))
    return sorted(block.line for block in blocks if isinstance(block, Fence))


def _holds(task: Task, lines: list[int]) -> bool:
    if task.span is None or task.end_line is None:
        return False
    at = bisect_left(lines, task.span.line)
    return at < len(lines) and lines[at] <= task.end_line


EMPTY_TASK = Rule(
    "empty-task",
    Severity.INFO,
    "A task says nothing by which one could tell that it is done",
    empty_task,
)
