"""What a plan declares of itself as a whole: a status field, and check marks in sections about success.

The status of a task is the task's own and no claim of the plan's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from flowkit.model.claim import Claim, ClaimKind
from flowkit.model.outline import FrontMatter, ItemList, Line, Outline, Paragraph, Section
from flowkit.model.source import Document
from flowkit.read.claims.passage import Passage, Stretch
from flowkit.read.field_lines import field_parts

COMPLETE = "complete"

_QUALIFIED = re.compile(
    r"(?:story|implementation|plan|project|overall|feature|work|final|epic|completion|development|delivery) status"
)
_UNQUALIFIED = re.compile(r"(?:current )?status")
# An unqualified status speaks of the whole plan at its head or in a section like these.
_ABOUT_THE_PLAN = re.compile(
    r"\b(?:status|summary|overview|progress|metadata|conclusion|handoff|sign-?off)\b", re.IGNORECASE
)

# A check mark, and the same read in a Windows code page: the broken text is looked at as it stands, never repaired.
_CHECK = "(?:[✅✔☑✓🗹]|âœ…|âœ”|â˜‘|âœ“)\ufe0f?"
_CHECKED = re.compile(rf"[\s*_~]*{_CHECK}")
_STATE = re.compile(
    r"(?:[\W_]|[âğðï][^\sA-Za-z*]{1,5}+)*+(?:(?:fully|successfully|all tasks) )?"
    r"(?P<word>completed?|done|finished|implemented|shipped|delivered|closed)\b(?P<rest>.*)",
    re.IGNORECASE,
)
# What takes the completeness back, or leaves the choice open.
_HEDGED = re.compile(
    r"\b(?:except|pending|partial(?:ly)?|but|not|remaining|in progress|open|to ?do|phases?|steps?|when|if|until|once"
    r"|for|awaiting|or|mostly|needs?|blocked|draft|baseline)\b|\d\s*(?:/|of)\s*\d|%|[/|→]|->|\?",
    re.IGNORECASE,
)
_SUCCESS = re.compile(
    r"\b(?:success|criteria|criterion|(?:quality |final |release )?gates?|acceptance|definition of done)\b",
    re.IGNORECASE,
)
# A sentence that says when something is so: what its list holds is to be reached.
_CONDITIONAL = re.compile(r"\b(?:when|if|must|once|unless|until|should)\b", re.IGNORECASE)
_STATUS_TITLE = re.compile(r"\bstatus\b", re.IGNORECASE)


def is_complete(value: str) -> bool:
    """Whether a status value says, without taking any of it back, that the work is complete."""
    found = _STATE.match(value)
    return found is not None and not _HEDGED.search(found.group("rest"))


def read_status(passage: Passage) -> Iterator[Claim]:
    """Yield the status that a line outside tasks declares, where it is that of the plan or of one of its phases."""
    if passage.task is not None or "tatus" not in passage.line.text:
        return
    head = " ".join(passage.line.text.partition(":")[0].split()).casefold()
    for name, value in field_parts(passage.line, {head}):
        key = " ".join(re.sub(r"[^\w ]", "", name).split()).casefold()
        about_all = _QUALIFIED.fullmatch(key) or (_UNQUALIFIED.fullmatch(key) and _speaks_of_the_plan(passage))
        about_phase = _UNQUALIFIED.fullmatch(key) and passage.around.phase is not None
        if value.text and (about_all or about_phase):
            state = COMPLETE if is_complete(value.text) else value.text
            scope = passage.around.phase if about_phase else None
            yield passage.claim(ClaimKind.STATUS, value.span_in(passage.around.document), name, state, scope=scope)


def _speaks_of_the_plan(passage: Passage) -> bool:
    if passage.around.phase is not None:
        return False
    section = passage.around.section
    return len(section) <= 1 or _ABOUT_THE_PLAN.search(section[-1]) is not None


def read_front_matter_status(outline: Outline) -> Iterator[Claim]:
    """Yield the status that the front matter declares."""
    front = outline.front_matter
    value = (front.values or {}).get("status") if front is not None else None
    if front is None or not isinstance(value, str):
        return
    line = _status_line(outline.document, front)
    if line is not None:
        state = COMPLETE if is_complete(value) else value
        yield Claim(ClaimKind.STATUS, line.text, line.span_in(outline.document), "status", state)


def _status_line(document: Document, front: FrontMatter) -> Line | None:
    for number in range(front.line, front.end_line + 1):
        text = document.lines[number - 1]
        if text.startswith("status:"):
            return Line(text, number, 1).cut(len("status:"))
    return None


def read_check_marks(stretch: Stretch) -> Iterator[Claim]:
    """Yield one claim for a section about success all of whose entries carry a check mark; its value is their number.

    A section whose title matches and that stands in one that matches already is counted with the outer one. Where a
    sentence makes the list conditional (``complete when:``), its marks are bullets.
    """
    section, around = stretch.section, stretch.around
    subject = _subject(section.title.text)
    if subject is None or not section.level or stretch.owner(section.title.line) is not None:
        return
    if any(_subject(title) for title in around.section[:-1]):
        return
    marked = list(_entries(section))
    if marked and all(marked) and not _is_conditional(section):
        span = section.title.span_in(around.document)
        yield Claim(
            ClaimKind.CHECK_MARK,
            section.title.text,
            span,
            subject,
            str(len(marked)),
            None,
            around.section,
            (),
            around.phase,
        )


def _is_conditional(section: Section) -> bool:
    leads = (before for before, block in pairwise(section.blocks) if isinstance(block, ItemList))
    if any(isinstance(lead, Paragraph) and _CONDITIONAL.search(lead.lines[-1].text) for lead in leads):
        return True
    return any(_is_conditional(inner) for inner in section.sections)


@lru_cache(maxsize=1024)
def _subject(title: str) -> str | None:
    if _SUCCESS.search(title):
        return "criteria"
    return "status" if _STATUS_TITLE.search(title) else None


def _entries(section: Section) -> Iterator[bool]:
    """Yield for each entry of the lists of a section and of those below it whether it carries a mark."""
    for block in section.blocks:
        if isinstance(block, ItemList):
            for item in block.items:
                yield item.box is None and bool(item.lines) and _CHECKED.match(item.lines[0].text) is not None
    for inner in section.sections:
        yield from _entries(inner)
