"""The ids that a decision, a spec or a feature defines, wherever they come from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowkit.model.marker import Grammar, find_requirements
from flowkit.model.outline import Block, Comment, Fence, Html, ItemList, Line, Outline, Paragraph, Quote, Table
from flowkit.model.source import Span

_OPENING = " \t*_`[(~\u00a0"
# What follows an id that is defined: a colon or a dash before its text, a bracket, or nothing at all.
_IS_DEFINED = re.compile(r"[*_`\])]*\s*(?:[:.(\[|–—-]|\*\*|$|(?=[A-Z*_`]))")


def read_definitions(outline: Outline, grammar: Grammar) -> Iterator[tuple[str, Span]]:
    """Yield each id that opens a heading, a list item, a paragraph or a table row, with its place.

    This is how specs of every form define what they speak of; an id in the middle of a line is a citation.
    """
    for section in outline.sections:
        for line in (section.title, *_openings(section.blocks)):
            start = len(line.text) - len(line.text.lstrip(_OPENING))
            for occurrence in (*grammar.find(line.text), *find_requirements(line.text)):
                if occurrence.start == start and _IS_DEFINED.match(line.text, occurrence.end):
                    yield occurrence.id, line.span_in(outline.document, occurrence.start, occurrence.end)
                    break


def _openings(blocks: tuple[Block, ...]) -> Iterator[Line]:
    for block in blocks:
        match block:
            case ItemList(items=items):
                for item in items:
                    yield from item.lines[:1]
                    yield from _openings(item.blocks)
            case Table(rows=rows):
                yield from (row[0] for row in rows if row)
            case Quote(blocks=inner):
                yield from _openings(inner)
            case Paragraph(lines=lines):
                yield from lines[:1]
            case Fence() | Comment() | Html():
                pass
