"""A document to its outline, from the block tokens of markdown-it-py.

Only the block phase runs: what stands inside a line (emphasis, code, links) is kept as written, so that every
character of a line keeps its place in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from flowkit.model.outline import (
    Block,
    Box,
    Comment,
    Fence,
    Html,
    ItemList,
    Line,
    ListItem,
    Outline,
    Paragraph,
    Quote,
    Section,
    Table,
)
from flowkit.model.source import Document, Span
from flowkit.read.comments import COMMENT_CLOSE, COMMENT_OPEN, comments_in
from flowkit.read.front_matter import read_front_matter

# Deeper lists than these are read as text; the parser recurses once for each level.
_MAX_NESTING = 60
_BOX = re.compile(r"\[([^\]\d]?)\](\\?\*)?(?=\s|$)")
# In spec-kit's legend a bracketed P means "parallel"; it is never a box.
_NOT_A_BOX = {"P"}


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table")


def read_outline(document: Document) -> Outline:
    """Read the outline of a document; any text has one."""
    front_matter = read_front_matter(document)
    lines = list(document.lines)
    if front_matter is not None:
        lines[: front_matter.end_line] = [""] * front_matter.end_line
    parser = _parser()
    tokens: list[Token] = []
    parser.block.parse("\n".join(lines).replace("\0", "\ufffd"), parser, {}, tokens)
    reader = _Reader(document)
    root = _sections(reader, tokens, document)
    return Outline(document, root, front_matter, tuple(sorted(reader.comments, key=lambda comment: comment.span.start)))


@dataclass(slots=True)
class _Open:
    """A section that is still being filled."""

    level: int
    title: Line
    blocks: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


def _sections(reader: _Reader, tokens: list[Token], document: Document) -> Section:
    stack = [_Open(0, Line("", 1, 1))]

    def close(level: int, end_line: int) -> None:
        while stack[-1].level >= level and len(stack) > 1:
            done = stack.pop()
            section = Section(done.level, done.title, tuple(done.blocks), tuple(done.sections), end_line)
            stack[-1].sections.append(section)

    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "heading_open":
            level, line = int(token.tag[1]), _map(token)[0] + 1
            close(level, line - 1)
            title = reader.lines(tokens[at + 1])
            stack.append(_Open(level, title[0] if title else Line("", line, 1)))
            at += 3
        else:
            stop = _closing(tokens, at)
            stack[-1].blocks.extend(reader.blocks(tokens, at, stop))
            at = stop
    last = len(document.lines)
    close(1, last)
    return Section(0, stack[0].title, tuple(stack[0].blocks), tuple(stack[0].sections), last)


def _closing(tokens: Sequence[Token], at: int) -> int:
    """Return the index after the token at ``at`` and all that it encloses."""
    depth = 0
    while True:
        depth += tokens[at].nesting
        at += 1
        if depth == 0:
            return at


def _map(token: Token) -> list[int]:
    return token.map or [0, 0]


class _Reader:
    """Turns tokens into blocks; gathers the comments that it meets."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.source = document.lines
        self.comments: list[Comment] = []

    def blocks(self, tokens: Sequence[Token], at: int, stop: int) -> Iterator[Block]:
        """Yield the blocks that the tokens from ``at`` to ``stop`` make."""
        while at < stop:
            token = tokens[at]
            end = _closing(tokens, at)
            match token.type:
                case "paragraph_open" | "heading_open":
                    lines = self.lines(tokens[at + 1])
                    if lines:
                        yield Paragraph(lines)
                case "bullet_list_open" | "ordered_list_open":
                    yield ItemList(tuple(self._items(tokens, at + 1, end - 1)))
                case "fence" | "code_block":
                    yield self._fence(token)
                case "html_block":
                    yield from self._html(token)
                case "table_open":
                    yield self._table(tokens, at, end)
                case "blockquote_open":
                    yield Quote(tuple(self.blocks(tokens, at + 1, end - 1)))
                case _:
                    pass
            at = end

    def lines(self, token: Token) -> tuple[Line, ...]:
        """Return the lines of an inline token, comments blanked out and gathered; lines left empty are dropped."""
        first = _map(token)[0]
        parts = token.content.split("\n")
        lines = [self._line(part, first + offset) for offset, part in enumerate(parts)]
        if COMMENT_OPEN in token.content:
            lines = self._blank_comments(lines)
        return tuple(line for line in lines if line.text)

    def _line(self, part: str, index: int) -> Line:
        text = part.strip()
        source = self.source[index]
        trimmed = source.rstrip()
        column = len(trimmed) - len(text) if trimmed.endswith(text) else max(source.find(text), 0)
        return Line(source[column : column + len(text)], index + 1, column + 1)

    def _blank_comments(self, lines: list[Line]) -> list[Line]:
        whole = "\n".join(line.text for line in lines)
        kept = list(whole)
        offsets = [0]
        for line in lines:
            offsets.append(offsets[-1] + len(line.text) + 1)
        for start, end in comments_in(whole):
            first = max(index for index, offset in enumerate(offsets[:-1]) if offset <= start)
            last = max(index for index, offset in enumerate(offsets[:-1]) if offset < end)
            opening = self.document.span(lines[first].line, lines[first].column + start - offsets[first], 4)
            closing = self.document.span(lines[last].line, lines[last].column + end - 3 - offsets[last], 3)
            self._gather(whole[start:end], opening.start, closing.end, opening.line, opening.column)
            kept[start:end] = [char if char == "\n" else " " for char in kept[start:end]]
        texts = "".join(kept).split("\n")
        return [Line(text, line.line, line.column).cut(0) for text, line in zip(texts, lines, strict=True)]

    def _gather(self, text: str, start: int, end: int, line: int, column: int) -> Comment:
        inner = text.removeprefix(COMMENT_OPEN).removesuffix(COMMENT_CLOSE)
        comment = Comment(inner, Span(start, end, line, column))
        self.comments.append(comment)
        return comment

    def _items(self, tokens: Sequence[Token], at: int, stop: int) -> Iterator[ListItem]:
        while at < stop:
            token, end = tokens[at], _closing(tokens, at)
            line, after = _map(token)
            lines: tuple[Line, ...] = ()
            body = at + 1
            if tokens[body].type == "paragraph_open":
                lines, body = self.lines(tokens[body + 1]), _closing(tokens, body)
            box, lines = self._box(lines)
            number = int(token.info) if token.info.isdecimal() else None
            yield ListItem(
                mark=token.info + token.markup,
                number=number,
                box=box,
                lines=lines,
                blocks=tuple(self.blocks(tokens, body, end - 1)),
                line=line + 1,
                end_line=self._last_line(line, after),
            )
            at = end

    def _last_line(self, first: int, after: int) -> int:
        while after - 1 > first and not self.source[after - 1].strip():
            after -= 1
        return max(after, first + 1)

    def _box(self, lines: tuple[Line, ...]) -> tuple[Box | None, tuple[Line, ...]]:
        found = _BOX.match(lines[0].text) if lines else None
        if not found or found.group(1) in _NOT_A_BOX:
            return None, lines
        first = lines[0]
        span = first.span_in(self.document, found.start(1), found.end(1))
        rest = first.cut(found.end())
        return Box(found.group(1), span, found.group(2) is not None), (rest, *lines[1:])

    def _fence(self, token: Token) -> Fence:
        first = _map(token)[0]
        offset = 1 if token.type == "fence" else 0
        inner = token.content.split("\n")[:-1] if token.content else []
        lines = []
        for number, text in enumerate(inner, start=first + offset):
            source = self.source[number] if number < len(self.source) else ""
            column = max(source.find(text), 0) if text else 0
            lines.append(Line(text, number + 1, column + 1))
        return Fence(token.info.strip(), tuple(lines), first + 1)

    def _html(self, token: Token) -> Iterator[Block]:
        first, after = _map(token)
        numbers = range(first, min(after, len(self.source)))
        whole = "\n".join(self.source[number] for number in numbers)
        last = 0
        rest = []
        for start, end in comments_in(whole, unclosed=True):
            above = whole.count("\n", 0, start)
            column = start - (whole.rfind("\n", 0, start) + 1) + 1
            opening = self.document.span(first + above + 1, column, 0)
            below = whole.count("\n", 0, end)
            closing = self.document.span(first + below + 1, end - (whole.rfind("\n", 0, end) + 1) + 1, 0)
            yield self._gather(whole[start:end], opening.start, closing.start, opening.line, opening.column)
            rest.append(whole[last:start])
            last = end
        rest.append(whole[last:])
        if "".join(rest).strip():
            yield Html(tuple(self._line(self.source[number], number) for number in numbers))

    def _table(self, tokens: Sequence[Token], at: int, end: int) -> Table:
        rows: list[tuple[Line, ...]] = []
        line = _map(tokens[at])[0]
        for index in range(at, end):
            token = tokens[index]
            if token.type == "tr_open":
                number = _map(token)[0]
                cells = [
                    tokens[inner].content
                    for inner in range(index + 1, _closing(tokens, index))
                    if tokens[inner].type == "inline"
                ]
                rows.append(tuple(self._cells(cells, number)))
        return Table(rows[0] if rows else (), tuple(rows[1:]), line + 1)

    def _cells(self, cells: list[str], number: int) -> Iterator[Line]:
        source = self.source[number]
        at = 0
        for content in cells:
            text = content.strip()
            found = source.find(text, at)
            if found < 0:
                # An escaped pipe is shorter in the token than in the source.
                text = text.replace("|", "\\|")
                found = max(source.find(text, at), at)
            yield Line(source[found : found + len(text)], number + 1, found + 1)
            at = found + len(text)
