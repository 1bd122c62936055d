"""What a plan says that a dialect cannot: the table of it, and what was lost on the way into one.

A plan is compared, field by field, with what its text reads back to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flowkit.draft.plan import Draft
from flowkit.model.outline import plain_title
from flowkit.model.plan import Plan
from flowkit.model.task import Deliverable, Item, State, Task

# What a status says that the state of its task does not say already.
_PLAIN_STATUS = frozenset(("", "todo", "open", "doing", "in progress", "done", "dropped", "unknown"))


def _status(task: Task) -> object:
    if task.status is None or (task.status.note is None and task.status.value.casefold() in _PLAIN_STATUS):
        return None
    return task.status.value, task.status.note


def _deliverables(task: Task) -> object:
    found = ((each.path, each.note, each.symbols, _words(each)) for each in task.deliverables)
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


_OF_TASKS: Mapping[str, Callable[[Task], object]] = MappingProxyType(
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

_OF_PLANS: Mapping[str, Callable[[Plan], object]] = MappingProxyType(
    {
        "the plan's id": lambda plan: plan.id,
        "the plan's title": lambda plan: plan.title,
        "the plan's status": lambda plan: plan.status and (plan.status.value, plan.status.note),
        "the plan's decision": lambda plan: plan.adr,
        "the plan's effort": lambda plan: plan.effort and (plan.effort.text, plan.effort.low, plan.effort.high),
        "the plan's date": lambda plan: plan.created,
        "the plan's overview": lambda plan: plan.overview,
        "the plan's phases": lambda plan: tuple(dict.fromkeys(phase.title for phase in plan.phases)),
        "the drawn graph": lambda plan: frozenset((edge.task, edge.on) for edge in plan.edges),
    }
)
"""What can be lost of a plan beside its tasks, once."""

_OF_DRAFTS: Mapping[str, Callable[[Draft], tuple[str, ...]]] = MappingProxyType(
    {
        "the spec's path": lambda draft: (draft.spec,) if draft.spec else (),
        "the features' paths": lambda draft: draft.features,
        "risk notes": lambda draft: tuple(risk.text for risk in draft.risks),
        "open questions": lambda draft: draft.questions,
        "non-goals": lambda draft: draft.non_goals,
    }
)
"""What a drafted plan says beside its tasks, and no dialect reads back: it is there if its words are."""

_AROUND = "sections and boxes outside tasks"

LOSSES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "markers": frozenset({"optional marks", "parallel marks", "user stories", _AROUND}),
        "story": frozenset({"parallel marks", "user stories", "the drawn graph", _AROUND}),
        "phases": frozenset({"optional marks", "parallel marks", "user stories", "the drawn graph", _AROUND}),
        "steps": frozenset({"optional marks", "parallel marks", "user stories", "the drawn graph", _AROUND}),
        "spec-kit": frozenset({"the drawn graph", _AROUND}),
        "subtasks": frozenset((*_OF_TASKS, *_OF_PLANS, *_OF_DRAFTS, _AROUND))
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


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that did not arrive as it was.

    Attributes:
        what: what it is, as the table has it.
        tasks: the ids of the tasks that it was said of; empty where it was said of the plan.
        changed: something else stands in its place.
    """

    what: str
    tasks: tuple[str, ...] = ()
    changed: bool = False

    def __str__(self) -> str:
        word = "changed" if self.changed else "lost"
        if not self.tasks:
            return f"{word}: {self.what}"
        count = len(self.tasks)
        named = ", ".join(self.tasks[:_NAMED]) + (" ..." if count > _NAMED else "")
        return f"{word}: {self.what} of {count} {'task' if count == 1 else 'tasks'} ({named})"


_NAMED = 5


def find_losses(draft: Draft, read: Plan, text: str) -> tuple[Loss, ...]:
    """Return what a draft says and its text does not.

    Args:
        draft: what was written (see ``flowkit.draft.carry``).
        read: the plan that its text reads back to.
        text: the text.
    """
    return (
        *_of_tasks(draft.plan, read),
        *_of_plan(draft.plan, read),
        *_of_draft(draft, text),
        *_around(draft.plan, read),
    )


def _said(value: object) -> object:
    """Return a value, or None where it says nothing."""
    return None if value in ("", False, (), frozenset()) else value


def _of_tasks(plan: Plan, read: Plan) -> Iterator[Loss]:
    there: dict[str, list[Task]] = {}
    for task in read.tasks:
        there.setdefault(task.key, []).append(task)
    pairs: list[tuple[Task, Task]] = []
    missing: list[str] = []
    for task in plan.tasks:
        if there.get(task.key):
            pairs.append((task, there[task.key].pop(0)))
        else:
            missing.append(task.key)
    if missing:
        yield Loss("everything", tuple(missing))
    if strange := tuple(task.key for tasks in there.values() for task in tasks):
        yield Loss("the work", strange, changed=True)
    for what, of in _OF_TASKS.items():
        differing = [(before.key, of(after)) for before, after in pairs if _said(of(before)) != _said(of(after))]
        for changed in (False, True):
            keys = tuple(key for key, after in differing if (_said(after) is not None) is changed)
            if keys:
                yield Loss(what, keys, changed)


def _of_plan(plan: Plan, read: Plan) -> Iterator[Loss]:
    for what, of in _OF_PLANS.items():
        before, after = of(plan), of(read)
        if _said(before) is not None and before != after:
            yield Loss(what, changed=_said(after) is not None)


def _of_draft(draft: Draft, text: str) -> Iterator[Loss]:
    for what, of in _OF_DRAFTS.items():
        if any(part not in text for part in of(draft)):
            yield Loss(what)


def _around(plan: Plan, read: Plan) -> Iterator[Loss]:
    """Yield what stood around the tasks of a plan and does not any more."""
    again = {"Overview", *_sections(read)}
    titles = [title for title in _sections(plan) if title not in again]
    boxes = sum(entry.task is None for entry in plan.boxes)
    if titles or boxes:
        named = ", ".join(titles[:_NAMED]) + (" ..." if len(titles) > _NAMED else "")
        told = f"{boxes} {'box' if boxes == 1 else 'boxes'}" + (f"; {named}" if named else "")
        yield Loss(f"{_AROUND} ({told})")


def _sections(plan: Plan) -> list[str]:
    """Return the titles of the sections that hold something and no task, and stand in none."""
    if plan.outline is None:
        return []
    titles: list[str] = []
    for section in plan.outline.sections():
        first, last = section.title.line, section.end_line
        beside = all(last < (task.line or 0) or first > (task.end_line or 0) for task in plan.tasks)
        if section.level and section.blocks and beside:
            titles.append(plain_title(section.title.text))
    return titles
