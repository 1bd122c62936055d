"""Totals that a plan states of itself: in fields, in prose, in headings and in tables.

What is only nearly unmistakable is no claim: approximations, ranges, shares of the work ("28 tasks in the first
phases") and anything inside a task.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from flowkit.model.claim import Claim, ClaimKind
from flowkit.model.marker import leading_label
from flowkit.model.outline import Line, Table
from flowkit.read.claims.passage import Passage, Stretch
from flowkit.read.field_lines import field_parts

_TASKS = r"(?:sub-?tasks?|tasks?|work items?)"
# A number that is neither part of a range, of another number or of an approximation.
_NUMBER = r"(?<![\w.,~≈<>≤≥/–-])(?<![~≈<>≤≥] )(?P<n>\d{1,6})(?![\w.,]*\d|\s?[-–+/]|%)"

# Names of fields -> what they count.
_NOUNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), noun)
    for pattern, noun in (
        (r"sub-?tasks?", "subtasks"),
        (r"(?:tasks?|work items?|todo items?)", "tasks"),
        (r"(?:implementation|impl) (?:(?:sub)?tasks?|markers?)", "IMPL"),
        (r"tests? (?:(?:sub)?tasks?|markers?)", "TEST"),
        (r"(?:documentation|docs?) (?:(?:sub)?tasks?|markers?)", "DOC"),
        (r"phases?", "phases"),
        (r"acceptance criteria", "criteria"),
        (r"(?:test )?scenarios?", "scenarios"),
        (r"coverage targets?", "coverage targets"),
        (r"contract endpoints?", "contract endpoints"),
        (r"parallel (?:sub)?tasks?", "parallel tasks"),
    )
)
_COUNTED = re.compile(
    r"(?:(?:grand |overall )?total(?: number)?(?: of)?|number of|count of|no\. of|#(?: of)?) +(?P<of>.+)"
    r"|(?P<what>.+?)(?: count| total| \(total\))"
)
_DONE_NAME = re.compile(rf"(?:(?:completed|finished|done) {_TASKS}|{_TASKS} (?:completed?|finished|done))")
_VALUE = re.compile(r"[\s*_`]*(?P<n>\d{1,6})[\s*_`]*(?=$|[(,;:.|—]|(?:sub)?tasks?\b|in total\b|total\b)(?!\s*[,.]\d)")
_OF = re.compile(r"[\s*_`]*(?P<done>\d{1,6})\s*(?:/|of|out of)\s*(?P<n>\d{1,6})\b(?!\s*/|\.\d|%)")
_PROSE = (
    re.compile(rf"\binto (?:a total of )?{_NUMBER}(?: [a-z-]+)? {_TASKS}\b", re.IGNORECASE),
    re.compile(rf"\btotal of {_NUMBER}(?: [a-z-]+)? {_TASKS}\b", re.IGNORECASE),
    re.compile(rf"{_NUMBER}(?: [a-z-]+)? {_TASKS} (?:in total|altogether|total|overall)\b", re.IGNORECASE),
    re.compile(
        r"\b(?:plan|document|breakdown|file) (?:has|contains|defines|lists|comprises|consists of) "
        rf"{_NUMBER} {_TASKS}\b",
        re.IGNORECASE,
    ),
)
_WHOLE = (
    re.compile(rf"\ball (?:\d+ )?phases\s*=\s*{_NUMBER} {_TASKS}\b", re.IGNORECASE),
    re.compile(rf"{_NUMBER} {_TASKS}\s*\(all (?:\d+ )?phases\)", re.IGNORECASE),
)
_FRACTION = re.compile(
    rf"(?<![\w./-])(?P<done>\d{{1,6}})\s*(?:/|of|out of)\s*(?P<n>\d{{1,6}})\s+{_TASKS}\s+(?:are |were |is )?"
    r"(?:completed?|done|finished)\b",
    re.IGNORECASE,
)
_TITLE_FRACTION = re.compile(
    rf"\b(?:completed?|done|finished) {_TASKS}\s*\((?P<done>\d{{1,6}})\s*(?:/|of)\s*(?P<n>\d{{1,6}})\)", re.IGNORECASE
)
_TITLE_COUNT = re.compile(rf"\((?P<n>\d{{1,6}}) {_TASKS}\)\s*\W*$", re.IGNORECASE)
# Words that make a number a share of the work, a bound or an estimate.
_PARTIAL = re.compile(
    r"\b(?:phases?|story|stories|epics?|sprints?|milestones?|waves?|weeks?|days?|steps?|groups?|batch(?:es)?|each|every|per"
    r"|parallel|up to|at (?:least|most)|about|around|approximately|approx|roughly|estimated?|first|next|remaining"
    r"|further|additional|other|more|new|mvp|us\d+|p\d)\b",
    re.IGNORECASE,
)
# The same behind the number: ``through Phase 9``, ``(0/42 for Phases 4-6)``, ``so far``.
_PARTIAL_BEHIND = re.compile(
    r"\b(?:phases?|story|stories|epics?|sprints?|milestones?|waves?|weeks?|days?|steps?|parts?) ?#?\d"
    r"|\b(?:so far|as of|excluding|except|without|not counting|mvp|us\d+|minimum|at least|or more)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)|;")
_OVERALL = re.compile(r"\b(?:overall|total|grand total|altogether)\b", re.IGNORECASE)
# A number, and not far behind it the word for what is counted: what every pattern for prose needs.
_COUNTS_TASKS = re.compile(r"\d[^.\n]{0,20}?(?:tasks?\b|items?\b)|tasks?\s*\(\d", re.IGNORECASE)
_COLUMN = re.compile(rf"(?:number of |no\. of |# (?:of )?|total )?{_TASKS}(?: count)?")
_TOTAL_CELL = re.compile(r"[\s*_]*(?:grand |overall )?totals?[\s*_:]*", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"[\s*_`]*(?P<n>\d{1,6})[\s*_`]*")


def read_totals(passage: Passage) -> Iterator[Claim]:
    """Yield the totals that a line outside tasks states."""
    text = passage.line.text
    if passage.task is not None or not any(map(str.isdecimal, text)):
        return
    fields = field_parts(passage.line, _plain_names(passage.line))
    for name, value in fields:
        yield from _field_total(passage, name, value)
    if not _COUNTS_TASKS.search(text):
        return
    yield from _fraction(passage)
    if passage.level:
        yield from _title_total(passage)
    elif not fields or len(fields) == 1:
        yield from _prose_totals(passage, fields[0][1] if fields else passage.line)


def _plain_names(line: Line) -> frozenset[str]:
    """Return the name of a field without emphasis, where what precedes the first colon names a count."""
    head, colon, _ = line.text.partition(":")
    name = " ".join(head.split()).casefold()
    is_count = colon and len(name) <= 60 and (_noun(name) is not None or _DONE_NAME.fullmatch(name))
    return frozenset({name}) if is_count else frozenset()


def _noun(name: str) -> str | None:
    counted = _COUNTED.fullmatch(name)
    what = (counted.group("of") or counted.group("what")) if counted else name
    return next((noun for pattern, noun in _NOUNS if pattern.fullmatch(what)), None)


def _field_total(passage: Passage, name: str, value: Line) -> Iterator[Claim]:
    key = re.sub(r"[^\w#.() -]", "", name).strip().casefold()
    if _DONE_NAME.fullmatch(key):
        yield from _done_field(passage, value)
        return
    noun = _noun(key)
    found = _VALUE.match(value.text) if noun is not None else None
    if noun is not None and found and not _is_part(value.text, found.end()):
        yield _total(passage, value, found, noun)


def _done_field(passage: Passage, value: Line) -> Iterator[Claim]:
    both = _OF.match(value.text)
    if both and _is_part(value.text, both.end()):
        return
    if both:
        yield _total(passage, value, both, "done tasks", "done")
        yield _total(passage, value, both, "tasks")
    elif found := _VALUE.match(value.text):
        yield _total(passage, value, found, "done tasks")


def _fraction(passage: Passage) -> Iterator[Claim]:
    text = passage.line.text
    found = _FRACTION.search(text) or _TITLE_FRACTION.search(text)
    if not found or (passage.level == 0 and leading_label(text) is None and _PARTIAL.search(text, 0, found.start())):
        return
    if _is_part(text, found.end()):
        return
    scope = None if _OVERALL.search(text, 0, found.start()) else _scope(passage)
    if scope is not Scope.UNSURE:
        yield _total(passage, passage.line, found, "done tasks", "done", scope)
        yield _total(passage, passage.line, found, "tasks", "n", scope)


def _is_part(text: str, start: int) -> bool:
    """Whether what follows a number, up to the end of its sentence, makes it a share of the work."""
    end = _SENTENCE_END.search(text, start)
    return _PARTIAL_BEHIND.search(text, start, end.start() if end else len(text)) is not None


class Scope(Enum):
    """What a fraction speaks of, where it is not a phase."""

    UNSURE = "a part of the plan that no task names"


def _scope(passage: Passage) -> str | Scope | None:
    """Return the phase that a fraction speaks of, None for the whole plan, ``UNSURE`` for a part that no task names."""
    around = passage.around
    if around.phase == passage.line.text and leading_label(around.phase) is None:
        # ``Completed tasks (4/6)`` above the four: the six are not in this section.
        return Scope.UNSURE
    if around.phase is not None:
        return around.phase
    for title in (passage.line.text, *reversed(around.section)):
        label = leading_label(title)
        if label is not None and label.id.casefold() in around.phases:
            return around.phases[label.id.casefold()] or Scope.UNSURE
        if label is not None or (title is not passage.line.text and _PARTIAL.search(title)):
            return Scope.UNSURE
    return None


def _title_total(passage: Passage) -> Iterator[Claim]:
    found = _TITLE_COUNT.search(passage.line.text)
    if found and passage.around.phase == passage.line.text:
        yield _total(passage, passage.line, found, "tasks", "n", passage.around.phase)


def _prose_totals(passage: Passage, line: Line) -> Iterator[Claim]:
    for pattern in _WHOLE:
        if found := pattern.search(line.text):
            yield _total(passage, line, found, "tasks")
            return
    if passage.around.phase is not None:
        return
    for pattern in _PROSE:
        found = pattern.search(line.text)
        if found and not _PARTIAL.search(line.text, 0, found.end()):
            yield _total(passage, line, found, "subtasks" if "sub" in found.group().casefold() else "tasks")
            return


def _total(
    passage: Passage, line: Line, found: re.Match[str], subject: str, group: str = "n", scope: str | None = None
) -> Claim:
    span = line.span_in(passage.around.document, found.start(group), found.end(group))
    return passage.claim(ClaimKind.TOTAL, span, subject, found.group(group), scope=scope)


def read_table_totals(stretch: Stretch, table: Table) -> Iterator[Claim]:
    """Yield the total of a column that counts tasks."""
    for row in table.rows:
        if not row or not _TOTAL_CELL.fullmatch(row[0].text) or stretch.owner(row[0].line) is not None:
            continue
        for head, cell in zip(table.header, row, strict=False):
            found = _PLAIN_NUMBER.fullmatch(cell.text)
            if found and _COLUMN.fullmatch(head.text.strip(" *_").casefold()):
                span = cell.span_in(stretch.around.document, found.start("n"), found.end("n"))
                yield Claim(ClaimKind.TOTAL, cell.text, span, "tasks", found.group("n"), None, stretch.around.section)
