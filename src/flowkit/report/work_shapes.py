"""What the JSON of the commands for working with a plan is made of; see ``flowkit.report.shapes`` for its versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flowkit.report.shapes import TaskShape
from flowkit.report.verify_shapes import MarkerShape, VerdictName

StateName = Literal["open", "in progress", "done", "dropped", "unknown"]


@dataclass(frozen=True, slots=True)
class ProgressShape:
    """How far a task is; ``told`` says it in words, ``verdict`` is null where the plan is held against no evidence."""

    ref: str
    title: str
    line: int | None
    state: StateName
    verdict: VerdictName | None
    finished: bool
    told: str


@dataclass(frozen=True, slots=True)
class StepShape:
    """A task among the others.

    ``chain_tasks`` is how many tasks the longest chain of unfinished tasks has that begins with it, ``chain_hours`` its
    effort where every unfinished task of the plan states one; ``critical``: it is part of the longest of all chains.
    """

    ref: str
    id: str | None
    title: str
    kind: str
    line: int | None
    phase: str | None
    priority: str | None
    effort_hours: float | None
    optional: bool
    state: StateName
    verdict: VerdictName | None
    standing: Literal["ready", "waiting", "finished"]
    reasons: tuple[str, ...]
    awaits: tuple[ProgressShape, ...]
    chain_tasks: int
    chain_hours: float | None
    critical: bool


@dataclass(frozen=True, slots=True)
class AgendaShape:
    """What to do in a plan: ``ready`` in the order in which it should be done.

    ``judged``: it is held against evidence. ``cycle``: tasks that wait for one another, the first again at the end.
    """

    path: str
    id: str
    title: str | None
    judged: bool
    ready: tuple[StepShape, ...]
    waiting: tuple[StepShape, ...]
    finished: tuple[StepShape, ...]
    cycle: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class NextShape:
    """What ``flowkit next --format json`` prints."""

    schema: Literal["flowkit-next-1"]
    plans: tuple[AgendaShape, ...]


@dataclass(frozen=True, slots=True)
class NodeShape:
    """A task of a network; ``level`` is null for one that is in a cycle or waits for one."""

    ref: str
    id: str | None
    title: str
    line: int | None
    state: StateName
    effort_hours: float | None
    level: int | None
    critical: bool
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedFileShape:
    """A file that tasks deliver which could be at work at the same time."""

    path: str
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NetworkShape:
    """How the tasks of a plan hang together.

    ``critical_path`` is the longest chain of tasks: by effort where every task states one, otherwise by number, and
    then ``critical_hours`` is null.
    """

    path: str
    id: str
    title: str | None
    tasks: tuple[NodeShape, ...]
    levels: tuple[tuple[str, ...], ...]
    critical_path: tuple[str, ...]
    critical_hours: float | None
    shared_files: tuple[SharedFileShape, ...]
    cycle: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class GraphShape:
    """What ``flowkit graph --format json`` prints."""

    schema: Literal["flowkit-graph-1"]
    plans: tuple[NetworkShape, ...]


@dataclass(frozen=True, slots=True)
class SourcePlaceShape:
    """A place in a document; ``line`` is null for the whole of it."""

    path: str
    line: int | None


@dataclass(frozen=True, slots=True)
class DecisionShape:
    """A decision that the plan or the task names."""

    id: str | None
    title: str
    status: str | None
    decision: str | None
    consequences: tuple[str, ...]
    superseded_by: str | None
    place: SourcePlaceShape


@dataclass(frozen=True, slots=True)
class PassageShape:
    """What a spec says of a requirement, where it defines it."""

    id: str
    text: str
    place: SourcePlaceShape


@dataclass(frozen=True, slots=True)
class DemandShape:
    """A part of the task that has to hold; ``source`` is the feature or contract that has it."""

    ref: str
    text: str
    done: bool | None
    place: SourcePlaceShape
    steps: tuple[str, ...]
    source: SourcePlaceShape | None
    verdict: MarkerShape | None


@dataclass(frozen=True, slots=True)
class FileShape:
    """Something that the task leaves behind; ``path`` is null where it names none."""

    text: str
    path: str | None
    note: str | None
    place: SourcePlaceShape


@dataclass(frozen=True, slots=True)
class WitnessShape:
    """A test or a tag that names the task or a part of it; ``outcome`` is null for a tag."""

    marker: str
    verb: str
    name: str | None
    outcome: str | None
    place: SourcePlaceShape


@dataclass(frozen=True, slots=True)
class BriefShape:
    """What ``flowkit brief --format json`` prints: all that is at hand about one task."""

    schema: Literal["flowkit-brief-1"]
    place: SourcePlaceShape
    plan: str
    judged: bool
    task: TaskShape
    step: StepShape
    description: str | None
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    decisions: tuple[DecisionShape, ...]
    requirements: tuple[PassageShape, ...]
    undefined: tuple[str, ...]
    criteria: tuple[DemandShape, ...]
    scenarios: tuple[DemandShape, ...]
    coverage: tuple[DemandShape, ...]
    contracts: tuple[DemandShape, ...]
    files: tuple[FileShape, ...]
    dependents: tuple[ProgressShape, ...]
    verdict: MarkerShape | None
    witnesses: tuple[WitnessShape, ...]
    commands: tuple[str, ...]
    verify: str
    test_command: str | None


@dataclass(frozen=True, slots=True)
class TickShape:
    """What the tool ``tick`` of ``flowkit mcp`` answers; ``changed`` is false where it was ticked already."""

    schema: Literal["flowkit-tick-1"]
    ref: str
    verdict: VerdictName
    place: SourcePlaceShape
    changed: bool
