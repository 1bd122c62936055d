"""The levels of a network as columns of a drawing: in which order they stand, so that few of its lines cross.

This is the second step of Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system
structures" (1981): a line that passes a column has a lane of its own in it, and each column is sorted by the mean place
of what its entries are joined to, to and fro.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from flowkit.model.work import Network

_SWEEPS = 6
_MOST_LANES = 3000
"""With more lanes than that, lines go straight: nobody could follow them, and they would take long to sort."""


@dataclass(slots=True)
class Layers:
    """The columns of a drawing.

    Attributes:
        columns: numbers of vertices in order, column by column; a task has the number of its place in ``tasks``, any
            other number is a lane.
        tasks: the keys of the tasks.
        routes: for each line its two tasks and the vertices that it leads through, itself among them.
        before, after: the vertices that each one is joined to in the columns beside it.
    """

    columns: list[list[int]]
    tasks: tuple[str, ...]
    routes: list[tuple[str, str, tuple[int, ...]]] = field(default_factory=list)
    before: dict[int, list[int]] = field(default_factory=dict)
    after: dict[int, list[int]] = field(default_factory=dict)


def layers(network: Network) -> Layers:
    """Return the columns of a network: its levels, and last the tasks without one."""
    levels = (*network.levels, network.without_level) if network.without_level else network.levels
    tasks = tuple(key for level in levels for key in level)
    number = {key: at for at, key in enumerate(tasks)}
    column = {number[key]: at for at, level in enumerate(levels) for key in level}
    made = Layers([[number[key] for key in level] for level in levels], tasks)
    edges = [(on, key) for key, awaited in network.waits_for.items() for on in awaited]
    passed = sum(max(column[number[key]] - column[number[on]] - 1, 0) for on, key in edges)
    for on, key in edges:
        first, last = number[on], number[key]
        between = range(column[first] + 1, column[last]) if passed <= _MOST_LANES else range(0)
        made.routes.append((on, key, (first, *_lanes(made, between, len(column)), last)))
        column.update(dict.fromkeys(made.routes[-1][2][1:-1], 0))
    for _, _, route in made.routes:
        for left, right in pairwise(route):
            made.after.setdefault(left, []).append(right)
            made.before.setdefault(right, []).append(left)
    _sort(made)
    return made


def _lanes(made: Layers, columns: range, free: int) -> tuple[int, ...]:
    """Put a lane into each of some columns and return their numbers, from the first free one."""
    lanes = tuple(range(free, free + len(columns)))
    for lane, at in zip(lanes, columns, strict=True):
        made.columns[at].append(lane)
    return lanes


def _sort(made: Layers) -> None:
    place = {vertex: float(at) for column in made.columns for at, vertex in enumerate(column)}

    def mean(vertex: int, joined: Sequence[int]) -> float:
        return sum(place[other] for other in joined) / len(joined) if joined else place[vertex]

    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        beside = made.before if forward else made.after
        for column in made.columns if forward else reversed(made.columns):
            column.sort(key=lambda vertex: mean(vertex, beside.get(vertex, ())))
            place.update((vertex, float(at)) for at, vertex in enumerate(column))
