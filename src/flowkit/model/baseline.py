"""Findings that a project has settled to live with for now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

Fingerprint: TypeAlias = tuple[str, str, str | None, str]
"""What a finding is known by wherever its line moves: rule, path from the project's root, marker and message."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding that is left out.

    Attributes:
        rule: the name of its rule.
        path: the document of its place, from the project's root.
        message: its words.
        reason: why it is left out.
        marker: the full name of the marker that it is about, if it is about one.
        until: the last day on which it is left out; None for no end.
        count: how many findings that read alike it stands for.
        line: where the entry stands in its file; None for one that is not written yet.
    """

    rule: str
    path: str
    message: str
    reason: str
    marker: str | None = None
    until: date | None = None
    count: int = 1
    line: int | None = None

    @property
    def fingerprint(self) -> Fingerprint:
        """What it is compared with findings by."""
        return self.rule, self.path, self.marker, self.message
