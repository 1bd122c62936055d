"""Which tasks of a plan wait for which: what every order of work begins with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from flowkit.model.plan import Plan
from flowkit.model.task import State, Task


def live_tasks(plan: Plan) -> dict[str, Task]:
    """Return the tasks that were not dropped, by key and in document order; of two with one key, the last.

    That is the one that has a verdict.
    """
    tasks = {task.key: task for task in plan.tasks}
    return {key: task for key, task in tasks.items() if task.state is not State.DROPPED}


def waits_for(plan: Plan, tasks: Mapping[str, Task]) -> dict[str, tuple[str, ...]]:
    """Return for each of the tasks the keys of those among them that it waits for.

    The dependencies field of a task says so; for a task without one, the drawings of the plan do.
    """
    drawn: dict[str, list[str]] = {}
    for edge in plan.edges:
        drawn.setdefault(edge.task, []).append(edge.on)
    return {
        key: _among(
            tasks,
            (item.on for item in task.depends_on)
            if task.depends_on or task.dependencies_span is not None
            else drawn.get(key, ()),
        )
        for key, task in tasks.items()
    }


def lengths(tasks: Iterable[Task]) -> dict[str, float] | None:
    """Return the hours that each task takes; None where one states no figure, for a missing one is not zero."""
    hours = {task.key: task.hours for task in tasks}
    known = {key: figure for key, figure in hours.items() if figure is not None}
    return known if len(known) == len(hours) else None


def _among(known: Collection[str], names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name in known))
