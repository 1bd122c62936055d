"""What a spec of another format says of itself: its id, its title, when it was made, what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from flowkit.model.outline import Outline, Paragraph, Section
from flowkit.model.source import Span
from flowkit.read.entries import joined, paragraphs
from flowkit.read.fields import Field, read_fields
from flowkit.read.headings import named, plain, speaks_of_requirements

NAME = re.compile(r"[^\W_](?:[\w.-]*\w)?")
"""What an id of a spec is made of: it names the plan and its file."""

_IDS = ("spec id", "id")
# A folder is called after the branch as a rule, and is what people see.
_BRANCHES = ("feature branch", "feature")
_DATE_FIELDS = ("created", "date", "date created", "created on", "作成日", "创建日期", "생성일")
_OVERVIEW = {"introduction", "overview", "purpose", "summary", "executive summary", "概要", "はじめに", "简介", "概述"}
_INPUT = re.compile(r"(?:User description\s*:\s*)?[\"“]?(.*?)[\"”]?\s*", re.IGNORECASE | re.DOTALL)
# Files of these names are called after the folder that they lie in.
_COMMON_STEMS = {"spec", "requirements", "requirement", "prd", "srs", "readme", "index"}
_COMMON_FOLDERS = {"specs", "spec", "docs", "doc", "requirements", "changes", "archive", "planning", "..", "/"}
# What a title says of the kind of document, which is not what the document is about.
_KIND = re.compile(
    r"(?:[\w'-]+ ){0,3}(?:spec(?:ification)?s?|requirements?|document|prd|srs)(?: [(]\w+[)])?|[^\x00-\x7f]{2,12}",
    re.IGNORECASE,
)
_PARTS = re.compile(r"(?P<kind>[^:：–—]*?)\s*(?:[:：–—]|\s-\s)\s*(?P<subject>\S.*)")


@dataclass(frozen=True, slots=True)
class Head:
    """What a spec says of itself; the fields are those of ``Spec``."""

    id: str
    title: str
    overview: tuple[str, ...]
    created: str | None
    span: Span


def read_head(outline: Outline) -> Head:
    """Read what a spec says of itself; what it does not say comes from where it lies."""
    document = outline.document
    first = next((each for each in outline.root.sections if each.level == 1 and each.title.text), None)
    split = read_fields((*outline.root.blocks, *(first.blocks if first is not None else ())))
    fields = {field.key: field for field in reversed(split.fields)}
    identifier = (
        _given_id(fields, _IDS)
        or _folder_id(document.path)
        or _given_id(fields, _BRANCHES)
        or _slug(PurePosixPath(document.path).stem)
        or "spec"
    )
    return Head(
        id=identifier,
        title=(first is not None and _subject(first)) or identifier,
        overview=(*paragraphs(split.rest), *_overview(outline, fields)),
        created=_created(outline, fields),
        span=first.title.span_in(document) if first is not None else document.line_span(1),
    )


def _given_id(fields: dict[str, Field], names: Iterable[str]) -> str | None:
    values = (joined(fields[name].value).strip("` *") for name in names if name in fields)
    return next((value for value in values if NAME.fullmatch(value)), None)


def _folder_id(path: str) -> str | None:
    """Return the name of the folder of a file that is called as many are; for a proposed change, behind its name."""
    pure = PurePosixPath(path)
    folders = [part for part in pure.parts[:-1] if part.casefold() not in _COMMON_FOLDERS]
    if pure.stem.casefold() not in _COMMON_STEMS or not folders:
        return None
    above = pure.parts[:-1]
    if "changes" not in above:
        return _slug(folders[-1])
    change = above[above.index("changes") + 1 :]
    return _slug("-".join(part for part in change if part.casefold() not in _COMMON_FOLDERS))


def _slug(name: str) -> str | None:
    return re.sub(r"[^\w.-]+", "-", name).strip("-._") or None


def _subject(title: Section) -> str | None:
    """Return what a title says the document is about; None where it only says what kind of document it is."""
    text = plain(title.title.text)
    found = _PARTS.fullmatch(text)
    if found is not None and _KIND.fullmatch(found["kind"].strip()):
        return found["subject"]
    only_kind = _KIND.fullmatch(text) and (text.isascii() or speaks_of_requirements(text))
    return None if only_kind else title.title.text.strip("# ")


def _overview(outline: Outline, fields: dict[str, Field]) -> tuple[str, ...]:
    given = fields.get("input")
    asked = _INPUT.fullmatch(joined(given.value)) if given is not None else None
    told = tuple(
        joined(block.lines)
        for section in named(outline, _OVERVIEW)
        for block in section.blocks
        if isinstance(block, Paragraph)
    )
    return (*((asked.group(1),) if asked and asked.group(1) else ()), *told)


def _created(outline: Outline, fields: dict[str, Field]) -> str | None:
    values = (outline.front_matter.values if outline.front_matter is not None else None) or {}
    written = next((str(values[name]) for name in ("created", "date") if values.get(name)), None)
    return next((joined(fields[name].value) for name in _DATE_FIELDS if name in fields), None) or written
