"""What decisions, specs and features ask for and no plan takes up."""

from __future__ import annotations

from collections.abc import Iterator

from flowkit.model.marker import KINDS, Grammar, Role
from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.task import State
from flowkit.model.verdict import Finding, Rule, Surroundings

_GRAMMAR = Grammar(KINDS)


def superseded_decision(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find plans that follow a decision which another one has taken the place of."""
    first = next((mention.span for mention in plan.mentions if mention.id == plan.adr), None)
    followed = {plan.adr: first} | {
        mention.id: mention.span for mention in plan.mentions if first is not None and mention.span.line == first.line
    }
    for adr in around.decisions:
        if adr.id is None or adr.id not in followed:
            continue
        if not (adr.status or "").startswith(("superseded", "deprecated")):
            continue
        span = followed[adr.id]
        after = f" by {adr.superseded_by}" if adr.superseded_by else ""
        message = f"the plan follows {adr.id}, which is {adr.status}{after}"
        hint = f"Follow {adr.superseded_by}." if adr.superseded_by else "Follow a decision that stands."
        yield SUPERSEDED_DECISION.finding(plan.path, span, message, hint=hint)


def decision_without_task(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find accepted decisions that a spec names and no plan follows."""
    if not _speaks_for_all(plan, around):
        return
    followed = {mention.id for one in around.plans for mention in one.mentions} | {one.adr for one in around.plans}
    for adr in around.decisions:
        if adr.id in around.specified and adr.id not in followed and (adr.status or "").startswith("accepted"):
            message = f"{adr.id} is accepted and specified, and no plan follows it"
            yield DECISION_WITHOUT_TASK.finding(adr.path, adr.span, message, hint="Plan the spec that names it.")


def requirement_without_task(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find requirements that no task names, in documents of which tasks name others."""
    if not _speaks_for_all(plan, around):
        return
    named = {citation.id for one in around.plans for task in one.tasks for citation in task.requirements}
    wanted = {
        identifier: place
        for identifier, place in around.definitions.items()
        if (kind := _GRAMMAR.kind_of(identifier)) is not None and kind.role is Role.REQUIREMENT
    }
    planned = {place.path for identifier, place in wanted.items() if identifier in named}
    for identifier, place in wanted.items():
        if identifier not in named and place.path in planned:
            message = f"no task implements {identifier}"
            hint = "Name it under the requirements of a task, or strike it out."
            yield REQUIREMENT_WITHOUT_TASK.finding(place.path, place.span, message, marker=identifier, hint=hint)


def task_without_scenario(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find tasks whose work no scenario shows, in plans whose test tasks list scenarios."""
    del around
    live = [task for task in plan.tasks if task.state is not State.DROPPED]
    trials = [task for task in live if task.kind == "TEST" and task.scenarios]
    tested = {dependency.on for task in trials for dependency in task.depends_on}
    shown = {citation.id for task in trials for citation in task.requirements}
    for task in live if trials else ():
        cited = {citation.id for citation in task.requirements}
        if task.kind == "IMPL" and not task.scenarios and task.key not in tested and cited.isdisjoint(shown):
            message = f"no scenario shows that {task.key} does what it is to do"
            hint = f"Have a test task with scenarios depend on {task.key}, or name its requirements there."
            marker = plan.full_name(task.key)
            yield TASK_WITHOUT_SCENARIO.finding(plan.path, task.span, message, marker=marker, hint=hint)


def unplanned_scenario(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find scenarios that carry an id which no plan lists, in feature files of which plans list others."""
    if not _speaks_for_all(plan, around):
        return
    planned = {item.id for one in around.plans for task in one.tasks for item in task.scenarios}
    for feature in around.features:
        ids = {tag for scenario in feature.scenarios for tag in scenario.tags}
        if planned.isdisjoint(ids):
            continue
        for scenario in feature.scenarios:
            own = [tag for tag in scenario.tags if (kind := _GRAMMAR.kind_of(tag)) and kind.role is Role.SCENARIO]
            if own and planned.isdisjoint(own):
                message = f"no plan lists {own[0]}, {scenario.name or 'a scenario without a name'}"
                hint = "List it at the task whose tests show it."
                yield UNPLANNED_SCENARIO.finding(feature.path, scenario.span, message, marker=own[0], hint=hint)


def _speaks_for_all(plan: Plan, around: Surroundings) -> bool:
    """Whether this plan is the one by which a whole project is judged, once."""
    return around.whole and plan is around.plans[0]


_W = Severity.WARNING
SUPERSEDED_DECISION = Rule("superseded-decision", _W, "A plan follows a superseded decision", superseded_decision)
DECISION_WITHOUT_TASK = Rule(
    "decision-without-task", _W, "A decision is accepted and specified, and no plan follows it", decision_without_task
)
REQUIREMENT_WITHOUT_TASK = Rule(
    "requirement-without-task", _W, "A requirement is implemented by no task", requirement_without_task
)
TASK_WITHOUT_SCENARIO = Rule(
    "task-without-scenario", Severity.INFO, "No scenario shows the work of a task", task_without_scenario
)
UNPLANNED_SCENARIO = Rule("unplanned-scenario", _W, "A scenario is listed by no plan", unplanned_scenario)

RULES = (
    SUPERSEDED_DECISION,
    DECISION_WITHOUT_TASK,
    REQUIREMENT_WITHOUT_TASK,
    TASK_WITHOUT_SCENARIO,
    UNPLANNED_SCENARIO,
)
"""The rules that hold a plan against its sources alone, so that planning can tell of them too."""
