"""A document to its outline: the sections that its headings make, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from flowkit.model.outline import Block, Line, Outline, Paragraph, Section
from flowkit.model.source import Document
from flowkit.read.blocks import BlockReader, Heading
from flowkit.read.front_matter import read_front_matter
from flowkit.read.lines import Lines


def read_outline(document: Document) -> Outline:
    """Read the outline of a document; any text has one."""
    front_matter = read_front_matter(document)
    source = list(document.lines)
    if front_matter is not None:
        source[: front_matter.end_line] = [""] * front_matter.end_line
    lines = Lines(document, source)
    root = _sections(BlockReader(document, lines).blocks(), len(source))
    return Outline(document, root, front_matter, tuple(sorted(lines.comments, key=lambda comment: comment.span.start)))


@dataclass(slots=True)
class _Open:
    """A section that is still being filled."""

    level: int
    title: Line
    blocks: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


def _sections(blocks: Iterable[Block | Heading], last: int) -> Section:
    """Return the section of level 0 that holds everything, up to the last line of the document."""
    stack = [_Open(0, Line("", 1, 1))]

    def close(level: int, end_line: int) -> None:
        while stack[-1].level >= level and len(stack) > 1:
            done = stack.pop()
            section = Section(done.level, done.title, tuple(done.blocks), tuple(done.sections), end_line)
            stack[-1].sections.append(section)

    for block in blocks:
        if isinstance(block, Heading):
            close(block.level, block.line - 1)
            stack.append(_Open(block.level, block.lines[0] if block.lines else Line("", block.line, 1)))
        elif not isinstance(block, Paragraph) or block.lines:
            stack[-1].blocks.append(block)
    close(1, last)
    return Section(0, stack[0].title, tuple(stack[0].blocks), tuple(stack[0].sections), last)
