"""What differs in meaning between two plans."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flowkit.model.plan import Plan


class ChangeKind(StrEnum):
    """What happened on the way from the old plan to the new one.

    A task or box was added, dropped (removed or struck out), ticked or unticked; something got another id, or a task
    another phase; a part of the scope was added, removed or changed; another status was stated.
    """

    ADDED = "added"
    DROPPED = "dropped"
    RENUMBERED = "renumbered"
    MOVED = "moved"
    RESCOPED = "re-scoped"
    TICKED = "ticked"
    UNTICKED = "unticked"
    RESTATED = "restated"


class Part(StrEnum):
    """What a change concerns."""

    PLAN = "plan"
    DECISION = "decision"
    PHASE = "phase"
    TASK = "task"
    TITLE = "title"
    CRITERION = "criterion"
    ATTESTATION = "attestation"
    SCENARIO = "scenario"
    DELIVERABLE = "deliverable"
    COVERAGE_TARGET = "coverage target"
    CONTRACT_ENDPOINT = "contract endpoint"
    REQUIREMENT = "requirement"
    DEPENDENCY = "dependency"
    FEATURE = "feature"
    VERIFICATION = "verification"
    CHANGE = "change"
    TEST_STEP = "test step"
    BOX = "box"
    EFFORT = "effort"
    PRIORITY = "priority"
    STORY = "story"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Stated:
    """What one of two plans says.

    Attributes:
        id: the id that it carries, if it carries one.
        text: the words: of a task its title, of a task's progress its state, otherwise those of the part.
        line: where it says so; None where the place is not known more closely than the document.
    """

    id: str | None
    text: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """One difference in meaning.

    Attributes:
        kind: what happened.
        part: what it concerns.
        old_task: the key of the task in the old plan; None where it has none, or the plan itself is concerned.
        new_task: the same in the new plan.
        old: what the old plan says; None where it says nothing.
        new: what the new plan says; None where it says nothing.
    """

    kind: ChangeKind
    part: Part
    old_task: str | None
    new_task: str | None
    old: Stated | None
    new: Stated | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two plans and what differs between them: first what concerns the plans, then task by task in the new order."""

    old: Plan
    new: Plan
    changes: tuple[Change, ...]
