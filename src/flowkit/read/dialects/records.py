"""Files that somebody recorded as touched, and entries of lists: what formats of several documents share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from flowkit.model.outline import Block, Line, ListItem, Paragraph, Section
from flowkit.model.source import Document, Span
from flowkit.model.task import Deliverable, Item, State
from flowkit.read.deliverables import read_deliverables
from flowkit.read.fields import Field
from flowkit.read.paths import find_paths
from flowkit.read.values import state_of_box

_GONE = re.compile(
    r"\b(?:deleted?|removed?|deletion|renamed from|moved from|unchanged|not (?:made|created|changed))\b", re.IGNORECASE
)
_LAST_WORD = re.compile(r"\S*$")
_FROM_TOP = re.compile(r"[`*]*(?P<path>\.?/[^\s`*]+\.\w+)(?=[\s`*,:]|$)")
_OPENING = "`*_\"'([<|-+"
# Folders of somebody's machine, and what is no path of a project at all.
_ELSEWHERE = re.compile(
    r"/(?:Users|home|tmp|var|etc|opt|usr|mnt|private|root)/|~|[A-Za-z]:[\\/]|.*(?:\.\./|://|[{}<>|$*])"
)


def recorded(written: str, span: Span) -> Deliverable | None:
    """Return the record of a file that was touched; None for a path that cannot be one of the project.

    A path from the top (``/src/jar.py``) is meant from the top of the project. The file may have gone since.
    """
    path = written.strip().removeprefix("./")
    if not path or _ELSEWHERE.match(path):
        return None
    return Deliverable(written, path.lstrip("/"), None, (), span, loose=True)


def recorded_files(field: Field, document: Document) -> Iterator[Deliverable]:
    """Yield the records that a list of files is; what it says was taken away is no file to look for."""
    if _GONE.search(field.name):
        return
    for entry in read_deliverables(replace(field, blocks=tuple(_without_gone(field.blocks))), document):
        found = _of_entry(entry, document)
        if found is not None and not _GONE.search(entry.note or ""):
            yield replace(found, text=entry.text, note=entry.note)


def _of_entry(entry: Deliverable, document: Document) -> Deliverable | None:
    """Return the record that an entry of a list is, with the path that it opens with from the top of the project."""
    if entry.span is None:
        return None
    if entry.path is not None:
        return _whole(entry.path, entry.span, document)
    from_top = _FROM_TOP.match(entry.text)
    return recorded(from_top.group("path"), entry.span) if from_top else None


def _whole(path: str, span: Span, document: Document) -> Deliverable | None:
    """Return the record of a path, with the underscore at its front where that opens no emphasis.

    What stands behind a part of a longer word is no path by itself.
    """
    before, _, behind = document.split(span)
    word = _LAST_WORD.search(before)
    if word is not None and word.group().strip(_OPENING):
        return None
    return recorded(f"_{path}" if before.endswith("_") and not behind.startswith("_") else path, span)


def section_files(section: Section, document: Document) -> Iterator[Deliverable]:
    """Yield the records that a section is, with those below it."""
    for below in section.walk():
        yield from recorded_files(Field(below.title.text, "", (), below.blocks, below.title.line), document)


def _without_gone(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks without the lists that a line of running text says are of what was taken away."""
    gone = False
    for block in blocks:
        if isinstance(block, Paragraph):
            gone = any(_GONE.search(line.text) and not any(find_paths(line.text)) for line in block.lines[-1:])
        if not gone:
            yield block


def each_once(entries: Iterable[Deliverable]) -> Iterator[Deliverable]:
    """Yield deliverables, of those with one path the first."""
    told: set[str | None] = set()
    for entry in entries:
        if entry.path not in told:
            told.add(entry.path)
            yield entry


def outermost(items: Iterable[ListItem]) -> Iterator[ListItem]:
    """Yield the list items that stand in no other of them, given in document order."""
    end = 0
    for item in items:
        if item.line > end:
            end = item.end_line
            yield item


def item_of(entry: ListItem, document: Document) -> Item:
    """Return an entry of a list with the state of its box and without an id."""
    first = entry.lines[0] if entry.lines else Line("", entry.line, 1)
    done = None if entry.box is None else state_of_box(entry.box) is State.DONE
    return Item(None, " ".join(line.text for line in entry.lines), done, first.span_in(document), entry.box)
