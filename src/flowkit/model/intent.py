"""What is wanted: decisions, specs and features, as they were read."""

from __future__ import annotations

from dataclasses import dataclass

from flowkit.model.plan import Effort
from flowkit.model.source import Span


@dataclass(frozen=True, slots=True)
class Adr:
    """An architecture decision record.

    Attributes:
        id: ``ADR-007``, from the title, the front matter or the file name; None if none of them gives a number.
        title: the title without its number.
        status: the state in lower case (``accepted``, ``superseded`` ...); None if it states none.
        date: as written.
        decision: the text of the decision, or the chosen option.
        consequences: one entry each.
        superseded_by: the id or file that it names as its successor.
        confirmation: how the decision is checked (MADR), one entry each.
        path: its document.
        span: its title.
    """

    id: str | None
    title: str
    status: str | None
    date: str | None
    decision: str | None
    consequences: tuple[str, ...]
    superseded_by: str | None
    confirmation: tuple[str, ...]
    path: str
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list in a spec: an id where it has one, the text, the place."""

    id: str | None
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirement with its acceptance criteria."""

    id: str
    title: str
    text: str | None
    criteria: tuple[Entry, ...]
    span: Span


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

    subject: str
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
    """

    kind: str
    name: str
    text: str | None
    priority: str | None
    effort: Effort | None
    implements: tuple[str, ...]
    depends_on: tuple[str, ...]
    deliverables: tuple[Delivery, ...]
    criteria: tuple[Entry, ...]
    scenarios: tuple[Entry, ...]
    coverage: tuple[Target, ...]
    contracts: tuple[str, ...]
    features: tuple[str, ...]
    notes: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Spec:
    """A specification in flowkit's format.

    Attributes:
        id: its own id, used as the run id of the plan (``feat-session-timeout``).
        adr: the ids of the decisions that it follows.
        questions: open questions, with their ids.
        non_goals: what it leaves out.
    """

    id: str
    title: str
    overview: str | None
    adr: tuple[str, ...]
    created: str | None
    features: tuple[str, ...]
    requirements: tuple[Requirement, ...]
    components: tuple[Component, ...]
    contracts: tuple[Entry, ...]
    questions: tuple[Entry, ...]
    risks: tuple[Risk, ...]
    non_goals: tuple[str, ...]
    path: str
    span: Span


@dataclass(frozen=True, slots=True)
class FeatureScenario:
    """A scenario of a feature file.

    Attributes:
        name: its title.
        tags: its own tags and those that it inherits from feature and rule, without the ``@``.
        outline: it has examples.
        steps: the steps as written, keyword and text, background steps first.
        examples: how many example rows it has.
    """

    name: str
    tags: tuple[str, ...]
    outline: bool
    steps: tuple[str, ...]
    examples: int
    span: Span


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature file: its title, language and scenarios, those inside rules among them."""

    name: str
    language: str
    tags: tuple[str, ...]
    rules: tuple[str, ...]
    scenarios: tuple[FeatureScenario, ...]
    path: str
    span: Span
