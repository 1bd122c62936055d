"""Rows of characters -> a grid of line cells, texts and boxes."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from flowkit.model.outline import Line
from flowkit.read.drawing.ascii_boxes import Box, find_boxes
from flowkit.read.drawing.ascii_cells import HEADS, drawn_spans, strokes
from flowkit.read.drawing.link import Lines

REACH = 12
"""How many columns may lie between the end of a line and the text that it means. As many are free between two rows,
so that a look to the side never ends in another row."""

_PLAIN = re.compile(r"[\x20-\x7e\xa0-\u02ff\u2010-\u22ff\u2500-\u25fc]*")
_JOINERS = frozenset("\u200b\u200c\u200d\u2060\ufe0e\ufe0f")
_PIECE = re.compile(r"\S+(?: \S+)*")
_MARGIN = 3
_REMARK_GAP = 3
_TAB = 8


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A node's text: its first row, its columns (``end`` is the first column after it) and its place in the source.

    Two texts are never equal, even if they read the same.
    """

    row: int
    start: int
    end: int
    label: str
    line: Line
    offset: int


@dataclass(slots=True)
class Grid:
    """A drawing in two dimensions; a place is ``row * width + column``.

    Attributes:
        width: columns of a row, margins included.
        cells: for each place of a line, the directions in which it leads.
        heads: for each place of an arrow head, where it points.
        texts: for each place of a text or a box, that text.
    """

    width: int
    cells: dict[int, int] = field(default_factory=dict)
    heads: dict[int, int] = field(default_factory=dict)
    texts: dict[int, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Row:
    """A line as it shows: wide characters take two columns; ``offsets`` leads back to the source, if it has to."""

    line: Line
    indent: int
    text: str
    offsets: tuple[int, ...] | None

    def offset(self, column: int) -> int:
        at = min(max(column - self.indent, 0), len(self.text) - self.indent)
        return at if self.offsets is None else self.offsets[at]

    def source(self, start: int, end: int) -> str:
        return self.line.text[self.offset(start) : self.offset(end)]


def build_grid(lines: Lines, names: Callable[[str], bool]) -> Grid:
    """Lay a drawing out.

    Args:
        lines: the lines of the drawing.
        names: tells whether a text names a task; where two spaces part one text from another, that decides.
    """
    rows = _lay_out(lines)
    shown = [row.text for row in rows]
    grid = Grid(max(map(len, shown), default=0) + REACH)
    spans = [list(drawn_spans(shown, index)) for index in range(len(rows))]
    texts: list[list[Text]] = []
    for index, row in enumerate(rows):
        _fill_cells(grid, index, row.text, spans[index])
        texts.append(list(_texts(index, row, spans[index], names)))
        for text in texts[-1]:
            first = index * grid.width
            grid.texts.update(dict.fromkeys(range(first + text.start, first + text.end), text))
    _place_boxes(grid, rows, texts)
    return grid


def _lay_out(lines: Lines) -> list[_Row]:
    base = min((line.column for line in lines if line.text.strip()), default=1)
    return [_row(line, max(line.column - base, 0) + _MARGIN) for line in lines]


def _row(line: Line, indent: int) -> _Row:
    text = line.text.rstrip()
    if _PLAIN.fullmatch(text):
        return _Row(line, indent, " " * indent + text, None)
    shown: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        width = _TAB - len(shown) % _TAB if character == "\t" else _columns(character)
        shown.extend((" " if character == "\t" else character) * width)
        offsets.extend([offset] * width)
    return _Row(line, indent, " " * indent + "".join(shown), (*offsets, len(text)))


def _columns(character: str) -> int:
    if character in _JOINERS or unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _fill_cells(grid: Grid, row: int, text: str, spans: list[tuple[int, int]]) -> None:
    table, first = strokes(), row * grid.width
    for start, end in spans:
        for column in range(start, end):
            character = text[column]
            # A backslash that opens a stroke is the last corner of a tree, like a backtick; elsewhere it slants.
            corner = character == "\\" and column + 1 < end and text[column + 1] == "-"
            grid.cells[first + column] = table["`" if corner else character] if character in table else 0
            if character in HEADS:
                grid.heads[first + column] = HEADS[character]


def _texts(index: int, row: _Row, spans: list[tuple[int, int]], names: Callable[[str], bool]) -> Iterator[Text]:
    """Yield the texts of a row: what stands between its lines, parted at wide gaps."""
    at = 0
    for start, end in [*spans, (len(row.text), len(row.text))]:
        pieces = [found.span() for found in _PIECE.finditer(row.text, at, start)]
        for first, last in _joined(row, pieces, names):
            label = " ".join(row.source(first, last).split())
            if label:
                yield Text(index, first, last, label, row.line, row.offset(first))
        at = end


def _joined(row: _Row, pieces: list[tuple[int, int]], names: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Join to a piece what follows it and is a remark: a bracket, or after two spaces anything that names no task."""
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        gap = start - joined[-1][1] if joined else 0
        remark = row.text[start] in "([" and joined and row.text[joined[-1][0]] not in "(["
        if joined and gap <= _REMARK_GAP and (remark or (gap == 2 and not names(row.source(start, end)))):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _place_boxes(grid: Grid, rows: list[_Row], texts: list[list[Text]]) -> None:
    """Make each box with text one node; a box around boxes or arrows is a frame, and its border draws nothing."""
    boxes = find_boxes([row.text for row in rows])
    if not boxes:
        return
    busy: list[list[int]] = [[] for _ in rows]
    for place in grid.heads:
        busy[place // grid.width].append(place % grid.width)
    for box in boxes:
        busy[box.top].append(box.left)
    for columns in busy:
        columns.sort()
    for box in boxes:
        inner = [text for index in box.inside for text in _within(texts[index], *box.walls[index - box.top])]
        if inner and not any(_has_between(busy[index], *box.walls[index - box.top]) for index in box.inside):
            _claim(grid, box, inner)
        else:
            for place in box.border(grid.width):
                grid.cells.pop(place, None)


def _within(texts: list[Text], left: int, right: int) -> list[Text]:
    first = bisect_right(texts, left, key=lambda text: text.start)
    last = bisect_left(texts, right, key=lambda text: text.start)
    return texts[first:last]


def _has_between(columns: list[int], left: int, right: int) -> bool:
    index = bisect_right(columns, left)
    return index < len(columns) and columns[index] < right


def _claim(grid: Grid, box: Box, inner: list[Text]) -> None:
    """Give every place of a box to one text that is made of all texts in it."""
    first = inner[0]
    label = " ".join(text.label for text in inner)
    node = Text(first.row, first.start, first.end, label, first.line, first.offset)
    for place in box.places(grid.width):
        grid.texts[place] = node
        grid.cells.pop(place, None)
        grid.heads.pop(place, None)
