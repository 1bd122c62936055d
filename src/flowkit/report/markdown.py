"""A verification as Markdown: what a reviewer wants to see in a pull request.

Errors and warnings stand open, the gravest first; the rest is folded away. Nothing of a document can be markup, call a
person or link to an issue.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.verdict import Finding, Place, Verdict, Verification
from flowkit.report.left_reports import told_reports
from flowkit.report.markdown_text import escaped, link
from flowkit.report.matrix import Row, at, matrix_of
from flowkit.report.worth import told_worths

_SETTLED = frozenset({Verdict.PROVEN, Verdict.MANUAL})
_BEST_FIRST = tuple(reversed(Verdict))
_MOST_ROWS = 100
"""A comment on a pull request may have 65,536 characters."""
_SIGNS = {Severity.ERROR: "❌ error", Severity.WARNING: "⚠️ warning", Severity.INFO: "ℹ️ info"}


def render(verification: Verification) -> str:
    """Return a summary: verdicts by plan, errors and warnings as a table, the rest in folded details."""
    by_severity = {
        severity: [one for one in verification.findings if one.severity is severity] for severity in Severity
    }
    grave, light = [*by_severity[Severity.ERROR], *by_severity[Severity.WARNING]], by_severity[Severity.INFO]
    matrix = [(plan, rows) for plan, rows in matrix_of(verification) if rows]
    parts = [
        [f"## {_headline(verification)}"],
        list(_verdicts(matrix)),
        [f"- {link(plan.title or plan.id, plan.path, None)}: {words}" for plan, words in told_worths(verification)],
        [f"- {_quiet(line)}" for line in told_reports(verification.reports)],
        list(_findings(grave)),
        list(_folded(f"{len(light)} remark{'' if len(light) == 1 else 's'}", list(_findings(light)))),
        list(_folded("What is not proven, and why", list(_unsettled([row for _, rows in matrix for row in rows])))),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _headline(verification: Verification) -> str:
    plans = len(verification.plans)
    where = f"{plans} work plan{'' if plans == 1 else 's'}"
    counts = {severity: verification.count(severity) for severity in (Severity.ERROR, Severity.WARNING)}
    told = [f"{count} {severity.value}{'' if count == 1 else 's'}" for severity, count in counts.items() if count]
    return f"{where}: {', '.join(told) or 'nothing to mend'}"


def _verdicts(matrix: Sequence[tuple[Plan, Sequence[Row]]]) -> Iterator[str]:
    """Yield how many markers of each plan have each verdict, as a table."""
    if not matrix:
        return
    found = {row.verdict for _, rows in matrix for row in rows}
    used = [verdict for verdict in _BEST_FIRST if verdict in found]
    unheld = None in found
    heads = [verdict.value for verdict in used] + (["not held against evidence"] if unheld else [])
    yield _cells(["plan", "markers", *heads])
    yield _cells(["---", *["---:"] * (len(heads) + 1)])
    for plan, rows in matrix:
        own = [row.verdict for row in rows]
        kinds: list[Verdict | None] = [*used, *([None] if unheld else [])]
        figures = [str(count) if (count := own.count(kind)) else "" for kind in kinds]
        yield _cells([link(plan.title or plan.id, plan.path, None), str(len(own)), *figures])


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    if not findings:
        return
    yield _cells(["", "where", "what", "rule"])
    yield _cells(["---"] * 4)
    for finding in findings[:_MOST_ROWS]:
        hint = f"<br>*{_quiet(finding.hint)}*" if finding.hint else ""
        what = f"{_quiet(finding.message)}{hint}"
        yield _cells([_SIGNS[finding.severity], _place(finding.place), what, escaped(finding.rule)])
    yield from _left_out(len(findings))


def _unsettled(rows: Sequence[Row]) -> Iterator[str]:
    left = [row for row in rows if row.verdict is not None and row.verdict not in _SETTLED]
    if not left:
        return
    yield _cells(["marker", "where", "verdict", "why"])
    yield _cells(["---"] * 4)
    for row in left[:_MOST_ROWS]:
        name = f"{escaped(row.ref)} {_quiet(row.part.text)}".rstrip()
        yield _cells([name, _place(row.place), row.verdict.value if row.verdict else "", _quiet(row.reason)])
    yield from _left_out(len(left))


def _left_out(count: int) -> Iterator[str]:
    if count > _MOST_ROWS:
        yield ""
        yield f"And {count - _MOST_ROWS} more, which `flowkit verify` shows."


def _folded(title: str, lines: Sequence[str]) -> Iterator[str]:
    """Yield lines that are folded away behind a title; the empty ones around them make them Markdown again."""
    if lines:
        yield from ("<details>", f"<summary>{title}</summary>", "", *lines, "", "</details>")


def _place(place: Place) -> str:
    return link(at(place), place.path, place.span.line if place.span else None)


def _cells(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _quiet(text: str) -> str:
    """Return text in which an at sign calls nobody and a number links to no issue."""
    return escaped(text).replace("\\@", "@<!-- -->").replace("\\#", "#<!-- -->")
