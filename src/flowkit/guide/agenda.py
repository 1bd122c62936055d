"""A plan and its verdicts to what can be worked on now, in order and with the reasons.

A task is finished when it is proven, or claimed done and not refuted: a tick that evidence speaks against is work that
is still to be done, and whatever waits for it waits on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import assert_never

from flowkit.guide.waiting import lengths, live_tasks, waits_for
from flowkit.model.blocking import Block, blocks
from flowkit.model.plan import Plan
from flowkit.model.reasons import reason_of
from flowkit.model.schedule import Chain, critical_path, find_cycle, longest_chains
from flowkit.model.task import State, Task
from flowkit.model.verdict import REFUTED, SETTLED, MarkerVerdict, Verdict
from flowkit.model.work import Agenda, Progress, Standing, Step

_STANDINGS = tuple(Standing)
_BEGUN = {State.DONE: 0, State.IN_PROGRESS: 1}
_NOT_BEGUN = 2
_OPEN = f"is {State.OPEN}"


# implements: feat-flowkit-commands:IMPL_005
def agenda(plan: Plan, markers: Sequence[MarkerVerdict] | None) -> Agenda:
    """Return what to do in a plan.

    What can be worked on comes in this order: what is ticked and refuted, for others may rest on it already; what is
    under way; then what holds up the longest chain of other tasks, and of those alike what the plan names first.
    Optional tasks come last.

    Args:
        plan: the plan.
        markers: the verdicts of its markers; None where it is not held against evidence.
    """
    tasks = live_tasks(plan)
    awaited = waits_for(plan, tasks)
    progress = read_progress(plan, tasks, markers)
    left = {
        key: tuple(on for on in names if not progress[on].finished)
        for key, names in awaited.items()
        if not progress[key].finished
    }
    hours = lengths(tasks[key] for key in left)
    chains = longest_chains(left, hours or dict.fromkeys(left, 1.0))
    critical = frozenset(critical_path(chains))
    blocked = blocks(plan)
    steps = [_step(progress, key, awaited[key], chains, hours, critical, blocked.get(key)) for key in tasks]
    ordered = sorted(steps, key=_rank)
    return Agenda(plan, tuple(ordered), markers is not None, find_cycle(left))


def read_progress(
    plan: Plan, tasks: Mapping[str, Task], markers: Sequence[MarkerVerdict] | None
) -> dict[str, Progress]:
    """Return how far each of some tasks is, by key."""
    of: dict[str, list[MarkerVerdict]] = {}
    for marker in markers or ():
        of.setdefault(marker.task, []).append(marker)
    return {key: _progress(task, plan.full_name(key), of.get(key, ())) for key, task in tasks.items()}


def _progress(task: Task, ref: str, markers: Sequence[MarkerVerdict]) -> Progress:
    # A task's own verdict comes before those of its parts, and is the worst of them.
    verdict = markers[0].verdict if markers else None
    claimed = task.state is State.DONE
    finished = verdict in SETTLED or (claimed and verdict not in REFUTED)
    told = f"is {task.state.value}"
    if verdict is not None and not claimed and (verdict in SETTLED or (task.box is None and task.status is None)):
        # Of a task that says nothing of itself, the evidence says all that there is to say.
        told = f"is {verdict}"
    elif verdict is not None and (claimed or verdict in {Verdict.FAILING, Verdict.STALE}):
        told += f" and {verdict}"
    spoken = verdict in REFUTED if claimed else verdict is Verdict.FAILING
    why = reason_of(markers, verdict, ref) if spoken or verdict is Verdict.STALE else None
    return Progress(task, finished, verdict, f"{told}: {why}" if why else told)


def _step(
    progress: Mapping[str, Progress],
    key: str,
    awaited: Sequence[str],
    chains: Mapping[str, Chain],
    hours: Mapping[str, float] | None,
    critical: Collection[str],
    block: Block | None,
) -> Step:
    own, awaits = progress[key], tuple(progress[on] for on in awaited)
    waiting = any(not one.finished for one in awaits)
    standing = Standing.FINISHED if own.finished else Standing.WAITING if waiting else Standing.READY
    chain = chains.get(key, Chain(0, 0, None))
    effort = chain.length if hours is not None and key in chains else None
    return Step(
        own, standing, awaits, chain.parts, effort, key in critical, tuple(_reasons(own, standing, awaits, block))
    )


def _reasons(own: Progress, standing: Standing, awaits: Sequence[Progress], block: Block | None) -> Iterator[str]:
    """Yield why a task stands as it does, a fact each."""
    if block is not None and standing is not Standing.FINISHED:
        yield f"is blocked: {block.reason}"
    match standing:
        case Standing.FINISHED:
            yield own.told
        case Standing.WAITING:
            yield from (f"{one.task.key} {one.told}" for one in awaits if not one.finished)
        case Standing.READY:
            if own.told != _OPEN:
                yield own.told
            yield from (f"{one.task.key} {one.told}" for one in awaits)
            if not awaits:
                yield "waits for nothing" if own.task.dependencies_span is not None else "states no dependency"
        case _:
            assert_never(standing)
    yield from (f"names {words.text!r} as well, which is no task" for words in own.task.unresolved)


def _rank(step: Step) -> tuple[float, ...]:
    """Return what decides over the place of a step; those alike stay in the order of the plan."""
    place = _STANDINGS.index(step.standing)
    return (place, *urgency(step)) if step.standing is Standing.READY else (place,)


def urgency(step: Step) -> tuple[float, ...]:
    """Return what decides over the place of a step among those that can be worked on; the least comes first."""
    own = step.task.hours
    held_up = step.chain - 1 if step.hours is None or own is None else round(step.hours - own, 6)
    return (step.task.optional, _BEGUN.get(step.task.state, _NOT_BEGUN), -held_up)
