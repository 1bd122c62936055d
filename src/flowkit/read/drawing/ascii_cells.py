"""The alphabet of drawings made of characters: which characters of a row draw lines, and where each line leads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

LEFT, RIGHT, UP, DOWN = 1, 2, 4, 8
UP_LEFT, UP_RIGHT, DOWN_LEFT, DOWN_RIGHT = 16, 32, 64, 128
DASH = 256  # an ASCII stroke, to which a vertical line may be joined although nothing shows that it branches
BAR = 512  # an ASCII bar, to which a stroke may be joined likewise
PLUS = 1024  # an ASCII junction, which looks the same whichever way its branches lead

ACROSS, ALONG = LEFT | RIGHT, UP | DOWN

HEADS = {
    **dict.fromkeys(">→►▶➔➜➝➞➡➤⇒⇨⟶⟹▷▸⭢", RIGHT),
    **dict.fromkeys("<←◄◀⇐⇦⟵⟸◁◂⬅⭠", LEFT),
    **dict.fromkeys("vV↓▼⇓⇩▽▾⬇⭣", DOWN),
    **dict.fromkeys("^↑▲⇑⇧△▴⬆⭡", UP),
}
"""Arrow heads, and arrows of one character, with the direction in which each points."""

_ASCII = {
    "-": ACROSS | DASH,
    "=": ACROSS | DASH,
    ".": ACROSS | DASH,
    "|": ALONG | BAR,
    "+": ACROSS | ALONG | PLUS,
    "`": ACROSS | ALONG | PLUS,
    "'": ACROSS | ALONG | PLUS,
    "/": UP_RIGHT | DOWN_LEFT,
    "\\": UP_LEFT | DOWN_RIGHT,
    "_": ACROSS,
    "↔": ACROSS,
    "⇔": ACROSS,
    "⟷": ACROSS,
    "↕": ALONG,
    "⇕": ALONG,
}
_WORDS = {"LEFT": LEFT, "RIGHT": RIGHT, "UP": UP, "DOWN": DOWN, "HORIZONTAL": ACROSS, "VERTICAL": ALONG}


@cache
def strokes() -> dict[str, int]:
    """Return for each drawing character the directions in which it leads, as bits.

    The box-drawing characters say it in their names (``BOX DRAWINGS LIGHT DOWN AND RIGHT``).
    """
    table = dict(_ASCII)
    for character in map(chr, range(0x2500, 0x2580)):
        words = unicodedata.name(character).split()
        if "DIAGONAL" not in words:
            table[character] = _union(_WORDS.get(word, 0) for word in words)
    for character, direction in HEADS.items():
        table[character] = ACROSS if direction & ACROSS else ALONG
    return table


def _union(bits: Iterator[int]) -> int:
    total = 0
    for bit in bits:
        total |= bit
    return total


_UNICODE = "".join(character for character in HEADS if not character.isascii()) + "↔⇔⟷↕⇕\u2500-\u2570\u2574-\u257f"
# A run in brackets is a remark; an HTML comment is not drawn; a corner drawn by a quote or a backslash opens a stroke.
_TOKEN = re.compile(
    rf"<!--.*?-->|<!--.*|\([^()│┃║|]*\)|(?P<run>(?:(?<![^\s|│])[`'\\](?=--|->))?(?:[-=<>+|{_UNICODE}]|(?<=-)\.+(?=-))+)"
)
_ARROW = re.compile(r"[-=+.]>|<[-+]|<==|<=>")
_JUNCTION = re.compile(r"-[+|]|[+|`'\\]-|=[+|]=|[+|]==|==[+|]")
_RULE = re.compile(r"-{3,}|={3,}|\|+")
_BARE = re.compile(rf"(?=.*[/\\|vV^{_UNICODE}])[\s/\\|vV^+_<>{_UNICODE}=-]*")
_LETTER = re.compile(r"(?<![^\s|│┃║─+-])[vV^](?![^\s|│┃║─+-])")
_BELOW = frozenset("|│┃║╎┆┊╷+┬┼├┤┌┐╭╮┳╋┣┫╦╬↓:")
_ABOVE = frozenset("|│┃║╎┆┊╵+┴┼├┤└┘╰╯┻╋┣┫╩╬↑:")


def drawn_spans(rows: Sequence[str], index: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of one row that draw lines, from left to right; what is between them is text.

    Args:
        rows: the rows of the drawing.
        index: the row in question. Its neighbours decide what ``v``, ``^`` and a lone ``+`` are.
    """
    row = rows[index]
    if _BARE.fullmatch(row):
        yield from ((found.start(), found.end()) for found in re.finditer(r"\S+", row))
        return
    above = rows[index - 1] if index else ""
    below = rows[index + 1] if index + 1 < len(rows) else ""
    spans = [found.span() for found in _TOKEN.finditer(row) if found["run"] and _draws(found, above, below)]
    yield from sorted({*spans, *_letters(row, above, below)})


def _draws(found: re.Match[str], above: str, below: str) -> bool:
    """Whether a run of drawing characters is a line, and not a hyphen, a comparison or a dash in a text."""
    run = found.group()
    if not run.isascii() or _RULE.fullmatch(run):
        return True
    if run == "+":
        at = found.start()
        over, under = above[at : at + 1], below[at : at + 1]
        return (over in _BELOW and over != "+") or (under in _ABOVE and under != "+")
    return bool(_ARROW.search(run) or _JUNCTION.search(run))


def _letters(row: str, above: str, below: str) -> Iterator[tuple[int, int]]:
    """Yield each ``v`` that stands below a line and each ``^`` that stands above one, and that touches no text."""
    for found in _LETTER.finditer(row):
        at = found.start()
        line = below[at : at + 1] in _ABOVE if row[at] == "^" else above[at : at + 1] in _BELOW
        if line:
            yield at, at + 1
