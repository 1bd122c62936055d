"""The order of work: what others rest on first, and otherwise the order in which it was written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter


def find_cycle(waits_for: Mapping[str, Sequence[str]]) -> tuple[str, ...] | None:
    """Return the names along one cycle, each waiting for the next, the first again at the end; None without a cycle."""
    try:
        TopologicalSorter(waits_for).prepare()
    except CycleError as error:
        # graphlib names each before what waits for it.
        return tuple(reversed(error.args[1]))
    return None


def foundation_first(waits_for: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the names so that each follows what it waits for.

    Of those that may come next, the one that stands first in ``waits_for`` does; what is in order stays as it is.
    """
    left = list(waits_for)
    done: dict[str, None] = {}
    while left:
        following = next(name for name in left if all(other in done for other in waits_for[name]))
        left.remove(following)
        done[following] = None
    return tuple(done)


def waves(waits_for: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Return the names in groups: the first waits for nothing, each other one for something in the group before it."""
    depth: dict[str, int] = {}
    for name in foundation_first(waits_for):
        depth[name] = max((depth[other] + 1 for other in waits_for[name]), default=0)
    return tuple(
        tuple(name for name in waits_for if depth[name] == level)
        for level in range(max(depth.values(), default=-1) + 1)
    )
