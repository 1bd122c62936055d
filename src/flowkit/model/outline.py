"""A document as blocks: what any dialect, decision or spec is read from.

A fence and a comment are blocks of their own, so that nothing inside them can be taken for a section, a task, a box
or a marker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

from flowkit.model.source import Document, Span


@dataclass(frozen=True, slots=True)
class Line:
    """Running text on one source line, without indentation, list mark, quote mark or box.

    Attributes:
        text: the text, with comments blanked out (so that offsets in it are offsets in the source line).
        line: line number, from 1.
        column: column of the first character of ``text``, from 1.
    """

    text: str
    line: int
    column: int

    def cut(self, start: int, end: int | None = None) -> Line:
        """Return the part of the line between two offsets into ``text``, stripped, with its column kept right."""
        part = self.text[start:end]
        stripped = part.strip()
        lead = len(part) - len(part.lstrip()) if stripped else 0
        return Line(stripped, self.line, self.column + start + lead)

    def span_in(self, document: Document, start: int = 0, end: int | None = None) -> Span:
        """Return the span of the characters between two offsets into ``text``."""
        stop = len(self.text) if end is None else end
        return document.span(self.line, self.column + start, stop - start)


@dataclass(frozen=True, slots=True)
class Box:
    """A task-list box.

    Attributes:
        mark: the one character between the brackets (space, ``x``, ``X``, ``~`` ...).
        span: the bytes of that character.
        optional: a star follows the bracket (``- [ ]* ...``).
    """

    mark: str
    span: Span
    optional: bool

    @property
    def ticked(self) -> bool:
        """Whether the box says that it is done."""
        return self.mark in {"x", "X"}

    @property
    def known(self) -> bool:
        """Whether its mark has a meaning that is agreed on: ticked, or empty."""
        return self.ticked or self.mark == " "


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Fence:
    """A code block: ``info`` is the text after the opening fence, ``lines`` are the lines inside.

    ``line`` is the line of the opening fence.
    """

    info: str
    lines: tuple[Line, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Comment:
    """An HTML comment: ``text`` is what stands between ``<!--`` and ``-->``, ``span`` is the whole comment."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Html:
    """An HTML block that is not a comment."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A pipe table: cells are lines; every row has as many cells as the header."""

    header: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    line: int


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a list.

    Attributes:
        mark: the list mark as written (``-``, ``*``, ``1.``).
        number: the number of an ordered item.
        box: its box, if it has one.
        lines: its first paragraph.
        blocks: what follows the first paragraph inside the item, nested lists among it.
        line: line number of the list mark, from 1.
        end_line: last line of the item and all that is nested in it.
    """

    mark: str
    number: int | None
    box: Box | None
    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]
    line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class ItemList:
    """A bullet or ordered list."""

    items: tuple[ListItem, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quote."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)  # without slots, so that what every reader asks for is gathered once
class Section:
    """A heading with what stands below it.

    Attributes:
        level: 1 to 6; 0 for the document itself, whose title is empty.
        title: the text of the heading.
        blocks: what stands between the heading and the next heading of any level.
        sections: the sections of deeper level that follow it.
        end_line: last line of the section and all that is nested in it.
    """

    level: int
    title: Line
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    end_line: int

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every line of running text in ``blocks`` at any depth, in document order."""
        return tuple(lines_below(self.blocks))

    @cached_property
    def items(self) -> tuple[ListItem, ...]:
        """Every list item in ``blocks`` at any depth, in document order."""
        return tuple(items_below(self.blocks))

    def walk(self) -> Iterator[Section]:
        """Yield this section and every section below it, in document order."""
        yield self
        for section in self.sections:
            yield from section.walk()


_EMPHASIS = re.compile(r"\*\*|__|~~|`")
_STRUCK = re.compile(r"\s*~~(?=\S)(?:[^~]|~(?!~))*~~\s*")


def without_emphasis(text: str) -> str:
    """Return a text without the marks of bold, struck out and code."""
    return _EMPHASIS.sub("", text)


def without_struck(text: str) -> str:
    """Return a text without the words that are struck out in it."""
    return _STRUCK.sub(" ", text).strip() if "~~" in text else text


# The title of a section is that of all that stands in it.
@lru_cache(maxsize=1024)
def plain_title(text: str) -> str:
    """Return a title without emphasis, with single spaces."""
    return " ".join(without_emphasis(text).split())


Block: TypeAlias = Paragraph | Fence | Comment | Html | Table | ItemList | Quote


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The YAML block at the head of a document.

    ``values`` is None where the block is not valid YAML or not a mapping, and ``problem`` says why.
    """

    values: dict[str, object] | None
    problem: str | None
    line: int
    end_line: int


@dataclass(frozen=True, eq=False)
class Outline:
    """A whole document as blocks; it equals nothing but itself, so that what was found in it can be kept by it.

    Attributes:
        document: what it was read from.
        root: the section of level 0 that holds everything.
        front_matter: the YAML block at the head, if there is one.
        comments: every comment, block or inline, in document order.
    """

    document: Document
    root: Section
    front_matter: FrontMatter | None
    comments: tuple[Comment, ...]

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Every section, the root first, in document order."""
        return tuple(self.root.walk())


def blocks_below(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield every block in ``blocks`` at any depth, lists and quotes before what they hold, in document order."""
    for block in blocks:
        yield block
        match block:
            case ItemList(items=items):
                for item in items:
                    yield from blocks_below(item.blocks)
            case Quote(blocks=inner):
                yield from blocks_below(inner)
            case _:
                pass


def items_below(blocks: tuple[Block, ...]) -> Iterator[ListItem]:
    """Yield every list item in ``blocks`` at any depth, quotes included, in document order."""
    for block in blocks:
        match block:
            case ItemList(items=items):
                for item in items:
                    yield item
                    yield from items_below(item.blocks)
            case Quote(blocks=inner):
                yield from items_below(inner)
            case _:
                pass


def lines_below(blocks: tuple[Block, ...]) -> Iterator[Line]:
    """Yield every line of running text in ``blocks`` at any depth, in document order; fences and comments have none."""
    for block in blocks:
        match block:
            case Paragraph(lines=lines):
                yield from lines
            case Table(header=header, rows=rows):
                yield from header
                for row in rows:
                    yield from row
            case ItemList(items=items):
                for item in items:
                    yield from item.lines
                    yield from lines_below(item.blocks)
            case Quote(blocks=inner):
                yield from lines_below(inner)
            case Fence() | Comment() | Html():
                pass
