"""The network of a plan as a picture: where its boxes stand and how its lines run, in the units of SVG."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from flowkit.model.work import Network
from flowkit.report.columns import cell_width
from flowkit.report.html.cards import Card, Hand
from flowkit.report.html.layers import layers
from flowkit.report.html.placing import heights
from flowkit.report.screen import visible

WIDTH, HEIGHT = 196, 50
_GAP_X, _GAP_Y, _LANE = 52, 14, 12
_MARGIN, _HEAD = 8, 30
_ROOM = 27
"""So many characters of a title fit into a box."""


@dataclass(frozen=True, slots=True)
class Node:
    """The box of a task: its corner, what is written in it, and how many unfinished tasks wait for it unproven."""

    card: Card
    number: int
    x: float
    y: float
    text: str
    blocks: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line from a task to one that waits for it, as path data.

    Attributes:
        first, last: the numbers of the boxes.
        path: how it runs.
        critical: it is part of the critical path.
        blocking: the first task is not proven, so that the last one, which is not proven either, waits.
    """

    first: int
    last: int
    path: str
    critical: bool
    blocking: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of a network: its size, the left edges of its columns with their titles, boxes and lines."""

    network: Network
    width: float
    height: float
    columns: tuple[tuple[float, str], ...]
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]


def picture(network: Network, hand: Hand) -> Picture | None:
    """Return the drawing of a network; None where no task waits for another, so that there is nothing to see."""
    if not any(network.waits_for.values()):
        return None
    made = layers(network)
    lanes = len(made.tasks)
    sizes = {
        vertex: float(HEIGHT + _GAP_Y if vertex < lanes else _LANE) for column in made.columns for vertex in column
    }
    middles = {vertex: middle + _HEAD for vertex, middle in heights(made, sizes).items()}
    lefts = {vertex: _left(at) for at, column in enumerate(made.columns) for vertex in column}
    nodes = tuple(_nodes(network, hand, made.tasks, lefts, middles))
    thick = set(pairwise(network.critical))
    number = {key: at for at, key in enumerate(made.tasks)}
    lines = tuple(
        Line(
            number[on],
            number[key],
            _run(route, lefts, middles),
            (on, key) in thick,
            blocking=not (hand[on].settled or hand[key].settled),
        )
        for on, key, route in made.routes
    )
    bottom = max(middle + sizes[vertex] / 2 for vertex, middle in middles.items())
    titles = [f"Level {at}" for at in range(1, len(network.levels) + 1)]
    titles += ["In a circle, or behind one"] if network.without_level else []
    columns = tuple((_left(at), title) for at, title in enumerate(titles))
    # A line that runs back within the last column needs some room beside it.
    width = _left(len(columns)) - _GAP_X + _MARGIN + (_GAP_X if network.without_level else 0)
    return Picture(network, width, round(bottom, 1), columns, nodes, lines)


def _left(column: int) -> float:
    return _MARGIN + column * (WIDTH + _GAP_X)


def _nodes(
    network: Network, hand: Hand, tasks: tuple[str, ...], lefts: Mapping[int, float], middles: Mapping[int, float]
) -> Iterator[Node]:
    dependents: dict[str, int] = {}
    for key, awaited in network.waits_for.items():
        for on in awaited if not hand[key].settled else ():
            dependents[on] = dependents.get(on, 0) + 1
    for number, key in enumerate(tasks):
        card = hand[key]
        blocks = 0 if card.settled else dependents.get(key, 0)
        top = round(middles[number] - HEIGHT / 2, 1)
        yield Node(card, number, lefts[number], top, _shortened(card.task.title), blocks)


def _run(route: tuple[int, ...], lefts: Mapping[int, float], middles: Mapping[int, float]) -> str:
    """Return how a line runs: out of its first box, straight through each lane, and into its last box."""
    first, *lanes, last = route
    if lefts[first] >= lefts[last]:
        return _back(first, last, lefts, middles)
    x, y = lefts[first] + WIDTH, middles[first]
    path = [f"M{x:g} {y:.1f}"]
    for vertex in (*lanes, last):
        path.append(_bend(x, y, lefts[vertex], middles[vertex]))
        x, y = lefts[vertex], middles[vertex]
        if vertex != last:
            x += WIDTH
            path.append(f"H{x:g}")
    return "".join(path)


def _bend(x: float, y: float, to_x: float, to_y: float) -> str:
    half = (x + to_x) / 2
    return f"C{half:g} {y:.1f} {half:g} {to_y:.1f} {to_x:g} {to_y:.1f}"


def _back(first: int, last: int, lefts: Mapping[int, float], middles: Mapping[int, float]) -> str:
    """Return a line on the right of boxes that wait for one another."""
    x, y, to_x, to_y = lefts[first] + WIDTH, middles[first], lefts[last] + WIDTH, middles[last]
    out = max(x, to_x) + _GAP_X * 0.7
    return f"M{x:g} {y:.1f}C{out:g} {y:.1f} {out:g} {to_y:.1f} {to_x:g} {to_y:.1f}"


def _shortened(title: str) -> str:
    """Return as much of a title as fits into a box."""
    text = visible(" ".join(title.split()))
    if cell_width(text) <= _ROOM:
        return text
    while text and cell_width(text) > _ROOM - 1:
        text = text[: -max(1, (cell_width(text) - _ROOM) // 2)]
    return f"{text.rstrip()}…"
