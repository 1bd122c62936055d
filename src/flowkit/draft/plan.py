"""A spec, its decisions and its features to the plan that they make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flowkit.draft.check import check, fold, tagged, waits_for
from flowkit.draft.gaps import questions
from flowkit.draft.order import foundation_first, waves
from flowkit.draft.prose import anchor, cell, entry, inline, opening
from flowkit.draft.total import total_effort
from flowkit.model.intent import Adr, Component, Delivery, Feature, Spec, Target
from flowkit.model.marker import Grammar
from flowkit.model.plan import Plan
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


@dataclass(frozen=True, slots=True)
class RiskNote:
    """What may go wrong with a task, and what is done about it, if anything is."""

    task: str
    text: str
    mitigation: str | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted plan and what its text says beside the tasks.

    Attributes:
        plan: the plan; its values have no spans, and their text is safe to stand in a document.
        decisions: the decisions that it follows, with their titles.
        spec: the path of the spec; None for a plan that was read and not drafted.
        features: the paths of the features.
        risks: risk notes, in the order of the spec.
        questions: what the sources leave open: the spec's own questions, then what is missing in it.
        non_goals: what the spec leaves out.
        waves: the ids of the tasks in groups: the first can start now, each other once the one before it is there.
    """

    plan: Plan
    decisions: tuple[str, ...]
    spec: str | None
    features: tuple[str, ...]
    risks: tuple[RiskNote, ...]
    questions: tuple[str, ...]
    non_goals: tuple[str, ...]
    waves: tuple[tuple[str, ...], ...]


def draft(
    spec: Spec,
    adrs: Sequence[Adr] = (),
    features: Sequence[Feature] = (),
    *,
    path: str | None = None,
    grammar: Grammar | None = None,
) -> Draft:
    """Draft the plan that a spec makes.

    Args:
        spec: what is wanted.
        adrs: the decisions at hand; those that the spec follows must be among them.
        features: the features that the spec names.
        path: where the plan will stand; by default ``plans/`` and the id of the spec.
        grammar: how the project's markers are spelled; by default flowkit's own kinds.

    Raises:
        ReadError: the sources do not fit together (see ``flowkit.draft.check.check``).
    """
    check(spec, adrs, features)
    grammar = grammar or Grammar()
    order = waits_for(spec)
    ids = _ids(spec, foundation_first(order), grammar)
    by_name = {fold(component.name): component for component in spec.components}
    titles = {tag: places[0][1].name for tag, places in tagged(features).items()}
    tasks = tuple(_task(spec, by_name[name], ids, titles, grammar) for name in ids)
    followed = [adr for reference in spec.adr for adr in adrs if adr.id == reference.name]
    plan = Plan(
        id=spec.id,
        path=path or f"plans/{spec.id}.md",
        dialect="markers",
        title=inline(spec.title),
        run_id=spec.id,
        adr=spec.adr[0].name if spec.adr else None,
        effort=total_effort(tasks),
        created=inline(spec.created) if spec.created else None,
        overview="\n\n".join(opening(text) for text in spec.overview) or None,
        tasks=tasks,
    )
    return Draft(
        plan=plan,
        decisions=tuple(f"{adr.id} ({inline(adr.title)})" for adr in followed),
        spec=spec.path,
        features=tuple(spec.feature_paths),
        risks=tuple(
            RiskNote(ids[fold(risk.subject.name)], cell(risk.text), cell(risk.mitigation) if risk.mitigation else None)
            for risk in spec.risks
        ),
        questions=questions(spec, tasks, followed, features, grammar),
        non_goals=tuple(opening(text) for text in spec.non_goals),
        waves=waves({task.key: [dependency.on for dependency in task.depends_on] for task in tasks}),
    )


def _ids(spec: Spec, order: Iterable[str], grammar: Grammar) -> dict[str, str]:
    """Return the task id of each folded name: numbered within its kind, in the order of work, kind by kind."""
    kinds = {fold(component.name): component.kind for component in spec.components}
    numbers: Counter[str] = Counter()
    ids: dict[str, str] = {}
    for name in sorted(order, key=lambda name: ("IMPL", "TEST", "DOC").index(kinds[name])):
        kind = kinds[name]
        numbers[kind] += 1
        ids[name] = f"{_stem(grammar, kind)}{numbers[kind]:03d}"
    return ids


def _stem(grammar: Grammar, name: str) -> str:
    """Return what the ids of a kind begin with, as the project spells them."""
    kind = next(kind for kind in grammar.kinds if kind.name == name)
    return f"{kind.prefix}{kind.separator}"


def _task(
    spec: Spec, component: Component, ids: dict[str, str], titles: dict[str, str | None], grammar: Grammar
) -> Task:
    identifier = ids[fold(component.name)]
    awaited = sorted({ids[fold(reference.name)] for reference in component.depends_on}, key=list(ids.values()).index)
    return Task(
        id=identifier,
        key=identifier,
        kind=component.kind,
        title=inline(component.name),
        priority=_label(component.priority),
        effort=_effort(component.effort),
        description="\n\n".join(opening(text) for text in component.text) or None,
        depends_on=tuple(Dependency(name) for name in awaited),
        deliverables=tuple(dict.fromkeys(_deliverable(delivery) for delivery in component.deliverables)),
        requirements=tuple(Citation(name) for name in _cited(component)),
        criteria=tuple(
            Criterion(f"{_stem(grammar, 'AC')}{number}", inline(text))
            for number, text in enumerate(_criteria(spec, component), start=1)
        ),
        scenarios=tuple(
            Scenario(listed.id, inline(titles.get(listed.id) or listed.title or listed.id))
            for listed in component.scenarios
        ),
        coverage_targets=tuple(_target(target, identifier) for target in component.coverage),
        contract_endpoints=tuple(_endpoints(spec, component, identifier)),
        features=tuple(reference.name for reference in component.features),
        notes=tuple(entry(note) for note in component.notes),
        sources=(f"{spec.path}#{anchor(component.name)}",),
    )


def _label(label: Label | None) -> Label | None:
    return label and Label(inline(label.value), inline(label.note) if label.note else None)


def _effort(effort: Effort | None) -> Effort | None:
    return effort and Effort(inline(effort.text), effort.low, effort.high)


def _deliverable(delivery: Delivery) -> Deliverable:
    return Deliverable(entry(delivery.text), delivery.path, inline(delivery.note) if delivery.note else None)


def _cited(component: Component) -> Iterator[str]:
    yield from dict.fromkeys(reference.name.partition("/")[0] for reference in component.implements)


def _criteria(spec: Spec, component: Component) -> Iterator[str]:
    """Yield the criteria that an implementation answers for: of its requirements, then its own."""
    named = {reference.name for reference in component.implements}
    if component.kind == "IMPL":
        for requirement in spec.requirements:
            for criterion in requirement.criteria:
                if requirement.id in named or f"{requirement.id}/{criterion.id}" in named:
                    yield criterion.text
    yield from (criterion.text for criterion in component.criteria)


def _target(target: Target, task: str) -> CoverageTarget:
    return CoverageTarget(target.id, inline(target.text), target.metric, target.minimum, target.of, task)


def _endpoints(spec: Spec, component: Component, task: str) -> Iterator[ContractEndpoint]:
    texts = {entry.id: entry.text for entry in spec.contracts}
    for reference in component.contracts:
        yield ContractEndpoint(reference.name, inline(texts[reference.name]), task)
