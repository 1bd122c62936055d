"""How each verdict looks on the page: a word, what it means, and an icon, so that colour never speaks alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowkit.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Look:
    """How a verdict looks.

    Attributes:
        name: what the style calls it.
        word: what people call it.
        meaning: what it says, in a few words.
        icon: its outline in a box of 16 by 16, as the path data of SVG; what two parts of it share is left out.
    """

    name: str
    word: str
    meaning: str
    icon: str


_DISC = "M8 0a8 8 0 1 0 0 16a8 8 0 1 0 0-16z"
_SQUARE = "M2 0h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H2a2 2 0 0 1-2-2V2a2 2 0 0 1 2-2z"
_CHECK = "M4 8.3l1.3-1.3 1.8 1.8 3.7-3.7 1.3 1.3-5 5z"
_CROSS = "M5.2 4.1L8 6.9l2.8-2.8 1.1 1.1L9.1 8l2.8 2.8-1.1 1.1L8 9.1l-2.8 2.8-1.1-1.1L6.9 8 4.1 5.2z"
_MINUS = "M3.5 7h9v2h-9z"
_HANDS = "M7.2 3.2h1.6v4.4l3 1.7-.8 1.4-3.8-2.2z"
_HOLE = "M8 2.2a5.8 5.8 0 1 0 0 11.6a5.8 5.8 0 1 0 0-11.6z"
_PERSON = (
    "M8 .8a3.4 3.4 0 1 0 0 6.8a3.4 3.4 0 1 0 0-6.8zM8 9c-4.200 0-6.600 2.200-6.600 6h13.200c0-3.800-2.400-6-6.600-6z"
)

_UNJUDGED = Look("unjudged", "not judged", "held against no evidence here", _MINUS)
_BY_VERDICT: Mapping[Verdict, Look] = {
    Verdict.FAILING: Look("failing", "failing", "the evidence says no", _DISC + _CROSS),
    Verdict.MISSING: Look("missing", "missing", "the thing itself is not there", _SQUARE + _MINUS),
    Verdict.STALE: Look("stale", "stale", "the evidence is older than what it speaks of", _DISC + _HANDS),
    Verdict.UNPROVEN: Look("unproven", "unproven", "nothing speaks for or against it", _DISC + _HOLE),
    Verdict.MANUAL: Look("manual", "manual", "a named person attested to it", _PERSON),
    Verdict.PROVEN: Look("proven", "proven", "fresh evidence says yes", _DISC + _CHECK),
}

LOOKS: tuple[Look, ...] = (*_BY_VERDICT.values(), _UNJUDGED)
"""Every look, the worst verdict first."""


def look_of(verdict: Verdict | None) -> Look:
    """Return how a verdict looks; None is the look of what was held against no evidence."""
    return _UNJUDGED if verdict is None else _BY_VERDICT[verdict]
