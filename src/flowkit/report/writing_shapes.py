"""What the JSON of the commands that write documents is made of; see ``flowkit.report.shapes`` for its versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flowkit.report.shapes import FindingShape


@dataclass(frozen=True, slots=True)
class ClashShape:
    """A line that people changed and the sources changed too; what people wrote stands, the sources say ``says``."""

    line: int
    says: str


@dataclass(frozen=True, slots=True)
class PlanUpdateShape:
    """The plan of a spec.

    ``state`` is what stands in its file: nothing, another text, or this plan. ``patch`` leads from there to the plan,
    as ``diff -u`` has it. ``added``, ``dropped`` and ``unticked`` are tasks of a plan that stands. ``lost`` is what its
    dialect cannot carry, and ids that are new in it.
    """

    spec: str
    path: str
    state: Literal["missing", "behind", "current"]
    patch: str
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    unticked: tuple[str, ...]
    clashes: tuple[ClashShape, ...]
    lost: tuple[str, ...]
    findings: tuple[FindingShape, ...]


@dataclass(frozen=True, slots=True)
class PlanningShape:
    """What ``flowkit plan --format json`` prints; ``written``: files were written, not only looked at."""

    schema: Literal["flowkit-plan-1"]
    written: bool
    plans: tuple[PlanUpdateShape, ...]


@dataclass(frozen=True, slots=True)
class BaselineEntryShape:
    """An entry of a baseline: ``count`` findings that read alike, left out until the end of a day or without an end."""

    rule: str
    path: str
    marker: str | None
    message: str
    reason: str
    until: str | None
    count: int


@dataclass(frozen=True, slots=True)
class BaselineShape:
    """What ``flowkit baseline --format json`` prints; ``kept`` counts the entries that stay as they are."""

    schema: Literal["flowkit-baseline-1"]
    written: bool
    path: str
    added: tuple[BaselineEntryShape, ...]
    kept: int
    dropped: tuple[BaselineEntryShape, ...]


@dataclass(frozen=True, slots=True)
class ConvertShape:
    """What ``flowkit convert --format json`` prints; ``path`` is the file that was written, or null."""

    schema: Literal["flowkit-convert-1"]
    path: str | None
    dialect: str
    text: str
    lost: tuple[str, ...]
