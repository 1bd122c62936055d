"""A spec, its decisions and its features to the plan that they make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flowkit.draft.check import check, fold, waits_for
from flowkit.draft.completion import complete
from flowkit.draft.gaps import questions
from flowkit.draft.meaning import Made, Wants, meaning, parts_of
from flowkit.draft.prose import cell, entry, inline, opening
from flowkit.draft.standing.criteria import StandingCriteria
from flowkit.draft.standing.ids import Wanted, assign
from flowkit.draft.standing.plan import Standing
from flowkit.draft.standing.record import short_name
from flowkit.draft.tasks import KINDS, Making, make_task, source_of
from flowkit.draft.total import total_effort
from flowkit.model.contract import Contract
from flowkit.model.feature import Feature
from flowkit.model.intent import Adr, Component, Spec
from flowkit.model.marker import Grammar
from flowkit.model.plan import Plan
from flowkit.model.schedule import critical_path, foundation_first, longest_chains, waves
from flowkit.model.task import State, Task

# MADR opens a consequence with "Good, because" or "Neutral, because"; others put a word or a sign before it.
_WELCOME = re.compile(r"\W*(?:good|neutral|positive|benefit|pro)\b|\s*(?:\+|✅|👍)", re.IGNORECASE)


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
        consequences: what the decisions bring with them, each behind the id of its decision.
        questions: what the sources leave open: the spec's own questions, then what is missing in it.
        non_goals: what the spec leaves out.
        waves: the ids of the tasks in groups: the first can start now, each other once the one before it is there.
        critical: the longest chain of tasks, by effort where every task states one, otherwise by number.
        made: what each task that comes from the spec was made of, by its id; the rest people wrote.
    """

    plan: Plan
    decisions: tuple[str, ...]
    spec: str | None
    features: tuple[str, ...]
    risks: tuple[RiskNote, ...]
    consequences: tuple[str, ...]
    questions: tuple[str, ...]
    non_goals: tuple[str, ...]
    waves: tuple[tuple[str, ...], ...]
    critical: tuple[str, ...]
    made: Mapping[str, Made]


def draft(
    spec: Spec,
    adrs: Sequence[Adr] = (),
    features: Sequence[Feature] = (),
    *,
    path: str | None = None,
    grammar: Grammar | None = None,
    standing: Standing | None = None,
    contracts: Sequence[Contract] = (),
) -> Draft:
    """Draft the plan that a spec makes.

    Ids are permanent: what is a task of the plan that stands keeps its id, and a task that people wrote there is a task
    of the draft too.

    Args:
        spec: what is wanted.
        adrs: the decisions at hand; those that the spec follows must be among them.
        features: the features that the spec names.
        path: where the plan will stand; by default ``plans/`` and the id of the spec.
        grammar: how the project's markers are spelled; by default flowkit's own kinds.
        standing: the plan that stands, and what was made in it; None where there is none yet.
        contracts: the contract files beside the spec.

    Raises:
        ReadError: the sources do not fit together (see ``flowkit.draft.check.check``).
    """
    grammar = grammar or Grammar()
    spec = complete(spec, features, contracts, grammar)
    check(spec, adrs, features)
    wants = Wants.of(spec, features)
    wanted = _wanted(spec, wants, again=standing is not None)
    ids = assign(wanted, standing, grammar)
    making = Making(spec, ids, wants, _standing_criteria(standing, grammar), grammar)
    by_name = {fold(component.name): component for component in spec.components}
    own = [make_task(by_name[one.name], making) for one in wanted]
    tasks = _in_order(own, standing)
    keys, written = {task.key for task in tasks}, {task.key for task in own}
    waiting = {task.key: [one.on for one in task.depends_on if one.on in keys] for task in tasks}
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
        risks=tuple(_risks(spec, ids)),
        consequences=tuple(_consequences(followed)),
        questions=questions(spec, [task for task in tasks if task.key in written], followed),
        non_goals=tuple(opening(text) for text in spec.non_goals),
        waves=waves(waiting),
        critical=critical_path(longest_chains(waiting, _lengths(tasks))),
        made={ids[one.name]: _made(one, by_name[one.name], wants) for one in wanted},
    )


