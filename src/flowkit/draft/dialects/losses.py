"""What a plan says, field by field, and the table of what each dialect cannot say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from flowkit.draft.plan import Draft
from flowkit.model.plan import Plan
from flowkit.model.task import Deliverable, Item, State, Task

# What a status says that the state of its task does not say already.
_PLAIN_STATUS = frozenset(("", "todo", "open", "doing", "in progress", "done", "dropped", "unknown"))


def _status(task: Task) -> object:
    if task.status is None or (task.status.note is None and task.status.value.casefold() in _PLAIN_STATUS):
        return None
    return task.status.value, task.status.note


def _deliverables(task: Task) -> object:
    # Its symbols are what its words name.
    found = ((each.path, each.note, _words(each)) for each in task.deliverables)
    return tuple(dict.fromkeys(each for each in found if any((each[0] is None, *each[1:]))))


def _words(deliverable: Deliverable) -> str | None:
    beside = deliverable.text.replace(deliverable.path, "") if deliverable.path else deliverable.text
    return deliverable.text if any(character.isalnum() for character in beside) else None


def _texts(items: Iterable[Item]) -> object:
    return tuple((item.id, item.text) for item in items)


def _ticks(items: Iterable[Item]) -> object:
    ticks = tuple(item.done for item in items)
    return ticks if any(tick is not None for tick in ticks) else None


def _whole(items: Iterable[Item]) -> object:
    return tuple((item.id, item.text, item.done) for item in items)


def _phases(plan: Plan) -> tuple[str, ...]:
    return tuple(dict.fromkeys(phase.title for phase in plan.phases))


def _outer_phases(plan: Plan) -> tuple[str, ...]:
    """Return the phases of a plan whose tasks stand in smaller groups inside them."""
    titles = _phases(plan)
    return titles if {task.phase for task in plan.tasks}.isdisjoint(titles) else ()


OF_TASKS: Mapping[str, Callable[[Task], object]] = MappingProxyType(
    {
        "titles": lambda task: task.title,
        "states": lambda task: None if task.state is State.OPEN else task.state,
        "words of statuses": _status,
        "optional marks": lambda task: task.optional,
        "parallel marks": lambda task: task.parallel,
        "user stories": lambda task: task.story,
        "phases": lambda task: task.phase,
        "priorities": lambda task: task.priority and (task.priority.value, task.priority.note),
        "efforts": lambda task: task.effort and (task.effort.text, task.effort.low, task.effort.high),
        "descriptions": lambda task: " ".join((task.description or "").split()),
        "dependencies": lambda task: tuple(each.on for each in task.depends_on),
        "reasons of dependencies": lambda task: tuple(
            (each.on, each.reason) for each in task.depends_on if each.reason
        ),
        "dependencies that name no task": lambda task: tuple(each.text for each in task.unresolved),
        "files": lambda task: tuple(dict.fromkeys(each.path for each in task.files)),
        "deliverables beyond a path": _deliverables,
        "requirements": lambda task: tuple(sorted({each.id for each in task.requirements})),
        "criteria": lambda task: _texts(task.criteria),
        "ticks of criteria": lambda task: _ticks(task.criteria),
        "attestations": lambda task: tuple(
            (each.attested.name, each.attested.date, each.attested.commit) for each in task.criteria if each.attested
        ),
        "verifications": lambda task: _texts(task.verifications),
        "ticks of verifications": lambda task: _ticks(task.verifications),
        "changes": lambda task: _whole(task.changes),
        "ways to test": lambda task: _whole(task.how_to_test),
        "checklists": lambda task: _whole(task.checklist),
        "scenarios": lambda task: _whole(task.scenarios),
        "coverage targets": lambda task: tuple(
            (each.id, each.text, each.metric, each.minimum, each.of) for each in task.coverage_targets
        ),
        "contract endpoints": lambda task: tuple((each.id, each.text) for each in task.contract_endpoints),
        "features": lambda task: task.features,
        "commands": lambda task: task.commands,
        "notes": lambda task: task.notes,
        "sources": lambda task: task.sources,
    }
)
"""What can be lost of a task."""

OF_PLANS: Mapping[str, Callable[[Plan], object]] = MappingProxyType(
    {
        "the plan's id": lambda plan: plan.id,
        "the plan's title": lambda plan: plan.title,
        "the plan's status": lambda plan: plan.status and (plan.status.value, plan.status.note),
        "the plan's decision": lambda plan: plan.adr,
        "the plan's effort": lambda plan: plan.effort and (plan.effort.text, plan.effort.low, plan.effort.high),
        "the plan's date": lambda plan: plan.created,
        "the plan's overview": lambda plan: plan.overview,
        "the plan's phases": lambda plan: () if _outer_phases(plan) else _phases(plan),
        "phases that hold groups of tasks": _outer_phases,
        "the drawn graph": lambda plan: frozenset((edge.task, edge.on) for edge in plan.edges),
    }
)
"""What can be lost of a plan beside its tasks, once."""

OF_DRAFTS: Mapping[str, Callable[[Draft], tuple[str, ...]]] = MappingProxyType(
    {
        "the spec's path": lambda draft: (draft.spec,) if draft.spec else (),
        "the features' paths": lambda draft: draft.features,
        "risk notes": lambda draft: tuple(risk.text for risk in draft.risks),
        "what the decisions bring": lambda draft: draft.consequences,
        "open questions": lambda draft: draft.questions,
        "non-goals": lambda draft: draft.non_goals,
    }
)
"""What a drafted plan says beside its tasks, and no dialect reads back: it is there if its words are."""

AROUND = "sections and boxes outside tasks"
"""What stands between the tasks of a plan that was read."""

FIELDS = "fields outside tasks"
TEXT = "running text outside tasks"
"""What stands in the sections that hold tasks, beside them."""

_EVERYWHERE = frozenset({"the drawn graph", "phases that hold groups of tasks", AROUND, FIELDS, TEXT})
_TAGS = frozenset({"parallel marks", "user stories"})

LOSSES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "markers": _EVERYWHERE | _TAGS | {"optional marks"},
        "story": _EVERYWHERE | _TAGS,
        "phases": _EVERYWHERE | _TAGS | {"optional marks"},
        "steps": _EVERYWHERE | _TAGS | {"optional marks"},
        "spec-kit": _EVERYWHERE,
        "subtasks": frozenset((*OF_TASKS, *OF_PLANS, *OF_DRAFTS, AROUND, FIELDS, TEXT))
        - {
            "titles",
            "states",
            "priorities",
            "efforts",
            "dependencies",
            "files",
            "requirements",
            "criteria",
            "attestations",
            "verifications",
            "the plan's id",
            "the plan's title",
        },
    }
)
"""Dialect -> what flowkit's template for it cannot carry."""
