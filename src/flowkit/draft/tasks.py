"""A component of a spec to the task that it becomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flowkit.draft.check import fold
from flowkit.draft.meaning import Wants
from flowkit.draft.prose import anchor, entry, inline, opening
from flowkit.draft.standing.criteria import StandingCriteria, criterion_ids
from flowkit.draft.standing.ids import stem_of
from flowkit.model.intent import Component, Delivery, Listed, Spec, Target
from flowkit.model.marker import Grammar
from flowkit.model.numbering import split_number
from flowkit.model.task import (
    Citation,
    ContractEndpoint,
    CoverageTarget,
    Criterion,
    Deliverable,
    Dependency,
    Effort,
    Label,
    Scenario,
    Task,
)

KINDS = ("IMPL", "TEST", "DOC")
"""The kinds of tasks that are made, in the order in which a plan has them."""


@dataclass(frozen=True, slots=True)
class Making:
    """What a task is made from beside its component.

    Attributes:
        spec: where the component stands.
        ids: the ids of all tasks, by the folded names of their components.
        wants: what the spec and its features want.
        criteria: those of the tasks that stand, by the ids of the tasks.
        grammar: how ids are spelled.
    """

    spec: Spec
    ids: Mapping[str, str]
    wants: Wants
    criteria: Mapping[str, StandingCriteria]
    grammar: Grammar


def make_task(component: Component, making: Making) -> Task:
    """Return the task that a component becomes; its values have no spans, and their text is safe in a document."""
    identifier = making.ids[fold(component.name)]
    texts = [inline(text) for text in making.wants.criteria_of(component)]
    numbered = criterion_ids(texts, making.criteria.get(identifier), stem_of(making.grammar, "AC"))
    criteria = [Criterion(own, text) for own, text in zip(numbered, texts, strict=True)]
    return Task(
        id=identifier,
        key=identifier,
        kind=component.kind,
        title=inline(component.name),
        priority=_label(component.priority),
        effort=_effort(component.effort),
        description="\n\n".join(opening(text) for text in component.text) or None,
        depends_on=tuple(map(Dependency, _awaited(component, making))),
        deliverables=tuple(dict.fromkeys(_deliverable(delivery) for delivery in component.deliverables)),
        requirements=tuple(Citation(name) for name in _cited(component)),
        criteria=tuple(sorted(criteria, key=lambda one: _place(one.id))),
        scenarios=tuple(_scenario(listed, making) for listed in component.scenarios),
        coverage_targets=tuple(_target(target, identifier) for target in component.coverage),
        contract_endpoints=tuple(_endpoints(component, making.wants, identifier)),
        features=tuple(reference.name for reference in component.features),
        notes=tuple(entry(note) for note in (*component.notes, *_open(component, making))),
        sources=(source_of(making.spec, component),),
    )


def _open(component: Component, making: Making) -> Iterator[str]:
    """Yield the open questions that concern what a component implements, by what they stand at or name."""
    wanted = {reference.name.partition("/")[0] for reference in component.implements}
    for question in making.spec.questions:
        named = {question.concerns} | {found.id for found in making.grammar.find(question.text)}
        if not wanted.isdisjoint(named - {None}):
            yield f"Open question{f' {question.id}' if question.id else ''}: {question.text}"


def source_of(spec: Spec, component: Component) -> str:
    """Return where a component is told: a path, and an anchor in it."""
    return component.source or f"{spec.path}#{anchor(component.name)}"


def _awaited(component: Component, making: Making) -> list[str]:
    """Return the ids of the tasks that come first, in the order of a plan whatever the order of the spec."""
    awaited = {making.ids[fold(reference.name)] for reference in component.depends_on}
    return sorted(awaited, key=lambda one: (KINDS.index(making.grammar.count_name(one)), _place(one)))


def _place(identifier: str | None) -> int:
    parts = split_number(identifier) if identifier is not None else None
    return parts[1] if parts is not None else 0


def _scenario(listed: Listed, making: Making) -> Scenario:
    found = making.wants.scenarios.get(listed.id) if listed.id is not None else None
    title = (found.name if found is not None else None) or listed.title or listed.id or "a scenario without a title"
    return Scenario(listed.id, inline(title) if listed.id is not None else entry(title))


def _label(label: Label | None) -> Label | None:
    return label and Label(inline(label.value), inline(label.note) if label.note else None)


def _effort(effort: Effort | None) -> Effort | None:
    return effort and Effort(inline(effort.text), effort.low, effort.high)


def _deliverable(delivery: Delivery) -> Deliverable:
    return Deliverable(entry(delivery.text), delivery.path, inline(delivery.note) if delivery.note else None)


def _cited(component: Component) -> Iterator[str]:
    yield from dict.fromkeys(reference.name.partition("/")[0] for reference in component.implements)


def _target(target: Target, task: str) -> CoverageTarget:
    return CoverageTarget(target.id, inline(target.text), target.metric, target.minimum, target.of, task)


def _endpoints(component: Component, wants: Wants, task: str) -> Iterator[ContractEndpoint]:
    for reference in component.contracts:
        yield ContractEndpoint(reference.name, inline(wants.contracts[reference.name]), task)
