"""What a plan defines, one entry a marker: its tasks, and the parts of them that have to hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flowkit.model.marker import Role
from flowkit.model.plan import Plan
from flowkit.model.source import Span
from flowkit.model.task import State, Task, part_name


@dataclass(frozen=True, slots=True)
class Part:
    """A task, or something of a task that has to hold.

    Attributes:
        task: the task that it is or belongs to.
        role: what it is: a task, a criterion, a scenario, a coverage target or a part of a contract.
        name: its name within the plan.
        id: the id that it carries; None where it has none.
        text: what it says.
        span: where the plan says it.
        done: the state of its own box; None where it has none.
    """

    task: Task
    role: Role
    name: str
    id: str | None
    text: str
    span: Span | None
    done: bool | None = None


def parts_of(plan: Plan) -> Iterator[Part]:
    """Yield what a plan defines, each task before its parts; of two tasks with one key the last, of dropped ones none.

    These are the markers that get a verdict, in the order in which they get it.
    """
    for task in {task.key: task for task in plan.tasks}.values():
        if task.state is not State.DROPPED:
            yield Part(task, Role.TASK, task.key, task.id, task.title, task.span, task.state is State.DONE)
            yield from _parts(task)


def _parts(task: Task) -> Iterator[Part]:
    for number, item in enumerate(task.criteria, start=1):
        yield Part(task, Role.CRITERION, part_name(task, item, number), item.id, item.text, item.span, item.done)
    for number, one in enumerate(task.scenarios, start=1):
        name = one.id or part_name(task, one, number)
        yield Part(task, Role.SCENARIO, name, one.id, one.text, one.span, one.done)
    for target in task.coverage_targets:
        yield Part(task, Role.COVERAGE, target.id, target.id, target.text, target.span)
    for endpoint in task.contract_endpoints:
        yield Part(task, Role.CONTRACT, endpoint.id, endpoint.id, endpoint.text, endpoint.span)
