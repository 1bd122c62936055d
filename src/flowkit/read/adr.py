"""An architecture decision record, in Nygard's form or in MADR's, to what it decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from flowkit.errors import ReadError
from flowkit.model.intent import Adr
from flowkit.model.marker import Grammar, Role
from flowkit.model.outline import ItemList, Line, Outline, Paragraph, Section, lines_below

# Real titles begin with ``ADR-0004: ``, ``ADR 101: ``, ``21. `` or ``Architecture Decision Record: ``.
_NUMBERED = re.compile(r"(?:ADR[-_ ]?)?(\d+)\s*[.:–—-]\s+", re.IGNORECASE)
_PREAMBLE = re.compile(r"(?:Architectur(?:e|al) Decision Record|ADR)\s*:\s*", re.IGNORECASE)
# ``0008-add-status.md``, ``adr-006-runtime.md``; a name that carries its folders joins them by ``__``. More digits
# than six are a date, which is no number.
_FILE_NUMBER = re.compile(r"(?:.*__)?(?:adr[-_ ]?)?(\d{1,6})(?=[-_. ]|$)", re.IGNORECASE | re.DOTALL)
_HEADER = re.compile(r"[*_]*(status|date)[*_]*[ ]*:[*_]*[ ]*(.+)", re.IGNORECASE)

_STATES = (
    "accepted", "approved", "deferred", "deprecated", "draft", "implemented", "in progress", "obsolete", "on hold",
    "pending", "proposed", "rejected", "reverted", "superseded", "withdrawn",
)  # fmt: skip
# A common tool writes "Superceded by".
_SUCCESSOR = re.compile(r"supers?c?eded\s+by\s*:?\s*(.+)|replaced\s+by\s*:?\s*(.+)", re.IGNORECASE)
_LINK = re.compile(r"\[([^\]]*)\](?:\(([^)\s]*)[^)]*\)|\[[^\]]*\])?")
_STRUCK = re.compile(r"~~.*?~~")
_UNFILLED = re.compile(r"\{[^}]*[|}]")

_CHOSEN = re.compile(r"chosen options?[*_]*\s*:[*_]*\s*(.+)", re.IGNORECASE | re.DOTALL)
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "`": "`", "'": "'"}
_REASON = re.compile(r",\s*(?:because|since|as)\b|\.\s|\.$|\s+because\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands about a decision before and beside its text."""

    status: str | None = None
    date: str | None = None


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
    heading = next((section for section in outline.sections if section.level == 1 and section.title.text), None)
    if heading is None:
        raise ReadError(
            "is no decision that can be read: it has no title",
            where=f"{document.path}:1",
            hint="begin it with a heading like '# ADR-001: What was decided'",
        )
    head = _front(outline) or _Head()
    lines = [line for block in (*outline.root.blocks, *heading.blocks) for line in lines_below((block,))]
    status_lines = [line.text for section in _named(heading, "status") for line in section.lines]
    told = [head.status, _header(lines, "status")]
    state, successor = _status([text for text in (*told, *status_lines) if text], grammar)
    identifier, title = _title(heading.title, document.path, grammar)
    outcome = list(_named(heading, "decision outcome", "decision"))
    return Adr(
        id=identifier,
        title=title,
        status=state,
        date=head.date or _header(lines, "date"),
        decision=_text(outcome),
        options=tuple(_LINK.sub(r"\1", text) for text in _entries(_named(heading, "considered options"))),
        chosen=_chosen(outcome),
        consequences=tuple(_entries(_named(heading, "consequences", "positive consequences", "negative consequences"))),
        superseded_by=successor,
        confirmation=tuple(_entries(_named(heading, "confirmation", "validation"))),
        path=document.path,
        span=heading.title.span_in(document),
    )


def _front(outline: Outline) -> _Head | None:
    """Return what the front matter says; one that is not valid YAML is read line by line."""
    front = outline.front_matter
    if front is None:
        return None
    if front.values is not None:
        found = {key.casefold(): value for key, value in front.values.items()}
        return _Head(*(str(found[key]) if found.get(key) else None for key in ("status", "date")))
    lines = [Line(text, 1, 1) for text in outline.document.lines[front.line : front.end_line - 1]]
    return _Head(_header(lines, "status"), _header(lines, "date"))


def _header(lines: list[Line], name: str) -> str | None:
    for line in lines:
        found = _HEADER.match(line.text)
        if found and found.group(1).casefold() == name:
            return found.group(2).strip()
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
        if inner.title.text.rstrip("# :").casefold() in names:
            yield inner
        else:
            yield from _named(inner, *names)


def _status(texts: list[str], grammar: Grammar) -> tuple[str | None, str | None]:
    """Return the state and the successor that a record names; a successor makes it superseded."""
    state = None
    for raw in texts:
        text = _STRUCK.sub("", raw).strip(" *_`")
        if not text or _UNFILLED.match(text):
            continue
        found = _SUCCESSOR.search(text)
        if found:
            return "superseded", _successor(found.group(1) or found.group(2), grammar)
        state = state or _state(text)
    return state, None


def _state(text: str) -> str:
    plain = _LINK.sub(r"\1", text).casefold().replace("superceded", "superseded")
    known = next((state for state in _STATES if plain.startswith(state)), None)
    return known or re.split(r"\s*[,;:.(|–—]", plain, maxsplit=1)[0].strip()


def _successor(text: str, grammar: Grammar) -> str:
    for found in grammar.find(text):
        if found.kind is not None and found.kind.role is Role.DECISION:
            return found.id
    link = _LINK.search(text)
    return (link.group(2) or link.group(1)) if link else text.strip(" .*_`")


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
    return _LINK.sub(r"\1", _REASON.split(text, maxsplit=1)[0]).strip(" *_") or None
