"""A verification for people: findings under their document, with the source line that they speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from flowkit.model.count import MarkerCount, count_markers, total
from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.source import Document, Span
from flowkit.model.task import State
from flowkit.model.verdict import Finding, Place, Verdict, Verification
from flowkit.report.columns import cell_width, columns
from flowkit.report.folding import folded
from flowkit.report.left_reports import told_reports
from flowkit.report.omission import omission
from flowkit.report.screen import Screen, draw, visible
from flowkit.report.worth import told_worths

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_COLOURS = {
    Verdict.FAILING: "bold red",
    Verdict.MISSING: "bold red",
    Verdict.STALE: "yellow",
    Verdict.UNPROVEN: "yellow",
    Verdict.MANUAL: "cyan",
    Verdict.PROVEN: "green",
}
_INDENT = "    "
_MOST_PLACES = 3


def render(verification: Verification, screen: Screen | None = None) -> str:
    """Return a verification as text for a terminal; without a screen, for one that shows no colours."""
    screen = screen or Screen()
    documents = {document.path: document for plan in verification.plans for document in plan.documents}

    def paint(console: Console) -> None:
        from rich.text import Text

        shown = folded(verification.findings, verification.plans)
        for path, findings in groupby(shown, key=lambda finding: finding.place.path):
            console.print(Text(visible(path), style="bold underline"), soft_wrap=True)
            for finding in findings:
                _print(console, finding, documents.get(path))
                console.print()
        if verification.plans:
            _print_counts(console, verification.plans)
            console.print()
        worths = (f"{plan.path}: {words}" for plan, words in told_worths(verification))
        _print_lines(console, "What the ticks are worth:", worths)
        _print_lines(console, "Reports that lie there:", told_reports(verification.reports))
        if verification.markers:
            console.print(_verdicts(verification), soft_wrap=True)
            console.print()
        for hint in dict.fromkeys(finding.hint for finding in shown if _is_advised(finding)):
            console.print(Text(f"hint: {visible(hint or '')}", style="dim"))
            console.print()
        if omitted := omission(verification.left_out):
            console.print(omitted, soft_wrap=True)
            console.print()
        console.print(_summary(verification), soft_wrap=True)

    return draw(screen, paint)


def _print_lines(console: Console, heading: str, lines: Iterable[str]) -> None:
    """Print lines below a heading, and nothing where there are none."""
    from rich.text import Text

    told = list(lines)
    for line in (heading, *told) if told else ():
        console.print(Text(visible(line)), soft_wrap=True)
    if told:
        console.print()


def _is_advised(finding: Finding) -> bool:
    """Whether what to do about a finding is said behind all of them."""
    return finding.whole and finding.hint is not None and finding.severity is not Severity.INFO


def _print(console: Console, finding: Finding, document: Document | None) -> None:
    from rich.padding import Padding
    from rich.text import Text

    span = finding.place.span
    head = Text.assemble(
        f"{span.line}:{span.column} " if span else "",
        (finding.severity.value, _STYLES[finding.severity]),
        " ",
        (finding.rule, "bold"),
        ": ",
        visible(finding.message),
    )
    console.print(Padding(head, (0, 0, 0, 2)))
    if finding.whole:
        # No line of the plan says more than the others, and what to do about it is said once for all plans.
        return
    if span and document and span.line <= len(document.lines):
        _print_source(console, document, span)
    if finding.hint:
        console.print(Padding(Text(f"hint: {visible(finding.hint)}", style="dim"), (0, 0, 0, len(_INDENT))))
    if finding.related:
        places = ", ".join(_place(place, finding.place.path) for place in finding.related[:_MOST_PLACES])
        more = len(finding.related) - _MOST_PLACES
        also = f"see also: {places}" + (f" and {more} more" if more > 0 else "")
        console.print(Padding(Text(visible(also), style="dim"), (0, 0, 0, len(_INDENT))))


def _print_source(console: Console, document: Document, span: Span) -> None:
    """Print the line of a finding, cut to the screen around the marked part, with a mark below that part."""
    from rich.cells import cell_len
    from rich.text import Text

    before, marked, after = (visible(part) for part in document.split(span))
    gutter = f"{_INDENT}{span.line} | "
    room = max(console.width - len(gutter), 20)
    lead = before.lstrip() if cell_len(before + marked) <= room else f"…{before[-(room // 4) :]}"
    marked = marked if cell_len(marked) <= room // 2 else f"{marked[: room // 2]}…"
    line = Text.assemble((gutter, "dim"), lead, (marked, "bold"), after)
    line.truncate(console.width, overflow="ellipsis")
    console.print(line, no_wrap=True)
    space = " " * (len(gutter) + cell_len(lead))
    console.print(Text(f"{space}{'^' * max(cell_len(marked), 1)}", style="red"), no_wrap=True, crop=True)


def _place(place: Place, here: str) -> str:
    """Return where a place is, as seen from the document ``here``."""
    if place.span is None:
        where = place.path
    else:
        where = f"line {place.span.line}" if place.path == here else f"{place.path}:{place.span.line}"
    return f"{where} ({place.note})" if place.note else where


def _print_counts(console: Console, plans: tuple[Plan, ...]) -> None:
    """Print what each plan defines, and the sum: a row each, or where that is too wide, a row for each kind of each."""
    counts = [count_markers(plan) for plan in plans]
    rows = [(count, len(plan.tasks), _done(plan)) for count, plan in zip(counts, plans, strict=True)]
    if len(rows) > 1:
        rows.append((total(counts, "total"), sum(row[1] for row in rows), sum(row[2] for row in rows)))
    console.print("What the plans define:")
    kinds = sorted({kind for count in counts for kind in count.defined})
    head = ("plan", "tasks", "done", *kinds)
    across = [(count.path, str(tasks), str(done), *_figures(count, kinds)) for count, tasks, done in rows]
    text = columns([head, *across], right=range(1, len(head)), flexible=(), width=console.width)
    if max(map(cell_width, text.splitlines())) > console.width:
        down = [line for count, tasks, done in rows for line in _down(count, tasks, done)]
        text = columns([("plan", "what", "number"), *down], right={2}, flexible={0}, width=console.width)
    heading, *lines = text.splitlines()
    console.print(heading, style="bold", soft_wrap=True)
    for line in lines:
        console.print(line, soft_wrap=True)


def _figures(count: MarkerCount, kinds: list[str]) -> list[str]:
    return [str(count.defined.get(kind, "")) for kind in kinds]


def _down(count: MarkerCount, tasks: int, done: int) -> Iterator[tuple[str, str, str]]:
    """Yield the row of a plan as a column: one row for each figure."""
    figures = {"tasks": tasks, "done": done, **count.defined}
    for number, (what, figure) in enumerate(figures.items()):
        yield "" if number else count.path, what, str(figure)


def _done(plan: Plan) -> int:
    return sum(task.state is State.DONE for task in plan.tasks)


def _verdicts(verification: Verification) -> Text:
    """Return how many markers have each verdict, best first."""
    from rich.text import Text

    counts = {verdict: sum(marker.verdict is verdict for marker in verification.markers) for verdict in Verdict}
    told = [
        (f"{counts[verdict]} {verdict.value}", _COLOURS[verdict]) for verdict in reversed(Verdict) if counts[verdict]
    ]
    text = Text("What the evidence says of their markers: ")
    for number, (words, colour) in enumerate(told):
        text.append(", " if number else "").append(words, colour)
    return text


def _summary(verification: Verification) -> Text:
    from rich.text import Text

    plans = len(verification.plans)
    counted = f"{plans} plan{'' if plans == 1 else 's'}"
    found = {severity: verification.count(severity) for severity in Severity}
    limit = f" that has to do with changes since {visible(verification.since)}" if verification.since else ""
    if not any(found.values()):
        new = "new " if verification.left_out else ""
        checked = "" if limit else f"{counted} checked, "
        return Text.assemble(("ok", "bold green"), f": {checked}nothing {new}found{limit}")
    gravest = min(verification.findings, key=lambda finding: list(Severity).index(finding.severity))
    more = f" (flowkit explain {gravest.rule} says more)"
    return Text.assemble(*_tally(found), limit or f" in {counted}", (more, "dim"))


def _tally(found: Mapping[Severity, int]) -> list[str | tuple[str, str]]:
    words = [
        (f"{number} {severity.value}{'' if number == 1 else 's'}", _STYLES[severity])
        for severity, number in found.items()
        if number
    ]
    parts: list[str | tuple[str, str]] = []
    for number, word in enumerate(words):
        parts += [", ", word] if number else [word]
    return parts
