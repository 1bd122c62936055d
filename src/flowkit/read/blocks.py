"""Markdown to blocks, from the events of pyromark.

Only the bounds of blocks are taken from the parser: what stands inside a line (emphasis, code, links) is kept as
written, so that every character of a line keeps its place in the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from pyromark import Options, events_with_range

from flowkit.model.outline import Block, Box, Comment, Fence, Html, ItemList, Line, ListItem, Paragraph, Quote, Table
from flowkit.model.source import Document
from flowkit.read.lines import Lines

if TYPE_CHECKING:
    from pyromark.event import Range

# What is nested deeper is left out: nobody wrote it, and the reader recurses once for each level.
_MAX_NESTING = 60
# The parser counts bytes. A percent sign, which opens nothing in Markdown, stands for every character that is not
# plain ASCII, so that bytes and characters are the same.
_NOT_PLAIN = re.compile(r"[^\n\t -~]")
_BULLET = re.compile(r"[ \t]*(?:(\d+)[.)]|[-+*])")
# A heading that begins with hashes, and may end with some.
_HASHED = re.compile(r"#{1,6}(?![^ \t\n])[ \t]*([^\n]*?)(?:(?<=[ \t])#+)?[ \t]*$", re.MULTILINE)
_FENCE_MARK = re.compile(r"`+|~+")
_BOX = re.compile(r"\[([^\]\d]?)\](\\?\*)?(?=\s|$)")
# In spec-kit's legend a bracketed P means "parallel"; it is never a box.
_NOT_A_BOX = {"P"}
_ROWS = ({"Start": "TableHead"}, {"Start": "TableRow"})


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level from 1 to 6, its lines (seldom more than one), and the number of the first of them."""

    level: int
    lines: tuple[Line, ...]
    line: int


_Found: TypeAlias = Block | Heading


