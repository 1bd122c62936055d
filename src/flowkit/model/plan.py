"""A work plan: its tasks and what stands around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flowkit.model.outline import Box, Outline
from flowkit.model.source import Span
from flowkit.model.task import ContractEndpoint, CoverageTarget, Effort, Label, Task

if TYPE_CHECKING:
    from flowkit.model.claim import Claim


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
class Aside:
    """What a section that holds tasks says beside them.

    Attributes:
        section: its title; empty above the first heading.
        fields: its fields, as names and values.
        text: it holds running text too.
    """

    section: str
    fields: tuple[tuple[str, str], ...]
    text: bool


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

    def names(self) -> Iterator[str]:
        """Yield every name by which the plan may cite what it defines: ids, local ones with their owner, and keys."""
        for definition in self.definitions:
            yield definition.id
            yield definition.name
        for task in self.tasks:
            yield task.key

    def full_name(self, name: str) -> str:
        """Return the full name of a marker of this plan: ``plan:IMPL_001/AC-1``."""
        return f"{self.id}:{name}"
