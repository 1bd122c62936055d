"""The numbers of ids: what an id counts, and the ids between two."""

from __future__ import annotations

from functools import cache

_MOST_DIGITS = 18


@cache
def split_number(identifier: str) -> tuple[str, int, int] | None:
    """Split an id into what precedes its last number, that number, and the number's width; None if it has none.

    ``T-B12`` gives ``("T-B", 12, 2)``; an id with something after its last number (``FR-001a``) gives None, and so does
    one with more digits than a number of anything has.
    """
    word = identifier.rstrip("0123456789")
    digits = identifier[len(word) :]
    return (word, int(digits), len(digits)) if 0 < len(digits) <= _MOST_DIGITS else None


def expand_range(first: str, last: str) -> tuple[str, ...] | None:
    """Return the ids from ``first`` to ``last``, both among them, or None if the two do not span a range.

    ``last`` may be shortened to its number (``T001`` to ``005``). At most 1,000 ids are made.
    """
    low, high = split_number(first), split_number(last)
    if low is None or high is None or high[0] not in {low[0], ""} or not low[1] <= high[1] <= low[1] + 999:
        return None
    return tuple(f"{low[0]}{number:0{low[2]}d}" for number in range(low[1], high[1] + 1))
