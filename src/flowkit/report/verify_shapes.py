"""What a verification is in JSON; the schemas under ``docs/schemas`` are generated from these classes.

Within a version, keys may be added; a key that goes or changes its meaning makes a new version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from flowkit.report.shapes import FindingShape


@dataclass(frozen=True, slots=True)
class FactPlaceShape:
    """Where a piece of evidence was found."""

    path: str
    line: int | None


VerdictName = Literal["failing", "missing", "stale", "unproven", "manual", "proven"]
StandingName = Literal[
    "proven", "files", "code", "criteria", "nothing", "gone", "unfound", "empty", "absent", "refuted"
]


@dataclass(frozen=True, slots=True)
class ObligationShape:
    """Something that has to be true for a marker to hold, and what the evidence says; ``rule`` is the one it breaks."""

    kind: str
    subject: str
    rule: str | None
    verdict: VerdictName
    reason: str
    evidence: tuple[FactPlaceShape, ...]


@dataclass(frozen=True, slots=True)
class MarkerShape:
    """The verdict of one marker, by its full name; ``blocked_by`` are the unproven tasks that it waits for."""

    ref: str
    verdict: VerdictName
    blocked_by: tuple[str, ...]
    obligations: tuple[ObligationShape, ...]


@dataclass(frozen=True, slots=True)
class VerifiedPlanShape:
    """A plan that was verified.

    ``ticks`` counts the ticked tasks by what they stand on; nothing where the plan is held against no evidence.
    """

    path: str
    id: str
    dialect: str
    title: str | None
    tasks: int
    done: int
    defined: Mapping[str, int]
    ticks: Mapping[StandingName, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SummaryShape:
    """A verification in figures: plans, their tasks, findings by severity, and markers by verdict.

    ``left_out`` counts the findings that the project's baseline leaves out; the other figures are without them.
    """

    plans: int
    tasks: int
    done: int
    error: int
    warning: int
    info: int
    markers: Mapping[VerdictName, int]
    left_out: int


@dataclass(frozen=True, slots=True)
class VerifyShape:
    """What ``flowkit verify --format json`` prints.

    ``left_out`` are the findings that the project's baseline leaves out; they are not among ``findings``.
    """

    schema: Literal["flowkit-verify-1"]
    summary: SummaryShape
    plans: tuple[VerifiedPlanShape, ...]
    findings: tuple[FindingShape, ...]
    markers: tuple[MarkerShape, ...]
    left_out: tuple[FindingShape, ...]
