"""Tasks that say nothing by which they could be checked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from flowkit.model.outline import Fence, blocks_below
from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.task import State, Task
from flowkit.model.verdict import Finding, Place, Rule, Surroundings

_OF_LINES = frozenset({"openspec", "kiro", "checklist"})
"""The dialects in which a task is a line, or a line and what is to be done."""

_OF_BOXES = frozenset({"spec-kit"})
"""The dialects in which a task is a line that names its files at most; where many do not, it is told once."""


def empty_task(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find tasks with no criteria, files, commands or tests; one that only groups other tasks needs none.

    Where a format has no place for any of these beside the words of a task, to miss them in each would say nothing.
    """
    del around
    if plan.dialect in _OF_LINES:
        return
    parents = {task.key.rpartition(".")[0] for task in plan.tasks}
    labelled = [task for task in plan.tasks if task.id is not None and task.key not in parents]
    silent = [task for task in labelled if not _says_something(task)]
    fences = _fence_lines(plan) if silent else []
    empty = [task for task in silent if task.state is not State.DROPPED and not _holds(task, fences)]
    if len(empty) > 1 and plan.dialect in _OF_BOXES:
        yield _empty(plan, empty[0], f"{empty[0].key} and {len(empty) - 1} more have", empty[1:])
        return
    for task in empty:
        yield _empty(plan, task, f"{task.key} has")


def _empty(plan: Plan, task: Task, which: str, others: Sequence[Task] = ()) -> Finding:
    message = f"{which} no criteria, files, commands or tests"
    related = tuple(Place(plan.path, other.span, f"{other.key} has none either") for other in others)
    hint = "Say by what one can tell that it is done."
    marker = plan.full_name(task.key)
    return EMPTY_TASK.finding(plan.path, task.span, message, marker=marker, related=related, hint=hint)


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
