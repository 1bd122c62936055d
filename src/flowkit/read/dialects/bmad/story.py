"""A story: ``# Story 1.2: Title``, its status, criteria, tasks, and the files that its developer names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from flowkit.model.outline import Outline, Paragraph, Section, plain_title
from flowkit.model.source import Span
from flowkit.model.task import Criterion, Deliverable, Item, Label
from flowkit.read.attestations import with_attestation
from flowkit.read.dialects.records import each_once, item_of, outermost, section_files
from flowkit.read.fields import read_fields
from flowkit.read.values import label

_TITLE = re.compile(r"Story\s+(?P<number>\d+[.-]\d+[a-z]?)\b\s*[:–—-]*\s*(?P<title>.*)", re.IGNORECASE)
_PLAIN = frozenset({"status"})
_CRITERION = re.compile(r"(?:\*\*)?(?P<id>AC[ -]?#?\d+)(?:\*\*)?\s*[:.–—-]*\s*(?P<text>.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Story:
    """A story.

    Attributes:
        outline: its document.
        key: the name of that.
        id: ``Story 1.2``.
        title: its title.
        span: where that stands.
        status: how far it says that it is.
        criteria: its acceptance criteria.
        checklist: its tasks.
        files: the files that it says were touched.
    """

    outline: Outline
    key: str
    id: str
    title: str
    span: Span
    status: Label | None
    criteria: tuple[Criterion, ...]
    checklist: tuple[Item, ...]
    files: tuple[Deliverable, ...]


def read_story(outline: Outline) -> Story | None:
    """Return the story that a document is; None where its title says that it is none."""
    for section in outline.sections:
        found = _TITLE.match(plain_title(section.title.text)) if section.level == 1 else None
        if found is not None:
            number = found.group("number").replace("-", ".")
            document = outline.document
            return Story(
                outline=outline,
                key=PurePath(document.path).stem,
                id=f"Story {number}",
                title=found.group("title"),
                span=section.title.span_in(document),
                status=_status(outline, section),
                criteria=tuple(_criteria(outline)),
                checklist=tuple(_tasks(outline)),
                files=tuple(each_once(_files(outline))),
            )
    return None


def _status(outline: Outline, head: Section) -> Label | None:
    """Return the status below the title, be it a field or a section of its own."""
    for field in read_fields(head.blocks, _PLAIN).fields:
        if field.key == "status":
            return label(field.value, outline.document)
    for section in _titled(outline, "status"):
        lines = (line for block in section.blocks if isinstance(block, Paragraph) for line in block.lines)
        return label([line for line in lines if line.text], outline.document)
    return None


def _titled(outline: Outline, title: str) -> list[Section]:
    """Return the first section that is called so, whatever stands behind it; an empty list where there is none."""
    names = ((section, plain_title(section.title.text).casefold()) for section in outline.sections if section.level)
    return [section for section, name in names if re.match(rf"{title}\s*(?:$|[/(:])", name)][:1]


def _criteria(outline: Outline) -> Iterator[Criterion]:
    """Yield the criteria: the headings below that of the section where they are numbered, or else its entries."""
    for section in _titled(outline, "acceptance criteria"):
        titles = ((below.title, _CRITERION.match(plain_title(below.title.text))) for below in section.sections)
        named = [(title, found) for title, found in titles if found is not None]
        for title, found in named:
            yield _criterion(Item(None, title.text, None, title.span_in(outline.document)), found)
        for entry in () if named else outermost(item for below in section.walk() for item in below.items):
            item = item_of(entry, outline.document)
            yield _criterion(item, _CRITERION.match(item.text.replace("*", "")))


def _criterion(item: Item, found: re.Match[str] | None) -> Criterion:
    identifier, text = (found.group("id"), found.group("text")) if found else (None, item.text)
    return with_attestation(Criterion(identifier, text, item.done, item.span, item.box))


def _tasks(outline: Outline) -> Iterator[Item]:
    for section in _titled(outline, "tasks"):
        every = outermost(item for below in section.walk() for item in below.items)
        yield from (item_of(entry, outline.document) for entry in every if entry.box is not None)


def _files(outline: Outline) -> Iterator[Deliverable]:
    """Yield the files of every list of them: reviews add lists of their own."""
    for section in outline.sections:
        if section.level and plain_title(section.title.text).casefold().startswith("file list"):
            yield from section_files(section, outline.document)
