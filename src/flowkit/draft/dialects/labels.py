"""The ids of a plan's tasks in another dialect: kept where it can carry them, otherwise new."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from flowkit.draft.dialects.forms import Form
from flowkit.model.marker import Grammar, Label, Role, leading_label
from flowkit.model.task import Task


def relabel(tasks: Iterable[Task], form: Form, grammar: Grammar) -> tuple[tuple[str, str], ...]:
    """Return the key and the id of each task, in order.

    An id that the dialect can carry stays. ``Task 1.1`` and ``Step 1.1`` keep their number; every other id is made of
    the place of its task in the plan, or of the next number that is free.
    """
    tasks = tuple(tasks)
    taken = {task.id.casefold() for task in tasks if task.id is not None and form.carries(task.id, grammar)}
    labels: list[tuple[str, str]] = []
    for place, task in enumerate(tasks, start=1):
        identifier = task.id if task.id is not None and form.carries(task.id, grammar) else None
        if identifier is None:
            identifier = next(name for name in _candidates(task, place, form, grammar) if name.casefold() not in taken)
            taken.add(identifier.casefold())
        labels.append((task.key, identifier))
    return tuple(labels)


def _candidates(task: Task, place: int, form: Form, grammar: Grammar) -> Iterable[str]:
    label = leading_label(task.id) if task.id else None
    if task.id and label is not None and label.word is not None and not label.prefixed and label.start == 0:
        same_number = form.fresh.partition(" ")[0] + task.id[len(label.word) :]
        if form.carries(same_number, grammar):
            yield same_number
    number = place
    while True:
        yield form.fresh.format(number)
        number += 1


def renamer(names: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that writes the new names of tasks into a text, wherever it names one by its whole id."""
    changed = {old: new for old, new in names.items() if old != new}
    if not changed:
        return lambda text: text
    longest_first = sorted(map(re.escape, changed), key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w/.:#-])(?:{'|'.join(longest_first)})(?![\w/]|[.-]\w)")
    return lambda text: pattern.sub(lambda found: changed[found.group()], text)


def box_text(text: str, form: Form, grammar: Grammar) -> str:
    """Return the text of a box inside a task so that no label at its start opens another task."""
    label = leading_label(text)
    if label is None or form.opens is None or not form.opens(label, grammar.kind_of(label.id)):
        return text
    return _disguised(text, label)


def heading_text(text: str, grammar: Grammar) -> str:
    """Return the text of a heading above tasks so that no label at its start opens a task, in any dialect."""
    label = leading_label(text)
    return text if label is None or not _opens_heading(label, grammar) else _disguised(text, label)


def _opens_heading(label: Label, grammar: Grammar) -> bool:
    if not label.prefixed:
        return label.word in {"task", "subtask", "step"}
    kind = grammar.kind_of(label.id)
    if kind is not None:
        return kind.role is Role.TASK
    return label.word is not None or "_" in label.id or label.id.upper().startswith("T")


def _disguised(text: str, label: Label) -> str:
    """Write the first character of a label as an entity, which is shown as that character and read as no label."""
    return f"{text[: label.start]}&#{ord(text[label.start])};{text[label.start + 1 :]}"
