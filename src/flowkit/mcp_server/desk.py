"""What the server works on: one project, confined to its root."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flowkit.request import Request


@dataclass(frozen=True, slots=True)
class Desk:
    """The project that is served.

    Attributes:
        root: its root, with every link followed; nothing outside of it is looked at.
        write: ticks may be written.
    """

    root: Path
    write: bool = False

    def request(self, paths: Sequence[str] = (), dialect: str | None = None) -> Request:
        """Return what asks for plans of this project alone; without paths, for all that it has."""
        return Request(folder=self.root, root=self.root, paths=tuple(paths), dialect=dialect, confined=True)
