"""A brief as a page of Markdown that a person or a program can be handed.

Whatever comes from a document stands on one line behind words of the page, or in a block quote, so that nothing in it
can end a part of the page or begin one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from flowkit.model.brief import Brief, Demand, Passage, Witness
from flowkit.model.intent import Adr
from flowkit.model.task import Deliverable, Item, Task
from flowkit.model.verdict import SETTLED, MarkerVerdict, Place
from flowkit.model.work import Progress
from flowkit.report.screen import visible


def render(brief: Brief) -> str:
    """Return a brief as Markdown."""
    return "".join(f"{line}\n" for line in _lines(brief))


def _lines(brief: Brief) -> Iterator[str]:
    plan, task = brief.plan, brief.step.task
    parts: Sequence[tuple[str, Iterable[str]]] = (
        ("Decisions", chain.from_iterable(map(_decision, brief.decisions))),
        ("Requirements", chain.from_iterable(map(_passage, brief.requirements))),
        ("Named and defined nowhere at hand", (f"- {_line(name)}" for name in brief.undefined)),
        ("Acceptance criteria", chain.from_iterable(map(_demand, brief.criteria))),
        ("Scenarios", chain.from_iterable(map(_demand, brief.scenarios))),
        ("Contract", chain.from_iterable(map(_demand, brief.contracts))),
        ("Coverage", chain.from_iterable(map(_demand, brief.coverage))),
        ("Files", (_file(plan.path, entry) for entry in task.deliverables)),
        ("To be done and looked at", (_check(plan.path, item) for item in _listed(task))),
        ("Notes", (f"- {_line(note)}" for note in task.notes)),
        ("What it waits for", (_progress(plan.path, one) for one in brief.step.awaits)),
        ("What waits for it", (_progress(plan.path, one) for one in brief.dependents)),
    )
    yield from _head(brief)
    for title, lines in parts:
        body = list(lines)
        if body:
            yield from ("", f"## {title}", "", *(body if body[-1] else body[:-1]))
    yield from ("", "## How it is verified", "", *_verification(brief))


def _head(brief: Brief) -> Iterator[str]:
    plan, task, step = brief.plan, brief.step.task, brief.step
    yield f"# {_line(f'{task.key}: {task.title}' if task.title else task.key)}"
    yield ""
    facts = (
        f"`{plan.full_name(task.key)}`",
        _at(Place(plan.path, task.span)),
        task.state.value,
        f"phase {task.phase}" if task.phase else "",
        f"priority {task.priority.value}" if task.priority else "",
        f"effort {task.effort.text}" if task.effort else "",
        f"source {', '.join(task.sources)}" if task.sources else "",
    )
    yield _line("; ".join(filter(None, facts)))
    yield ""
    yield _line(f"{step.standing.capitalize()}: {'; '.join(step.reasons)}.")
    if task.description:
        yield from ("", *_quote(task.description.split("\n")))


def _decision(adr: Adr) -> Iterator[str]:
    status = f" ({adr.status})" if adr.status else ""
    successor = f", superseded by {adr.superseded_by}" if adr.superseded_by else ""
    yield _line(f"- {f'{adr.id}: ' if adr.id else ''}{adr.title}{status}{successor}, {_at(Place(adr.path, adr.span))}")
    if adr.decision:
        yield from ("", *(f"  {line}" for line in _quote(adr.decision.split("\n"))), "")


def _passage(passage: Passage) -> Iterator[str]:
    yield f"- {_line(passage.id)}, {_at(passage.place)}"
    yield from ("", *(f"  {line}" for line in _quote(passage.lines)), "")


def _demand(demand: Demand) -> Iterator[str]:
    box = "" if demand.done is None else "[x] " if demand.done else "[ ] "
    source = f"; {_at(demand.source)}" if demand.source else ""
    yield _line(f"- {box}`{demand.ref}`: {demand.text} ({_at(demand.place)}{source}){_verdict(demand.verdict)}")
    if demand.steps:
        # No step can close the fence: each begins with its keyword.
        yield from ("", "  ```gherkin", *(f"  {visible(step)}" for step in demand.steps), "  ```", "")


def _verdict(marker: MarkerVerdict | None) -> str:
    """Return what the evidence says of a marker, and why where it is not settled."""
    if marker is None:
        return ""
    reason = next((duty.reason for duty in marker.obligations if duty.verdict is marker.verdict), "")
    return f" - {marker.verdict.value}" + ("" if marker.verdict in SETTLED or not reason else f": {reason}")


def _file(path: str, entry: Deliverable) -> str:
    return _line(f"- {entry.text} ({_at(Place(path, entry.span))})")


def _listed(task: Task) -> tuple[Item, ...]:
    return (*task.changes, *task.verifications, *task.how_to_test, *task.checklist)


def _check(path: str, item: Item) -> str:
    box = "" if item.done is None else "[x] " if item.done else "[ ] "
    return _line(f"- {box}{f'{item.id}: ' if item.id else ''}{item.text} ({_at(Place(path, item.span))})")


def _progress(path: str, one: Progress) -> str:
    return _line(f"- {one.task.key} {one.task.title} ({_at(Place(path, one.task.span))}) {one.told}")


def _verification(brief: Brief) -> Iterator[str]:
    ref = brief.plan.full_name(brief.step.task.key)
    first = brief.criteria[0].ref if brief.criteria else brief.scenarios[0].ref if brief.scenarios else ref
    yield _line(f"Code says `implements: {ref}`, and a test says `verifies: {first}` for each part that it shows.")
    if brief.verdict is not None:
        yield from ("", "The evidence says of the task itself:", "")
        yield from (
            _line(f"- {duty.subject}: {duty.verdict.value} ({duty.reason})") for duty in brief.verdict.obligations
        )
        yield _line(f"- with all its parts: {brief.verdict.verdict.value}")
    elif not brief.agenda.judged:
        yield from ("", "The plan is not held against a repository here.")
    if brief.witnesses:
        yield from ("", "What names it:", "", *map(_witness, brief.witnesses))
    if brief.commands:
        yield from ("", "The plan gives these commands:", "", *map(_command, brief.commands))
    yield from ("", "These commands hold the plan against the repository:", "")
    if brief.test_command is not None:
        yield _command(f"{brief.verify} --run   # runs {brief.test_command} first")
    yield _command(brief.verify)


def _witness(witness: Witness) -> str:
    ended = f" {witness.outcome.value}" if witness.outcome else ""
    name = f" {witness.name}" if witness.name else ""
    return _line(f"- {_at(witness.place)}{name} {witness.verb} `{witness.marker}`{ended}")


def _command(text: str) -> str:
    return f"    {visible(text)}"


def _at(place: Place) -> str:
    return f"{place.path}:{place.span.line}" if place.span else place.path


def _line(text: str) -> str:
    """Return a text as one line."""
    return visible(" ".join(text.split()))


def _quote(lines: Iterable[str]) -> Iterator[str]:
    yield from (f"> {visible(line)}" if line.strip() else ">" for line in lines)