class BlockReader:
    """Turns the events of the parser into blocks.

    Args:
        document: where the blocks stand.
        lines: its lines; comments are gathered in them.
    """

    def __init__(self, document: Document, lines: Lines) -> None:
        self._document = document
        self._lines = lines
        self._text = _NOT_PLAIN.sub("%", "\n".join(lines.source))
        # An event is a word, or a mapping with one key; what it holds depends on the key.
        self._events: Iterator[tuple[Any, Range]] = events_with_range(self._text, options=Options.ENABLE_TABLES)
        self._quotes = self._depth = 0

    def blocks(self) -> Iterator[_Found]:
        """Yield the blocks of the document, or those up to the end of the item or quote that was just opened.

        A paragraph that holds comments alone has no lines.
        """
        start, end = -1, 0  # of running text that no paragraph encloses, as in the items of a tight list
        for event, place in self._events:
            tag = read = None
            ends = False
            if "Start" in event:
                tag = event["Start"]
                read = self._readers.get(tag if isinstance(tag, str) else next(iter(tag)))
            elif "End" in event:
                ends = event["End"] == "Item" or "BlockQuote" in event["End"]
            if read is None and not ends and event != "Rule":
                start, end = place["start"] if start < 0 else start, place["end"]
                continue
            if start >= 0:
                yield Paragraph(self._bare(start, end))
                start = -1
            if ends:
                return
            if read is not None:
                yield from read(self, tag, place)

    def _enclosed(self) -> list[_Found]:
        """Return the blocks of the item or quote that was just opened."""
        if self._depth == _MAX_NESTING:
            self._pass()
            return []
        self._depth += 1
        found = list(self.blocks())
        self._depth -= 1
        return found

    def _pass(self) -> None:
        """Go to the end of what was just opened."""
        depth = 1
        while depth:
            event, _ = next(self._events)
            depth += ("Start" in event) - ("End" in event)

    def _inner(self, name: object) -> Iterator[tuple[Any, Range]]:
        """Yield the events up to the end of a block that was just opened."""
        last = {"End": name}
        for event, place in self._events:
            if event == last:
                return
            yield event, place

    def _bare(self, start: int, end: int) -> tuple[Line, ...]:
        """Return the lines of running text, by the first and the last of its events.

        These leave out a backslash before the first character, and the brackets behind some links.
        """
        escaped = start > 0 and self._text[start - 1] == "\\"
        return self._lines.running(start - escaped, self._lines.end_of(end - 1), self._quotes)

    def _paragraph(self, tag: object, place: Range) -> tuple[Paragraph]:
        del tag
        self._pass()
        return (Paragraph(self._lines.running(place["start"], place["end"], self._quotes)),)

    def _heading(self, tag: Mapping[str, Any], place: Range) -> tuple[Heading]:
        level = tag["Heading"]["level"]
        inner = [inner for _, inner in self._inner({"Heading": level})]
        hashed = _HASHED.match(self._text, place["start"])
        if hashed is not None:
            lines = self._lines.running(*hashed.span(1), self._quotes)
        else:
            lines = self._bare(inner[0]["start"], inner[-1]["end"]) if inner else ()
        return (Heading(int(level[1]), lines, self._lines.number(place["start"]) + 1),)

    def _quote(self, tag: object, place: Range) -> tuple[Quote]:
        del tag, place
        self._quotes += 1
        blocks = tuple(_settled(self._enclosed()))
        self._quotes -= 1
        return (Quote(blocks),)

    def _list(self, tag: object, place: Range) -> tuple[ItemList]:
        del tag, place
        items = []
        for event, inner in self._events:
            if event != {"Start": "Item"}:
                break
            items.append(self._item(inner))
        return (ItemList(tuple(items)),)

    def _item(self, place: Range) -> ListItem:
        start = place["start"]
        bullet = _BULLET.match(self._text, start)
        if bullet is None:
            # Before a tab that reaches into the item, the parser puts its start at most two characters too early.
            start = self._text.find("\n", start) + 1
            bullet = _BULLET.match(self._text, start)
        blocks = self._enclosed()
        lines: tuple[Line, ...] = ()
        if blocks and isinstance(blocks[0], Paragraph):
            lines = blocks[0].lines
            del blocks[0]
        box, lines = self._box(lines)
        first = self._lines.number(start)
        return ListItem(
            mark=bullet.group().strip() if bullet else "",
            number=int(bullet.group(1)) if bullet and bullet.group(1) else None,
            box=box,
            lines=lines,
            blocks=tuple(_settled(blocks)),
            line=first + 1,
            end_line=self._last_line(first, place["end"]),
        )

    def _box(self, lines: tuple[Line, ...]) -> tuple[Box | None, tuple[Line, ...]]:
        found = _BOX.match(lines[0].text) if lines else None
        if not found or found.group(1) in _NOT_A_BOX:
            return None, lines
        first = lines[0]
        span = first.span_in(self._document, found.start(1), found.end(1))
        return Box(found.group(1), span, found.group(2) is not None), (first.cut(found.end()), *lines[1:])

    def _last_line(self, first: int, end: int) -> int:
        last = self._lines.number(end - 1)
        while last > first and not self._lines.source[last].strip():
            last -= 1
        return last + 1

    def _code(self, tag: Mapping[str, Any], place: Range) -> tuple[Fence]:
        mark = _FENCE_MARK.match(self._text, place["start"]) if tag["CodeBlock"] != "Indented" else None
        info = next(self._lines.raw(mark.end(), place["end"]), None) if mark else None
        pieces = (self._lines.raw(inner["start"], inner["end"]) for _, inner in self._inner("CodeBlock"))
        lines = tuple(line for piece in pieces for line in piece)
        return (Fence(info.text.strip() if info else "", lines, self._lines.number(place["start"]) + 1),)

    def _html(self, tag: object, place: Range) -> Iterator[Comment | Html]:
        del tag
        self._pass()
        comments, lines = self._lines.html(place["start"], place["end"])
        yield from comments
        if lines:
            yield Html(lines)

    def _table(self, tag: object, place: Range) -> tuple[Table]:
        del tag
        number = self._lines.number(place["start"])
        rows: list[list[Line]] = []
        row = number
        for event, inner in self._inner("Table"):
            if event in _ROWS:
                row = self._lines.number(inner["start"])
                rows.append([])
            elif event == {"Start": "TableCell"}:
                rows[-1].append(self._lines.cell(row, inner["start"], inner["end"]))
        header, *others = map(tuple, rows)
        return (Table(header, tuple(others), number + 1),)

    _readers: ClassVar[Mapping[str, Callable[[BlockReader, Any, Range], Iterable[_Found]]]] = {
        "Paragraph": _paragraph,
        "Heading": _heading,
        "BlockQuote": _quote,
        "List": _list,
        "CodeBlock": _code,
        "HtmlBlock": _html,
        "Table": _table,
    }


def _settled(blocks: Iterable[_Found]) -> Iterator[Block]:
    """Yield blocks as they count inside an item or a quote: a heading is a paragraph, and an empty one is none."""
    for block in blocks:
        found = Paragraph(block.lines) if isinstance(block, Heading) else block
        if not isinstance(found, Paragraph) or found.lines:
            yield found
