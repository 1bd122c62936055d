"""A comparison of two plans for people: the changes of each task, with what was said before and after, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from flowkit.model.change import Change, ChangeKind, Comparison, Part, Stated
from flowkit.model.plan import Plan
from flowkit.report.screen import visible

_TICKS = {ChangeKind.TICKED: ("[ ] ", "[x] "), ChangeKind.UNTICKED: ("[x] ", "[ ] ")}


def render(comparison: Comparison) -> str:
    """Return a comparison as plain text."""
    old, new = comparison.old, comparison.new
    if not comparison.changes:
        return f"no difference in meaning between {visible(old.path)} and {visible(new.path)}\n"
    titles = [{task.key: task.title for task in plan.tasks} for plan in (old, new)]
    lines = [f"--- {old.path}", f"+++ {new.path}", ""]
    for keys, changes in groupby(comparison.changes, key=lambda change: (change.old_task, change.new_task)):
        lines.append(_head(*keys, *titles))
        for change in changes:
            lines += _change(change, old, new)
        lines.append("")
    lines.append(_summary(comparison))
    return "".join(f"{visible(line)}\n" for line in lines)


def _head(old: str | None, new: str | None, old_titles: Mapping[str, str], new_titles: Mapping[str, str]) -> str:
    """Return what a group of changes concerns: a task by its ids and its newest title, or the plan."""
    if new is not None:
        return f"{new if old in {None, new} else f'{old} -> {new}'}: {new_titles[new]}"
    return "the plan" if old is None else f"{old}: {old_titles[old]}"


def _change(change: Change, old: Plan, new: Plan) -> Iterator[str]:
    yield f"  {change.kind.value}" + ("" if change.part is Part.TASK else f" {change.part.value}")
    ticks = ("", "") if change.part is Part.TASK else _TICKS.get(change.kind, ("", ""))
    for sign, plan, stated, tick in zip("-+", (old, new), (change.old, change.new), ticks, strict=True):
        if stated is not None:
            yield f"    {sign} {_place(plan, stated)}: {tick}{_words(stated)}"


def _place(plan: Plan, stated: Stated) -> str:
    return plan.path if stated.line is None else f"{plan.path}:{stated.line}"


def _words(stated: Stated) -> str:
    return ": ".join(part for part in (stated.id, stated.text) if part)


def _summary(comparison: Comparison) -> str:
    counts = {kind: sum(change.kind is kind for change in comparison.changes) for kind in ChangeKind}
    told = ", ".join(f"{count} {kind.value}" for kind, count in counts.items() if count)
    total = len(comparison.changes)
    return f"{total} change{'' if total == 1 else 's'}: {told}"
