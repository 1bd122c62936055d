"""The order of work: what others rest on first, and otherwise the order in which it was written down.

Work is a mapping from each name to the names that it waits for, all of which are names of the mapping.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from heapq import heapify, heappop, heappush


@dataclass(frozen=True, slots=True)
class Chain:
    """The longest chain of work that begins with something, each part waiting for the one before.

    Attributes:
        length: the lengths of its parts together, the first among them.
        parts: how many parts it has.
        following: its second part; None where nothing waits for the first.
    """

    length: float
    parts: int
    following: str | None


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
    Names in a cycle, or that wait for one, are left out.
    """
    names = list(waits_for)
    place = {name: at for at, name in enumerate(names)}
    sorter = _sorter(waits_for)
    able = [place[name] for name in sorter.get_ready()]
    heapify(able)
    order: list[str] = []
    while able:
        order.append(names[heappop(able)])
        sorter.done(order[-1])
        for name in sorter.get_ready():
            heappush(able, place[name])
    return tuple(order)


def waves(waits_for: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Return the names in groups: the first waits for nothing, each other one for something in the group before it.

    Names in a cycle, or that wait for one, are in no group.
    """
    return tuple(_waves(waits_for))


def _waves(waits_for: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    place = {name: at for at, name in enumerate(waits_for)}
    sorter = _sorter(waits_for)
    while able := sorter.get_ready():
        yield tuple(sorted(able, key=place.__getitem__))
        sorter.done(*able)


def longest_chains(waits_for: Mapping[str, Sequence[str]], lengths: Mapping[str, float]) -> Mapping[str, Chain]:
    """Return for each name the longest chain that begins with it; of chains alike, the one that was written down first.

    Names in a cycle, or that wait for one, have none and are in none.
    """
    order = foundation_first(waits_for)
    place = {name: at for at, name in enumerate(waits_for)}
    chains: dict[str, Chain] = {}
    longest: dict[str, str] = {}
    for name in reversed(order):
        following = longest.get(name)
        rest = Chain(0, 0, None) if following is None else chains[following]
        length = lengths[name] + rest.length
        chains[name] = Chain(length, rest.parts + 1, following)
        for other in waits_for[name]:
            rival = longest.get(other)
            if rival is None or (-length, place[name]) < (-chains[rival].length, place[rival]):
                longest[other] = name
    return {name: chains[name] for name in order}


def along(chains: Mapping[str, Chain], first: str) -> tuple[str, ...]:
    """Return the names of the chain that begins with one."""
    names = [first]
    while (following := chains[names[-1]].following) is not None:
        names.append(following)
    return tuple(names)


def critical_path(chains: Mapping[str, Chain]) -> tuple[str, ...]:
    """Return the names of the longest of all chains, of some alike the first; nothing where nothing waits for it."""
    first = max(chains, key=lambda name: chains[name].length, default=None)
    return () if first is None or chains[first].following is None else along(chains, first)


def without_order(
    waits_for: Mapping[str, Sequence[str]], groups: Mapping[str, Sequence[str]]
) -> Mapping[str, tuple[str, ...]]:
    """Return of each group the names that no order parts from some other name of the group, where there are any.

    Two names are in order if one waits for the other, be it by way of others. Names in a cycle, or that wait for one,
    are left out: nothing is known of their order.
    """
    order = foundation_first(waits_for)
    bit = {name: 1 << at for at, name in enumerate(dict.fromkeys(name for names in groups.values() for name in names))}
    # The names in question that come before and after each name, one bit for each.
    in_order = dict.fromkeys(order, 0)
    for name in order:
        for other in waits_for[name]:
            in_order[name] |= in_order[other] | bit.get(other, 0)
    after = dict.fromkeys(order, 0)
    for name in reversed(order):
        for other in waits_for[name]:
            after[other] |= after[name] | bit.get(name, 0)
    free: dict[str, tuple[str, ...]] = {}
    for group, names in groups.items():
        able = [name for name in dict.fromkeys(names) if name in in_order]
        every = sum(bit[name] for name in able)
        loose = tuple(name for name in able if every & ~(in_order[name] | after[name] | bit[name]))
        if loose:
            free[group] = loose
    return free


def _sorter(waits_for: Mapping[str, Sequence[str]]) -> TopologicalSorter[str]:
    """Return a prepared sorter; one that met a cycle still gives what is neither in it nor behind it."""
    sorter = TopologicalSorter(waits_for)
    try:
        sorter.prepare()
    except CycleError:
        return sorter
    return sorter
