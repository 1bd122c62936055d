"""What was lost on the way into a dialect: a plan is compared, field by field, with what its text reads back to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flowkit.draft.dialects.losses import AROUND, FIELDS, OF_DRAFTS, OF_PLANS, OF_TASKS, TEXT
from flowkit.draft.plan import Draft
from flowkit.model.outline import plain_title
from flowkit.model.plan import Aside, Plan
from flowkit.model.task import Task

_NAMED = 5


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that did not arrive as it was.

    Attributes:
        what: what it is, as the table has it.
        tasks: the ids of the tasks that it was said of; empty where it was said of the plan.
        changed: something else stands in its place.
        parts: what it consists of, where that is more than its name says.
    """

    what: str
    tasks: tuple[str, ...] = ()
    changed: bool = False
    parts: tuple[str, ...] = ()

    def __str__(self) -> str:
        word = "changed" if self.changed else "lost"
        count = len(self.tasks)
        of = f" of {count} {'task' if count == 1 else 'tasks'}" if count else ""
        named = self.tasks or self.parts
        listed = ", ".join(named[:_NAMED] if self.tasks else named)
        listed += " ..." if self.tasks[_NAMED:] else ""
        return f"{word}: {self.what}{of}" + (f" ({listed})" if listed else "")


def find_losses(
    draft: Draft, read: Plan, text: str, before: Sequence[Aside] = (), after: Sequence[Aside] = ()
) -> tuple[Loss, ...]:
    """Return what a draft says and its text does not.

    Args:
        draft: what was written (see ``flowkit.draft.dialects.carry``).
        read: the plan that its text reads back to.
        text: the text.
        before: what stood beside the tasks of a plan that was read.
        after: what stands beside them in the text.
    """
    return (
        *_of_tasks(draft.plan, read),
        *_of_plan(draft.plan, read),
        *_of_draft(draft, text),
        *_around(draft.plan, read),
        *_beside(draft.plan, before, after),
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
    for what, of in OF_TASKS.items():
        differing = [(before.key, of(after)) for before, after in pairs if _said(of(before)) != _said(of(after))]
        for changed in (False, True):
            keys = tuple(key for key, after in differing if (_said(after) is not None) is changed)
            if keys:
                yield Loss(what, keys, changed)


def _of_plan(plan: Plan, read: Plan) -> Iterator[Loss]:
    for what, of in OF_PLANS.items():
        before, after = of(plan), of(read)
        if _said(before) is not None and before != after:
            yield Loss(what, changed=_said(after) is not None)


def _of_draft(draft: Draft, text: str) -> Iterator[Loss]:
    for what, of in OF_DRAFTS.items():
        if any(part not in text for part in of(draft)):
            yield Loss(what)


def _around(plan: Plan, read: Plan) -> Iterator[Loss]:
    """Yield what stood around the tasks of a plan and does not any more."""
    again = {"Overview", *_sections(read)}
    titles = [title for title in _sections(plan) if title not in again]
    boxes = sum(entry.task is None for entry in plan.boxes)
    if titles or boxes:
        counted = [f"{boxes} {'box' if boxes == 1 else 'boxes'}"] if boxes else []
        yield Loss(AROUND, parts=(*counted, *titles))


def _beside(plan: Plan, before: Sequence[Aside], after: Sequence[Aside]) -> Iterator[Loss]:
    """Yield what stood beside the tasks and does not any more, but for what a plan holds as a value of its own."""
    again = {(name.casefold(), _words(text)) for aside in after for name, text in aside.fields}
    names = {name for name, _ in again}
    fields = [(name, _words(text)) for aside in before for name, text in aside.fields if not _is_held(plan, text)]
    gone = [name for name, _ in fields if name.casefold() not in names]
    other = [name for name, text in fields if name.casefold() in names and (name.casefold(), text) not in again]
    if gone:
        yield Loss(FIELDS, parts=tuple(dict.fromkeys(gone)))
    if other:
        yield Loss(FIELDS, changed=True, parts=tuple(dict.fromkeys(other)))
    titles = {aside.section for aside in after if aside.text}
    if texts := [aside.section or "above the title" for aside in before if aside.text and aside.section not in titles]:
        yield Loss(TEXT, parts=tuple(f"below {title}" if title != "above the title" else title for title in texts))


def _is_held(plan: Plan, text: str) -> bool:
    status = plan.status and (f"{plan.status.value} ({plan.status.note})" if plan.status.note else plan.status.value)
    effort = plan.effort and plan.effort.text
    return _words(text) in {_words(value) for value in (plan.run_id, plan.created, plan.adr, effort, status) if value}


def _words(text: str) -> str:
    return " ".join(text.split()).strip("`* ").casefold()


def _sections(plan: Plan) -> list[str]:
    """Return the titles of the sections that hold something and no task, and stand in none."""
    if plan.outline is None:
        return []
    taken = {line for task in plan.tasks for line in range(task.line or 0, (task.end_line or 0) + 1)}
    return [
        plain_title(section.title.text)
        for section in plan.outline.sections
        if section.level and section.blocks and taken.isdisjoint(range(section.title.line, section.end_line + 1))
    ]
