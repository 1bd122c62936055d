"""What a part of the benchmarks gives back, and how it is shown: tables, and bounds that hold in this run or do not."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

COMPARED = ("cachetools", "litestar", "starsessions", "starlette", "uvicorn", "uvloop", "httptools")


@dataclass(frozen=True)
class Bound:
    """A figure that is to lie at or above a limit, or at or below it."""

    what: str
    value: float | None
    """None where it could not be measured here."""
    limit: float
    unit: str
    at_least: bool = False

    @property
    def verdict(self) -> str:
        """Whether the bound is met in this run."""
        if self.value is None:
            return "not measured"
        return "met" if (self.value >= self.limit if self.at_least else self.value <= self.limit) else "NOT MET"

    @property
    def row(self) -> tuple[str, ...]:
        """The bound as a row of a table."""
        value = "–" if self.value is None else f"{self.value:.3g} {self.unit}"
        return self.what, f"{'≥' if self.at_least else '≤'} {self.limit:g} {self.unit}", value, self.verdict


@dataclass(frozen=True)
class Table:
    """Figures with a title."""

    title: str
    heads: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def markdown(self) -> str:
        """Return it as a table of Markdown."""
        lines = [self.heads, tuple("---" for _ in self.heads), *self.rows]
        return "\n".join([f"\n### {self.title}\n", *(f"| {' | '.join(line)} |" for line in lines)])


@dataclass(frozen=True)
class Findings:
    """What one part measured."""

    tables: list[Table]
    bounds: list[Bound]


def machine() -> Iterator[str]:
    """Name what this runs on, and what is compared."""
    names = [line.split(":")[1].strip() for line in _lines(Path("/proc/cpuinfo")) if line.startswith("model name")]
    processor = names[0] if names else platform.processor() or "unknown processor"
    yield f"{processor}, {os.cpu_count()} cores, {platform.system()}"
    yield f"{platform.python_implementation()} {platform.python_version()}"
    yield ", ".join(f"{name} {_version(name)}" for name in COMPARED)


def _lines(path: Path) -> list[str]:
    """Return the lines of a file, or none where the system has no such file."""
    return path.read_text().splitlines() if path.exists() else []


def _version(name: str) -> str:
    """Return the version of an installed package."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
