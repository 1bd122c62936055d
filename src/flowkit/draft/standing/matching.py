"""Which of the names in one order are which of those in another."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence


def matches(first: Sequence[str], second: Sequence[str]) -> dict[int, int]:
    """Return which of the second each of the first is, as far as both keep their order.

    Names that either side has once anchor the others, so that the time taken grows little faster than the names do.
    """
    once = {name: at for at, name in _once(second)}
    anchors = _increasing([(at, once[name]) for at, name in _once(first) if name in once])
    places: defaultdict[str, list[int]] = defaultdict(list)
    for there, name in enumerate(second):
        places[name].append(there)
    found: dict[int, int] = {}
    start = other = 0
    for at, there in [*anchors, (len(first), len(second))]:
        for between in range(start, at):
            same = places.get(first[between], ())
            next_one = bisect_left(same, other)
            if next_one < len(same) and same[next_one] < there:
                found[between] = same[next_one]
                other = same[next_one] + 1
        found[at] = there
        start, other = at + 1, there + 1
    del found[len(first)]
    return found


def moved(first: Sequence[str], second: Sequence[str], found: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return which of the second each of the first is that was not found yet, wherever it stands."""
    here, there = zip(*found, strict=True) if (found := list(found)) else ((), ())
    left: defaultdict[str, list[int]] = defaultdict(list)
    for at in sorted(set(range(len(second))).difference(there), reverse=True):
        left[second[at]].append(at)
    return {at: left[first[at]].pop() for at in sorted(set(range(len(first))).difference(here)) if left.get(first[at])}


def _once(names: Sequence[str]) -> Iterable[tuple[int, str]]:
    counts = Counter(names)
    return ((at, name) for at, name in enumerate(names) if counts[name] == 1)


def _increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the most pairs that grow on both sides; on the first all of them do."""
    tails: list[int] = []  # the least last number of a run of each length
    ends: list[int] = []  # the pair that it stands in
    before: list[int] = []
    for at, (_, number) in enumerate(pairs):
        length = bisect_left(tails, number)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [number]
        ends[length : length + 1] = [at]
    chosen = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chosen.append(pairs[at])
        at = before[at]
    return chosen[::-1]
