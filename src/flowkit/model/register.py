"""Names that are defined, and which of them another name may be a slip of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


class Register:
    """Names, in the order in which they were given.

    Args:
        names: the names; one that is given twice counts once.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = dict.fromkeys(names)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def near(self, name: str) -> str | None:
        """Return the first name that differs from ``name`` only in case or in zeros before its number, if one does."""
        return next((other for other in self._folded.get(_fold(name), ()) if other != name), None)

    @cached_property
    def _folded(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in self._names:
            found.setdefault(_fold(name), []).append(name)
        return found


def _fold(name: str) -> str:
    return _ZEROS.sub("", name).casefold()
