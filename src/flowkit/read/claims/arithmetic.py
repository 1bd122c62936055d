"""Statements of arithmetic: a result together with the figures that it is computed from.

Only what can be meant in one way is a claim. The formulas, with the operands in the order in which they are given:

==============  ======================================  ==============================
subject         written as                              computed as
==============  ======================================  ==============================
``share``       ``9/11 (82%)``, ``9 of 11 (82%)``        a / b
``utilization``  ``1.3MB of 512MB ... 0.26% used``       a / b
``better``      ``0.7ms (target: <5ms) 86% better``      (b - a) / b
``above``       ``1200 rps (target: >1000) 20% above``   (a - b) / b
``reduction``   ``from 80ms to 20ms (75% reduction)``    (a - b) / a
``increase``    ``from 20 to 80 (300% increase)``        (b - a) / a
``sum``         the total row of a table                 a + b + ...
==============  ======================================  ==============================
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowkit.model.claim import Claim, ClaimKind
from flowkit.model.outline import Line, Table
from flowkit.read.claims.passage import Passage, Stretch
from flowkit.read.field_lines import field_parts

_N = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,9})?|\d{1,15}(?:\.\d{1,9})?"
_UNIT = r"(?:ns|µs|μs|us|ms|s|sec|seconds?|minutes?|min|hours?|h|days?|[KMGT]i?B|kB|bytes?|B|rps|req/s|ops/s|qps)"
_START = r"(?<![\w.,/~≈–-])"
_SHARE = re.compile(
    rf"{_START}(?P<a>\d{{1,9}})\s?(?:/|of|out of)\s?(?P<b>\d{{1,9}})(?![\w/]|\.\d)(?P<words>[^\d()%/]{{0,30}})"
    rf"\(\s*(?P<r>{_N})\s?%(?P<tail>[^)]{{0,30}})\)"
)
_SHARE_AFTER = re.compile(
    rf"{_START}(?P<r>{_N})\s?%\s+(?:(?:tests? )?(?:pass(?:ing|ed)?|success)(?: rate)?|completed?|completion|done)"
    rf"\s*\(\s*(?P<a>\d{{1,9}})\s?(?:/|of|out of)\s?(?P<b>\d{{1,9}})(?![\w/]|\.\d)[^)\d]{{0,30}}\)"
)
_USE = r"(?:utili[sz]ation|utili[sz]ed|usage|used|in use|full|consumed)"
_PART = rf"{_START}(?P<a>{_N})\s?(?P<au>{_UNIT})\s+(?:of|out of)\s+(?P<b>{_N})\s?(?P<bu>{_UNIT})\b"
_UTILIZATION = re.compile(rf"{_PART}[^\d%]{{0,40}}?\(?(?P<r>{_N})\s?%\s*(?:\)|{_USE}\b)", re.IGNORECASE)
_MEASURED = rf"{_START}(?<![<>≤≥] )(?<![<>≤≥])(?P<a>{_N})\s?(?P<au>{_UNIT})\b[^\d%<>≤≥]{{0,30}}"
_TARGET = r"\(\s*(?:target|requirement|required|goal|limit|budget|threshold|sla|slo)\b\s*:?\s*"
_AGAINST = re.compile(
    rf"{_MEASURED}{_TARGET}(?P<op>[<>≤≥]=?|under|below|over|above)?\s*(?P<b>{_N})\s?(?P<bu>{_UNIT})?\s*\)[^\d%]{{0,40}}?"
    rf"(?P<r>{_N})\s?%\s+(?P<word>better|faster|lower|less|below|under|above|higher|more|over)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    rf"\bfrom\s+(?P<a>{_N})\s?(?P<au>{_UNIT})?\s*(?:to|→|->|=>)\s*(?P<b>{_N})\s?(?P<bu>{_UNIT})?(?![\w.–-])[^\d%()]{{0,20}}"
    rf"\(\s*[-–+]?(?P<r>{_N})\s?%\s+(?P<word>reduction|decrease|less|lower|smaller|fewer|increase|more|higher|larger)\b",
    re.IGNORECASE,
)
_LESS = frozenset({"reduction", "decrease", "less", "lower", "smaller", "fewer"})
_UPWARD = frozenset({">", ">=", "≥", "over", "above"})
_DOWN_WORDS = frozenset({"better", "faster", "lower", "less", "below", "under"})
_UP_WORDS = frozenset({"better", "above", "higher", "more", "over"})
# What makes ``5/12`` a date or a score of something else.
_DATE_BEFORE = re.compile(r"\b(?:on|by|due|date|since|until)[\s:]*$", re.IGNORECASE)
_COUNT_AND_SHARE = re.compile(rf"[\s*_`]*(?P<a>\d{{1,9}})[\s*_`]*\(\s*(?P<r>{_N})\s?%[^)\d]{{0,20}}\)")
_DONE_PART = re.compile(r"\W*(?:completed?|done|finished)(?: (?:sub)?tasks)?\W*")
_TOTAL_NAME = re.compile(r"\W*total (?:sub)?tasks\W*|\W*total\W*")
_PART_NAME = re.compile(
    r"\W*(?:completed?|done|finished|in progress|pending|open|blocked|remaining|todo|to do)(?: (?:sub)?tasks)?\W*"
)


def read_arithmetic(passage: Passage) -> Iterator[Claim]:
    """Yield the statements of arithmetic that a line holds."""
    text = passage.line.text
    if "%" not in text:
        return
    for pattern in (_SHARE, _SHARE_AFTER):
        for found in pattern.finditer(text):
            if not _DATE_BEFORE.search(text[max(found.start() - 20, 0) : found.start()]):
                yield _claim(passage, found, "share", (found.group("a"), found.group("b")))
    for found in _UTILIZATION.finditer(text):
        yield _claim(passage, found, "utilization", _operands(found))
    for found in _AGAINST.finditer(text):
        upward = (found.group("op") or "<") in _UPWARD
        if found.group("word").casefold() in (_UP_WORDS if upward else _DOWN_WORDS):
            yield _claim(passage, found, "above" if upward else "better", _operands(found))
    for found in _CHANGE.finditer(text):
        subject = "reduction" if found.group("word").casefold() in _LESS else "increase"
        yield _claim(passage, found, subject, _operands(found))


def _operands(found: re.Match[str]) -> tuple[str, str]:
    # A unit that is written once holds for both.
    first, second = found.group("au") or found.group("bu") or "", found.group("bu") or found.group("au") or ""
    return found.group("a") + first, found.group("b") + second


def _claim(passage: Passage, found: re.Match[str], subject: str, operands: tuple[str, ...]) -> Claim:
    span = passage.span(found.start("r"), found.end("r"))
    return passage.claim(ClaimKind.ARITHMETIC, span, subject, found.group("r") + "%", operands=operands)


class ShareReader:
    """Reads ``Completed: 59 (65%)`` beside ``Total tasks: 91`` in the same section."""

    def __init__(self) -> None:
        """Begin before the first section."""
        self._section: tuple[str, ...] | None = None
        self._total: str | None = None
        self._of_tasks = False

    def read(self, passage: Passage) -> Iterator[Claim]:
        """Yield the shares of the total that was last stated in the section of this line."""
        if passage.around.section != self._section:
            self._section, self._total = passage.around.section, None
        text = passage.line.text
        if passage.task is not None or ":" not in text:
            return
        for name, value in field_parts(passage.line, {text.partition(":")[0].strip().casefold()}):
            key = name.casefold()
            found = _COUNT_AND_SHARE.match(value.text)
            if _TOTAL_NAME.fullmatch(key):
                self._total, self._of_tasks = _leading_number(value), "task" in key
            elif found and self._total is not None and _PART_NAME.fullmatch(key):
                span = value.span_in(passage.around.document, found.start("r"), found.end("r"))
                operands = (found.group("a"), self._total)
                if self._of_tasks and _DONE_PART.fullmatch(key):
                    counted = value.span_in(passage.around.document, found.start("a"), found.end("a"))
                    yield passage.claim(ClaimKind.TOTAL, counted, "done tasks", found.group("a"))
                yield passage.claim(ClaimKind.ARITHMETIC, span, "share", found.group("r") + "%", operands=operands)


def _leading_number(value: Line) -> str | None:
    found = re.match(r"[\s*_`]*(\d{1,9})(?![\w/.]|\s*(?:/|of))", value.text)
    return found.group(1) if found else None


_TOTAL_CELL = re.compile(r"[\s*_]*(?:grand |overall )?totals?[\s*_:]*", re.IGNORECASE)
_QUANTITY = re.compile(rf"[\s*_`$€£]*(?P<n>{_N})\s?(?P<u>{_UNIT}|tasks?|points?|pts|weeks?|%)?[\s*_`]*", re.IGNORECASE)


def read_sums(stretch: Stretch, table: Table) -> Iterator[Claim]:
    """Yield the totals of a table whose last row is a total and whose columns hold nothing but plain quantities."""
    if len(table.rows) < 3 or not table.rows[-1] or not _TOTAL_CELL.fullmatch(table.rows[-1][0].text):
        return
    *rows, last = table.rows
    if any(row and "total" in row[0].text.casefold() for row in rows):
        return
    for index, cell in enumerate(last[1:], start=1):
        quantities = [_quantity(row[index]) for row in (*rows, last)]
        known = [quantity for quantity in quantities if quantity is not None]
        if len(known) < len(quantities) or len({unit for _, unit in known}) != 1 or known[-1][1] == "%":
            continue
        at = cell.text.find(known[-1][0])
        span = cell.span_in(stretch.around.document, at, at + len(known[-1][0]))
        yield Claim(
            ClaimKind.ARITHMETIC,
            cell.text,
            span,
            "sum",
            known[-1][0],
            stretch.owner(cell.line),
            stretch.around.section,
            tuple(number for number, _ in known[:-1]),
        )


def _quantity(cell: Line) -> tuple[str, str] | None:
    found = _QUANTITY.fullmatch(cell.text)
    if found is None:
        return None
    return found.group("n"), (found.group("u") or "").casefold().removesuffix("s")
