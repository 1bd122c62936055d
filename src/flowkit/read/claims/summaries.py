"""Marker summaries: sections that list the ids of a plan so that they can be counted."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import lru_cache

from flowkit.model.claim import Claim, ClaimKind
from flowkit.model.marker import Grammar, Occurrence
from flowkit.model.numbering import expand_range
from flowkit.read.claims.passage import Passage

_TITLE = re.compile(
    r"\bmarkers? (?:summary|inventory|index|list|overview|counts?)\b|\b(?:summary|inventory|index|list) of markers\b"
    r"|^\W*(?:inventory|markers)\b",
    re.IGNORECASE,
)
# ``**IMPL:** 5``, ``IMPL: 5 markers``
_COUNT = re.compile(r"[\s*_`]*(?P<kind>[A-Za-z]{1,20})[\s*_`]*:[\s*_`]*(?P<n>\d{1,6})(?![\w.,-]*\d)")
# What may stand before the ids of an entry: a bullet, and a key that says what they are.
_KEY = re.compile(r"[\s*_`>|–—-]*(?:(?P<key>[^:]{1,60}?)[\s*_`]*:)?[\s*_`]*(?P<n>\d{1,6}\b)?[^\w]*")
_KEY_WORD = re.compile(
    r"(?:sub-?)?tasks?|work items?|markers?|ids?|impl\w*|tests?(?:ing)?|doc(?:s|umentation)?|coverage(?: targets?)?"
    r"|contracts?(?: endpoints?)?|targets?|endpoints?|steps?"
)
_KEY_FILLER = re.compile(
    r"\b(?:all|the|defined|total|list(?: of)?|count|markers?|ids?|(?:sub)?tasks?|are|is|of|follow(?:s|ing))\b"
    r"|[^\w\s]|\d"
)
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
    occurrences = list(grammar.find(passage.line.text))
    if occurrences and not _is_entry(passage.line.text, occurrences[0].start, kinds):
        return
    for found in occurrences:
        if found.kind is None:
            continue
        span = passage.span(found.start, found.end)
        for identifier in _between(passage.line.text, before, found):
            yield passage.claim(ClaimKind.SUMMARY, span, found.kind.name, identifier)
        before = found


def _is_entry(text: str, start: int, kinds: Container[str]) -> bool:
    """Whether the ids of a line, the first of which begins at ``start``, are what it lists.

    They are where the line begins with them, or with a key that names their kind; behind another key, or in brackets
    behind a number, the line only mentions them.
    """
    found = _KEY.fullmatch(text, 0, start)
    if found is None:
        return False
    if not found.group("key"):
        return found.group("n") is None
    key = found.group("key").casefold()
    named = key.strip(" *_`|")
    plain = " ".join(_KEY_FILLER.sub(" ", named).split())
    return named in kinds or plain in kinds or not plain or _KEY_WORD.fullmatch(plain) is not None


def _between(text: str, before: Occurrence | None, found: Occurrence) -> tuple[str, ...]:
    if before is not None and _RANGE.fullmatch(text, before.end, found.start):
        return (expand_range(before.id, found.id) or (found.id, found.id))[1:]
    return (found.id,)
