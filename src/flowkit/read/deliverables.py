"""What a task or a component is to leave behind, from a field that lists it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowkit.model.outline import Fence, ItemList, Line, Paragraph, Table
from flowkit.model.source import Document
from flowkit.model.task import Deliverable
from flowkit.read.fields import Field
from flowkit.read.paths import as_path, expand_braces, find_paths
from flowkit.read.symbols import find_symbols

_NOTE_LEAD = re.compile(r"^[\s*_`]*(?:[-–—:]\s*)?")
_TREE_OR_CODE = frozenset("│├└─{};=<>\"'$#")


def read_deliverables(field: Field, document: Document) -> tuple[Deliverable, ...]:
    """Return the deliverables of a files field: one for each path, and one for each entry that names none."""
    found: list[Deliverable] = []
    if field.value and field.text.strip("-–— `*_.()").casefold() not in {"", "none", "n/a", "na", "nothing"}:
        for line in field.value:
            found += _of_line(line, document)
    # Below a field that names its file, a list tells what is done to it.
    named = any(entry.path for entry in found)
    for block in field.blocks:
        match block:
            case ItemList(items=items):
                for item in items:
                    if named and not _opens_with_path(item.lines):
                        continue
                    if item.lines and item.lines[0].text.strip("*_() ").casefold() not in {"none", "n/a"}:
                        found += _of_line(item.lines[0], document)
                    found += _of_nested(item.blocks, document)
            case Fence(lines=lines):
                for line in lines:
                    found += _of_fence_line(line, document)
            case Table(rows=rows):
                for row in rows:
                    found += [entry for entry in _of_line(row[0], document) if entry.path] if row else []
            case Paragraph(lines=lines):
                for line in lines:
                    found += [entry for entry in _of_line(line, document) if entry.path]
            case _:
                pass
    return tuple(found)


def _opens_with_path(lines: tuple[Line, ...]) -> bool:
    first = next(find_paths(lines[0].text), None) if lines else None
    return first is not None and not lines[0].text[: first[1]].strip("`*_@[( ")


def _of_nested(blocks: tuple[object, ...], document: Document) -> Iterator[Deliverable]:
    for block in blocks:
        if isinstance(block, ItemList):
            for item in block.items:
                if item.lines:
                    yield from (entry for entry in _of_line(item.lines[0], document) if entry.path)


def _of_line(line: Line, document: Document) -> list[Deliverable]:
    text = line.text
    paths = list(_head_paths(text))
    symbols = find_symbols(text)
    if not paths:
        return [Deliverable(text, None, None, symbols, line.span_in(document))]
    note = _note(text[paths[-1][2] :])
    return [
        Deliverable(text, path, note, symbols, line.span_in(document, start, end))
        for written, start, end in paths
        for path in expand_braces(written)
    ]


def _head_paths(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the first path and those that follow it in the same enumeration; what a remark names is no deliverable."""
    last: int | None = None
    for path, start, end in find_paths(text):
        if last is not None and re.sub(r"[\s`*_,&+]|\band\b|\(new\)|\(new file\)", "", text[last:start]):
            return
        last = end
        yield path, start, end


def _note(rest: str) -> str | None:
    rest = _NOTE_LEAD.sub("", rest).strip()
    if rest.startswith("(") and rest.endswith(")") and rest.count("(") == 1:
        rest = rest[1:-1]
    return " ".join(rest.strip(" *_").split()) or None


def _of_fence_line(line: Line, document: Document) -> Iterator[Deliverable]:
    text = line.text.partition(" #")[0].strip()
    if not text or text.startswith(("#", "//")):
        return
    word = text.split()[0]
    written, rest = as_path(word), text[len(word) :]
    paths = expand_braces(written) if written is not None else ()
    if paths and _TREE_OR_CODE.isdisjoint(paths[0] + rest):
        note = _note(line.text.strip()[len(word) :].lstrip(" #"))
        start = line.text.index(word)
        span = line.span_in(document, start, start + len(word))
        yield from (Deliverable(line.text.strip(), path, note, (), span) for path in paths)
