"""A work plan: its tasks and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flowkit.model.edit import Edit
from flowkit.model.outline import Box, Outline
from flowkit.model.source import Document, Span
from flowkit.model.task import ContractEndpoint, CoverageTarget, Effort, Label, State, Task

if TYPE_CHECKING:
    from flowkit.model.claim import Claim
    from flowkit.model.trace import SpecIndex


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
    """A drawn arrow: ``task`` waits for ``on``; both are task ids where the node names a task, otherwise node ids.

    ``erased`` is what takes it out of the drawing; nothing where what draws it draws something else too.
    """

    task: str
    on: str
    span: Span
    erased: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Pen:
    """How one more arrow is drawn.

    Attributes:
        span: where: an empty run of bytes behind the last line of the drawing.
        opening: what a line begins with, the end of the line before it first.
        arrow: what stands between a task and the one that waits for it.
        names: task id -> what the drawing calls it, where that is not the id itself.
        quoted: a task that is not drawn yet, and whose id is more than letters and digits, needs a name and a label.
    """

    span: Span
    opening: str
    arrow: str
    names: Mapping[str, str] = field(default_factory=dict)
    quoted: bool = False

    def drawn(self, task: str, on: str) -> Edit:
        """Return what draws that a task waits for another one."""
        return Edit(self.span, f"{self.opening}{self._node(on)}{self.arrow}{self._node(task)}")

    def _node(self, task: str) -> str:
        name = self.names.get(task, task)
        if not self.quoted or task in self.names or re.fullmatch(r"\w+", task):
            return name
        return f'{re.sub(r"[^0-9A-Za-z]", "_", task)}["{task}"]'


@dataclass(frozen=True, slots=True)
class Drawing:
    """A graph that the plan draws.

    Attributes:
        edges: its arrows, in drawing order.
        labels: node id -> text of the node, for the nodes that name no task.
        span: the first line of the drawing.
        pen: how one more arrow is drawn.
    """

    edges: tuple[Edge, ...]
    labels: tuple[tuple[str, str], ...]
    span: Span
    pen: Pen | None = None


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
        path: the path that it goes by: that of its document, or of the folder that its documents lie in; where a
            document holds several plans, with a number sign and the name of this one behind it.
        dialect: the name of the dialect that it was read in.
        title: its title.
        status: its declared status.
        run_id: the run id that it names.
        adr: the decision that it names.
        definitions: every marker that it defines, duplicates among them, in document order.
        mentions: every other occurrence of a marker outside fences and comments, in document order.
        marks: the marks of boxes that mean something in its dialect, beside those that are ticked or empty.
        specs: what the specs in its folder want, where its format makes a folder one plan.
        outline: the document that it was read from; None for a plan that was drafted, or read from several documents.
        parts: the documents that it was read from, where these are several; their spans name them.
        subtasks: the parts of tasks that have a state and dependencies of their own; they are on their tasks' check
            lists too, and count as none of its tasks.
        words: the words that its format has for states; nothing where it may call them as it likes.
        excerpt: its format spreads tasks over documents and this is one of them, so that others define what it cites.
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
    marks: frozenset[str] = frozenset()
    specs: tuple[SpecIndex, ...] = ()
    outline: Outline | None = field(default=None, compare=False, repr=False)
    parts: tuple[Outline, ...] = field(default=(), compare=False, repr=False)
    subtasks: tuple[Task, ...] = ()
    words: Mapping[State, str] = field(default_factory=dict)
    excerpt: bool = False

    @property
    def outlines(self) -> tuple[Outline, ...]:
        """Every document that it was read from."""
        return self.parts if self.outline is None else (self.outline,)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The texts that it was read from."""
        return tuple(outline.document for outline in self.outlines)

    @property
    def work(self) -> tuple[Task, ...]:
        """All that can wait for one another: the tasks and the subtasks."""
        return (*self.tasks, *self.subtasks)

    def document_of(self, span: Span) -> Document | None:
        """Return the document that a span of this plan stands in."""
        return next((one for one in self.documents if span.path in {None, one.path}), None)

    @property
    def paths(self) -> tuple[str, ...]:
        """The path that it goes by, and those of its documents and of the specs in its folder."""
        return (self.path, *(document.path for document in self.documents), *(index.path for index in self.specs))

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
