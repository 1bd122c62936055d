"""spec-kit's ``tasks.md``: ``- [ ] T001 [P] [US1] Title in path/x.py (depends on T000)``.

Tasks without ids are read too, where boxes stand below phases or user stories and nothing else opens a task.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowkit.model.marker import Grammar
from flowkit.model.outline import Line, ListItem, Outline, Paragraph, Section, items_below
from flowkit.model.plan import Plan
from flowkit.model.source import Document
from flowkit.model.task import Deliverable
from flowkit.read.dialects.assembly import parse_forms, plan_of
from flowkit.read.dialects.openings import Form, Opening, find_openings, group_label, share
from flowkit.read.field_names import PLAIN_FIELDS, slot_of
from flowkit.read.fields import Field, Fields, read_fields
from flowkit.read.paths import find_paths
from flowkit.read.references import read_requirements
from flowkit.read.tasks import RawTask, is_struck_out, plain_title

FORMS = (Form.ITEM_ID,)
# Boxes below phases are this dialect's where no task has an id; any dialect that finds its own labels is surer.
_WITHOUT_IDS = 0.2
_TAG = re.compile(r"\s*(?:[*_`]*\[(P|US\s?-?\d+|N/A|Story|[A-Z][\w/ .-]{0,14})\][*_`]*)\s*[:.–—-]?")
_STORY = re.compile(r"US\s?-?\d+")
_STORY_TITLE = re.compile(r"\b(?:US|User Story )\s?-?(\d+)\b", re.IGNORECASE)
_DEPENDS = re.compile(
    r"[(\[]\s*(?:depends on|depends|after|requires|blocked by)[: ]\s*([^()\[\]]+)[)\]]", re.IGNORECASE
)
_END_OF_CLAUSE = re.compile(r"[.;:](?:\s|$)| \(")


def recognise(outline: Outline, grammar: Grammar) -> float:
    """Return how sure it is that the document is of this dialect, from 0 to 1."""
    openings = find_openings(outline, grammar)
    if openings:
        return share(openings, FORMS)
    return _WITHOUT_IDS if any(True for _ in _without_ids(outline)) else 0.0


def parse(outline: Outline, grammar: Grammar) -> Plan:
    """Read the plan."""
    if share(find_openings(outline, grammar), FORMS):
        return parse_forms(outline, grammar, "spec-kit", FORMS, lambda raw, opening: _refine(raw, opening, outline))
    found = list(_without_ids(outline))
    raws = [_raw_without_id(item, outline.document) for item, _ in found]
    return plan_of(outline, grammar, "spec-kit", raws, [around for _, around in found])


def _without_ids(outline: Outline) -> Iterator[tuple[ListItem, tuple[Section, ...]]]:
    """Yield the boxes right below phases and stories, with the sections around them."""

    def walk(section: Section, around: tuple[Section, ...]) -> Iterator[tuple[ListItem, tuple[Section, ...]]]:
        inner = (*around, section) if section.level else around
        if any(group_label(each) for each in inner):
            nested_until = 0
            for item in items_below(section.blocks):
                if item.line > nested_until and item.box is not None:
                    nested_until = item.end_line
                    yield item, inner
        for below in section.sections:
            yield from walk(below, inner)

    yield from walk(outline.root, ())


def _raw_without_id(item: ListItem, document: Document) -> RawTask:
    first = item.lines[0] if item.lines else Line("", item.line, 1)
    raw = RawTask(
        id=None,
        title=plain_title(" ".join(line.text for line in item.lines)),
        span=first.span_in(document),
        line=item.line,
        end_line=item.end_line,
        fields=read_fields(item.blocks, PLAIN_FIELDS),
        box=item.box,
        struck_out=is_struck_out(" ".join(line.text for line in item.lines)),
        opening=item.lines,
    )
    return _with_text(raw, document)


def _refine(raw: RawTask, opening: Opening, outline: Outline) -> RawTask:
    title, tags = _split_tags(raw.title)
    raw.title = title
    story = next((tag.replace(" ", "") for tag in tags if _STORY.fullmatch(tag)), None)
    raw.extras |= {
        "parallel": "P" in tags,
        "story": story or (None if "N/A" in tags else _story_around(opening.above)),
        "optional": raw.box is not None and raw.box.optional,
    }
    return _with_text(raw, outline.document)


def _split_tags(title: str) -> tuple[str, list[str]]:
    tags: list[str] = []
    at = 0
    while found := _TAG.match(title, at):
        tags.append(found.group(1))
        at = found.end()
    return title[at:].strip(), tags


def _story_around(above: tuple[Section, ...]) -> str | None:
    found = (_STORY_TITLE.search(section.title.text) for section in reversed(above))
    return next((f"US{match.group(1)}" for match in found if match), None)


def _with_text(raw: RawTask, document: Document) -> RawTask:
    """Read what the running text of a task says: its files, its requirements, what it depends on."""
    lines = [*raw.opening, *(line for block in raw.fields.rest if isinstance(block, Paragraph) for line in block.lines)]
    slots = {slot_of(each.key) for each in raw.fields.fields}
    if "files" not in slots:
        raw.extras["deliverables"] = tuple(_deliverables(lines, document))
    if "requirements" not in slots:
        cited = read_requirements(lines, document)
        raw.extras["requirements"] = tuple(each for each in cited if each.id not in {"*", raw.id})
    if "depends" not in slots:
        raw.fields = Fields((*raw.fields.fields, *_depends(lines)), raw.fields.rest)
    return raw


def _depends(lines: list[Line]) -> Iterator[Field]:
    for line in lines:
        for found in _DEPENDS.finditer(line.text):
            value = line.cut(found.start(1), found.end(1))
            yield Field("depends on", "depends on", (value,), (), line.line)


def _deliverables(lines: list[Line], document: Document) -> Iterator[Deliverable]:
    """Yield the files that the first clauses name; what a later sentence names explains the work."""
    for line in lines:
        paths = list(find_paths(line.text))
        for index, (path, start, end) in enumerate(paths):
            if index and _END_OF_CLAUSE.search(line.text, paths[index - 1][2], start):
                break
            if path.endswith("/") and len(paths) > 1:
                continue
            yield Deliverable(line.text, path, None, (), line.span_in(document, start, end))
        if paths:
            return
