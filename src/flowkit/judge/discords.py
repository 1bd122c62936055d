"""Tasks that are done by one word and not by another: that of their parts, or of another document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flowkit.model.claim import ClaimKind
from flowkit.model.plan import Plan
from flowkit.model.source import Span
from flowkit.model.task import Item, State, Task

_NOT_DONE = frozenset({State.OPEN, State.IN_PROGRESS})
_PUT_OFF = frozenset({"deferred", "postponed"})


@dataclass(frozen=True, slots=True)
class Discord:
    """Two places that say different things of a task.

    Attributes:
        span: the first of them.
        message: what they say.
        marker: the full name of the task.
        hint: what to do about it.
        other: the second of them, and what is there.
    """

    span: Span | None
    message: str
    marker: str
    hint: str
    other: tuple[Span | None, str]


def discords(plan: Plan) -> Iterator[Discord]:
    """Yield what parts of tasks and other documents say against the statuses of tasks."""
    documents = list(_of_documents(plan))
    yield from documents
    told = {one.marker for one in documents}
    for task in plan.tasks:
        if task.state is State.DONE and task.status is not None and plan.full_name(task.key) not in told:
            yield from _of_parts(plan, task, task.status.span)


def _of_documents(plan: Plan) -> Iterator[Discord]:
    """Yield the tasks of which two documents say different things."""
    tasks = {task.key: task for task in plan.tasks}
    for claim in plan.claims:
        task = tasks.get(claim.task or "") if claim.kind is ClaimKind.STATE else None
        if task is None or task.status is None or State.UNKNOWN in {task.state, claim.value}:
            continue
        if task.state != claim.value:
            said = f"{task.key} is {task.status.value}"
            message = f"{said}, but {claim.subject} says {claim.text}"
            marker = plan.full_name(task.key)
            yield Discord(claim.span, message, marker, "Make the two agree.", (task.status.span, said))


def _of_parts(plan: Plan, task: Task, span: Span | None) -> Iterator[Discord]:
    """Yield a task that is done while subtasks of it are not, or while nothing on its check list is ticked.

    A check list of a plan in one document is a list of checks, and no claim.
    """
    own = {item.id for item in task.checklist}
    parts = [part for part in plan.subtasks if part.key in own]
    left: Sequence[Item | Task] = [part for part in parts if _is_left(part)]
    what = f"{len(left)} of its {len(parts)} subtasks {'is' if len(left) == 1 else 'are'} not"
    boxes = [item for item in task.checklist if item.done is not None] if plan.parts else []
    if boxes and not any(item.done for item in boxes):
        left, what = boxes, f"nothing on its check list of {len(boxes)} is ticked"
    if left:
        hint = f"Finish what is left, or say that {task.key} is not done."
        other = left[0].span, "the first that is not"
        yield Discord(span, f"{task.key} is done, but {what}", plan.full_name(task.key), hint, other)


def _is_left(part: Task) -> bool:
    put_off = part.status is not None and part.status.value.casefold() in _PUT_OFF
    return part.state in _NOT_DONE and part.status is not None and not put_off
