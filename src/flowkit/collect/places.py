"""Where something stands in a file: lines and columns of its bytes."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

from flowkit.model.source import Span

_BOM = b"\xef\xbb\xbf"


class Extent(NamedTuple):
    """The lines that a comment speaks for, and the dotted name of the class or function that they are.

    ``owner`` is None for the whole file, whose lines are all there are.
    """

    first: int
    last: int
    owner: str | None


WHOLE = Extent(1, 0, None)
"""The whole file, whatever its length."""


class Places:
    """Turns the offsets of a file into lines and columns; a line ends at LF, CR LF or CR.

    Attributes:
        lines: how many there are, one at least; a line end at the end of the file opens no other.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._starts = list(accumulate(map(len, data.splitlines(keepends=True)), initial=0))
        self.lines = max(len(self._starts) - 1, 1)

    def line(self, offset: int) -> int:
        """Return the line, from 1, that holds the byte at an offset."""
        return min(bisect_right(self._starts, offset), self.lines)

    def start(self, line: int) -> int:
        """Return the offset at which a line begins."""
        return self._starts[min(line, len(self._starts)) - 1]

    def span(self, start: int, end: int) -> Span:
        """Return the place of some bytes; the column counts characters, those of UTF-8 if the line is UTF-8."""
        line = self.line(start)
        before = self._data[self._starts[line - 1] : start]
        if before.isascii():
            return Span(start, end, line, len(before) + 1)
        if line == 1:
            before = before.removeprefix(_BOM)
        try:
            return Span(start, end, line, len(before.decode()) + 1)
        except UnicodeDecodeError:
            return Span(start, end, line, len(before) + 1)
