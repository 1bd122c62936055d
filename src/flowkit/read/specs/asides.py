"""What specs say beside their requirements: what is open, what is left out, by what success is measured."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from flowkit.model.intent import Entry, Question
from flowkit.model.marker import Role
from flowkit.model.outline import Line, ListItem, Outline, items_below, lines_below
from flowkit.read.entries import Source, items, joined
from flowkit.read.headings import named
from flowkit.read.specs.contents import with_below

_UNCLEAR = re.compile(
    r"\[NEEDS[ _]CLARIFICATION\s*[:：–—-]\s*(?P<text>[^\[\]]+(?:\[[^\[\]]*\][^\[\]]*)*)\]", re.IGNORECASE
)
_OPEN = {
    "open questions", "questions", "questions and open issues", "open issues", "outstanding questions",
    "open questions and clarifications", "offene fragen", "未解決の質問", "待解决问题", "开放问题",
}  # fmt: skip
_LEFT_OUT = {"non-goals", "non goals", "out of scope", "not in scope", "exclusions", "explicitly out of scope"}
_EDGES = {
    "edge cases", "edge case", "エッジケース", "边界情况", "边缘情况", "邊界情況", "엣지 케이스", "casos límite",
    "casos extremos", "cas limites", "randfälle", "граничные случаи",
}  # fmt: skip
_ENTITIES = {
    "key entities", "entities", "主要エンティティ", "キーエンティティ", "关键实体", "關鍵實體", "핵심 엔티티",
    "entidades clave", "entidades-chave", "entidades principais", "schlüsselentitäten", "entités clés",
    "ключевые сущности",
}  # fmt: skip
_TEMPLATE = re.compile(r"\W*(?:[^\[\]:]*:\s*)?\[[^\]]*\]\W*")
_NAMED = re.compile(
    r"(?:\*\*|__)(?P<bold>[^*_]+?)(?:\*\*|__)[:：;]?\s*(?P<text>.*)|(?P<plain>[^:：;–—]+)(?:[:：;–—]\s*)?(?P<rest>.*)",
    re.DOTALL,
)


def outcomes(source: Source, outline: Outline) -> Iterator[Entry]:
    """Yield each measure of success that a list item states by an id like SC-001."""
    for section in outline.sections:
        for item in items_below(section.blocks):
            identifier, rest = source.leading(item.lines[0], Role.SCENARIO) if item.lines else (None, None)
            if identifier is not None and rest is not None:
                text = joined([line for line in (rest, *item.lines[1:]) if line.text])
                yield Entry(identifier, text, source.span(item.lines[0]))


def edge_cases(source: Source, outline: Outline) -> Iterator[Entry]:
    """Yield what may happen at the edges."""
    for item in _listed(outline, _EDGES):
        yield Entry(None, with_below(item), source.span(item.lines[0]))


def entities(source: Source, outline: Outline) -> Iterator[Entry]:
    """Yield the things that the spec speaks of: the name as the id, and what is said of them."""
    for item in _listed(outline, _ENTITIES):
        found = _NAMED.fullmatch(with_below(item))
        if found is not None:
            name, text = found["bold"] or found["plain"], found["text"] or found["rest"] or ""
            yield Entry(name.strip(" :：`"), text.strip(), source.span(item.lines[0]))


def left_out(outline: Outline) -> Iterator[str]:
    """Yield what the spec says that it leaves out."""
    return (with_below(item) for item in _listed(outline, _LEFT_OUT))


def open_questions(source: Source, outline: Outline, extents: Sequence[tuple[str, int, int]]) -> Iterator[Question]:
    """Yield what the spec marks as unclear, with the innermost requirement or story around it, and its open questions.

    Args:
        source: the document.
        outline: the document.
        extents: the id, the first and the last line of each requirement and story.
    """
    for line, text in _unclear(outline):
        around = [(last - first, name) for name, first, last in extents if first <= line.line <= last]
        yield Question(None, text, source.span(line), min(around)[1] if around else None)
    for item in _listed(outline, _OPEN):
        identifier, rest = source.leading(item.lines[0], Role.QUESTION)
        answered = item.box is not None and item.box.ticked
        text = joined([line for line in (rest, *item.lines[1:]) if line.text])
        if text and not answered and not _UNCLEAR.search(text):
            yield Question(identifier, text, source.span(item.lines[0]))


def _unclear(outline: Outline) -> Iterator[tuple[Line, str]]:
    for section in outline.sections:
        for line in (section.title, *lines_below(section.blocks)):
            yield from ((line, " ".join(found["text"].split())) for found in _UNCLEAR.finditer(line.text))


def _listed(outline: Outline, names: Iterable[str]) -> Iterator[ListItem]:
    """Yield the items of the lists in sections of these names and below them; what a template left open is none."""
    for section in named(outline, frozenset(names)):
        for inner in section.walk():
            for item in items(inner.blocks):
                if item.lines and not _TEMPLATE.fullmatch(joined(item.lines)):
                    yield item
