"""An architecture decision record, in Nygard's form or in MADR's, to what it decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from flowkit.errors import ReadError
from flowkit.model.intent import Adr
from flowkit.model.marker import Grammar, Role
from flowkit.model.outline import Block, ItemList, Line, Outline, Paragraph, Section, Table, lines_below
from flowkit.read.adr_standing import LINK, read_standing
from flowkit.read.headings import plain

# Real titles begin with ``ADR-0004: ``, ``ADR 101: ``, ``21. ``, ``Decision 3: ``, ``Architecture Decision Record: ``.
_NUMBERED = re.compile(r"(?:(?:ADR|Decision)[-_ #]*)?(\d+)\s*[.:–—-]\s+", re.IGNORECASE)
_PREAMBLE = re.compile(r"(?:Architectur(?:e|al) Decision Record|ADR)\s*:\s*", re.IGNORECASE)
# ``0008-add-status.md``, ``adr-006-runtime.md``; a name that carries its folders joins them by ``__``. More digits
# than six are a date, which is no number.
_FILE_NUMBER = re.compile(r"(?:.*__)?(?:adr[-_ ]?)?(\d{1,6})(?=[-_. ]|$)", re.IGNORECASE | re.DOTALL)
_NAMES = r"status|date|superseded[-_ ]by|replaced[-_ ]by|supersedes|replaces"
_HEADER = re.compile(rf"[*_]*({_NAMES})[*_]*[ ]*:[*_]*[ ]*(.+)", re.IGNORECASE)
_TITLED = re.compile(r"status\s*:\s*(.+)", re.IGNORECASE)

_OUTCOMES = ("decision outcome", "decision", "the decision", "our decision", "final decision", "outcome", "resolution")
_OPTIONS = (
    "considered options", "options", "options considered", "considered alternatives", "alternatives",
    "alternatives considered", "positions",
)  # fmt: skip
_CONSEQUENCES = ("consequences", "positive consequences", "negative consequences", "implications")
_CHECKS = ("confirmation", "validation", "verification", "compliance")
_LINKS = ("links", "related decisions", "related", "more information", "references")
# A decision in one sentence: https://medium.com/olzzio/y-statements-10eb07b5a177
_SENTENCE = re.compile(
    r"in the context of .+?,?\s+facing .+?,?\s+we (?:have )?(?:decided|chose|opted)(?: for| on| to)? (?P<chosen>.+?)"
    r"(?:,?\s+(?:and|over|instead of|rather than) (?:against |neglected |not )?.+?)?,?\s+to achieve .+?,?"
    r"\s+accepting (?:that )?(?P<downside>.+?)\.?",
    re.IGNORECASE | re.DOTALL,
)

_CHOSEN = re.compile(
    r"(?:chosen|selected) (?:option|solution|alternative)s?[*_]*\s*:[*_]*\s*(.+)", re.IGNORECASE | re.DOTALL
)
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "`": "`", "'": "'"}
_REASON = re.compile(r",\s*(?:because|since|as)\b|\.\s|\.$|\s+because\b", re.IGNORECASE)


def is_decision(outline: Outline) -> bool:
    """Whether a document can be read as a decision: it has a title."""
    return _heading(outline) is not None


def read_adr(outline: Outline, grammar: Grammar | None = None) -> Adr:
    """Read a decision.

    Args:
        outline: the document.
        grammar: how the project's markers are spelled; by default flowkit's own kinds.

    Raises:
        ReadError: the document has no title.
    """
    grammar = grammar or Grammar()
    document = outline.document
    found = _heading(outline)
    if found is None:
        raise ReadError(
            "is no decision that can be read: it has no title",
            where=f"{document.path}:1",
            hint="begin it with a heading like '# ADR-001: What was decided'",
        )
    heading, line = found
    head = list(_head(outline, heading))
    standing = read_standing(
        [text for name, text in head if name == "status"] + list(_status_texts(heading)),
        [f"{name} {text}" for name, text in head if name not in {"status", "date"}]
        + [line.text for section in _named(heading, *_LINKS) for line in lines_below(section.blocks)],
        grammar,
    )
    identifier, title = _title(line, document.path, grammar)
    outcome = list(_named(heading, *_OUTCOMES))
    sentence = _sentence(heading)
    chosen = _chosen(outcome) or (sentence["chosen"].strip() if sentence else None)
    consequences = tuple(_entries(_named(heading, *_CONSEQUENCES)))
    return Adr(
        id=_given(outline, "id") or identifier,
        title=title,
        status=standing.status,
        date=next((text for name, text in head if name == "date"), None),
        decision=_text(outcome) or (sentence.group().strip() if sentence else None),
        options=tuple(LINK.sub(r"\1", text) for text in _options(_named(heading, *_OPTIONS))),
        chosen=chosen,
        consequences=consequences or ((sentence["downside"].strip(),) if sentence else ()),
        superseded_by=standing.superseded_by,
        confirmation=tuple(_entries(_named(heading, *_CHECKS))),
        path=document.path,
        span=line.span_in(document),
        supersedes=standing.supersedes,
    )


def _heading(outline: Outline) -> tuple[Section, Line] | None:
    """Return the section that holds the decision and the line of its title, which the front matter may give."""
    section = next((each for each in outline.sections if each.level == 1 and each.title.text), None)
    if section is not None:
        return section, section.title
    title = _given(outline, "title")
    if title is None or outline.front_matter is None:
        return None
    for number in range(outline.front_matter.line, outline.front_matter.end_line):
        at = outline.document.lines[number - 1].find(title)
        if at >= 0:
            return outline.root, Line(title, number, at + 1)
    return None


def _given(outline: Outline, name: str) -> str | None:
    """Return a value of the front matter as text."""
    values = (outline.front_matter.values if outline.front_matter is not None else None) or {}
    value = next((value for key, value in values.items() if key.casefold() == name), None)
    return str(value) if isinstance(value, str | int) and str(value).strip() else None


def _head(outline: Outline, heading: Section) -> Iterator[tuple[str, str]]:
    """Yield the names and values that stand before the text; front matter that is not valid YAML is read by lines."""
    front = outline.front_matter
    lines = [line.text for block in (*outline.root.blocks, *heading.blocks) for line in _lines(block)]
    if front is not None and front.values is None:
        lines[:0] = outline.document.lines[front.line : front.end_line - 1]
    elif front is not None and front.values is not None:
        for key, value in front.values.items():
            for one in value if isinstance(value, list) else [value]:
                lines.insert(0, f"{key}: {one}" if one else "")
    for line in lines:
        found = _HEADER.match(line)
        if found:
            yield re.sub(r"[-_ ]+", " ", found.group(1).casefold()), found.group(2).strip()


def _lines(block: Block) -> Iterator[Line]:
    """Yield the lines of a block; a table of two columns has a name and a value in each of its rows."""
    if isinstance(block, Table) and len(block.header) == 2:
        for name, value in (block.header, *block.rows):
            yield Line(f"{name.text}: {value.text}", name.line, name.column)
    else:
        yield from lines_below((block,))


def _status_texts(heading: Section) -> Iterator[str]:
    for section in heading.walk():
        titled = _TITLED.fullmatch(plain(section.title.text))
        if titled is not None and section is not heading:
            yield titled.group(1)
    for section in _named(heading, "status", "current status"):
        yield from (line.text for line in lines_below(section.blocks))


def _sentence(heading: Section) -> re.Match[str] | None:
    """Return the sentence that tells the whole decision, if there is one."""
    for section in heading.walk():
        for block in section.blocks:
            if isinstance(block, Paragraph):
                text = re.sub(r"\*\*|__", "", " ".join(line.text for line in block.lines))
                found = re.search(rf"(?i:{_SENTENCE.pattern})$", text, re.DOTALL)
                if found is not None:
                    return found
    return None


def _title(heading: Line, path: str, grammar: Grammar) -> tuple[str | None, str]:
    """Return the id of the decision and its title without it; the id as written comes before a number."""
    text = heading.text.strip("#").strip()
    for found in grammar.find(text):
        if found.kind is not None and found.kind.role is Role.DECISION and not text[: found.start].strip("[(*_ "):
            return found.id, text[found.end :].lstrip("])*_ :.–—-") or text
    numbered = _NUMBERED.match(text)
    of_file = _FILE_NUMBER.match(PurePosixPath(path).stem)
    # A file name keeps the zeros that others cite; a title often drops them.
    number = of_file or numbered
    bare = text[numbered.end() :] if numbered else _PREAMBLE.sub("", text, count=1)
    return (f"ADR-{number.group(1)}" if number else None), bare or text


def _named(section: Section, *names: str) -> Iterator[Section]:
    """Yield the sections below ``section`` whose titles are among ``names``; what they enclose is theirs."""
    for inner in section.sections:
        if plain(inner.title.text).casefold() in names:
            yield inner
        else:
            yield from _named(inner, *names)


def _text(sections: list[Section]) -> str | None:
    paragraphs = (
        " ".join(line.text for line in block.lines)
        for section in sections[:1]
        for inner in section.walk()
        for block in inner.blocks
        if isinstance(block, Paragraph)
    )
    return "\n\n".join(paragraphs) or None


def _entries(sections: Iterator[Section]) -> Iterator[str]:
    """Yield each list item of the sections, or each paragraph of a section that has no list; dots are no entry."""
    for section in (inner for outer in sections for inner in outer.walk()):
        items = [item for block in section.blocks if isinstance(block, ItemList) for item in block.items]
        parts = [item.lines for item in items] or [b.lines for b in section.blocks if isinstance(b, Paragraph)]
        texts = (" ".join(line.text for line in lines) for lines in parts)
        yield from (text for text in texts if text.strip(" .…"))


def _options(sections: Iterator[Section]) -> Iterator[str]:
    """Yield the options of each section: the items of its own lists, or the titles of the sections in it."""
    for section in sections:
        listed = [item for block in section.blocks if isinstance(block, ItemList) for item in block.items]
        texts = [" ".join(line.text for line in item.lines) for item in listed]
        yield from (text for text in texts or [inner.title.text for inner in section.sections] if text.strip(" .…"))


def _chosen(sections: list[Section]) -> str | None:
    for section in sections:
        for block in section.blocks:
            text = " ".join(line.text for line in lines_below((block,)))
            found = _CHOSEN.match(text.lstrip("*_ "))
            if found:
                return _option(found.group(1))
    return None


def _option(text: str) -> str | None:
    """Return the option at the head of ``text``: what is quoted, otherwise what comes before the reason."""
    text = text.lstrip("*_ ")
    closing = _QUOTES.get(text[:1])
    if closing:
        # A quote inside the option is followed by another word; the one that ends it is not.
        ends = (match for match in re.finditer(re.escape(closing), text[1:]))
        end = next((match.start() + 1 for match in ends if not text[match.end() + 1 :][:1].isalnum()), None)
        if end is not None and text[1:end].strip():
            return text[1:end].strip()
    return LINK.sub(r"\1", _REASON.split(text, maxsplit=1)[0]).strip(" *_") or None
