"""The tasks of one tag, and their subtasks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from flowkit.model.marker import SUBTASK_KIND, TASK_KIND
from flowkit.model.outline import plain_title
from flowkit.model.source import Span
from flowkit.model.task import Criterion, Deliverable, Dependency, Item, Label, State, Task
from flowkit.read.dialects.named_files import named_files
from flowkit.read.json_text import JsonText, Node
from flowkit.read.values import task_state

_LIST_MARK = re.compile(r"^\s*(?:[-*•]|\d+[.)])?\s*(?:\[(?P<mark>.)\]\s*)?")
_PROSE = ("description", "details")
_CRITERIA = ("acceptanceCriteria", "acceptance_criteria")


class TaskReader:
    """Reads the tasks of a list.

    Attributes:
        tasks: the tasks.
        subtasks: the subtasks of all of them.
    """

    def __init__(self, text: JsonText, tasks: Node) -> None:
        self._text = text
        entries = [node for node in tasks.entries if _id(node)]
        self._keys = {_id(node) for node in entries}
        parts = {_id(node): tuple(self._subtasks(node)) for node in entries}
        self.subtasks: tuple[Task, ...] = tuple(part for several in parts.values() for part in several)
        self.tasks: tuple[Task, ...] = tuple(self._task(node, parts[_id(node)]) for node in entries)

    def _task(self, node: Node, parts: tuple[Task, ...]) -> Task:
        nodes = [node, *_listed(node, "subtasks")]
        checklist = tuple(Item(part.id, part.title, part.state is State.DONE, part.span) for part in parts)
        depends = (Dependency(each.text, None, self._text.span(each)) for each in _listed(node, "dependencies"))
        return self._made(
            node,
            _id(node),
            TASK_KIND,
            depends_on=tuple(one for one in depends if one.on),
            deliverables=tuple(self._deliverables(nodes)),
            criteria=tuple(self._criteria(node)),
            verifications=tuple(self._verifications(node)),
            checklist=checklist,
        )

    def _subtasks(self, node: Node) -> Iterator[Task]:
        parent = _id(node)
        entries = [part for part in _listed(node, "subtasks") if _id(part)]
        names = {_full(parent, _id(part)) for part in entries}
        for part in entries:
            depends = tuple(
                Dependency(self._meant(each.text, parent, names), None, self._text.span(each))
                for each in _listed(part, "dependencies")
                if each.text
            )
            yield self._made(part, _full(parent, _id(part)), SUBTASK_KIND, depends_on=depends)

    def _meant(self, written: str, parent: str, names: set[str]) -> str:
        """Return what a subtask waits for: one of the same task by its own number, or else what is written in full."""
        local = f"{parent}.{written}"
        in_full = local not in names and (written in names or written in self._keys or "." in written)
        return written if in_full else local

    def _made(self, node: Node, key: str, kind: str, **more: object) -> Task:
        """Return a task with what tasks and subtasks have in common; it stands where its id does."""
        members = node.members
        status = self._label(members.get("status"))
        prose = [members[name].text for name in _PROSE if name in members]
        return Task(
            id=key,
            key=key,
            kind=kind,
            title=plain_title(_text(members, "title")),
            span=self._text.span(members["id"]),
            state=task_state(None, status, struck_out=False),
            status=status,
            end_line=self._text.line(node.end - 1),
            priority=self._label(members.get("priority")),
            description=" ".join(" ".join(prose).split()) or None,
            dependencies_span=self._span(members.get("dependencies")),
            **more,  # type: ignore[arg-type]  # the names are those of Task; the values are typed where they are made
        )

    def _deliverables(self, nodes: list[Node]) -> Iterator[Deliverable]:
        """Yield the files that a task and its subtasks name, each once, where they stand."""
        told: set[str] = set()
        for prose in (node.members[name] for node in nodes for name in _PROSE if name in node.members):
            for path in named_files(prose.text):
                if path not in told:
                    told.add(path)
                    yield Deliverable(path, path, None, (), self._place(path, prose), loose=True)

    def _place(self, words: str, node: Node) -> Span:
        """Return where words stand in a string; the string itself where they are written with escapes."""
        start = self._text.text.find(words, node.start, node.end)
        return self._text.span(node) if start < 0 else self._text.part(start, start + len(words))

    def _criteria(self, node: Node) -> Iterator[Criterion]:
        for field in (node.members[name] for name in _CRITERIA if name in node.members):
            for entry in field.entries or [field]:
                for line in entry.text.splitlines():
                    mark = _LIST_MARK.match(line)
                    text = line[mark.end() :].strip() if mark else line
                    if text:
                        ticked = mark.group("mark") if mark else None
                        done = None if ticked is None else ticked in "xX"
                        yield Criterion(None, text, done, self._place(text, entry))

    def _verifications(self, node: Node) -> Iterator[Item]:
        strategy = node.members.get("testStrategy")
        if strategy is not None and (text := " ".join(strategy.text.split())):
            yield Item(None, text, None, self._text.span(strategy))

    def _label(self, node: Node | None) -> Label | None:
        if node is None or not node.text.strip():
            return None
        return Label(node.text.strip(), None, self._text.span(node))

    def _span(self, node: Node | None) -> Span | None:
        return None if node is None else self._text.span(node)


def _listed(node: Node, name: str) -> list[Node]:
    found = node.members.get(name)
    return [] if found is None else found.entries


def _id(node: Node) -> str:
    return _text(node.members, "id").strip()


def _text(members: Mapping[str, Node], name: str) -> str:
    return members[name].text if name in members else ""


def _full(parent: str, own: str) -> str:
    """Return the name of a subtask within its tag: its number behind that of its task, unless it is written so."""
    return own if own.startswith(f"{parent}.") else f"{parent}.{own}"
