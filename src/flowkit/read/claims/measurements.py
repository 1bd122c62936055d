"""Demands of a percentile, and reports of an average, inside one task."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowkit.model.claim import Claim, ClaimKind
from flowkit.read.claims.passage import Passage

_PERCENTILE = re.compile(
    r"\bp(?:50|75|90|95|99(?:\.9+)?)\b"
    r"|\b\d{1,2}(?:\.\d+)?(?:st|nd|rd|th)[ -]percentile\b"
    r"|\b(?:for|in|of|on) (?:at least )?\d{1,2}(?:\.\d+)?\s?% of (?:all |the )?"
    r"(?:requests|calls|operations|queries|responses|reads|writes|checks|updates|messages|events|transactions|jobs|cases)\b",
    re.IGNORECASE,
)
_TIME = r"(?:ms|µs|μs|us|ns|s|sec|secs|seconds?|milliseconds?|microseconds?|min|minutes?)"
_BOUND = (
    r"(?:[<>≤≥=]|\b(?:under|below|within|above|over|target|goal|budget|limit|less than|at most|no more than|max)\b)"
)
_FIGURE = re.compile(rf"(?<![\w.])\d+(?:\.\d+)?\s?{_TIME}\b", re.IGNORECASE)
_AVERAGE = re.compile(
    rf"(?P<figure>(?<![\w.])\d+(?:\.\d+)?\s?{_TIME})\s+(?:on )?(?:average|avg|mean)\b"
    rf"|\b(?:average|avg|mean)\b[^\d<>≤≥]{{0,30}}(?P<later>\d+(?:\.\d+)?\s?{_TIME})\b",
    re.IGNORECASE,
)
_BOUND_BEFORE = re.compile(rf"{_BOUND}\s*$", re.IGNORECASE)
_BOUND_WORD = re.compile(_BOUND, re.IGNORECASE)
_MAY_DEMAND = re.compile(r"percentile|\bp\d\d|\d\s?% of", re.IGNORECASE)
_MAY_REPORT = re.compile(r"\b(?:average|avg|mean)\b", re.IGNORECASE)


def read_measurements(passage: Passage) -> Iterator[Claim]:
    """Yield the demand of a percentile and the report of an average that a line of a task holds."""
    text = passage.line.text
    if passage.task is None:
        return
    percentile = _PERCENTILE.search(text) if _MAY_DEMAND.search(text) else None
    if percentile and _FIGURE.search(text):
        span = passage.span(percentile.start(), percentile.end())
        kind = ClaimKind.DEMAND if _BOUND_WORD.search(text) else ClaimKind.REPORT
        yield passage.claim(kind, span, "percentile", percentile.group())
    average = _AVERAGE.search(text) if percentile is None and _MAY_REPORT.search(text) else None
    if average is None:
        return
    group = "figure" if average.group("figure") else "later"
    between = text[average.start() : average.start(group)]
    if not _BOUND_BEFORE.search(text[: average.start()]) and not _BOUND_WORD.search(between):
        span = passage.span(average.start(), average.end())
        yield passage.claim(ClaimKind.REPORT, span, "average", average.group(group))
