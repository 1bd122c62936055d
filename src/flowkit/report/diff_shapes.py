"""What the JSON of a comparison is made of; the schema under ``docs/schemas`` is generated from these classes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ChangeName = Literal["added", "dropped", "renumbered", "moved", "re-scoped", "ticked", "unticked", "restated"]
PartName = Literal[
    "plan",
    "decision",
    "phase",
    "task",
    "title",
    "criterion",
    "attestation",
    "scenario",
    "deliverable",
    "coverage target",
    "contract endpoint",
    "requirement",
    "dependency",
    "feature",
    "verification",
    "change",
    "test step",
    "box",
    "effort",
    "priority",
    "story",
    "optional",
]


@dataclass(frozen=True, slots=True)
class ComparedPlanShape:
    """One of the two plans."""

    path: str
    id: str
    dialect: str
    title: str | None
    tasks: int


@dataclass(frozen=True, slots=True)
class StatedShape:
    """What one of the plans says, and where; ``line`` is null where no line says it."""

    id: str | None
    text: str
    line: int | None


@dataclass(frozen=True, slots=True)
class ChangeShape:
    """One difference; ``old`` or ``new`` is null where that plan says nothing.

    ``old_task`` and ``new_task`` are the task's ids, or ``#3`` for the third task where it has none; both are null
    where the difference is one of the plan itself.
    """

    kind: ChangeName
    part: PartName
    old_task: str | None
    new_task: str | None
    old: StatedShape | None
    new: StatedShape | None


@dataclass(frozen=True, slots=True)
class DiffShape:
    """What ``flowkit diff --format json`` prints; ``summary`` counts the changes of each kind that occurs."""

    schema: Literal["flowkit-diff-1"]
    old: ComparedPlanShape
    new: ComparedPlanShape
    summary: Mapping[ChangeName, int]
    changes: tuple[ChangeShape, ...]