def _lengths(tasks: Sequence[Task]) -> dict[str, float]:
    hours = {task.key: task.effort.hours if task.effort is not None else None for task in tasks}
    told = {key: length for key, length in hours.items() if length is not None}
    return told if len(told) == len(hours) else dict.fromkeys(hours, 1.0)


def _risks(spec: Spec, ids: Mapping[str, str]) -> Iterator[RiskNote]:
    for risk in spec.risks:
        mitigation = cell(risk.mitigation) if risk.mitigation else None
        yield RiskNote(ids[fold(risk.subject.name)], cell(risk.text), mitigation)


def _consequences(adrs: Sequence[Adr]) -> Iterator[str]:
    """Yield the consequences of the decisions that none of them calls good or neutral."""
    for adr in adrs:
        for text in adr.consequences:
            if not _WELCOME.match(text):
                yield f"{adr.id}: {inline(text)}"


def _wanted(spec: Spec, wants: Wants, *, again: bool) -> list[Wanted]:
    """Return what is to be a task: kind by kind, and within a kind in the order of work.

    Only a plan that is made again asks for the contents.
    """
    found = {fold(component.name): component for component in spec.components}
    order = foundation_first(waits_for(spec))
    return [
        Wanted(
            name=name,
            kind=found[name].kind,
            source=_identity(spec, found[name]),
            meaning=short_name(meaning(found[name], wants)),
            requirements=frozenset(reference.name.partition("/")[0] for reference in found[name].implements),
            content=frozenset(_content(found[name], wants)) if again else frozenset(),
        )
        for name in sorted(order, key=lambda name: KINDS.index(found[name].kind))
    ]


def _content(component: Component, wants: Wants) -> Iterator[str]:
    """Yield the texts and ids that the task of a component will hold, as its lines will have them."""
    yield from (opening(text) for text in component.text)
    yield from (inline(text) for text in wants.criteria_of(component))
    yield from (entry(delivery.text) for delivery in component.deliverables)
    yield from (listed.id or entry(listed.title or "") for listed in component.scenarios)
    yield from (target.id for target in component.coverage)
    yield from (reference.name for reference in component.contracts)


def _made(wanted: Wanted, component: Component, wants: Wants) -> Made:
    parts = parts_of(component, wants) or {"name": component.name}
    names = {what: short_name(f"{what} {inline(text)}") for what, text in parts.items()}
    return Made(wanted.source, wanted.meaning, names)


def _identity(spec: Spec, component: Component) -> str:
    """Return by what a component is known in its plan: the anchor of its source, and its level."""
    path, _, fragment = source_of(spec, component).partition("#")
    known = fragment or path
    return "-".join((f"{known}.{component.level}" if component.level else known).split())


def _standing_criteria(standing: Standing | None, grammar: Grammar) -> dict[str, StandingCriteria]:
    """Return the criteria of each task of the plan that stands."""
    if standing is None:
        return {}
    blocks = {block.key: block for block in standing.blocks if block.task}
    made = standing.record.tasks
    return {
        task.key: StandingCriteria(task, made.get(task.key), block, grammar)
        for task in standing.tasks.values()
        if (block := blocks.get(task.key)) is not None
    }


def _in_order(own: Sequence[Task], standing: Standing | None) -> tuple[Task, ...]:
    """Return all tasks kind by kind: those that stand, with those that people wrote, in their order, then new ones."""
    if standing is None:
        return tuple(own)
    made = {task.key: task for task in own}
    order: dict[str, Task] = {}
    for task in standing.tasks.values():
        known = standing.record.tasks.get(task.key)
        if task.key in made and not (task.state is State.DROPPED and _is_live(standing, task.key)):
            order[task.key] = made[task.key]
        elif task.key not in made and known is None and task.state is not State.DROPPED:
            order[task.key] = task
    struck = set(standing.tasks) - set(order)
    new = (task for task in own if task.key not in order and task.key not in struck)
    return tuple(sorted((*order.values(), *new), key=lambda task: (*KINDS, task.kind).index(task.kind)))


def _is_live(standing: Standing, key: str) -> bool:
    """Whether a task was made and not dropped with its source; where it is struck out all the same, people did that."""
    known = standing.record.tasks.get(key)
    return known is None or not known.dropped
