"""Whether what a task is to leave behind is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flowkit.judge.facts import Facts
from flowkit.model.evidence import Evidence, SymbolFact
from flowkit.model.plan import Plan
from flowkit.model.source import Span
from flowkit.model.task import DOCUMENTATION, Deliverable, Task
from flowkit.model.verdict import Obligation, Verdict


@dataclass(frozen=True, slots=True)
class _Demand:
    """One thing that is to be there; it becomes an obligation with what is found."""

    kind: str
    marker: str
    subject: str
    span: Span | None

    def met(self, reason: str, evidence: Sequence[Evidence]) -> Obligation:
        return Obligation(self.kind, self.marker, self.subject, Verdict.PROVEN, reason, tuple(evidence))

    def unmet(
        self, verdict: Verdict, reason: str, problem: str | None, hint: str | None, evidence: Sequence[Evidence] = ()
    ) -> Obligation:
        told = self.subject, verdict, reason, tuple(evidence), problem, self.span, hint
        return Obligation(self.kind, self.marker, *told)

    def hollow(self, reason: str, evidence: Sequence[Evidence]) -> Obligation:
        hint = "Write what the plan says is done, or untick it."
        return self.unmet(Verdict.FAILING, reason, "symbol-missing", hint, evidence)


def deliverables(plan: Plan, task: Task, facts: Facts) -> Iterator[Obligation]:
    """Yield what the deliverables of a task demand: each file that they name, and each symbol.

    An entry that names neither demands nothing. The documents of a documentation task are to name the symbols of its
    title and description too.
    """
    marker = plan.full_name(task.key)
    sought: set[tuple[str, str]] = set()
    for entry in task.owed:
        if entry.path is not None:
            yield _file(plan, task, entry, facts)
            if not any(facts.files.get(path) for path in task.homes_of(entry)):
                continue  # of a file that is not there, no symbol can be sought
        for symbol in entry.symbols:
            if (entry.text, symbol) not in sought:
                sought.add((entry.text, symbol))
                yield (
                    _word(marker, entry, symbol, facts) if entry.loose else _symbol(marker, task, entry, symbol, facts)
                )


def _file(plan: Plan, task: Task, entry: Deliverable, facts: Facts) -> Obligation:
    path, marker = entry.path or "", plan.full_name(task.key)
    found = facts.files.get(path, [])
    demand = _Demand("file", marker, f"{path} is there", entry.span)
    if not found:
        return _absent(demand, plan, task, entry, facts)
    is_pattern = any(mark in path for mark in "*?[")
    if len(found) > 1 and "/" not in path and not is_pattern:
        names = ", ".join(fact.path for fact in found[:3])
        reason = f"{path} may be any of {len(found)} files: {names}"
        # In running text, and in what was recorded at the time, a name may well stand for several files.
        problem = None if entry.loose else "ambiguous-path"
        return demand.unmet(Verdict.UNPROVEN, reason, problem, "Write the whole path.", found)
    empty = [fact for one in found for fact in facts.empty_files.get(one.path, ())]
    if len(empty) == len(found):
        what = "nothing but comments" if found[0].holds is None else "no file"
        return demand.hollow(f"{empty[0].path} holds {what}", empty)
    if len(found) == 1:
        return demand.met(f"{found[0].path} is there", found)
    return demand.met(f"{found[0].path} and {len(found) - 1} more are there", found)


def _absent(demand: _Demand, plan: Plan, task: Task, entry: Deliverable, facts: Facts) -> Obligation:
    """Say that a file is not where the plan says, and where its content is if that is known."""
    path = entry.path or ""
    gone = facts.gone.get(path) if entry.loose else None
    if gone is not None:
        return demand.unmet(Verdict.UNPROVEN, f"{path} is not there: {gone.reason}", None, None, [gone])
    own = {fact.path for home in task.homes_of(entry) for fact in facts.files.get(home, ())}
    if entry.symbols:
        places = [fact.path for name in entry.symbols for fact in facts.symbols(name) if fact.kind != "mention"]
    else:
        places = [tag.path for tag in facts.implementing.get(demand.marker, ())]
        # What the plan expects where it stands has not come from here. It takes long to gather, and is seldom wanted.
        tasks = plan.tasks if places else ()
        own |= {fact.path for one in tasks for other in one.files for fact in facts.files.get(other.path, ())}
    moved = next((place for place in places if place not in own), None)
    if moved is None:
        hint = f'Make it, or say where it is now: [tool.flowkit.paths] "{path}" = "where/it/is".'
        return demand.unmet(Verdict.MISSING, f"{path} is not there", "deliverable-missing", hint)
    what = next((name for name in entry.symbols if facts.symbols(name)), None) or f"a tag for {task.key}"
    hint = f'Name {moved}, or map it: [tool.flowkit.paths] "{path}" = "{moved}".'
    return demand.unmet(Verdict.MISSING, f"{path} is not there; {what} is in {moved}", "deliverable-moved", hint)


def _word(marker: str, entry: Deliverable, symbol: str, facts: Facts) -> Obligation:
    """Say whether a name that a task says in passing that it makes stands in any code; it may be called anew since."""
    demand = _Demand("symbol", marker, f"{symbol} is there", entry.span)
    found = facts.words.get(symbol.rpartition(".")[2])
    if found is None:
        return demand.unmet(Verdict.UNPROVEN, f"{symbol} is nowhere in the code", None, None)
    return demand.met(f"{symbol} is in {found.path}", [found])


def _symbol(marker: str, task: Task, entry: Deliverable, symbol: str, facts: Facts) -> Obligation:
    homes = [fact for path in task.homes_of(entry) for fact in facts.files.get(path, [])]
    names = [fact.path for fact in homes]
    where = " or ".join(names) if len(names) < 3 else f"{len(names)} files"
    demand = _Demand("symbol", marker, f"{symbol} is in {where}" if homes else f"{symbol} is there", entry.span)
    everywhere = facts.symbols(symbol)
    files = frozenset(file for fact in homes for file in fact.files)
    found = [one for one in everywhere if one.path in files and _counts(one, task, entry)] if homes else everywhere
    if found:
        if all(fact.empty for fact in found):
            return demand.hollow(f"{symbol} in {found[0].path} does nothing", found)
        return demand.met(f"{found[0].name} is in {found[0].path}", found)
    unread = [one for one in facts.unmeasured.get(symbol, ()) if one.path in files]
    if unread:
        return demand.unmet(Verdict.UNPROVEN, unread[0].reason, None, None, unread)
    moved = f"; it is in {everywhere[0].path}" if everywhere else ""
    reason = f"{symbol} is not in {where or 'the project'}{moved}"
    return demand.unmet(
        Verdict.MISSING, reason, "symbol-missing", f"Write {symbol}, or name what there is.", everywhere
    )


def _counts(fact: SymbolFact, task: Task, entry: Deliverable) -> bool:
    """Whether what was found can be what is demanded: a word of a document is, where a document is demanded."""
    return fact.kind != "mention" or task.kind == DOCUMENTATION or entry.path is not None
