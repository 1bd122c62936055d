"""The passages in which documents define ids: a heading with what stands below it, an item, a paragraph, a row."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from flowkit.model.brief import Passage
from flowkit.model.marker import Grammar
from flowkit.model.outline import Outline, Paragraph, blocks_below, items_below
from flowkit.model.verdict import Place
from flowkit.read.definitions import read_definitions


def read_passages(outline: Outline, grammar: Grammar, ids: Collection[str]) -> Iterator[Passage]:
    """Yield what a document says of some ids where it defines them; of an id that it defines twice, the first."""
    ends = _ends(outline)
    left = set(ids)
    for name, span in read_definitions(outline, grammar):
        if name in left:
            left.discard(name)
            lines = outline.document.lines[span.line - 1 : ends.get(span.line, span.line)]
            yield Passage(name, _trimmed(lines), Place(outline.document.path, span))


def _ends(outline: Outline) -> dict[int, int]:
    """Return the last line of each section, item and paragraph by its first line; of several, that of the widest."""
    ends: dict[int, int] = {}
    for section in outline.sections:
        for block in blocks_below(section.blocks):
            if isinstance(block, Paragraph) and block.lines:
                ends[block.lines[0].line] = block.lines[-1].line
        ends.update({item.line: item.end_line for item in items_below(section.blocks)})
        if section.level:
            ends[section.title.line] = section.end_line
    return ends


def _trimmed(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Return lines without the empty ones at their end, and without the indentation that they share."""
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    indent = min((len(line) - len(line.lstrip()) for line in kept if line.strip()), default=0)
    return tuple(line[indent:] for line in kept)
