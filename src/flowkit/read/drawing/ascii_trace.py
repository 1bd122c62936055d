"""Follows the lines of a drawing: which cells belong together, and which texts they touch, on which side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from flowkit.read.drawing.ascii_cells import (
    ALONG,
    BAR,
    DASH,
    DOWN,
    DOWN_LEFT,
    DOWN_RIGHT,
    LEFT,
    PLUS,
    RIGHT,
    UP,
    UP_LEFT,
    UP_RIGHT,
)
from flowkit.read.drawing.ascii_grid import REACH, Grid, Text

# Which columns count as above or below the end of a line, the likeliest first.
_ASIDE = {
    UP: (0, 1, -1),
    DOWN: (0, 1, -1),
    UP_LEFT: (-1, 0, -2),
    UP_RIGHT: (1, 0, 2),
    DOWN_LEFT: (-1, 0, -2),
    DOWN_RIGHT: (1, 0, 2),
}
_HEAD_ASIDE = (0, 1, -1, 2, -2)
_UPWARD = UP | UP_LEFT | UP_RIGHT
_DIRECTIONS = (LEFT, RIGHT, UP, DOWN, UP_LEFT, UP_RIGHT, DOWN_LEFT, DOWN_RIGHT)
_SIDE = {LEFT: RIGHT, RIGHT: LEFT, UP: DOWN, UP_LEFT: DOWN, UP_RIGHT: DOWN, DOWN: UP, DOWN_LEFT: UP, DOWN_RIGHT: UP}
_REPAIR = (1, -1, 2, -2)


@dataclass(frozen=True, slots=True)
class Port:
    """Where a line touches a text: the end of the line, and the side of the text."""

    place: int
    column: int
    side: int
    text: Text


@dataclass(slots=True)
class Wire:
    """Lines that belong together: where their arrow heads arrive, and where they touch texts without a head.

    ``pointed`` holds the directions of the heads, as bits.
    """

    arrivals: list[Port] = field(default_factory=list)
    ends: list[Port] = field(default_factory=list)
    pointed: int = 0


def trace_wires(grid: Grid) -> list[Wire]:
    """Return every wire of a drawing that touches a text, in the order of its first touch."""
    return _Tracer(grid).wires()


class _Tracer:
    """Joins the cells of one grid."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.parent = {place: place for place in grid.cells}
        self.joined = dict.fromkeys(grid.cells, 0)
        self._join_neighbours()

    def wires(self) -> list[Wire]:
        """Return the wires; see ``trace_wires``."""
        open_ends = [(place, way, self._touched(place, way)) for place, way in self._open_ends()]
        self._mend({(place, way) for place, way, text in open_ends if text is None and way in (UP, DOWN)})
        wires: dict[int, Wire] = {}
        for place, way, text in open_ends:
            if text is None:
                continue
            wire = wires.setdefault(self._root(place), Wire())
            port = Port(place, place % self.grid.width, _SIDE[way], text)
            if self.grid.heads.get(place) == way:
                wire.arrivals.append(port)
                wire.pointed |= way
            else:
                wire.ends.append(port)
        return list(wires.values())

    def _root(self, place: int) -> int:
        parent = self.parent
        while parent[place] != place:
            parent[place] = place = parent[parent[place]]
        return place

    def _join(self, one: int, other: int, way: int, back: int) -> None:
        self.joined[one] |= way
        self.joined[other] |= back
        self.parent[self._root(other)] = self._root(one)

    def _join_neighbours(self) -> None:
        width, cells = self.grid.width, self.grid.cells
        for place, bits in cells.items():
            right, below = cells.get(place + 1), cells.get(place + width)
            if right is not None and _meet_across(bits, right):
                self._join(place, place + 1, RIGHT, LEFT)
            if below is not None and _meet_along(bits, below):
                self._join(place, place + width, DOWN, UP)
            slant = cells.get(place + width - 1)
            if slant is not None and _meet_slanting(bits, slant, DOWN_LEFT, UP_RIGHT):
                self._join_slanting(place, place + width - 1, DOWN_LEFT, UP_RIGHT)
            slant = cells.get(place + width + 1)
            if slant is not None and _meet_slanting(bits, slant, DOWN_RIGHT, UP_LEFT):
                self._join_slanting(place, place + width + 1, DOWN_RIGHT, UP_LEFT)

    def _join_slanting(self, one: int, other: int, way: int, back: int) -> None:
        self._join(one, other, way | (DOWN & self.grid.cells[one]), back | (UP & self.grid.cells[other]))

    def _open_ends(self) -> Iterator[tuple[int, int]]:
        """Yield each direction in which a cell leads and nothing joins it, in drawing order."""
        for place, bits in self.grid.cells.items():
            joined = self.joined[place]
            if bits & PLUS:
                # Only one that opens a branch of a tree can hang on the text right above it.
                if not joined & (UP | LEFT):
                    yield place, UP
                continue
            loose = bits & ~joined
            for way in _DIRECTIONS:
                if loose & way:
                    yield place, way

    def _touched(self, place: int, way: int) -> Text | None:
        """Return the text that a line touches when it leaves ``place`` in the direction ``way``."""
        if way in (LEFT, RIGHT):
            return self._beside(place, 1 if way == RIGHT else -1)
        opposite = place - self.grid.width if way & _UPWARD else place + self.grid.width
        for shift in _HEAD_ASIDE if self.grid.heads.get(place) == way else _ASIDE[way]:
            if (text := self.grid.texts.get(opposite + shift)) is not None:
                return text
        return None

    def _beside(self, place: int, step: int) -> Text | None:
        """Look along a row; one wall of a box that was not closed may be in the way."""
        walls = 0
        for at in range(place + step, place + step * REACH, step):
            text = self.grid.texts.get(at)
            if text is not None:
                # A bracket that closes here was opened elsewhere: the line is a bar of a time table.
                return None if text.label[0] in ")]}" else text
            bits = self.grid.cells.get(at)
            if bits is not None:
                walls += 1
                if walls > 1 or bits & ~(ALONG | BAR):
                    return None
        return None

    def _mend(self, loose: set[tuple[int, int]]) -> None:
        """Join lines that end a column or two beside each other in adjoining rows: the author miscounted."""
        width = self.grid.width
        for place, way in sorted(loose):
            if way != DOWN:
                continue
            shift = next((shift for shift in _REPAIR if (place + width + shift, UP) in loose), None)
            if shift is not None:
                loose.discard((place + width + shift, UP))
                self._join(place, place + width + shift, DOWN, UP)
                loose.discard((place, DOWN))
        for place, way in sorted(loose):
            self._mend_corner(place, way)

    def _mend_corner(self, place: int, way: int) -> None:
        """Join a line to the one ASCII corner that stands a column beside its end and has no other neighbour there."""
        row, back = (self.grid.width, UP) if way == DOWN else (-self.grid.width, DOWN)
        corners = [place + row + shift for shift in (1, -1) if self._is_free_corner(place + row + shift, back, -row)]
        if len(corners) == 1 and place + row not in self.grid.cells and place + row not in self.grid.texts:
            self._join(place, corners[0], way, back)

    def _is_free_corner(self, place: int, side: int, step: int) -> bool:
        taken = place + step in self.grid.cells or place + step in self.grid.texts
        return bool(self.grid.cells.get(place, 0) & PLUS and not self.joined[place] & side and not taken)


def _meet_across(left: int, right: int) -> bool:
    return bool((left & RIGHT and right & LEFT) or (left & BAR and right & DASH) or (left & DASH and right & BAR))


def _meet_along(upper: int, lower: int) -> bool:
    slanting = UP_LEFT | UP_RIGHT | DOWN_LEFT | DOWN_RIGHT
    down, up = upper & DOWN, lower & UP
    return bool((down and up) or (down and lower & (DASH | slanting)) or (up and upper & (DASH | slanting)))


def _meet_slanting(upper: int, lower: int, way: int, back: int) -> bool:
    return bool((upper & way and lower & (back | UP)) or (lower & back and upper & DOWN))
