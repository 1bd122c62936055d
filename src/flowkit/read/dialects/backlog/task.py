"""One document of Backlog.md as a task."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import PurePath

from flowkit.model.outline import Line, ListItem, Outline, Paragraph, plain_title
from flowkit.model.source import Document, Span
from flowkit.model.task import Criterion, Deliverable, Dependency, Item, Label, State
from flowkit.read.attestations import with_attestation
from flowkit.read.dialects.backlog.layout import ARCHIVE
from flowkit.read.dialects.backlog.settings import Settings
from flowkit.read.dialects.records import each_once, item_of, outermost, recorded, recorded_files
from flowkit.read.field_names import PLAIN_FIELDS, slot_of
from flowkit.read.fields import Field, Fields, read_fields, section_fields
from flowkit.read.plain_yaml import Entry, by_key, numbered, read_entries
from flowkit.read.tasks import RawTask
from flowkit.read.values import label

_OF_A_TASK = frozenset({"assignee", "created_date", "updated_date", "ordinal", "parent_task_id", "milestone"})
_OTHER = re.compile(r"(?:doc|decision)-\d", re.IGNORECASE)
"""How the ids of documents and decisions begin, which may lie among the tasks."""
_MARKERS = ("<!-- AC:BEGIN -->", "<!-- SECTION:DESCRIPTION:BEGIN -->")
_FILE_ID = re.compile(r"(?:^|[\W_])(?P<id>task-(?:[a-z]+-)*\d+(?:\.\d+)*)(?![\w.])", re.IGNORECASE)
_TASK_TITLE = re.compile(r"Task(?:\s+[\w.-]*\d[\w.]*)?\s*[:–—-]\s*(?P<title>.+)", re.IGNORECASE)
_NUMBER = re.compile(r"#(?P<number>\d+)\s+")
_FILES = re.compile(r"(?:related|relevant|key|affected|modified|changed|new|created) files\b|files? (?:list|to|chang)")


def is_other(outline: Outline) -> bool:
    """Whether the front matter of a document says that it is no task but another document of the project."""
    front = _front(outline)
    return "id" in front and any(_OTHER.match(line.text) for line in front["id"].values)


def is_declared(outline: Outline) -> bool:
    """Whether the front matter of a document is that of a task."""
    front = _front(outline)
    return {"id", "title"} <= front.keys() and (
        not _OF_A_TASK.isdisjoint(front) or any(marker in outline.document.text for marker in _MARKERS)
    )


def is_named(outline: Outline) -> bool:
    """Whether a document is called a task by its file name, or by its title in a folder of such."""
    path = PurePath(outline.document.path)
    if _FILE_ID.search(path.stem) is None and not {"tasks", "backlog"} <= set(path.parts):
        return False
    return _FILE_ID.search(path.stem) is not None or _title(outline) is not None


def read_task(outline: Outline, settings: Settings) -> RawTask:
    """Return the task that a document is."""
    return _Reader(outline, settings).raw()


def _front(outline: Outline) -> Mapping[str, Entry]:
    front = outline.front_matter
    if front is None:
        return {}
    return by_key(read_entries(numbered(outline.document.lines[front.line : front.end_line - 1], front.line + 1)))


def _title(outline: Outline) -> re.Match[str] | None:
    """Return the first title of a document, where it says that it is one of a task."""
    titles = (section.title.text for section in outline.root.sections if section.level == 1)
    return next((found for title in titles if (found := _TASK_TITLE.match(plain_title(title)))), None)


class _Reader:
    def __init__(self, outline: Outline, settings: Settings) -> None:
        self.outline, self.settings = outline, settings
        self.document: Document = outline.document
        self.front = _front(outline)
        self.fields = section_fields(outline.root, PLAIN_FIELDS, lambda key: slot_of(key) is not None or _is_files(key))

    def raw(self) -> RawTask:
        identifier, span = self._id()
        status = self._label("status")
        state = self._state(status)
        return RawTask(
            id=identifier,
            title=self._name(),
            span=span,
            line=1,
            end_line=len(self.document.lines),
            fields=Fields((), ()),
            phase=self._text("milestone"),
            extras={
                "status": status,
                "state": state,
                "priority": self._label("priority"),
                "labels": tuple(line.text for line in self._values("labels")),
                "story": self._text("parent_task_id"),
                "description": self._description(),
                "depends_on": tuple(
                    Dependency(line.text, None, line.span_in(self.document)) for line in self._values("dependencies")
                ),
                "dependencies_span": self._key_span("dependencies"),
                "deliverables": tuple(each_once(self._deliverables())),
                "criteria": tuple(map(_criterion, self._items("AC", "acceptance criteria"))),
                "checklist": tuple(self._items("DOD", "definition of done")),
                "sources": tuple(line.text for name in ("references", "documentation") for line in self._values(name)),
            },
        )

    @property
    def _head(self) -> tuple[Field, ...]:
        """The fields below the first title, in front of every other heading."""
        root = self.outline.root
        titles = [section.blocks for section in root.sections[:1] if section.level == 1]
        return read_fields((*root.blocks, *chain.from_iterable(titles)), PLAIN_FIELDS).fields

    def _id(self) -> tuple[str, Span]:
        written = self.front["id"].values if "id" in self.front else []
        if written:
            return written[0].text, written[0].span_in(self.document)
        found = _FILE_ID.search(PurePath(self.document.path).stem)
        head = next((section.title for section in self.outline.root.sections), Line("", 1, 1))
        return found.group("id") if found else PurePath(self.document.path).stem, head.span_in(self.document)

    def _name(self) -> str:
        found = _title(self.outline)
        headings = (plain_title(section.title.text) for section in self.outline.root.sections if section.level == 1)
        return self._text("title") or (found.group("title") if found else next(headings, ""))

    def _state(self, status: Label | None) -> State:
        """Return the state that the status gives; what was archived before it was done was given up."""
        state = State.OPEN if status is None else self.settings.state(status.value)
        if state is State.UNKNOWN and not self.front:
            # Who writes a status without the tool writes what comes to mind; it is not said to be done.
            state = State.OPEN
        archived = ARCHIVE in PurePath(self.document.path).parts and state is not State.DONE
        return State.DROPPED if archived else state

    def _label(self, name: str) -> Label | None:
        """Return a word of the front matter; without one, that of a field at the head of the text."""
        lines = self._values(name)
        if lines or self.front:
            return Label(lines[0].text, None, lines[0].span_in(self.document)) if lines else None
        fields = (field for field in self._head if slot_of(field.key) == name)
        return next((found for field in fields if (found := label(field.value, self.document))), None)

    def _description(self) -> str | None:
        """Return the running text of the description, or else that in front of every heading."""
        sections = {plain_title(section.title.text).casefold(): section for section in reversed(self.outline.sections)}
        section = sections.get("description", self.outline.root)
        paragraphs = (block.lines for block in section.blocks if isinstance(block, Paragraph))
        return " ".join(line.text for lines in paragraphs for line in lines) or None

    def _deliverables(self) -> Iterator[Deliverable]:
        """Yield the files that the front matter or a list in the text names."""
        for line in self._values("modified_files"):
            found = recorded(line.text, line.span_in(self.document))
            if found is not None:
                yield found
        for field in self.fields.fields:
            if _is_files(field.key):
                yield from recorded_files(field, self.document)

    def _items(self, marker: str, title: str) -> Iterator[Item]:
        """Yield the entries between the comments of a list, or else those in the section of its title."""
        for entry in self._between(marker) or self._below(title):
            item = item_of(entry, self.document)
            number = _NUMBER.match(item.text)
            yield replace(item, id=number.group("number"), text=item.text[number.end() :]) if number else item

    def _between(self, marker: str) -> list[ListItem]:
        """Return the outermost list items between the comments that begin and end a list."""
        lines = {" ".join(comment.text.split()): comment.span.line for comment in self.outline.comments}
        begin, end = lines.get(f"{marker}:BEGIN"), lines.get(f"{marker}:END")
        if begin is None or end is None:
            return []
        every = (item for section in self.outline.sections for item in section.items)
        return list(outermost(item for item in every if begin < item.line < end))

    def _below(self, title: str) -> list[ListItem]:
        for section in self.outline.sections:
            if plain_title(section.title.text).casefold().rstrip(":") == title:
                return list(outermost(item for below in section.walk() for item in below.items))
        return []

    def _values(self, name: str) -> list[Line]:
        return self.front[name].values if name in self.front else []

    def _text(self, name: str) -> str | None:
        return self.front[name].text or None if name in self.front else None

    def _key_span(self, name: str) -> Span | None:
        return self.front[name].key.span_in(self.document) if name in self.front else None


def _criterion(item: Item) -> Criterion:
    return with_attestation(Criterion(item.id, item.text, item.done, item.span, item.box))


def _is_files(key: str) -> bool:
    return slot_of(key) == "files" or _FILES.match(key) is not None
