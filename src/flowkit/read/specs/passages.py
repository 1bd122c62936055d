"""Where a document states something under a label: at a heading, in a list, in a paragraph, in a row of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from flowkit.model.marker import Grammar
from flowkit.model.outline import Block, ItemList, Line, Outline, Paragraph, Quote, Section, Table
from flowkit.read.entries import items
from flowkit.read.fields import item_contents
from flowkit.read.headings import plain, speaks_of_requirements
from flowkit.read.specs.labels import Label, label_behind, leading_label, whole_label

_TITLED = re.compile(r"[*_]{2}([^*_]+)[*_]{2}\W*$")
_ID_COLUMN = re.compile(r"(?:\w+[ .-]?)?(?:id|no\.?|nr\.?|#|number|ref\.?|code|编号|番号)s?", re.IGNORECASE)
_TRACES = re.compile(r"trac(?:e|ing)|matrix|coverage|mapping|追踪|追跡", re.IGNORECASE)


class Form(Enum):
    """How a passage is written."""

    HEADING = auto()
    ENTRY = auto()
    ROW = auto()


@dataclass(frozen=True, slots=True)
class Passage:
    """What a document says under one label.

    Attributes:
        label: the label.
        form: how it is written.
        lines: its own words: the rest of the first line, and the lines after it.
        blocks: what stands below it and is part of it.
        section: the section that it heads.
        row: the cells of its row, each with the title of its column.
        group: the title of the section or list that it stands in.
        wanted: a heading above it speaks of requirements.
        citing: it may be there to speak of a requirement that is stated elsewhere.
        last: the number of its last line.
    """

    label: Label
    form: Form
    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]
    section: Section | None
    row: tuple[tuple[str, Line], ...]
    group: str | None
    wanted: bool
    citing: bool
    last: int

    @property
    def line(self) -> int:
        """The number of its first line."""
        return self.label.rest.line


def find_passages(outline: Outline, grammar: Grammar) -> Iterator[Passage]:
    """Yield every passage with a label that could be that of a requirement, in document order."""
    yield from _Finder(grammar).below(outline.root, None, wanted=False)


@dataclass(frozen=True, slots=True)
class _Finder:
    grammar: Grammar

    def below(self, section: Section, group: str | None, *, wanted: bool) -> Iterator[Passage]:
        """Yield the passages of a section and of those in it."""
        title = section.title
        label = leading_label(title, self.grammar) if section.level else None
        behind = label_behind(title, self.grammar) if section.level and label is None else None
        if label is not None or behind is not None:
            found = label or behind
            assert found is not None  # noqa: S101  one of the two is there
            citing = label is None
            yield Passage(
                found, Form.HEADING, (found.rest,), section.blocks, section, (), group, wanted, citing, section.end_line
            )
        if label is None and section.level > 1:
            group = plain(title.text) or group
            wanted = wanted or speaks_of_requirements(title.text)
        yield from self._blocks(section.blocks, group, wanted=wanted)
        for inner in section.sections:
            yield from self.below(inner, group, wanted=wanted)

    def _blocks(self, blocks: tuple[Block, ...], group: str | None, *, wanted: bool) -> Iterator[Passage]:
        heading = group
        for number, block in enumerate(blocks):
            match block:
                case Paragraph(lines=lines):
                    titled = _TITLED.match(lines[0].text) if len(lines) == 1 else None
                    group = titled.group(1).strip(" :") if titled else heading if number else group
                    yield from self._paragraph(lines, blocks[number + 1 : number + 2], group, wanted=wanted)
                case ItemList(items=listed):
                    for item in listed:
                        label = leading_label(item.lines[0], self.grammar) if item.lines else None
                        lines, below = item_contents(item)
                        if label is not None:
                            lines, last = (label.rest, *lines[1:]), item.end_line
                            yield Passage(label, Form.ENTRY, lines, below, None, (), group, wanted, False, last)
                        yield from self._blocks(below, group, wanted=wanted)
                case Table():
                    yield from self._table(block, group, wanted=wanted)
                case Quote(blocks=inner):
                    yield from self._blocks(inner, group, wanted=wanted)
                case _:
                    pass

    def _paragraph(
        self, lines: tuple[Line, ...], after: tuple[Block, ...], group: str | None, *, wanted: bool
    ) -> Iterator[Passage]:
        """Yield what each labelled line says with the lines up to the next; a list behind the last is part of it."""
        labels = [(number, leading_label(line, self.grammar)) for number, line in enumerate(lines)]
        found = [(number, label) for number, label in labels if label is not None]
        for at, (number, label) in enumerate(found):
            is_last = at + 1 == len(found)
            words = (label.rest, *lines[number + 1 : len(lines) if is_last else found[at + 1][0]])
            below = tuple(block for block in after if isinstance(block, ItemList)) if is_last else ()
            last = max((item.end_line for item in items(below)), default=words[-1].line)
            yield Passage(label, Form.ENTRY, words, below, None, (), group, wanted, False, last)

    def _table(self, table: Table, group: str | None, *, wanted: bool) -> Iterator[Passage]:
        titles = [cell.text.strip("*_` ") for cell in table.header]
        citing = _TRACES.search(group or "") is not None
        head = whole_label(table.header[1], self.grammar) if len(titles) == 2 else None
        if head is not None and _ID_COLUMN.fullmatch(titles[0]):
            # A table of its own for each requirement has its fields one below the other.
            fields = tuple((row[0].text.strip("*_` "), row[1]) for row in table.rows)
            last = table.rows[-1][0].line if table.rows else table.line
            yield Passage(head, Form.ROW, (), (), None, fields, group, wanted, citing, last)
            return
        for row in table.rows:
            found = [(at, label) for at, cell in enumerate(row) if (label := whole_label(cell, self.grammar))]
            if not found:
                continue
            at, label = next(((at, one) for at, one in found if _ID_COLUMN.fullmatch(titles[at])), found[0])
            cells = tuple(
                (title, cell) for number, (title, cell) in enumerate(zip(titles, row, strict=True)) if number != at
            )
            elsewhere = citing or (at > 0 and not _ID_COLUMN.fullmatch(titles[at]))
            yield Passage(label, Form.ROW, (), (), None, cells, group, wanted, elsewhere, label.rest.line)
