"""Lists of ids as people write them: how an id is taken out of one, or written beside the others.

What is not plainly one of the known forms gets no edit. These are ids in a row (``IMPL_001, IMPL_002``), behind a key
or not, and ids that each have a line of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flowkit.model.claim import Claim
from flowkit.model.edit import Edit
from flowkit.model.source import Document

# What parts two ids of a row. A dash or dots would make a range of them.
_SEPARATOR = r"[ \t]*(?:[,;/+&](?:[ \t]*and\b)?|\band\b)[ \t]*"
_REMARK = r"(?:[ \t]*\([^()]*\))?"
_FOLLOWED = re.compile(rf"(?P<remark>{_REMARK})(?P<separator>{_SEPARATOR})?")
_PRECEDED = re.compile(rf"(?<=[\w`*)])(?P<separator>{_SEPARATOR})$")
_RANGE_BEHIND = re.compile(r"[`*_ \t]*(?:-|–|—|\.{2,3}|…|to\b|through\b|thru\b)")
_RANGE_BEFORE = re.compile(r"\w[`*_ \t]*(?:-|–|—|\.{2,3}|…|\b(?:to|through|thru))[`*_ \t]*$")
_MARKS_BEHIND = re.compile(r"[`*_]*")
_BULLET = re.compile(r"[ \t>]*[-*+•][ \t]+")
_KEY = re.compile(r"[ \t>]*(?:[-*+•][ \t]+)?[^:|\[\]]+:[`*_]*[ \t]*")
_NEAR, _LONGEST = 100, 5_000
"""So many characters before an id are looked at for what parts it from another one; no list has a longer line."""

_END = re.compile(r"[ \t`*_.;]*$")


def without(document: Document, claims: Sequence[Claim]) -> tuple[Edit, ...]:
    """Return what takes listed ids out; nothing where one of them has no plain place of its own."""
    edits = [_taken_out(document, claim) for claim in claims]
    known = tuple(edit for edit in edits if edit is not None)
    return known if len(known) == len(edits) else ()


def beside(document: Document, claim: Claim, identifier: str) -> tuple[Edit, ...]:
    """Return what writes an id behind a listed one, the last of its kind; nothing where it is not plain how."""
    entry = _entry(document, claim)
    if entry is None or not _END.match(entry.line, entry.end):
        return ()
    before, written = entry.line[: entry.start], f"{entry.marks}{identifier}{entry.marks[::-1]}"
    row = _PRECEDED.search(before[-_NEAR:])
    if row is not None or _RANGE_BEFORE.search(before[-_NEAR:]) or _KEY.fullmatch(before):
        separator = row.group("separator") if row and "and" not in row.group("separator") else ", "
        return (Edit(document.span(claim.span.line, entry.end + 1, 0), f"{separator}{written}"),)
    if _BULLET.fullmatch(before):
        end = document.span(claim.span.line, len(entry.line) + 1, 0)
        return (Edit(end, f"{document.line_end}{before}{written}"),)
    return ()


def _taken_out(document: Document, claim: Claim) -> Edit | None:
    entry = _entry(document, claim)
    if entry is None:
        return None
    before = entry.line[: entry.start]
    if _RANGE_BEHIND.match(entry.line, entry.end) or _RANGE_BEFORE.search(before[-_NEAR:]):
        return None
    followed, preceded = _FOLLOWED.match(entry.line, entry.end), _PRECEDED.search(before[-_NEAR:])
    if followed and followed.group("separator"):
        start, end = entry.start, followed.end()
    elif followed and preceded:
        start, end = entry.start - len(preceded.group()), followed.end("remark")
    else:
        return _line_taken_out(document, claim.span.line, entry)
    return Edit(document.span(claim.span.line, start + 1, end - start), "")


def _line_taken_out(document: Document, line: int, entry: _Entry) -> Edit | None:
    """Return what takes out the line of an id that is alone in it, where nothing else belongs to that line."""
    before = entry.line[: entry.start]
    is_item = _BULLET.fullmatch(before) is not None
    is_key = _KEY.fullmatch(before) is not None and _END.match(entry.line, entry.end) is not None
    whole = document.whole_line(line)
    if whole is None or not (is_item or is_key):
        return None
    after = document.lines[line]
    return Edit(whole, "") if is_key or not after.strip() or _BULLET.match(after) else None


@dataclass(frozen=True, slots=True)
class _Entry:
    """A listed id in its line, from ``start`` to ``end``, the marks that emphasise it alone among them."""

    line: str
    start: int
    end: int
    marks: str


def _entry(document: Document, claim: Claim) -> _Entry | None:
    """Return where an id is listed; None where it is not written out, but within a range of others."""
    line, start = document.lines[claim.span.line - 1], claim.span.column - 1
    end = start + len(claim.value)
    if line[start:end] != claim.value or len(line) > _LONGEST:
        return None
    behind = _MARKS_BEHIND.match(line, end)
    marks = behind.group()[::-1] if behind else ""
    if not marks or not line[:start].endswith(marks):
        return _Entry(line, start, end, "")
    return _Entry(line, start - len(marks), end + len(marks), marks)
