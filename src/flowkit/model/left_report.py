"""A report that a project's own tools left behind, as far as it matters to plans."""

from __future__ import annotations

from dataclasses import dataclass

from flowkit.model.evidence import Freshness


@dataclass(frozen=True, slots=True)
class LeftReport:
    """A report that lies in a project.

    Attributes:
        path: where it lies, from the project's root.
        tests: how many tests it tells of; None for a report of coverage.
        passed: how many of them passed.
        naming: how many of them name a marker of the plans.
        freshness: whether it speaks of what is there now.
    """

    path: str
    tests: int | None
    passed: int
    naming: int
    freshness: Freshness
