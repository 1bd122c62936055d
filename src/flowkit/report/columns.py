"""Rows of cells to aligned columns of plain text."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from textwrap import wrap

from flowkit.report.screen import visible

_GAP = "  "
_NARROWEST = 16


def columns(rows: Sequence[Sequence[str]], *, right: Collection[int], flexible: int, width: int) -> str:
    """Return rows as lines of text.

    Args:
        rows: cells, as many in each row; text from documents is made visible here.
        right: the columns that are set to the right.
        flexible: the column that is wrapped where the whole would be wider than ``width``.
        width: how wide the text may be.
    """
    shown = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(cell_width, column)) for column in zip(*shown, strict=True)]
    others = sum(widths) - widths[flexible] + len(_GAP) * (len(widths) - 1)
    widths[flexible] = min(widths[flexible], max(width - others, _NARROWEST))
    lines: list[str] = []
    for row in shown:
        first, *more = _wrapped(row[flexible], widths[flexible])
        lines.append(_line([*row[:flexible], first, *row[flexible + 1 :]], widths, right))
        lines += (_line(["" if at != flexible else part for at in range(len(row))], widths, right) for part in more)
    return "".join(f"{line.rstrip()}\n" for line in lines)


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
