"""Several tasks in one text of a drawing: ``A + B``, ``A, B and C``, ``[A, B] (parallel)``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_SEPARATOR = re.compile(r"\s+\+\s+|\s*[,;]\s+|,(?=\S)|\s+&\s+|\s+(?:and|or)\s+|,?\s+and\s+", re.IGNORECASE)
_BRACKET = re.compile(r"[(\[{]|[)\]}]")
_MARK = re.compile(r"(?:[-*•]|\d+[.)])\s+(?=\S)")
_CLOSING = {"[": "]", "(": ")", "{": "}"}


@dataclass(frozen=True, slots=True)
class Part:
    """One node of a text: its words, and where they stand in the text; ``listed`` if commas part it from others."""

    text: str
    start: int
    end: int
    listed: bool


def split_parts(text: str, names: Callable[[str], bool]) -> tuple[Part, ...]:
    """Split a text into the nodes that it holds.

    A plus sign always parts nodes; any other separator does so only if every part names a task, since a comma or an
    "and" may as well belong to the words of one node. Separators in brackets count only where a bracket opens the text.
    """
    mark = _MARK.match(text)
    start = mark.end() if mark else 0
    cuts = list(_cuts(text, start))
    inside = None if cuts else _bracketed(text, start)
    if not cuts and not inside:
        return (_part(text, start, len(text.rstrip(",;")), listed=False),)
    if inside:
        inner = _parts(text, *inside, list(_cuts(text[: inside[1]], inside[0])), listed=False)
        if len(inner) > 1 and all(names(part.text) for part in inner):
            return inner
    every = _parts(text, start, len(text), cuts, listed=any(sign != "+" for sign, _, _ in cuts))
    if len(every) > 1 and all(names(part.text) for part in every):
        return every
    return _parts(text, start, len(text), [cut for cut in cuts if cut[0] == "+"], listed=False)


def _cuts(text: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Yield sign, start and end of each separator outside brackets."""
    depth, at = 0, start
    for bracket in [*_BRACKET.finditer(text, start), None]:
        stop = bracket.start() if bracket else len(text)
        if depth <= 0:
            for found in _SEPARATOR.finditer(text, at, stop):
                yield found.group().strip(), found.start(), found.end()
        if bracket:
            depth = max(depth + (1 if bracket.group() in _CLOSING else -1), 0)
            at = bracket.end()


def _parts(text: str, start: int, stop: int, cuts: list[tuple[str, int, int]], *, listed: bool) -> tuple[Part, ...]:
    starts = [start, *(end for _, _, end in cuts)]
    stops = [*(begin for _, begin, _ in cuts), stop]
    spans = ((first, last) for first, last in zip(starts, stops, strict=True) if text[first:last].strip())
    parts = tuple(_part(text, first, last, listed=listed) for first, last in spans)
    return parts or (_part(text, 0, len(text), listed=False),)


def _part(text: str, start: int, stop: int, *, listed: bool) -> Part:
    words = text[start:stop].strip() or text
    first = text.find(words, start if words != text else 0)
    return Part(words, first, first + len(words), listed)


def _bracketed(text: str, start: int) -> tuple[int, int] | None:
    """Return the span inside the bracket that opens a text."""
    if text[start : start + 1] not in _CLOSING:
        return None
    end = text.find(_CLOSING[text[start]], start)
    return (start + 1, end) if end >= 0 else None
