"""What a task is made of, as it was read or drafted.

Every value keeps the span that it was read from. A drafted task has no document yet, so its spans are None until its
text has been read back.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flowkit.model.outline import Box
from flowkit.model.source import Span

DOCUMENTATION = "DOC"
"""The kind of the tasks whose documents are to name the symbols that the task names."""


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
class Attestation:
    """A named person vouches for something at a commit; ``date`` is ISO 8601."""

    name: str
    date: str
    commit: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Criterion(Item):
    """An acceptance criterion; its id is local to its task. ``attested``: by whom, where the plan says so."""

    attested: Attestation | None = None


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
        loose: running text names it, or a list of what was touched at the time: its path may be written from any folder
            of the project, and the file may have gone since.
    """

    text: str
    path: str | None = None
    note: str | None = None
    symbols: tuple[str, ...] = ()
    span: Span | None = None
    loose: bool = False


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
        stepped: it is as far as the boxes of its steps say, having none of its own.
        symbols: the code names that its documents are to mention, where it is a documentation task.
        end_line: the last line that belongs to it.
        labels: the words that it is filed under.
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
    stepped: bool = False
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
    symbols: tuple[str, ...] = ()
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
    labels: tuple[str, ...] = ()

    @property
    def owed(self) -> tuple[Deliverable, ...]:
        """The deliverables, and an entry without a path for the symbols that the task names elsewhere."""
        named = {symbol for entry in self.deliverables for symbol in entry.symbols}
        others = tuple(symbol for symbol in self.symbols if symbol not in named)
        return (
            (*self.deliverables, Deliverable(self.title, symbols=others, span=self.span))
            if others
            else self.deliverables
        )

    @property
    def tells_state(self) -> bool:
        """Whether it says how far it is: by its box or status, or by the boxes of its steps where it has neither."""
        own = self.box is not None or self.status is not None
        return own or self.state in {State.DONE, State.IN_PROGRESS} or self.stepped

    def homes_of(self, entry: Deliverable) -> tuple[str, ...]:
        """Return the paths in one of which a symbol of an entry is to be: its own, or those of the task without any."""
        own = tuple(other.path for other in self.files if other.path is not None and other.text == entry.text)
        return own or tuple(other.path for other in self.files if other.path is not None)

    @property
    def files(self) -> tuple[Deliverable, ...]:
        """The deliverables that name a path, in document order."""
        return tuple(deliverable for deliverable in self.deliverables if deliverable.path is not None)

    @property
    def hours(self) -> float | None:
        """The hours of its effort; None where it states no effort, or one without a figure."""
        return self.effort.hours if self.effort else None

    @property
    def line(self) -> int | None:
        """The line that it is defined on."""
        return self.span.line if self.span else None


def part_name(task: Task, item: Item, number: int) -> str:
    """Return the name within its plan of an entry of a task's list; one without an id is called by its number."""
    return f"{task.key}/{item.id or number}"
