"""Boxes in a drawing: a border above, walls on both sides, a border below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TOP = re.compile(r"[┌╭╔┏╒╓][^\s┌╭╔┏╒╓┐╮╗┓╕╖]+[┐╮╗┓╕╖]|\+[-=+]+\+")
_BOTTOM = re.compile(r"[└╰╚┗╘╙][^\s└╰╚┗╘╙┘╯╝┛╛╜]+[┘╯╝┛╛╜]|\+[-=+]+\+")
_WALLS = frozenset("|│┃║├┤┝┥┠┨┣┫╞╡╟╢╠╣┼╬")
# Walls are often a column off where a text was longer than its author thought.
_TOLERANCE = (0, 1, -1)


@dataclass(frozen=True, slots=True)
class Box:
    """A box: the rows of its borders, the column of its upper left corner, and for each row its outermost columns."""

    top: int
    bottom: int
    left: int
    walls: tuple[tuple[int, int], ...]

    @property
    def inside(self) -> range:
        """The rows between the borders."""
        return range(self.top + 1, self.bottom)

    def places(self, width: int) -> Iterator[int]:
        """Yield every place of the box in a grid of this width."""
        for row, (left, right) in enumerate(self.walls, self.top):
            yield from range(row * width + left, row * width + right + 1)

    def border(self, width: int) -> Iterator[int]:
        """Yield every place of the border in a grid of this width."""
        for row, (left, right) in enumerate(self.walls, self.top):
            if row in (self.top, self.bottom):
                yield from range(row * width + left, row * width + right + 1)
            else:
                yield from (row * width + left, row * width + right)


def find_boxes(rows: Sequence[str]) -> list[Box]:
    """Return every closed box, in the order of the upper borders."""
    bottoms = [{found.start(): found.end() - 1 for found in _BOTTOM.finditer(row)} for row in rows]
    if not any(bottoms):
        return []
    tops = ((index, found.span()) for index, row in enumerate(rows) for found in _TOP.finditer(row))
    boxes = (_close(rows, bottoms, index, start, end - 1) for index, (start, end) in tops)
    return [box for box in boxes if box is not None]


def _close(rows: Sequence[str], bottoms: list[dict[int, int]], top: int, left: int, right: int) -> Box | None:
    """Follow both walls down from an upper border; None if one of them ends before the lower border."""
    walls = [(left, right)]
    for index in range(top + 1, len(rows)):
        for start in (left + step for step in _TOLERANCE):
            end = bottoms[index].get(start)
            if end is not None and abs(end - right) <= 1:
                return Box(top, index, left, (*walls, (start, end))) if len(walls) > 1 else None
        sides = _wall(rows[index], left), _wall(rows[index], right)
        if sides[0] is None or sides[1] is None or sides[1] <= sides[0]:
            return None
        walls.append((sides[0], sides[1]))
    return None


def _wall(row: str, column: int) -> int | None:
    return next((column + step for step in _TOLERANCE if row[column + step : column + step + 1] in _WALLS), None)
