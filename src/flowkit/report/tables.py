"""Plans and counts for people, as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowkit.model.count import MarkerCount, total
from flowkit.model.plan import Plan
from flowkit.model.task import State
from flowkit.model.verdict import Place
from flowkit.report.columns import columns
from flowkit.report.screen import Screen, visible

_MARKS = {State.OPEN: "[ ]", State.IN_PROGRESS: "[~]", State.DONE: "[x]", State.DROPPED: "[-]", State.UNKNOWN: "[?]"}


def counts_table(counts: Sequence[MarkerCount], screen: Screen | None = None) -> str:
    """Return counts as a table: a row for each document and kind, and the sums where there are several documents."""
    whole = (total(counts, "total"),) if len(counts) > 1 else ()
    rows = [("document", "kind", "defined", "cited")]
    for count in (*counts, *whole):
        for number, kind in enumerate(sorted({*count.defined, *count.cited}) or ["-"]):
            name = "" if number else count.path
            rows.append((name, kind, str(count.defined.get(kind, 0)), str(count.cited.get(kind, 0))))
    return columns(rows, right={2, 3}, flexible={0}, width=(screen or Screen()).width)


def counts_number(counts: Sequence[MarkerCount]) -> str:
    """Return how many markers are defined, in all."""
    return f"{sum(number for count in counts for number in count.defined.values())}\n"


def plans_table(plans: Sequence[Plan], screen: Screen | None = None) -> str:
    """Return plans as tables of their tasks, one after the other."""
    width = (screen or Screen()).width
    return "\n".join(_plan(plan, width) for plan in plans)


def _plan(plan: Plan, width: int) -> str:
    head = f"{visible(plan.title or plan.id)}\n{visible('; '.join(_facts(plan)))}\n"
    if not plan.tasks:
        return head
    rows = [("line", "", "task", "title", "needs", "criteria", "files", "document"), *_rows(plan)]
    flexible = {2, 3, 4, 7}
    if not plan.parts:
        rows, flexible = [row[:-1] for row in rows], {2, 3, 4}
    return f"{head}\n{columns(rows, right={0, 5, 6}, flexible=flexible, width=width)}"


def _rows(plan: Plan) -> Iterator[tuple[str, ...]]:
    phase = None
    for task in plan.tasks:
        if task.phase != phase:
            phase = task.phase
            yield ("", "", "", f"-- {phase}" if phase else "", "", "", "", "")
        yield (
            str(task.line or ""),
            _MARKS[task.state],
            task.id or "",
            task.title,
            ", ".join(dependency.on for dependency in task.depends_on),
            str(len(task.criteria) or ""),
            str(len(task.files) or ""),
            Place(plan.path, task.span).path.removeprefix(f"{plan.path}/"),
        )


def _facts(plan: Plan) -> Iterator[str]:
    """Yield what a plan says of itself, in a few words each."""
    done = sum(task.state is State.DONE for task in plan.tasks)
    yield plan.path
    yield f"{plan.dialect} dialect"
    yield f"{len(plan.tasks)} tasks, {done} done"
    if plan.boxes:
        yield f"{sum(box.box.ticked for box in plan.boxes)} of {len(plan.boxes)} boxes ticked"
    if plan.status:
        yield f"status {plan.status.value}"
    if plan.adr:
        yield plan.adr
