"""Tasks that say nothing by which they could be checked."""

from __future__ import annotations

from collections.abc import Iterator

from flowkit.model.plan import Plan, State, Task
from flowkit.model.verdict import Finding, Rule, Severity, Surroundings


def empty_task(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find tasks with no criteria, files, commands or tests; one that only groups other tasks needs none."""
    del around
    parents = {task.key.rpartition(".")[0] for task in plan.tasks}
    for task in plan.tasks:
        if task.key in parents or task.state is State.DROPPED or _says_something(task):
            continue
        message = f"{task.key} has no criteria, files, commands or tests"
        hint = "Say by what one can tell that it is done."
        yield EMPTY_TASK.finding(plan.path, task.span, message, marker=plan.full_name(task.key), hint=hint)


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


EMPTY_TASK = Rule(
    "empty-task",
    Severity.INFO,
    "A task says nothing by which one could tell that it is done",
    empty_task,
)
