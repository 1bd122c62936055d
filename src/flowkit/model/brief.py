"""All that somebody needs who is to do one task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flowkit.model.evidence import Outcome
from flowkit.model.feature import Feature
from flowkit.model.intent import Adr
from flowkit.model.plan import Plan
from flowkit.model.verdict import MarkerVerdict, Place
from flowkit.model.work import Agenda, Progress, Step


@dataclass(frozen=True, slots=True)
class Passage:
    """What a document says of an id where it defines it: the lines as they stand there."""

    id: str
    lines: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Background:
    """What lies beside the plans: the decisions and features at hand, and the passages that define requirements."""

    decisions: tuple[Adr, ...] = ()
    features: tuple[Feature, ...] = ()
    passages: Mapping[str, Passage] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Demand:
    """A part of a task that has to hold: a criterion, a scenario, a coverage target or a part of a contract.

    Attributes:
        ref: its full name.
        text: what it says.
        place: where the plan says it.
        done: the state of its own box; None where it has none.
        verdict: what the evidence says; None where the plan is held against none.
        steps: the steps of its scenario.
        source: the feature that has its scenario, or the contract that it is bound to.
    """

    ref: str
    text: str
    place: Place
    done: bool | None = None
    verdict: MarkerVerdict | None = None
    steps: tuple[str, ...] = ()
    source: Place | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """A test or a tag that names the task or a part of it.

    Attributes:
        marker: the full name that it means.
        verb: ``implements`` or ``verifies``.
        name: the test as its report calls it, or the class or function that the tag speaks for; None for a whole file.
        outcome: how the test ended; None for a tag.
        place: where it stands.
    """

    marker: str
    verb: str
    name: str | None
    outcome: Outcome | None
    place: Place


@dataclass(frozen=True, slots=True)
class Brief:
    """All that is at hand about one task.

    Attributes:
        agenda: what to do in its plan.
        step: the task among the others.
        dependents: the tasks that wait for it.
        decisions: the decisions that the plan or the task names.
        requirements: what defines the requirements that it names.
        undefined: the ids of decisions and requirements that are named and nothing at hand defines.
        criteria, scenarios, coverage, contracts: the parts of it that have to hold.
        verdict: what the evidence says of the task itself; None where the plan is held against none.
        witnesses: the tests and tags that name the task or its parts.
        commands: the commands that the plan gives for it.
        verify: the command that holds its plan against the repository.
        test_command: the command that the project runs its tests with; None where none is configured.
    """

    agenda: Agenda
    step: Step
    dependents: tuple[Progress, ...]
    decisions: tuple[Adr, ...]
    requirements: tuple[Passage, ...]
    undefined: tuple[str, ...]
    criteria: tuple[Demand, ...]
    scenarios: tuple[Demand, ...]
    coverage: tuple[Demand, ...]
    contracts: tuple[Demand, ...]
    verdict: MarkerVerdict | None
    witnesses: tuple[Witness, ...]
    commands: tuple[str, ...]
    verify: str
    test_command: str | None

    @property
    def plan(self) -> Plan:
        """The plan that the task belongs to."""
        return self.agenda.plan
