"""Fields: a name, a colon and what follows it, in the forms that people write.

``**Priority:** P0``, ``**Priority**: P0``, ``- **Objective**: …``, ``_Requirements: 1.1_`` and, for names that the
caller knows, plain ``Status: accepted``. The list, fence or table that follows a field belongs to it, until new running
text begins; a list that a blank line parts from a value does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from flowkit.model.outline import (
    Block,
    Comment,
    ItemList,
    Line,
    ListItem,
    Paragraph,
    Quote,
    Section,
)
from flowkit.read.field_lines import field_key, field_parts, first_field


@dataclass(frozen=True, slots=True)
class Field:
    """A field.

    Attributes:
        name: the name as written, without emphasis.
        key: the name in lower case with single spaces, for look-ups.
        value: the lines of its value, the first possibly cut from behind the colon; empty lines are left out.
        blocks: the lists, fences, tables and paragraphs that belong to it.
        line: the line of the name.
    """

    name: str
    key: str
    value: tuple[Line, ...]
    blocks: tuple[Block, ...]
    line: int

    @property
    def text(self) -> str:
        """The value as one line of text; empty where the field has no value of its own."""
        return " ".join(line.text for line in self.value)

    def items(self) -> Iterator[ListItem]:
        """Yield the items of its lists, nested ones left out."""
        for block in self.blocks:
            if isinstance(block, ItemList):
                yield from block.items
            elif isinstance(block, Quote):
                yield from (item for inner in block.blocks if isinstance(inner, ItemList) for item in inner.items)


@dataclass(slots=True)
class _Draft:
    name: str
    line: int
    value: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def done(self) -> Field:
        return Field(self.name, field_key(self.name), tuple(self.value), tuple(self.blocks), self.line)


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields in a run of blocks, and the blocks that belong to none of them."""

    fields: tuple[Field, ...]
    rest: tuple[Block, ...]


def read_fields(blocks: Iterable[Block], plain: Collection[str] = ()) -> Fields:
    """Split blocks into fields and the rest.

    Args:
        blocks: blocks of one section or one list item.
        plain: names, in lower case, that make a field without any emphasis.
    """
    reader = _Splitter(plain)
    for block in blocks:
        for part in _parted(block, plain) if isinstance(block, ItemList) else (block,):
            reader.take(part)
    return reader.done()


def item_fields(item: ListItem, plain: Collection[str] = ()) -> tuple[tuple[Line, ...], Fields]:
    """Split an item that stands for something into the text that it begins with, and its fields and the rest."""
    text, blocks = item_contents(item, plain)
    return text, read_fields(blocks, plain)


def item_contents(item: ListItem, plain: Collection[str] = ()) -> tuple[tuple[Line, ...], tuple[Block, ...]]:
    """Split an item into the text that it begins with and the blocks in it, the first of them fields below the text."""
    at = first_field(item.lines, plain)
    fields = (Paragraph(item.lines[at:]),) if at < len(item.lines) else ()
    return item.lines[:at], (*fields, *item.blocks)


def _parted(listed: ItemList, plain: Collection[str]) -> Iterator[ItemList | Paragraph]:
    """Yield a list, parted at the fields that stand right below its items and are not indented as what is in them.

    Markdown takes such a line for text of the item above it; who writes one means what would stand below an empty line.
    """
    kept: list[ListItem] = []
    for item in listed.items:
        own, fields = _without_fields(item, _column(item), plain)
        kept.append(own)
        if fields:
            yield ItemList(tuple(kept))
            yield Paragraph(fields)
            kept = []
    if kept:
        yield ItemList(tuple(kept))


def _without_fields(item: ListItem, column: int, plain: Collection[str]) -> tuple[ListItem, tuple[Line, ...]]:
    """Return an item as it is before the first field in front of a column that its last lines hold, and those lines."""
    match item.blocks:
        case ():
            own, fields = _cut(item.lines, column, plain)
            changed = replace(item, lines=own)
        case (*above, Paragraph(lines=lines)):
            own, fields = _cut(lines, column, plain)
            changed = replace(item, blocks=(*above, Paragraph(own)))
        case (*above, ItemList(items=(*others, last))):
            inner, fields = _without_fields(last, column, plain)
            changed = replace(item, blocks=(*above, ItemList((*others, inner))))
        case _:
            return item, ()
    return (replace(changed, end_line=fields[0].line - 1), fields) if fields else (item, ())


