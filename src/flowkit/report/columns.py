"""Rows of cells to aligned columns of plain text."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from itertools import zip_longest
from textwrap import wrap

from flowkit.report.screen import visible

_GAP = "  "
_NARROWEST = 8


def columns(rows: Sequence[Sequence[str]], *, right: Collection[int], flexible: Collection[int], width: int) -> str:
    """Return rows as lines of text.

    Args:
        rows: cells, as many in each row; text from documents is made visible here.
        right: the columns that are set to the right.
        flexible: the columns that are wrapped where the whole would be wider than ``width``, the widest first.
        width: how wide the text may be.
    """
    shown = [[visible(cell) for cell in row] for row in rows]
    widths = _fitted([max(map(cell_width, column)) for column in zip(*shown, strict=True)], flexible, width)
    lines: list[str] = []
    for row in shown:
        parts = [_wrapped(cell, widths[at]) if at in flexible else [cell] for at, cell in enumerate(row)]
        lines += (_line(cells, widths, right) for cells in zip_longest(*parts, fillvalue=""))
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _fitted(widths: Sequence[int], flexible: Collection[int], width: int) -> list[int]:
    """Return the widths of columns after the flexible ones have given way."""
    room = width - len(_GAP) * (len(widths) - 1)
    fitted = [min(size, max(room, _NARROWEST)) if at in flexible else size for at, size in enumerate(widths)]
    while sum(fitted) > room and (able := [at for at in flexible if fitted[at] > _NARROWEST]):
        fitted[max(able, key=lambda at: fitted[at])] -= 1
    return fitted


def _wrapped(text: str, width: int) -> list[str]:
    needed = cell_width(text)
    if needed <= width:
        return [text]
    # No character is wider than two columns.
    return wrap(text, width if needed == len(text) else width // 2)


def _line(cells: Sequence[str], widths: Sequence[int], right: Collection[int]) -> str:
    padded = []
    for at, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        space = " " * max(width - cell_width(cell), 0)
        padded.append(space + cell if at in right else cell + space)
    return _GAP.join(padded)


def cell_width(text: str) -> int:
    """Return how many columns a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
