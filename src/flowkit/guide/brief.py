"""A task with everything around it to a brief."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flowkit.errors import UsageError
from flowkit.guide.agenda import agenda
from flowkit.guide.decisions import decisions_of_tasks
from flowkit.model.brief import Background, Brief, Demand, Witness
from flowkit.model.evidence import Evidence, TagFact, TestFact
from flowkit.model.nearness import Ids, nearest
from flowkit.model.plan import Plan
from flowkit.model.source import Span
from flowkit.model.task import Item, Task, part_name
from flowkit.model.verdict import Assessment, MarkerVerdict, Place

_MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Setting:
    """What a brief is made in.

    Attributes:
        background: decisions, features and requirements.
        assessment: what the evidence says; None where none was sought.
        contracts: contract marker -> the file that it is bound to, and the part of it.
        test_command: the command that the project runs its tests with.
        seen: turns the path of a piece of evidence into the path that the user would write.
    """

    background: Background
    assessment: Assessment | None
    contracts: Mapping[str, Place]
    test_command: str | None
    seen: Callable[[str], str]


# implements: feat-flowkit-commands:IMPL_006
def find_task(name: str, plans: Sequence[Plan]) -> tuple[Plan, Task]:
    """Return the task that a name means: its id, alone or behind its plan's and a colon; of two alike, the first.

    Raises:
        UsageError: no task has this name, or several plans have one.
    """
    found: dict[str, tuple[Plan, Task]] = {}
    for plan in plans:
        for task in plan.tasks:
            if name in (task.key, plan.full_name(task.key)):
                found.setdefault(plan.path, (plan, task))
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        names = [plan.full_name(task.key) for plan, task in found.values()]
        apart = len(set(names)) == len(names)
        hint = f"say {' or '.join(names)}" if apart else f"name one of the plans: {', '.join(found)}"
        raise UsageError(f"{len(found)} plans have a task {name}", hint=hint)
    raise UsageError(f"there is no task {name or repr(name)}", hint=_nearest(name, plans))


def _nearest(name: str, plans: Sequence[Plan]) -> str:
    full = {plan.full_name(task.key): task.key for plan in plans for task in plan.tasks}
    known = list(dict.fromkeys(full if ":" in name else full.values()))
    close = Ids(known).slip(name) or nearest(name, known, least=0.5)
    if close:
        return f"did you mean {close}?"
    more = f" and {len(known) - _MOST_NAMES} more" if len(known) > _MOST_NAMES else ""
    return f"the tasks are {', '.join(known[:_MOST_NAMES])}{more}" if known else "no plan here has tasks"


def requirements_of(task: Task) -> tuple[str, ...]:
    """Return the ids of the requirements that a task names."""
    return tuple(dict.fromkeys(citation.id for citation in task.requirements))


# implements: feat-flowkit-commands:IMPL_006
def brief(plan: Plan, task: Task, setting: Setting) -> Brief:
    """Return all that is at hand about a task."""
    markers = setting.assessment.markers.get(plan.path) if setting.assessment else None
    around = agenda(plan, markers)
    step = next((one for one in around.steps if one.task is task), None)
    if step is None:
        path = Place(plan.path, task.span).path
        where = f"{path}:{task.line}" if task.line else path
        raise UsageError(f"the task {task.key} was dropped", where=where, hint="name one that is to be done")
    background = setting.background
    wanted, named = requirements_of(task), decisions_of_tasks(plan)[task.key]
    known = {adr.id: adr for adr in background.decisions if adr.id}
    demands = _Demands(plan, {marker.ref: marker for marker in markers or ()}, setting)
    return Brief(
        agenda=around,
        step=step,
        dependents=tuple(one.progress for one in around.steps if step.progress in one.awaits),
        decisions=tuple(known[name] for name in named if name in known),
        requirements=tuple(background.passages[name] for name in wanted if name in background.passages),
        undefined=tuple(name for name in (*named, *wanted) if name not in known and name not in background.passages),
        criteria=tuple(demands.part(task, item, number) for number, item in enumerate(task.criteria, start=1)),
        scenarios=tuple(demands.scenario(task, item, number) for number, item in enumerate(task.scenarios, start=1)),
        coverage=tuple(demands.named(target.id, target.text, target.span) for target in task.coverage_targets),
        contracts=tuple(demands.named(one.id, one.text, one.span) for one in task.contract_endpoints),
        verdict=demands.verdicts.get(plan.full_name(task.key)),
        witnesses=tuple(_witnesses(task, markers or (), setting)),
        commands=task.commands,
        verify=f"flowkit verify {shlex.quote(plan.outline.document.path if plan.outline else plan.path)}",
        test_command=setting.test_command,
    )


@dataclass(frozen=True, slots=True)
class _Demands:
    """The parts of the tasks of one plan; ``verdicts`` are those of its markers, by their full names."""

    plan: Plan
    verdicts: Mapping[str, MarkerVerdict]
    setting: Setting

    def part(self, task: Task, item: Item, number: int) -> Demand:
        """Return a criterion: it is named behind its task, by its number where it has no id."""
        return self._demand(part_name(task, item, number), item.text, item.span, item.done)

    def scenario(self, task: Task, item: Item, number: int) -> Demand:
        """Return a scenario, with its steps where a feature at hand has it."""
        name = item.id or part_name(task, item, number)
        for feature in self.setting.background.features:
            for scenario in feature.scenarios:
                if item.id in scenario.tags:
                    source = Place(feature.path, scenario.span)
                    text = item.text or scenario.name or ""
                    return self._demand(name, text, item.span, item.done, scenario.steps, source)
        return self._demand(name, item.text, item.span, item.done)

    def named(self, identifier: str, text: str, span: Span | None) -> Demand:
        """Return a coverage target or a part of a contract, with the file that it is bound to."""
        contracts = self.setting.contracts
        source = contracts.get(identifier) or contracts.get(self.plan.full_name(identifier))
        return self._demand(identifier, text, span, source=source)

    def _demand(
        self,
        name: str,
        text: str,
        span: Span | None,
        done: bool | None = None,
        steps: tuple[str, ...] = (),
        source: Place | None = None,
    ) -> Demand:
        ref = self.plan.full_name(name)
        return Demand(ref, text, Place(self.plan.path, span), done, self.verdicts.get(ref), steps, source)


def _witnesses(task: Task, markers: Sequence[MarkerVerdict], setting: Setting) -> Iterator[Witness]:
    """Yield the tests and tags that name the task or its parts, and the tests that its verdicts rest on, each once."""
    own = [marker for marker in markers if marker.task == task.key]
    refs = {marker.ref for marker in own}
    bindings = setting.assessment.bindings if setting.assessment else ()
    named = [(one.names[0], one.fact) for one in bindings if len(one.names) == 1 and one.names[0] in refs]
    rested = [(duty.marker, fact) for marker in own for duty in marker.obligations for fact in duty.evidence]
    found = (_witness(marker, fact, setting) for marker, fact in (*named, *rested))
    yield from dict.fromkeys(one for one in found if one is not None)


def _witness(marker: str, fact: Evidence, setting: Setting) -> Witness | None:
    match fact:
        case TestFact():
            return Witness(marker, "verifies", fact.test, fact.outcome, Place(setting.seen(fact.path), fact.span))
        case TagFact(verb=str(verb)):
            return Witness(marker, verb, fact.owner, None, Place(setting.seen(fact.path), fact.span))
        case _:
            return None
