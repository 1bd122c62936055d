"""The passages in which documents define ids: a heading with what stands below it, an item, a paragraph, a row."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain

from flowkit.model.brief import Passage
from flowkit.model.marker import Grammar
from flowkit.model.outline import Outline, Paragraph, blocks_below, items_below
from flowkit.model.source import Span
from flowkit.model.verdict import Place
from flowkit.read.definitions import read_definitions
from flowkit.read.specs import HOUSE_FORMAT, load, recognise
from flowkit.read.wanted import read_wanted


def read_passages(outline: Outline, grammar: Grammar, ids: Collection[str]) -> Iterator[Passage]:
    """Yield what a document says of some ids where it defines them; of an id that it defines twice, the first."""
    ends = _ends(outline)
    left = set(ids)
    for name, span in chain(read_definitions(outline, grammar), _stated(outline, grammar)):
        if name in left:
            left.discard(name)
            lines = outline.document.lines[span.line - 1 : ends.get(span.line, span.line)]
            yield Passage(name, _trimmed(lines), Place(outline.document.path, span))


def _stated(outline: Outline, grammar: Grammar) -> Iterator[tuple[str, Span]]:
    """Yield what a spec states by numbers and names that its format alone knows: its criteria, then the rest."""
    form = recognise(outline, grammar)
    if form is None or form == HOUSE_FORMAT:
        return
    spec = load(form).read(outline, grammar)
    for one in (*spec.requirements, *spec.stories):
        yield from ((entry.id, entry.span) for entry in one.criteria if entry.id is not None)
    for wanted in read_wanted(outline, grammar, ()):
        yield from ((name, wanted.span) for name in wanted.names)


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
