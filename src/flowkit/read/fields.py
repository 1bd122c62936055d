"""Fields: a name, a colon and what follows it, in the forms that people write.

``**Priority:** P0``, ``**Priority**: P0``, ``- **Objective**: …``, ``_Requirements: 1.1_`` and, for names that the
caller knows, plain ``Status: accepted``. The list, fence or table that follows a field belongs to it, until new running
text begins; a list that a blank line parts from a value does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

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

_BOLD = re.compile(
    r"(?:\*\*|__)([^*_`\n][^*`\n]{0,78}?)(?::[ ]?(?:\*\*|__)|(?:\*\*|__)[ ]?:)(?=\s|$|[^\w:/])"
    r"|(?:\*\*|__)([^*`\n]{1,79}?):(?:\*\*|__)(?=\w)"
)
_ITALIC = re.compile(r"(?<![*_\w])([*_])([^*_`\n:]{1,60}):[ ]?(?:\1[ ]?(.*)|(.*?)\1)$")
_PLAIN = re.compile(r"([A-Za-z][\w /()-]{0,58}?)[ ]?:(?=\s|$)[ ]*")
# What may stand before a field on its line: an emoji or another mark that is no letter.
_LEAD = re.compile(r"[^\w*_`\[(<\"'#|-]{0,4}")
_BETWEEN = re.compile(r"(?:\s*[|·•;—–]\s*|\s{2,})$")


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
        return Field(self.name, _key(self.name), tuple(self.value), tuple(self.blocks), self.line)


def _key(name: str) -> str:
    return " ".join(name.replace("*", "").split()).casefold()


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
        reader.take(block)
    return reader.done()


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
        yield Field(name, _key(name), (), _all_blocks(section), line)
        return
    yield Field(name, _key(name), (), split.rest, line)
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
        return parts if item.box is None or (parts and _key(parts[0][0]) in self.plain) else ()

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


def field_parts(line: Line, plain: Collection[str] = ()) -> tuple[tuple[str, Line], ...]:
    """Return the fields that a line consists of, as names and values; empty if it does not start with one."""
    text = line.text
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    bold = _BOLD.match(text, start)
    if bold:
        return tuple(_bold_parts(line, bold))
    italic = _ITALIC.match(text, start)
    if italic:
        group = 3 if italic.group(3) is not None else 4
        return ((italic.group(2).strip(), line.cut(italic.start(group), italic.end(group))),)
    if plain:
        found = _PLAIN.match(text, start)
        if found and _key(found.group(1)) in plain:
            return ((found.group(1).strip(), line.cut(found.end())),)
    return ()


def _bold_parts(line: Line, first: re.Match[str]) -> Iterator[tuple[str, Line]]:
    text = line.text
    matches = [first]
    for match in _BOLD.finditer(text, first.end()):
        if _BETWEEN.search(text, matches[-1].end(), match.start()):
            matches.append(match)
    for index, match in enumerate(matches):
        end = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        between = _BETWEEN.search(text, match.end(), end) if index + 1 < len(matches) else None
        name = match.group(1) or match.group(2)
        yield name.strip(" :"), line.cut(match.end(), between.start() if between else end)
