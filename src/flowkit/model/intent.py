"""What is wanted: decisions and specs, as they were read."""

from __future__ import annotations

from dataclasses import dataclass

from flowkit.model.proposal import Change
from flowkit.model.source import Span
from flowkit.model.task import Effort, Label


@dataclass(frozen=True, slots=True)
class Adr:
    """An architecture decision record.

    Attributes:
        id: ``ADR-007``, from the title, the front matter or the file name; None if none of them gives a number.
        title: the title without its number.
        status: the state in lower case (``accepted``, ``superseded`` ...); None if it states none.
        date: as written.
        decision: the text of the decision.
        options: the options that were considered, in order.
        chosen: the option that was chosen, where the record names one.
        consequences: one entry each.
        superseded_by: the id, file or title that it names as its successor; its id where the project's decisions are
            read together and one of them is meant.
        confirmation: how the decision is checked (MADR), one entry each.
        path: its document.
        span: its title.
        supersedes: the ids, files or titles of the decisions that it names as those that it takes the place of.
    """

    id: str | None
    title: str
    status: str | None
    date: str | None
    decision: str | None
    options: tuple[str, ...]
    chosen: str | None
    consequences: tuple[str, ...]
    superseded_by: str | None
    confirmation: tuple[str, ...]
    path: str
    span: Span
    supersedes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A name or id that stands for something defined elsewhere, and where it is named."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list in a spec: an id where it has one, the text, the place."""

    id: str | None
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Listed:
    """A scenario that a test group lists: its id if it has one, its title unless a feature says it, the place."""

    id: str | None
    title: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a spec leaves open: an id where it has one, the text, the place.

    ``concerns`` is the id of the requirement or story that it stands at; None where it stands for itself.
    """

    id: str | None
    text: str
    span: Span
    concerns: str | None = None


@dataclass(frozen=True, slots=True)
class SpecScenario:
    """A scenario that a spec tells itself, without a feature file.

    Attributes:
        id: what tells it from others of the same requirement: its number as written, otherwise its title.
        title: its title; None if it has none.
        steps: the steps as written, keyword and text; one that has no keyword is a step by itself.
        span: its title, or its first line.
    """

    id: str
    title: str | None
    steps: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirement or a user story, with what has to be true for it to be met.

    Attributes:
        id: its label as the document writes it (``FR-001``, ``Requirement 1``, ``User Story 1``), or its name where the
            format gives names and no labels.
        title: what is wanted, on one line.
        text: what is said about it, a paragraph each.
        criteria: what has to be true; an entry has an id where the document or its format gives one.
        span: its heading, or the line that states it.
        priority: how urgent it is.
        scenarios: the scenarios that the spec tells of it.
        group: the title of the section or list that it stands in; None where it heads a section of its own format.
        change: what becomes of it; None where the spec describes a state and no change.
    """

    id: str
    title: str
    text: tuple[str, ...]
    criteria: tuple[Entry, ...]
    span: Span
    priority: Label | None = None
    scenarios: tuple[SpecScenario, ...] = ()
    group: str | None = None
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something that a component or a test group leaves behind: a path where it names one, and what it is."""

    path: str | None
    note: str | None
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk to a component or test group, and what is done about it."""

    subject: Reference
    text: str
    mitigation: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Target:
    """A coverage target as the spec states it: id, words, and the figure where there is one."""

    id: str
    text: str
    metric: str | None
    minimum: float | None
    of: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Component:
    """A unit of work in a spec: what is delivered where, for which requirements, after which other units.

    Test groups and documents are components too: ``kind`` tells the task kind that they become
    (``IMPL``, ``TEST``, ``DOC``).

    Attributes:
        kind: the name of the marker kind of its task.
        name: the name by which others refer to it.
        text: its description, a paragraph each.
        implements: the requirements (``REQ-001``) or single criteria (``REQ-001/AC-2``) that it answers for.
        depends_on: names of the components that have to be there first.
        criteria: its own criteria, beyond those of the requirements that it implements.
        scenarios: what its tests show.
        contracts: the parts of a contract that it carries.
        features: the feature files that its scenarios map to.
        source: where it is told, if not below a heading of the spec with its name: a path, and an anchor in it.
        level: the level of testing of a test group (``unit``, ``integration`` ...), where it has one.
    """

    kind: str
    name: str
    text: tuple[str, ...]
    priority: Label | None
    effort: Effort | None
    implements: tuple[Reference, ...]
    depends_on: tuple[Reference, ...]
    deliverables: tuple[Delivery, ...]
    criteria: tuple[Entry, ...]
    scenarios: tuple[Listed, ...]
    coverage: tuple[Target, ...]
    contracts: tuple[Reference, ...]
    features: tuple[Reference, ...]
    notes: tuple[str, ...]
    span: Span
    source: str | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Spec:
    """A specification, of whichever format.

    What a format does not know is empty: flowkit's own names components and no stories, spec-kit's names stories, and
    components never.

    Attributes:
        id: its own id, used as the run id of the plan (``feat-session-timeout``).
        title: its title.
        overview: what it is about, a paragraph each.
        adr: the decisions that it follows.
        created: the date that it gives, as written.
        features: the feature files that hold its scenarios.
        requirements: what is wanted.
        components: components, test groups and documents, in document order.
        contracts: what its contracts demand, by id.
        questions: open questions, with their ids where they have one.
        risks: what may go wrong.
        non_goals: what it leaves out.
        path: its document.
        span: its title; the first line where it has none.
        stories: user stories, told as requirements are.
        outcomes: by what its success is measured, by id where they have one.
        edge_cases: what may happen at the edges, an entry each.
        entities: the things that it speaks of: the name is the id.
    """

    id: str
    title: str
    overview: tuple[str, ...]
    adr: tuple[Reference, ...]
    created: str | None
    features: tuple[Reference, ...]
    requirements: tuple[Requirement, ...]
    components: tuple[Component, ...]
    contracts: tuple[Entry, ...]
    questions: tuple[Question, ...]
    risks: tuple[Risk, ...]
    non_goals: tuple[str, ...]
    path: str
    span: Span
    stories: tuple[Requirement, ...] = ()
    outcomes: tuple[Entry, ...] = ()
    edge_cases: tuple[Entry, ...] = ()
    entities: tuple[Entry, ...] = ()

    @property
    def feature_paths(self) -> dict[str, Span]:
        """The feature files that it names, in its header or at a test group, each with the first place."""
        named = (*self.features, *(reference for component in self.components for reference in component.features))
        paths: dict[str, Span] = {}
        for reference in named:
            paths.setdefault(reference.name, reference.span)
        return paths
