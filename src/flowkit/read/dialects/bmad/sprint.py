"""``sprint-status.yaml``: the epics and stories of a project, and how far each is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flowkit.model.source import Document, Span
from flowkit.model.task import Label
from flowkit.read.plain_yaml import Entry, by_key, numbered, read_entries
from flowkit.read.values import label

_EPIC = re.compile(r"epic[-_](?P<number>[\w.]+)", re.IGNORECASE)
_NO_STORY = re.compile(r"epic[-_]|retrospective", re.IGNORECASE)
_STORY = re.compile(r"(?P<epic>\d+)[-_.](?P<number>\d+[a-z]?)(?:[-_](?P<slug>.*))?")


@dataclass(frozen=True, slots=True)
class Epic:
    """An epic: what it is called, how far it is said to be, and where it stands."""

    title: str
    status: Label | None
    span: Span


@dataclass(frozen=True, slots=True)
class Listed:
    """A story as the list has it.

    Attributes:
        key: its key (``1-2-lid-of-the-jar``), which is the name of its document too.
        id: ``Story 1.2``, or the key where it has no such number.
        title: the words of the key.
        epic: the title of its epic.
        status: how far it is.
        span: where the key stands.
    """

    key: str
    id: str
    title: str
    epic: str | None
    status: Label | None
    span: Span


@dataclass(frozen=True, slots=True)
class Sprint:
    """The list of stories of a project, with its name."""

    project: str | None
    epics: tuple[Epic, ...]
    stories: tuple[Listed, ...]


def read_sprint(document: Document) -> Sprint:
    """Read a list of stories; a text that is none gives an empty one."""
    top = by_key(read_entries(numbered(document.lines)))
    entries = top["development_status"].entries if "development_status" in top else []
    epics = tuple(_epic(entry, found, document) for entry in entries if (found := _EPIC.fullmatch(entry.key.text)))
    stories = tuple(_listed(entry, document) for entry in entries if not _NO_STORY.search(entry.key.text))
    project = top["project"].text if "project" in top else None
    return Sprint(project or None, epics, stories)


def _epic(entry: Entry, found: re.Match[str], document: Document) -> Epic:
    return Epic(f"Epic {found.group('number')}", label(entry.values, document), entry.key.span_in(document))


def _listed(entry: Entry, document: Document) -> Listed:
    key = entry.key.text
    found = _STORY.fullmatch(key)
    slug = found.group("slug") or "" if found else key
    return Listed(
        key=key,
        id=f"Story {found.group('epic')}.{found.group('number')}" if found else key,
        title=" ".join(re.split(r"[-_\s]+", slug)).capitalize(),
        epic=f"Epic {found.group('epic')}" if found else None,
        status=label(entry.values, document),
        span=entry.key.span_in(document),
    )
