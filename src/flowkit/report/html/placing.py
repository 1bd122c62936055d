"""How high the entries of each column of a drawing stand: beside what they are joined to, and clear of one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flowkit.report.html.layers import Layers

_SWEEPS = 4


def heights(made: Layers, sizes: Mapping[int, float]) -> dict[int, float]:
    """Return the middle of each vertex, from 0 downwards.

    Args:
        made: the columns.
        sizes: how much room each vertex takes, the gap to the next among it.
    """
    middles: dict[int, float] = {}
    for column in made.columns:
        middles.update(zip(column, _stacked([0.0] * len(column), [sizes[vertex] for vertex in column]), strict=True))
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        beside = made.before if forward else made.after
        for column in made.columns if forward else reversed(made.columns):
            wanted = [_mean(middles, beside.get(vertex, ()), middles[vertex]) for vertex in column]
            middles.update(zip(column, _stacked(wanted, [sizes[vertex] for vertex in column]), strict=True))
    top = min((middle - sizes[vertex] / 2 for vertex, middle in middles.items()), default=0.0)
    return {vertex: middle - top for vertex, middle in middles.items()}


def _mean(middles: Mapping[int, float], joined: Sequence[int], alone: float) -> float:
    return sum(middles[other] for other in joined) / len(joined) if joined else alone


def _stacked(wanted: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """Return places as near to the wanted ones as can be (in squares) that keep order and distances.

    Without the distances that is a rising row of numbers, so that runs that do not rise are pooled at their mean.
    """
    offsets: list[float] = []
    reach = 0.0
    for size in sizes:
        offsets.append(reach + size / 2)
        reach += size
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        pool = (want - offset, 1)
        while pools and pools[-1][0] > pool[0]:
            mean, count = pools.pop()
            pool = ((mean * count + pool[0] * pool[1]) / (count + pool[1]), count + pool[1])
        pools.append(pool)
    starts = [mean for mean, count in pools for _ in range(count)]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]
