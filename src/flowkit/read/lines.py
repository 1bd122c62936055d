"""Pieces of a Markdown text as lines of its document, each at its place, with the comments taken out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from flowkit.model.outline import Comment, Line
from flowkit.model.source import Document, Span
from flowkit.read.comments import COMMENT_CLOSE, COMMENT_OPEN, comments_in

_QUOTE_MARK = re.compile(r"[ \t]*>")


class Lines:
    """Turns runs of characters into lines; gathers the comments that it meets.

    Args:
        document: where the lines stand.
        source: the lines of the document, those that are no Markdown blanked out. Offsets count the characters of
            these lines, each with one line end.
    """

    def __init__(self, document: Document, source: Sequence[str]) -> None:
        self.source = source
        self.comments: list[Comment] = []
        self._document = document
        self._starts = list(accumulate([len(line) + 1 for line in source], initial=0))
        self._may_comment = COMMENT_OPEN in document.text

    def number(self, offset: int) -> int:
        """Return the number, from 0, of the line that holds an offset."""
        return bisect_right(self._starts, offset) - 1

    def end_of(self, offset: int) -> int:
        """Return the offset of the end of the line that holds an offset."""
        return self._starts[self.number(offset) + 1] - 1

    def running(self, start: int, end: int, quotes: int) -> tuple[Line, ...]:
        """Return the lines of running text that is so deep in quotes, without the quote marks; none of them is empty.

        Comments are blanked out.
        """
        number = self.number(start)
        lines = [self._stripped(number, start - self._starts[number], end - self._starts[number])]
        while self._starts[number + 1] < end:
            number += 1
            lines.append(self._stripped(number, self._behind_quotes(number, quotes), end - self._starts[number]))
        if self._may_comment and any(COMMENT_OPEN in line.text for line in lines):
            lines = self._without_comments(lines)
        return tuple([line for line in lines if line.text])

    def raw(self, start: int, end: int) -> Iterator[Line]:
        """Yield the lines from one offset to another as they are, up to their ends."""
        number = self.number(start)
        while start < end:
            column = start - self._starts[number]
            yield Line(self.source[number][column:], number + 1, column + 1)
            number += 1
            start = self._starts[number]

    def cell(self, number: int, start: int, end: int) -> Line:
        """Return what stands between two offsets on the line of a number, without the white space around it."""
        return self._stripped(number, start - self._starts[number], end - self._starts[number])

    def html(self, start: int, end: int) -> tuple[list[Comment], tuple[Line, ...]]:
        """Return the comments in whole lines of HTML, and those lines if there is anything else in them."""
        first, last = self.number(start), self.number(end - 1)
        whole = "\n".join(self.source[first : last + 1])
        before, at, rest = self._starts[first], 0, ""
        comments = []
        for opening, closing in comments_in(whole, unclosed=True):
            span = self._span(before + opening, before + closing)
            comments.append(self._gather(whole[opening:closing], span))
            rest += whole[at:opening]
            at = closing
        if not (rest + whole[at:]).strip():
            return comments, ()
        return comments, tuple(self._stripped(number, 0, len(self.source[number])) for number in range(first, last + 1))

    def _stripped(self, number: int, start: int, end: int) -> Line:
        part = self.source[number][start:end]
        text = part.strip()
        return Line(text, number + 1, start + (len(part) - len(part.lstrip()) if text else 0) + 1)

    def _behind_quotes(self, number: int, quotes: int) -> int:
        column = 0
        for _ in range(quotes):
            mark = _QUOTE_MARK.match(self.source[number], column)
            column = mark.end() if mark else column
        return column

    def _without_comments(self, lines: list[Line]) -> list[Line]:
        whole = "\n".join(line.text for line in lines)
        kept = list(whole)
        offsets = list(accumulate((len(line.text) + 1 for line in lines), initial=0))
        for start, end in comments_in(whole):
            first, last = bisect_right(offsets, start) - 1, bisect_right(offsets, end - 1) - 1
            opening = lines[first].span_in(self._document, start - offsets[first])
            closing = lines[last].span_in(self._document, 0, end - offsets[last])
            self._gather(whole[start:end], replace(opening, end=closing.end))
            kept[start:end] = [char if char == "\n" else " " for char in kept[start:end]]
        texts = "".join(kept).split("\n")
        return [Line(text, line.line, line.column).cut(0) for text, line in zip(texts, lines, strict=True)]

    def _span(self, start: int, end: int) -> Span:
        first, last = self.number(start), self.number(end)
        opening = self._document.span(first + 1, start - self._starts[first] + 1, 0)
        closing = self._document.span(last + 1, end - self._starts[last] + 1, 0)
        return replace(opening, end=closing.start)

    def _gather(self, text: str, span: Span) -> Comment:
        comment = Comment(text.removeprefix(COMMENT_OPEN).removesuffix(COMMENT_CLOSE), span)
        self.comments.append(comment)
        return comment
