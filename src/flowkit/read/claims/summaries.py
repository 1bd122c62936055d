"""Marker summaries: sections that list the ids of a plan so that they can be counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from flowkit.model.claim import Claim, ClaimKind
from flowkit.model.marker import Grammar, Occurrence, expand_range
from flowkit.read.claims.passage import Passage

_TITLE = re.compile(
    r"\bmarkers? (?:summary|inventory|index|list|overview|counts?)\b|\b(?:summary|inventory|index|list) of markers\b"
    r"|^\W*(?:inventory|markers)\b",
    re.IGNORECASE,
)
# ``**IMPL:** 5``, ``IMPL: 5 markers``
_COUNT = re.compile(r"[\s*_`]*(?P<kind>[A-Za-z]{1,20})[\s*_`]*:[\s*_`]*(?P<n>\d{1,6})(?![\w.,-]*\d)")
_RANGE = re.compile(r"[\s*_`]*(?:-|–|—|\.{2,3}|…|to|through|thru)[\s*_`]*")


@lru_cache(maxsize=1024)
def is_summary(title: str) -> bool:
    """Whether a section with this title lists markers."""
    return _TITLE.search(title) is not None


def read_summary(passage: Passage, grammar: Grammar) -> Iterator[Claim]:
    """Yield every id that a line of a marker summary lists, and the number that it gives for a kind.

    The ids that a range stands for are at its second end.
    """
    counted = _COUNT.match(passage.line.text)
    kinds = {kind.name.casefold(): kind.name for kind in grammar.kinds}
    if counted and counted.group("kind").casefold() in kinds:
        span = passage.span(counted.start("n"), counted.end("n"))
        yield passage.claim(ClaimKind.TOTAL, span, kinds[counted.group("kind").casefold()], counted.group("n"))
    before: Occurrence | None = None
    for found in grammar.find(passage.line.text):
        if found.kind is None:
            continue
        span = passage.span(found.start, found.end)
        for identifier in _between(passage.line.text, before, found):
            yield passage.claim(ClaimKind.SUMMARY, span, found.kind.name, identifier)
        before = found


def _between(text: str, before: Occurrence | None, found: Occurrence) -> tuple[str, ...]:
    if before is not None and _RANGE.fullmatch(text, before.end, found.start):
        return (expand_range(before.id, found.id) or (found.id, found.id))[1:]
    return (found.id,)
