"""Ids of tasks as others write them: in any case, padded with zeros, or as a number alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from flowkit.model.task import Dependency, Task

_USUAL, _DRAFT = "task", "draft"
_ID = re.compile(r"(?:(?P<prefix>.*\D)-)?(?P<number>\d+(?:\.\d+)*)")


class Resolver:
    """Finds the task that an id means."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = {key.casefold(): key for key in keys}
        self._numbers: dict[tuple[int, ...], dict[str, str]] = {}
        for key in self._keys.values():
            parts = _parts(key)
            if parts is not None:
                self._numbers.setdefault(parts[1], {})[parts[0]] = key

    def resolved(self, task: Task) -> Task:
        """Return a task whose dependencies name tasks as these are written; what names none stays as it is."""
        depends = (replace(one, on=self.key(one.on)) for one in task.depends_on)
        kept: dict[str, Dependency] = {}
        for one in depends:
            kept.setdefault(one.on, one)
        return replace(task, depends_on=tuple(kept.values()))

    def key(self, written: str) -> str:
        """Return the id of the task that is meant, or what is written where there is none, or no telling which."""
        if written.casefold() in self._keys:
            return self._keys[written.casefold()]
        parts = _parts(written)
        if parts is None:
            return written
        prefix, number = parts
        alike = self._numbers.get(number, {})
        if prefix in alike:
            return alike[prefix]
        # The usual prefix stays in what others wrote before a project chose its own; a draft has a number of its own.
        meant = [key for own, key in alike.items() if own != _DRAFT]
        return meant[0] if len(meant) == 1 and prefix in {"", _USUAL} else written


def _parts(written: str) -> tuple[str, tuple[int, ...]] | None:
    found = _ID.fullmatch(written.strip())
    if found is None:
        return None
    return (found.group("prefix") or "").casefold(), tuple(int(part) for part in found.group("number").split("."))
