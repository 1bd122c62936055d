"""What a proposal does with the requirements of a spec that stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """What a change proposal does with a requirement that stands, or is to stand, in a spec."""

    ADDED = "added"
    MODIFIED = "modified"
    REMOVED = "removed"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a requirement; ``formerly`` is the id that it had before it is renamed."""

    kind: ChangeKind
    formerly: str | None = None
