"""Task Master's ``tasks.json``: ``{"master": {"tasks": [...]}}``, a plan for each tag, or ``{"tasks": [...]}``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from flowkit.errors import ReadError
from flowkit.model.marker import SUBTASK_KIND, TASK_KIND, Grammar
from flowkit.model.outline import Line, Outline, Section
from flowkit.model.plan import Definition, Plan
from flowkit.model.task import State, Task
from flowkit.read.dialects import DECLARED
from flowkit.read.dialects.task_master.tasks import TaskReader
from flowkit.read.json_text import JsonText, Node

_HAS_TASKS = re.compile(r"\"tasks\"\s*:\s*\[")
_FILE_NAME = "tasks.json"
_WORDS = {State.OPEN: "pending", State.DONE: "done"}


def recognise(outline: Outline, grammar: Grammar) -> float:
    """Return how sure it is: very, of JSON with tasks that have ids and titles, even broken under the usual name."""
    del grammar
    document = outline.document
    if not document.text.lstrip().startswith("{") or not _HAS_TASKS.search(document.text):
        return 0.0
    named = PurePath(document.path).name == _FILE_NAME
    try:
        lists = list(_lists(JsonText(document).root))
    except ReadError:
        return DECLARED if named else 0.0
    entries = [entry.members for _, tasks in lists for entry in tasks.entries]
    known = all("id" in entry and "title" in entry for entry in entries)
    return DECLARED if lists and known and (entries or named) else 0.0


def parse(outline: Outline, grammar: Grammar) -> Plan:
    """Read the plan of the first tag.

    Raises:
        ReadError: the document is no valid JSON.
    """
    return parse_all(outline, grammar)[0]


def parse_all(outline: Outline, grammar: Grammar) -> tuple[Plan, ...]:
    """Read the plan of each tag; a document without tasks gives a plan without any.

    Raises:
        ReadError: the document is no valid JSON.
    """
    del grammar
    text = JsonText(outline.document)
    lists = list(_lists(text.root))
    if len(lists) > 1:
        text = JsonText(replace(outline.document, bound=True))
    # What looks like Markdown in JSON is none: the plan has no sections.
    document = text.document
    bare = Outline(document, Section(0, Line("", 1, 1), (), (), len(document.lines)), None, ())
    plans = tuple(_plan(bare, tag, TaskReader(text, tasks)) for tag, tasks in lists)
    return plans or (Plan(_stem(document.path), document.path, "task-master", outline=bare),)


def _lists(root: Node) -> Iterator[tuple[str | None, Node]]:
    """Yield the lists of tasks, each with its tag; the list of a file without tags has none."""
    own = root.members.get("tasks")
    if own is not None and isinstance(own.value, list):
        yield None, own
        return
    for tag, node in root.members.items():
        tasks = node.members.get("tasks")
        if tasks is not None and isinstance(tasks.value, list):
            yield tag, tasks


def _plan(bare: Outline, tag: str | None, reader: TaskReader) -> Plan:
    document, tasks = bare.document, reader.tasks
    return Plan(
        id=tag or _stem(document.path),
        path=f"{document.path}#{tag}" if document.bound else document.path,
        dialect="task-master",
        title=None if tag is None else f"Tasks of {tag}",
        tasks=tasks,
        subtasks=reader.subtasks,
        definitions=tuple(_definitions(tasks, reader.subtasks)),
        outline=bare,
        words=_WORDS,
    )


def _definitions(tasks: tuple[Task, ...], subtasks: tuple[Task, ...]) -> Iterator[Definition]:
    for kind, several in ((TASK_KIND, tasks), (SUBTASK_KIND, subtasks)):
        yield from (Definition(kind, task.id, None, task.span) for task in several if task.id)


def _stem(path: str) -> str:
    return PurePath(path).stem
