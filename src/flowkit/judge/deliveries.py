"""Whether what a task is to leave behind is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowkit.judge.facts import Facts
from flowkit.model.evidence import SymbolFact
from flowkit.model.plan import Plan
from flowkit.model.task import Deliverable, Task
from flowkit.model.verdict import Obligation, Verdict

_MAP = 'Make it, or say where it is now: [tool.flowkit.paths] "{old}" = "{new}".'


def deliverables(plan: Plan, task: Task, facts: Facts) -> Iterator[Obligation]:
    """Yield what the deliverables of a task demand: each file that they name, and each symbol.

    An entry that names neither demands nothing.
    """
    marker = plan.full_name(task.key)
    for entry in task.deliverables:
        if entry.path is not None:
            yield _file(plan, task, entry, facts)
            if not facts.files.get(entry.path):
                continue  # of a file that is not there, no symbol can be sought
        for symbol in entry.symbols:
            yield _symbol(marker, task, entry, symbol, facts)


def _file(plan: Plan, task: Task, entry: Deliverable, facts: Facts) -> Obligation:
    path, marker = entry.path or "", plan.full_name(task.key)
    found = facts.files.get(path, [])
    subject = f"{path} is there"
    if not found:
        return _absent(plan, task, entry, facts)
    if len(found) > 1 and "/" not in path and not any(mark in path for mark in "*?["):
        names = ", ".join(fact.path for fact in found[:3])
        return Obligation(
            kind="file",
            marker=marker,
            subject=subject,
            verdict=Verdict.UNPROVEN,
            reason=f"{path} may be any of {len(found)} files: {names}",
            evidence=tuple(found),
            problem="ambiguous-path",
            span=entry.span,
            hint="Write the whole path.",
        )
    empty = [fact for one in found for fact in facts.empty_files.get(one.path, ())]
    if empty:
        reason = f"{empty[0].path} holds nothing but comments"
        return _failing("file", marker, subject, reason, entry, empty)
    return Obligation("file", marker, subject, Verdict.PROVEN, f"{found[0].path} is there", tuple(found))


def _absent(plan: Plan, task: Task, entry: Deliverable, facts: Facts) -> Obligation:
    """Say that a file is not where the plan says, and where its content is if that is known."""
    path, marker = entry.path or "", plan.full_name(task.key)
    if entry.symbols:
        places = [fact.path for name in entry.symbols for fact in facts.symbols(name) if fact.kind != "mention"]
    else:
        # What the plan expects where it stands has not come from here.
        known = {fact.path for one in plan.tasks for other in one.files for fact in facts.files.get(other.path, ())}
        places = [tag.path for tag in facts.implementing.get(marker, ()) if tag.path not in known]
    places = list(dict.fromkeys(place for place in places if place != path))
    if places:
        what = next((name for name in entry.symbols if facts.symbols(name)), None) or f"a tag for {task.key}"
        return Obligation(
            kind="file",
            marker=marker,
            subject=f"{path} is there",
            verdict=Verdict.MISSING,
            reason=f"{path} is not there; {what} is in {places[0]}",
            problem="deliverable-moved",
            span=entry.span,
            hint=f'Name {places[0]}, or map it: [tool.flowkit.paths] "{path}" = "{places[0]}".',
        )
    return Obligation(
        kind="file",
        marker=marker,
        subject=f"{path} is there",
        verdict=Verdict.MISSING,
        reason=f"{path} is not there",
        problem="deliverable-missing",
        span=entry.span,
        hint=_MAP.format(old=path, new="where/it/is"),
    )


def _symbol(marker: str, task: Task, entry: Deliverable, symbol: str, facts: Facts) -> Obligation:
    homes = _homes(task, entry, facts)
    found = [fact for fact in facts.symbols(symbol) if fact.path in homes]
    where = " or ".join(homes) if len(homes) < 3 else f"{len(homes)} files"
    subject = f"{symbol} is in {where}" if homes else f"{symbol} is there"
    if not homes:
        found = list(facts.symbols(symbol))
    if not found:
        unread = facts.unmeasured.get(symbol, [])
        if unread:
            return Obligation(
                "symbol", marker, subject, Verdict.UNPROVEN, unread[0].reason, tuple(unread), span=entry.span
            )
        others = facts.symbols(symbol)
        moved = f"; it is in {others[0].path}" if others else ""
        return Obligation(
            kind="symbol",
            marker=marker,
            subject=subject,
            verdict=Verdict.MISSING,
            reason=f"{symbol} is not in {where or 'the project'}{moved}",
            evidence=tuple(others),
            problem="symbol-missing",
            span=entry.span,
            hint=f"Write {symbol}, or name what there is.",
        )
    if all(fact.empty for fact in found):
        reason = f"{symbol} in {found[0].path} does nothing"
        return _failing("symbol", marker, subject, reason, entry, found)
    return Obligation("symbol", marker, subject, Verdict.PROVEN, f"{found[0].name} is in {found[0].path}", tuple(found))


def _homes(task: Task, entry: Deliverable, facts: Facts) -> list[str]:
    """Return the files in which a symbol of a deliverable is to stand: its own, or else those of its task."""
    named = [entry.path] if entry.path is not None else [other.path for other in task.files]
    return [fact.path for path in named for fact in facts.files.get(path, [])]


def _failing(
    kind: str, marker: str, subject: str, reason: str, entry: Deliverable, found: Sequence[SymbolFact]
) -> Obligation:
    return Obligation(
        kind=kind,
        marker=marker,
        subject=subject,
        verdict=Verdict.FAILING,
        reason=reason,
        evidence=tuple(found),
        problem="symbol-missing",
        span=entry.span,
        hint="Write what the plan says is done, or untick it.",
    )
