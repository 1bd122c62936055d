"""spec-kit's ``tasks.md``: ``- [ ] T001 [P] [US1] Title in path/x.py (depends on T000)``.

Tasks without ids are read too, where boxes stand below phases, user stories or a title that says tasks, and nothing
else opens a task.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from flowkit.model.marker import KINDS, Grammar, Role, TokenKind, reference_tokens
from flowkit.model.outline import Line, Outline, Paragraph, Section
from flowkit.model.plan import Plan
from flowkit.model.source import Document
from flowkit.model.task import Citation
from flowkit.read.dialects.assembly import parse_forms, plan_of, recognise_forms
from flowkit.read.dialects.openings import Form, Opening
from flowkit.read.dialects.plain_boxes import plain_boxes, raw_task
from flowkit.read.field_names import slot_of
from flowkit.read.fields import Field, Fields
from flowkit.read.made_names import made_names
from flowkit.read.mentioned_files import END_OF_CLAUSE, made_files, named_files
from flowkit.read.references import read_requirements
from flowkit.read.tasks import RawTask

FORMS = (Form.ITEM_ID,)
# Boxes below phases are this dialect's where no task has an id; any dialect that finds its own labels is surer.
_WITHOUT_IDS = 0.1
_TAG = re.compile(r"\s*(?:[*_`]*\[(P|US\s?-?\d+|N/A|Story|[A-Z][\w/ .-]{0,14})\][*_`]*)\s*[:.–—-]?")
_STORY = re.compile(r"US\s?-?\d+")
_STORY_TITLE = re.compile(r"\b(?:US|User Story )\s?-?(\d+)\b", re.IGNORECASE)
_DEPENDS = re.compile(
    r"([(\[]\s*)?\b(?<!not )(?:depends\s+on|depends|after|requires|blocked\s+by)\b[\s:*_`]+", re.IGNORECASE
)
_END_OF_BRACKETS = re.compile(r"[()\[\]]")


def recognise(outline: Outline, grammar: Grammar) -> float:
    """Return how sure it is that the document is of this dialect, from 0 to 1."""
    sure = recognise_forms(outline, grammar, FORMS)
    return max(sure, _WITHOUT_IDS) if sure < _WITHOUT_IDS and plain_boxes(outline) else sure


def parse(outline: Outline, grammar: Grammar) -> Plan:
    """Read the plan."""
    found = plain_boxes(outline)
    if not found or recognise_forms(outline, grammar, FORMS) >= _WITHOUT_IDS:
        plan = parse_forms(
            outline, grammar, "spec-kit", FORMS, lambda raw, opening: _refine(raw, opening, outline, grammar)
        )
    else:
        raws = [_with_text(raw_task(item, outline.document), outline.document, grammar) for item, _ in found]
        plan = plan_of(outline, grammar, "spec-kit", raws, [around for _, around in found])
    return _with_success_criteria(plan)


def _with_success_criteria(plan: Plan) -> Plan:
    """Return a plan in which ``SC-001`` is a measure of success, never the scenario that it is in other dialects."""
    outcomes = {kind.name for kind in KINDS if kind.role is Role.SCENARIO}
    return replace(
        plan,
        definitions=tuple(one for one in plan.definitions if one.kind not in outcomes),
        mentions=tuple(replace(one, role=Role.METRIC) if one.kind in outcomes else one for one in plan.mentions),
    )


def _refine(raw: RawTask, opening: Opening, outline: Outline, grammar: Grammar) -> RawTask:
    title, tags = _split_tags(raw.title)
    raw.title = title
    story = next((tag.replace(" ", "") for tag in tags if _STORY.fullmatch(tag)), None)
    raw.extras |= {
        "parallel": "P" in tags,
        "story": story or (None if "N/A" in tags else _story_around(opening.above)),
    }
    return _with_text(raw, outline.document, grammar)


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


def _with_text(raw: RawTask, document: Document, grammar: Grammar) -> RawTask:
    """Read what the running text of a task says: its files, its requirements, what it depends on."""
    texts = [raw.opening, *(block.lines for block in raw.fields.rest if isinstance(block, Paragraph))]
    lines = [line for text in texts for line in text]
    slots = {slot_of(each.key) for each in raw.fields.fields}
    if "files" not in slots:
        # Tasks without ids are free text; the format asks the others to name their files.
        files = (named_files if raw.id else made_files)(lines, document)
        raw.extras["deliverables"] = (*files, *made_names(lines, document))
    if "requirements" not in slots:
        raw.extras["requirements"] = _requirements(lines, document, grammar)
    if "depends" not in slots:
        found = (each for text in texts for each in _depends(text))
        raw.fields = Fields((*raw.fields.fields, *found), raw.fields.rest)
    return raw


def _requirements(lines: list[Line], document: Document, grammar: Grammar) -> tuple[Citation, ...]:
    """Return the requirements that running text cites: ids of their kinds, for ``SHA-256`` is spelled like one."""
    cited = {
        each.id: each
        for each in read_requirements(lines, document)
        if (kind := grammar.kind_of(each.id)) is not None and kind.role is Role.REQUIREMENT
    }
    for line in lines:
        for found in grammar.find(line.text):
            if found.kind is not None and found.kind.role is Role.REQUIREMENT:
                cited.setdefault(found.id, Citation(found.id, line.span_in(document, found.start, found.end)))
    return tuple(cited.values())


def _depends(lines: tuple[Line, ...]) -> Iterator[Field]:
    """Yield what the text waits for: in brackets, or to the end of the clause where an id follows the words."""
    text = " ".join(line.text for line in lines)
    for found in _DEPENDS.finditer(text):
        if found.group(1):
            closing = _END_OF_BRACKETS.search(text, found.end())
        elif _begins_with_id(text[found.end() :]):
            closing = END_OF_CLAUSE.search(text, found.end())
        else:
            continue
        value = tuple(_cut(lines, found.end(), closing.start() if closing else len(text)))
        yield Field("depends on", "depends on", value, (), value[0].line if value else lines[0].line)


def _begins_with_id(text: str) -> bool:
    token = next(reference_tokens(text), None)
    return token is not None and token.start == 0 and token.kind in {TokenKind.ID, TokenKind.WORD}


def _cut(lines: tuple[Line, ...], start: int, end: int) -> Iterator[Line]:
    """Yield the parts of lines between two offsets into the text that they make when joined by one character."""
    offset = 0
    for line in lines:
        if offset < end and start < offset + len(line.text):
            yield line.cut(max(start - offset, 0), min(end - offset, len(line.text)))
        offset += len(line.text) + 1