def _cut(lines: tuple[Line, ...], column: int, plain: Collection[str]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    at = first_field(lines, plain)
    while at < len(lines) and lines[at].column >= column:
        at += first_field(lines[at:], plain)
    return lines[:at], lines[at:]


def _column(item: ListItem) -> int:
    """Return the column that what stands in an item begins at; behind a box, that of the box."""
    if item.box is not None:
        return item.box.span.column - 1
    return item.lines[0].column if item.lines else 1


def section_fields(section: Section, plain: Collection[str] = (), known: Callable[[str], bool] | None = None) -> Fields:
    """Split a section into fields; the sections right below it are fields too, named by their titles.

    Args:
        section: the section.
        plain: names, in lower case, that make a field without any emphasis.
        known: whether a name, in lower case, is one that the caller looks for. Fields of such names are found at any
            depth; without it, a section below is one field with all that stands in it.
    """
    split = read_fields(section.blocks, plain)
    below = tuple(each for inner in section.sections for each in _of_section(inner, plain, known))
    return Fields(split.fields + below, split.rest)


def _of_section(section: Section, plain: Collection[str], known: Callable[[str], bool] | None) -> Iterator[Field]:
    name, line = _bare(section.title.text), section.title.line
    split = section_fields(section, plain, known) if known is not None else Fields((), ())
    inner = tuple(each for each in split.fields if known is not None and known(each.key))
    if not inner:
        yield Field(name, field_key(name), (), _all_blocks(section), line)
        return
    yield Field(name, field_key(name), (), split.rest, line)
    yield from split.fields


def _all_blocks(section: Section) -> tuple[Block, ...]:
    return section.blocks + tuple(block for inner in section.sections for block in _all_blocks(inner))


def _bare(title: str) -> str:
    return re.sub(r"^[^\w]+|[^\w)]+$", "", title.replace("*", "").replace("`", ""))


class _Splitter:
    def __init__(self, plain: Collection[str]) -> None:
        self.plain = plain
        self.found: list[_Draft] = []
        self.rest: list[Block] = []
        self.current: _Draft | None = None

    def done(self) -> Fields:
        return Fields(tuple(draft.done() for draft in self.found), tuple(self.rest))

    def take(self, block: Block) -> None:
        match block:
            case Comment():
                pass
            case Paragraph(lines=lines):
                self._paragraph(lines)
            case ItemList() if self._takes_items_as_fields(block):
                for item in block.items:
                    self._item(item)
                self.current = None
            case ItemList() if self.current is not None and not self._takes(self.current, block):
                self.rest.append(block)
                self.current = None
            case _ if self.current is not None:
                self.current.blocks.append(block)
            case _:
                self.rest.append(block)

    @staticmethod
    def _takes(current: _Draft, block: ItemList) -> bool:
        """Whether a list belongs to the field above it.

        A value ends its field at a blank line, unless it announces what follows ("run these:").
        """
        if not current.value or current.blocks:
            return True
        last = current.value[-1]
        return last.text.endswith(":") or block.items[0].line == last.line + 1

    def _paragraph(self, lines: tuple[Line, ...]) -> None:
        prose: list[Line] = []
        continues = False
        for line in lines:
            parts = field_parts(line, self.plain)
            if parts:
                for name, value in parts:
                    self._open(name, value, line.line)
                continues = True
            elif continues and self.current is not None:
                self.current.value.append(line)
            else:
                prose.append(line)
        if not prose:
            return
        if not continues and self.current is not None and not self.current.value and not self.current.blocks:
            self.current.value.extend(prose)
        else:
            self.rest.append(Paragraph(tuple(prose)))
            if not continues:
                self.current = None

    def _open(self, name: str, value: Line, line: int) -> None:
        self.current = _Draft(name, line, [value] if value.text else [])
        self.found.append(self.current)

    def _takes_items_as_fields(self, block: ItemList) -> bool:
        if self.current is not None and not self.current.value and not self.current.blocks:
            return False
        return any(self._parts(item) for item in block.items)

    def _parts(self, item: ListItem) -> tuple[tuple[str, Line], ...]:
        """Return the fields that an item is; one with a box is a field only if its name is known."""
        parts = field_parts(item.lines[0], self.plain) if item.lines else ()
        return parts if item.box is None or (parts and field_key(parts[0][0]) in self.plain) else ()

    def _item(self, item: ListItem) -> None:
        parts = self._parts(item)
        if not parts:
            self.rest.append(ItemList((item,)))
            return
        for name, value in parts:
            self._open(name, value, item.line)
        if self.current is not None:
            self.current.value.extend(item.lines[1:])
            self.current.blocks.extend(item.blocks)
