"""Which known name a mistyped one may mean.

It is asked only when something is wrong already, so nothing is prepared before the first question.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property

from flowkit.model.numbering import split_number

_SIGNS = str.maketrans("_", "-")


def nearest(name: str, known: Iterable[str], *, least: float = 0.6) -> str | None:
    """Return the known word that is most like a mistyped one, whatever its case; None where none is like it.

    Args:
        name: the word.
        known: the words of a small vocabulary: keys, rules, sections, parts of a contract.
        least: how like they have to be, from 0 to 1, by the share of what both have in common.
    """
    from difflib import get_close_matches

    folded = {one.casefold(): one for one in known}
    found = get_close_matches(name.casefold(), folded, n=1, cutoff=least)
    return folded[found[0]] if found else None


class Ids:
    """Ids that an unknown one is compared with, however many they are.

    Args:
        known: the ids; one that is given twice counts once.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._known = dict.fromkeys(known)

    def __contains__(self, identifier: str) -> bool:
        return identifier in self._known

    def slip(self, identifier: str) -> str | None:
        """Return the id that another one is a slip of, or None.

        The case, the zeros before a number and the sign between the parts do not count. Otherwise it is one character
        too many, too few or another one, or two that changed places. A digit for a digit, or one more or less, makes
        another number and is no slip.
        """
        wanted = _folded(identifier)
        for spelling in (wanted, *self._slips(wanted)):
            for other in self._by_folded.get(spelling, ()):
                if other != identifier:
                    return other
        return None

    def neighbour(self, identifier: str) -> str | None:
        """Return the id of the same word whose number is the nearest to that of another one, or None."""
        parts = split_number(identifier)
        numbers = self._by_word.get(parts[0].casefold(), []) if parts else []
        if parts is None or not numbers:
            return None
        at = bisect_left(numbers, (parts[1], ""))
        return min(numbers[max(at - 1, 0) : at + 2], key=lambda one: abs(one[0] - parts[1]))[1]

    @cached_property
    def _by_folded(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in self._known:
            found.setdefault(_folded(one), []).append(one)
        return found

    @cached_property
    def _by_word(self) -> dict[str, list[tuple[int, str]]]:
        found: dict[str, list[tuple[int, str]]] = {}
        for one in self._known:
            if parts := split_number(one):
                found.setdefault(parts[0].casefold(), []).append((parts[1], one))
        return {word: sorted(numbers) for word, numbers in found.items()}

    @cached_property
    def _characters(self) -> tuple[str, ...]:
        return tuple(sorted(set().union(*self._by_folded)))

    def _slips(self, word: str) -> Iterator[str]:
        """Yield every spelling that is one slip away, those that people make most often first."""
        parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
        yield from (before + rest[1] + rest[0] + rest[2:] for before, rest in parts if len(rest) > 1)
        yield from (before + rest[1:] for before, rest in parts if rest and not rest[0].isdecimal())
        for before, rest in parts:
            for one in self._characters:
                if not one.isdecimal():
                    yield before + one + rest
                if rest and not (one.isdecimal() and rest[0].isdecimal()):
                    other = before + one + rest[1:]
                    yield _folded(other) if one == "0" else other


def _folded(identifier: str) -> str:
    return re.sub(r"(?<!\d)0+(?=\d)", "", identifier).casefold().translate(_SIGNS)
