"""An agenda to the order in which its tasks would be done, each being finished before the next is chosen."""

from __future__ import annotations

from collections.abc import Collection
from heapq import heapify, heappop, heappush

from flowkit.guide.agenda import urgency
from flowkit.model.work import Agenda, Standing, Step


def rehearse(agenda: Agenda, left_out: Collection[str]) -> tuple[Step, ...]:
    """Return the unfinished tasks in the order in which they would be done.

    Args:
        agenda: what to do in a plan.
        left_out: the keys of tasks that are not to be done; what waits for one of them is not done either.
    """
    # As an agenda is ordered, but for what waits: of those alike, what the plan names first comes first.
    places = {task.key: number for number, task in enumerate(agenda.plan.tasks)}
    steps = [step for step in agenda.steps if step.standing is not Standing.FINISHED and step.task.key not in left_out]
    awaited = {step.task.key: {one.task.key for one in step.awaits if not one.finished} for step in steps}
    waiting: dict[str, list[Step]] = {}
    for step in steps:
        for key in awaited[step.task.key]:
            waiting.setdefault(key, []).append(step)
    ready = [(urgency(step), places[step.task.key], step) for step in steps if not awaited[step.task.key]]
    heapify(ready)
    order: list[Step] = []
    while ready:
        _, _, step = heappop(ready)
        order.append(step)
        for following in waiting.get(step.task.key, ()):
            awaited[following.task.key].discard(step.task.key)
            if not awaited[following.task.key]:
                heappush(ready, (urgency(following), places[following.task.key], following))
    return tuple(order)
