"""What a plan is made of, as it was read or drafted.

Every value keeps the span that it was read from. A drafted plan has no document yet, so its spans are None until its
text has been read back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from flowkit.model.outline import Box, Outline
from flowkit.model.source import Span


class State(StrEnum):
    """How far a task is, by its own box or status and by nothing else."""

    OPEN = "open"
    IN_PROGRESS = "in progress"
    DONE = "done"
    DROPPED = "dropped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a task's lists: a verification, a change, a check ...

    Attributes:
        id: the id that it carries (``AC-1``, ``SC-001``), or None.
        text: its text without box and id.
        done: the state of its own box; None if it has no box.
        span: its first line in the document.
        box: the box itself, if it has one.
    """

    id: str | None
    text: str
    done: bool | None = None
    span: Span | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Criterion(Item):
    """An acceptance criterion; its id is local to its task."""


@dataclass(frozen=True, slots=True)
class Scenario(Item):
    """A scenario that a task is to make pass."""


@dataclass(frozen=True, slots=True)
class Citation:
    """An id that is named where it is not defined, and where."""

    id: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Dependency:
    """What a task waits for: the id of a task, the reason if one is given in brackets, and the place."""

    on: str
    reason: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Words in a dependencies field that name no task, kept so that a finding can say so."""

    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Deliverable:
    """Something that a task is to leave behind.

    Attributes:
        text: the whole entry as written.
        path: the file that it names, if it names one; a glob stays a glob.
        note: what the entry says beside the path (``Protocol definition``, ``new file``).
        symbols: the code names in it (``InMemorySessionStore``, ``create_session``).
        span: where the path stands, or the entry if it names none.
    """

    text: str
    path: str | None = None
    note: str | None = None
    symbols: tuple[str, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class CoverageTarget:
    """A coverage figure that a task is to reach.

    Attributes:
        id: ``COV_UNIT_STORE``.
        text: what the entry says.
        metric: ``line`` or ``branch``; None if the entry names none.
        minimum: the least percentage; None if the entry gives no figure.
        of: the file, module or package that is measured; None if the entry names none.
        task: the id of the task that carries it.
        span: the id in the document.
    """

    id: str
    text: str
    metric: str | None
    minimum: float | None
    of: str | None
    task: str | None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class ContractEndpoint:
    """A part of a contract that a task is to implement: its id and the id of the task."""

    id: str
    text: str
    task: str | None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Effort:
    """An effort as written, and in hours from ``low`` to ``high`` (a day is 8 hours).

    Words without a figure (``M``, ``Large``) have no hours.
    """

    text: str
    low: float | None
    high: float | None
    span: Span | None = None

    @property
    def hours(self) -> float | None:
        """The hours, where one figure is given; the middle where a range is."""
        return None if self.low is None or self.high is None else (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class Label:
    """A word that a field gives (a priority, a status), with the rest of its text and its place."""

    value: str
    note: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One unit of work that a plan defines.

    Attributes:
        id: the label as the document writes it (``IMPL_001``, ``Task 1.1``, ``Step 1``, ``T001``); None if it has none.
        key: what it is referred to by inside flowkit: the id, or ``#n`` for the n-th task of the plan.
        kind: the name of its marker kind, or ``TASK``.
        title: its title without id, box and tags.
        span: the id in the document, or the first line if it has none.
        state: by its own box or status.
        box: its own box, if it has one.
        status: its own status field, if it has one.
        phase: the title of the phase or section that it stands in.
        end_line: the last line that belongs to it.
    """

    id: str | None
    key: str
    kind: str
    title: str
    span: Span | None = None
    state: State = State.OPEN
    box: Box | None = None
    status: Label | None = None
    phase: str | None = None
    end_line: int | None = None
    optional: bool = False
    parallel: bool = False
    story: str | None = None
    priority: Label | None = None
    effort: Effort | None = None
    description: str | None = None
    depends_on: tuple[Dependency, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    dependencies_span: Span | None = None
    deliverables: tuple[Deliverable, ...] = ()
    requirements: tuple[Citation, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    verifications: tuple[Item, ...] = ()
    changes: tuple[Item, ...] = ()
    how_to_test: tuple[Item, ...] = ()
    checklist: tuple[Item, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    coverage_targets: tuple[CoverageTarget, ...] = ()
    contract_endpoints: tuple[ContractEndpoint, ...] = ()
    features: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[Deliverable, ...]:
        """The deliverables that name a path, in document order."""
        return tuple(deliverable for deliverable in self.deliverables if deliverable.path is not None)

    @property
    def line(self) -> int | None:
        """The line that it is defined on."""
        return self.span.line if self.span else None


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase, section or story that groups tasks."""

    title: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class PlanBox:
    """A box anywhere in the plan.

    Attributes:
        box: the mark and its place.
        text: what the box stands before.
        section: the titles of the sections around it, outermost first.
        task: the key of the task that owns it (as its own box, a criterion, a check ...); None outside tasks.
        span: the line of the item.
    """

    box: Box
    text: str
    section: tuple[str, ...]
    task: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Edge:
    """A drawn arrow: ``task`` waits for ``on``; both are task ids where the node names a task, otherwise node ids."""

    task: str
    on: str
    span: Span


@dataclass(frozen=True, slots=True)
class Drawing:
    """A graph that the plan draws.

    Attributes:
        edges: its arrows, in drawing order.
        labels: node id -> text of the node, for the nodes that name no task.
        span: the first line of the drawing.
    """

    edges: tuple[Edge, ...]
    labels: tuple[tuple[str, str], ...]
    span: Span


class ClaimKind(StrEnum):
    """What a claim speaks of."""

    STATUS = "status"
    TOTAL = "total"
    SUMMARY = "summary"
    CHECK_MARK = "check-mark"
    DEMAND = "demand"
    REPORT = "report"
    ARITHMETIC = "arithmetic"


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that a plan says of itself or of the work.

    Attributes:
        kind: what it speaks of.
        text: the words, as written.
        span: where they stand, as narrowly as is useful: for a total it is the number alone.
        subject: what is counted, declared, listed, demanded or computed (see below).
        value: the number or the state that is claimed, as written.
        task: the key of the task that it stands in, if it stands in one.
        section: the titles of the sections around it, outermost first.
        operands: for arithmetic, the numbers that the value is computed from, as written, with their units.
        scope: the title of the phase that a total or a status speaks of; None where it speaks of the whole plan.

    Subjects: of a total ``tasks``, ``done tasks``, ``subtasks``, ``phases``, ``criteria``, ``scenarios``,
    ``coverage targets``, ``contract endpoints`` or a marker kind; of a status the name of its field, with ``complete``
    as its value where it says so; of a summary the kind, with the id as its value; of check marks ``criteria`` or
    ``status``, one claim a section, with the number of marks as its value; of a demand and a report ``percentile`` or
    ``average``; of arithmetic ``share``, ``utilization``, ``better``, ``above``, ``reduction``, ``increase`` or ``sum``.
    """

    kind: ClaimKind
    text: str
    span: Span
    subject: str
    value: str
    task: str | None = None
    section: tuple[str, ...] = ()
    operands: tuple[str, ...] = ()
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """A marker at the place that defines it.

    Attributes:
        kind: the name of its kind, or ``TASK``.
        id: as written.
        owner: the key of the task that a local id belongs to; None for any other.
        span: the id in the document.
    """

    kind: str
    id: str
    owner: str | None
    span: Span | None

    @property
    def name(self) -> str:
        """The name within the plan: ``IMPL_001``, ``IMPL_001/AC-1``."""
        return f"{self.owner}/{self.id}" if self.owner else self.id


@dataclass(frozen=True, slots=True)
class Mention:
    """A marker at a place that does not define it; ``kind`` is the name of its kind, ``role`` what it stands for."""

    kind: str
    role: str
    id: str
    span: Span


@dataclass(frozen=True, slots=True)
class Plan:
    """A work plan.

    Attributes:
        id: the run id if it names one, otherwise the stem of its file.
        path: the path of its document.
        dialect: the name of the dialect that it was read in.
        title: its title.
        status: its declared status.
        run_id: the run id that it names.
        adr: the decision that it names.
        definitions: every marker that it defines, duplicates among them, in document order.
        mentions: every other occurrence of a marker outside fences and comments, in document order.
        outline: the document that it was read from; None for a plan that was drafted.
    """

    id: str
    path: str
    dialect: str
    title: str | None = None
    status: Label | None = None
    run_id: str | None = None
    adr: str | None = None
    effort: Effort | None = None
    created: str | None = None
    overview: str | None = None
    phases: tuple[Phase, ...] = ()
    tasks: tuple[Task, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    boxes: tuple[PlanBox, ...] = ()
    claims: tuple[Claim, ...] = ()
    definitions: tuple[Definition, ...] = ()
    mentions: tuple[Mention, ...] = ()
    outline: Outline | None = field(default=None, compare=False, repr=False)

    @property
    def coverage_targets(self) -> tuple[CoverageTarget, ...]:
        """Every coverage target, in document order."""
        return tuple(target for task in self.tasks for target in task.coverage_targets)

    @property
    def contract_endpoints(self) -> tuple[ContractEndpoint, ...]:
        """Every contract endpoint, in document order."""
        return tuple(endpoint for task in self.tasks for endpoint in task.contract_endpoints)

    @property
    def edges(self) -> tuple[Edge, ...]:
        """Every drawn arrow, in document order."""
        return tuple(edge for drawing in self.drawings for edge in drawing.edges)

    def full_name(self, name: str) -> str:
        """Return the full name of a marker of this plan: ``plan:IMPL_001/AC-1``."""
        return f"{self.id}:{name}"
