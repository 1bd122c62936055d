"""What came of putting a part into a file, or of taking it out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """The text of a file; None where nothing is left of it. ``left``: why a part of it is not as flowkit writes it."""

    text: str | None
    left: str | None = None
