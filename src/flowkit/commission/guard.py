"""What a command may not change, because its own work is judged by it.

It is not asked why it did: what it changed of this is put back as it was, before anything is judged.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from flowkit.model.job import Alteration


@dataclass(frozen=True, slots=True)
class Guard:
    """What is kept as it is.

    Attributes:
        closed: files that stay as they are -> what they are.
        settings: files that hold settings of flowkit among others; those of flowkit stay as they are.
        growing: files that lines may be added to, and none taken from -> what they are.
        reports: patterns of the files that evidence is read from, which the test command alone writes.
    """

    closed: Mapping[str, str] = field(default_factory=dict)
    settings: frozenset[str] = frozenset()
    growing: Mapping[str, str] = field(default_factory=dict)
    reports: tuple[str, ...] = ()

    def reason(self, altered: Alteration) -> str | None:
        """Return why an alteration does not stand; None where it may."""
        path = altered.path
        if path in self.closed:
            return f"is {self.closed[path]}"
        if any(fnmatchcase(path, pattern) for pattern in self.reports):
            return "is a report, which the test command alone writes"
        if path in self.growing and altered.shrinks:
            return f"is {self.growing[path]}: lines may be added to it, and none taken out"
        return None


def refused(altered: Iterable[Alteration], guard: Guard) -> dict[str, str]:
    """Return the paths of alterations that do not stand, each with the reason."""
    reasons = ((one.path, guard.reason(one)) for one in altered)
    return {path: reason for path, reason in reasons if reason is not None}


def same_settings(before: bytes | None, after: bytes | None) -> bool:
    """Whether a file that may hold flowkit's settings among others holds the same ones; one that is gone: none."""
    return _settings(before) == _settings(after)


def _settings(content: bytes | None) -> object:
    """Return flowkit's settings; of a file that cannot be read, its bytes, so that it equals itself alone."""
    try:
        table = tomllib.loads((content or b"").decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return content
    tool = table.get("tool")
    return tool.get("flowkit") if isinstance(tool, dict) else None
