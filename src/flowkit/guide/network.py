"""A plan to the network of its tasks: levels, the critical path, files in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from posixpath import normpath

from flowkit.guide.waiting import lengths, live_tasks, waits_for
from flowkit.model.plan import Plan
from flowkit.model.schedule import critical_path, find_cycle, longest_chains, waves, without_order
from flowkit.model.task import State, Task
from flowkit.model.work import Network, SharedFile


# implements: feat-flowkit-commands:IMPL_005
def network(plan: Plan) -> Network:
    """Return how the tasks of a plan hang together."""
    tasks = live_tasks(plan)
    awaited = waits_for(plan, tasks)
    levels = waves(awaited)
    placed = {key for level in levels for key in level}
    hours = lengths(tasks.values())
    critical = critical_path(longest_chains(awaited, hours or dict.fromkeys(tasks, 1.0)))
    return Network(
        plan=plan,
        tasks=tasks,
        waits_for=awaited,
        levels=levels,
        cycle=find_cycle(awaited),
        without_level=tuple(key for key in tasks if key not in placed),
        critical=critical,
        hours=None if hours is None or not critical else sum(hours[key] for key in critical),
        shared=tuple(_shared(tasks, awaited)),
    )


def _shared(tasks: Mapping[str, Task], awaited: Mapping[str, Sequence[str]]) -> Iterator[SharedFile]:
    """Yield the files that several unfinished tasks name of which none has to come first."""
    by_path: dict[str, list[str]] = {}
    for key, task in tasks.items():
        for path in dict.fromkeys(normpath(entry.path) for entry in task.files if entry.path):
            if task.state is not State.DONE:
                by_path.setdefault(path, []).append(key)
    several = {path: keys for path, keys in by_path.items() if len(keys) > 1}
    for path, keys in without_order(awaited, several).items():
        yield SharedFile(path, keys)
