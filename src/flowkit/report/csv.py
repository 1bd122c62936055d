"""The traceability matrix as CSV: a row for each marker, for a spreadsheet or for a program.

The form is that of RFC 4180 with LF at the ends of lines; every cell is quoted. A spreadsheet takes a cell that begins
with ``=``, ``+``, ``-``, ``@`` or one of their full-width forms for a formula and would carry it out, so an apostrophe
stands before it, as one would type it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flowkit.model.evidence import Evidence
from flowkit.model.verdict import Obligation, Verification
from flowkit.report.matrix import Row, at, place_of, rows_of
from flowkit.report.screen import visible

_HEAD = ("plan", "task", "marker", "kind", "text", "place", "verdict", "reason", "obligations", "evidence")
_FORMULA = tuple("=+-@＝＋－＠")


def render(verification: Verification) -> str:
    """Return the traceability matrix; a plan that is held against no evidence has its markers without a verdict."""
    return table((_HEAD, *map(_cells, rows_of(verification))))


def table(rows: Iterable[Sequence[str]]) -> str:
    """Return rows of cells as CSV; whatever is in a cell, it stays one, and nothing in it is carried out."""
    import csv
    from io import StringIO

    out = StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(map(_safe, rows))
    return out.getvalue()


def _safe(cells: Sequence[str]) -> Iterator[str]:
    for cell in cells:
        text = " ".join(visible(cell).split())
        yield f"'{text}" if text.startswith(_FORMULA) else text


def _cells(row: Row) -> tuple[str, ...]:
    facts = (fact for duty in row.obligations for fact in duty.evidence)
    return (
        row.plan.id,
        row.part.task.key,
        row.ref,
        row.part.role.value,
        row.part.text,
        at(row.place),
        row.verdict.value if row.verdict else "",
        row.reason,
        "; ".join(map(_obligation, row.obligations)),
        "; ".join(dict.fromkeys(map(_where, facts))),
    )


def _obligation(duty: Obligation) -> str:
    return f"{duty.kind}: {duty.subject} ({duty.verdict.value})"


def _where(fact: Evidence) -> str:
    return at(place_of(fact))
