"""A verification as Markdown: what a reviewer wants to see in a pull request.

Errors and warnings stand open, the gravest first; the rest is folded away. Nothing of a document can be markup, call a
person or link to an issue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.verdict import SETTLED, Finding, Place, Verdict, Verification
from flowkit.model.web import Web
from flowkit.report.left_reports import told_reports
from flowkit.report.markdown_text import escaped, link
from flowkit.report.matrix import Row, at, matrix_of
from flowkit.report.omission import omission
from flowkit.report.worth import told_worths

_BEST_FIRST = tuple(reversed(Verdict))
_MOST_ROWS = 100
"""How many rows a table shows: more than that nobody reads in a comment."""
_ROOM = 60_000
"""How many characters all rows may have: a comment on a pull request may have 65,536."""
_LONGEST = 2_000
"""How many characters of a text are shown."""
_SIGNS = {Severity.ERROR: "❌ error", Severity.WARNING: "⚠️ warning", Severity.INFO: "ℹ️ info"}


def render(verification: Verification) -> str:
    """Return a summary: verdicts by plan, errors and warnings as a table, the rest in folded details."""
    found = sorted(verification.findings, key=_gravity)
    grave = [one for one in found if one.severity is not Severity.INFO]
    light = found[len(grave) :]
    settled = sorted(verification.left_out, key=_gravity)
    matrix = [(plan, rows) for plan, rows in matrix_of(verification) if rows]
    sheet = _Sheet(verification.web)
    parts = [
        [f"## {_headline(verification)}"],
        list(sheet.verdicts(matrix)),
        [
            f"- {link(plan.title or plan.id, plan.path, None, verification.web)}: {words}"
            for plan, words in told_worths(verification)
        ],
        [f"- {_quiet(line)}" for line in told_reports(verification.reports)],
        list(sheet.findings(grave)),
        list(_folded(f"{len(light)} remark{'' if len(light) == 1 else 's'}", list(sheet.findings(light)))),
        list(_folded(omission(settled) or "", list(sheet.findings(settled)))),
        list(_folded("What is not proven, and why", list(sheet.unsettled(row for _, rows in matrix for row in rows)))),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _headline(verification: Verification) -> str:
    plans = len(verification.plans)
    where = f"{plans} work plan{'' if plans == 1 else 's'}"
    counts = {severity: verification.count(severity) for severity in (Severity.ERROR, Severity.WARNING)}
    told = [f"{count} {severity.value}{'' if count == 1 else 's'}" for severity, count in counts.items() if count]
    limit = f", changes since {escaped(verification.since)} alone" if verification.since else ""
    new = "new " if verification.left_out else ""
    return f"{where}{limit}: {', '.join(told) or f'nothing {new}to mend'}"


def _gravity(finding: Finding) -> int:
    return list(Severity).index(finding.severity)


@dataclass(slots=True)
class _Sheet:
    """What the tables are written on, one after the other.

    Attributes:
        web: where the links lead; None where they are relative.
        room: how many characters there is still room for.
    """

    web: Web | None
    room: int = _ROOM

    def verdicts(self, matrix: Sequence[tuple[Plan, Sequence[Row]]]) -> Iterator[str]:
        """Yield how many markers of each plan have each verdict, as a table."""
        found = {row.verdict for _, rows in matrix for row in rows}
        kinds: list[Verdict | None] = [verdict for verdict in _BEST_FIRST if verdict in found]
        kinds += [None] if None in found else []
        heads = ["plan", "markers", *(kind.value if kind else "not held against evidence" for kind in kinds)]
        yield from self._table(heads, (self._plan(*one, kinds) for one in matrix), len(matrix), right=len(kinds) + 1)

    def _plan(self, plan: Plan, rows: Sequence[Row], kinds: Sequence[Verdict | None]) -> list[str]:
        own = [row.verdict for row in rows]
        figures = [str(count) if (count := own.count(kind)) else "" for kind in kinds]
        return [link(_cut(plan.title or plan.id), plan.path, None, self.web), str(len(own)), *figures]

    def findings(self, findings: Sequence[Finding]) -> Iterator[str]:
        """Yield findings as a table."""
        yield from self._table(["", "where", "what", "rule"], map(self._finding, findings), len(findings))

    def _finding(self, finding: Finding) -> list[str]:
        hint = f"<br>*{_quiet(finding.hint)}*" if finding.hint else ""
        what = f"{_quiet(finding.message)}{hint}"
        return [_SIGNS[finding.severity], self._place(finding.place), what, escaped(finding.rule)]

    def unsettled(self, rows: Iterable[Row]) -> Iterator[str]:
        """Yield what is not proven as a table."""
        left = [row for row in rows if row.verdict is not None and row.verdict not in SETTLED]
        yield from self._table(["marker", "where", "verdict", "why"], map(self._row, left), len(left))

    def _row(self, row: Row) -> list[str]:
        name = f"{escaped(_cut(row.ref))} {_quiet(row.part.text)}".rstrip()
        return [name, self._place(row.place), row.verdict.value if row.verdict else "", _quiet(row.reason)]

    def _place(self, place: Place) -> str:
        return link(at(place), place.path, place.span.line if place.span else None, self.web)

    def _table(self, heads: Sequence[str], rows: Iterable[Sequence[str]], count: int, right: int = 0) -> Iterator[str]:
        """Yield so many rows as a table, some last columns to the right, as far as there is room for it."""
        if not count:
            return
        yield _cells(heads)
        yield _cells(["---"] * (len(heads) - right) + ["---:"] * right)
        shown = 0
        for line in map(_cells, islice(rows, _MOST_ROWS)):
            if len(line) > self.room:
                break
            self.room -= len(line)
            shown += 1
            yield line
        if shown < count:
            yield from ("", f"And {count - shown} more, for which there is no room here.")


def _folded(title: str, lines: Sequence[str]) -> Iterator[str]:
    """Yield lines that are folded away behind a title; the empty ones around them make them Markdown again."""
    if lines:
        yield from ("<details>", f"<summary>{title}</summary>", "", *lines, "", "</details>")


def _cells(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _quiet(text: str) -> str:
    """Return text in which an at sign calls nobody and a number links to no issue."""
    return escaped(_cut(text)).replace("\\@", "@<!-- -->").replace("\\#", "#<!-- -->")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
