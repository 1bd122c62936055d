"""The ``requirements.md`` of Kiro: ``### Requirement 1`` with a user story and numbered criteria in EARS form.

A criterion is cited as ``1.2``: the number of its requirement and its own (https://kiro.dev/docs/specs/).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from flowkit.model.intent import Entry, Requirement, Spec
from flowkit.model.marker import Grammar
from flowkit.model.outline import Block, ItemList, Line, Outline, Paragraph, Section
from flowkit.read.entries import Source, joined
from flowkit.read.headings import speaks_of_requirements
from flowkit.read.specs.contents import ContentsReader, with_below
from flowkit.read.specs.frame import read_frame
from flowkit.read.specs.stated import NOTHING, states_requirements

_TITLE = re.compile(
    r"[^\w\[]*(?P<label>(?P<words>\D{0,40}?)[\s#]*(?P<number>\d+(?:\.\d+)*[A-Za-z]?))(?!\w)[*_]*\s*"
    r"(?:[:：.–—-]+\s*)?(?P<title>.*)"
)
_STORY = re.compile(r"user story|用户故事|ユーザーストーリー|사용자 스토리|historia de usuario|história", re.IGNORECASE)
# A criterion that carries its own number: "1.2 WHEN ...", "**1.2** WHEN ...".
_NUMBERED = re.compile(r"[*_`]{0,2}(?P<id>\d+(?:\.\d+)+)[*_`]{0,2}[:.)]?[*_`]{0,2}\s+(?P<text>.+)", re.DOTALL)


def recognise(outline: Outline, grammar: Grammar) -> float:
    """Return 0.9 for a document whose headings number requirements, less for one that states some by ids as well."""
    told = any(_lists(section) for section in _told(outline))
    if not told:
        return 0.0
    return 0.4 if states_requirements(Source(outline.document, grammar), outline) else 0.9


def read(outline: Outline, grammar: Grammar) -> Spec:
    """Read a document of requirements; any outline gives one, if need be without requirements."""
    source = Source(outline.document, grammar)
    told = list(_told(outline))
    found = tuple(_requirement(source, section) for section in told)
    extents = tuple(
        (requirement.id, section.title.line, section.end_line) for requirement, section in zip(found, told, strict=True)
    )
    return replace(read_frame(source, outline, NOTHING, extents), requirements=found)


def _told(outline: Outline) -> Iterator[Section]:
    """Yield the sections that tell a requirement each."""
    for section in outline.sections:
        found = _TITLE.fullmatch(section.title.text) if section.level else None
        if found is None:
            continue
        words = found["words"].strip(" *_#-")
        if (words and speaks_of_requirements(words)) or (not words and _STORY.search(_opening(section))):
            yield section


def _opening(section: Section) -> str:
    """Return the beginning of the paragraph below a heading."""
    return next((joined(block.lines) for block in section.blocks if isinstance(block, Paragraph)), "")[:100]


def _lists(section: Section) -> bool:
    blocks = (block for inner in section.walk() for block in inner.blocks)
    return any(isinstance(block, ItemList) or any(_numbered(block)) for block in blocks)


def _requirement(source: Source, section: Section) -> Requirement:
    found = _TITLE.fullmatch(section.title.text)
    assert found is not None  # noqa: S101  only sections of requirements come here
    contents = ContentsReader(source).section(section)
    criteria = tuple(_criteria(source, section, found["number"]))
    if not criteria:
        criteria = tuple(
            replace(entry, id=entry.id or f"{found['number']}.{number}")
            for number, entry in enumerate(contents.criteria, start=1)
        )
    text = [paragraph for paragraph in contents.text if not _NUMBERED.match(paragraph)]
    identifier = found["label"].strip(" *_#")
    title = found["title"].strip(" *_#")
    return Requirement(
        id=identifier,
        title=title or (text[0] if text else identifier),
        text=tuple(text if title else text[1:]),
        criteria=criteria,
        span=source.span(section.title),
        priority=contents.priority,
    )


def _criteria(source: Source, section: Section, number: str) -> Iterator[Entry]:
    """Yield what is numbered below a requirement; a list that begins anew goes on counting."""
    count = 0
    for block in (block for inner in section.walk() for block in inner.blocks):
        for lines, whole, first in _numbered(block):
            own = _NUMBERED.fullmatch(whole)
            count = max(count, (first or 1) - 1) + 1
            identifier, text = (own["id"], own["text"]) if own else (f"{number}.{count}", whole)
            yield Entry(identifier, text, source.span(lines[0]))


def _numbered(block: Block) -> Iterator[tuple[tuple[Line, ...], str, int | None]]:
    """Yield the lines, the text and, of a list's first item, the number of what is numbered in a block."""
    match block:
        case ItemList(items=items):
            for at, item in enumerate(items):
                whole = with_below(item)
                if item.lines and (item.number is not None or _NUMBERED.match(whole)):
                    yield item.lines, whole, None if at else item.number
                elif item.lines:
                    yield from (each for inner in item.blocks for each in _numbered(inner))
        case Paragraph(lines=lines):
            yield from (((line,), line.text, None) for line in lines if _NUMBERED.match(line.text))
        case _:
            pass
