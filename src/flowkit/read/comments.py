"""Where HTML comments stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

COMMENT_OPEN, COMMENT_CLOSE = "<!--", "-->"


def comments_in(text: str, *, unclosed: bool = False) -> Iterator[tuple[int, int]]:
    """Yield start and end of each comment in ``text``; one inside a code span is none."""
    at = 0
    while (start := text.find(COMMENT_OPEN, at)) >= 0:
        code = _code_span_over(text, at, start)
        if code is not None:
            at = code
            continue
        close = text.find(COMMENT_CLOSE, start + len(COMMENT_OPEN))
        if close < 0 and not unclosed:
            return
        at = len(text) if close < 0 else close + len(COMMENT_CLOSE)
        yield start, at


_TICKS = re.compile(r"`+")


def _code_span_over(text: str, at: int, position: int) -> int | None:
    """Return the end of the code span that opens between ``at`` and ``position`` and reaches beyond it, if one does."""
    opening = _TICKS.search(text, at, position)
    while opening:
        closing = next((run for run in _TICKS.finditer(text, opening.end()) if run.group() == opening.group()), None)
        if closing is not None and closing.start() > position:
            return closing.end()
        opening = _TICKS.search(text, closing.end() if closing else opening.end(), position)
    return None
