"""What a build would do, and how plans stand after one, as lines of text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from flowkit.model.work import Agenda, Standing, Step
from flowkit.report.screen import visible


def rehearsal_text(agenda: Agenda, order: Sequence[Step], blocked: Mapping[str, str]) -> str:
    """Return what would be done in a plan, in order."""
    return _text(_rehearsal(agenda, order, blocked))


def _rehearsal(agenda: Agenda, order: Sequence[Step], blocked: Mapping[str, str]) -> Iterator[str]:
    plan = agenda.plan
    finished = len(agenda.of(Standing.FINISHED))
    yield f"{plan.path}: {finished} of {len(agenda.steps)} tasks are finished; {len(order)} would be built, in order:"
    for number, step in enumerate(order, start=1):
        awaits = [one.task.key for one in step.awaits if not one.finished]
        yield f"  {number}. {step.task.key} {step.task.title}" + (f" (after {', '.join(awaits)})" if awaits else "")
    yield from _left(agenda, blocked, {step.task.key for step in order})


def built_text(agendas: Iterable[Agenda], blocked: Mapping[tuple[str, str], str]) -> str:
    """Return how plans stand after a build; ``blocked`` says why, by plan and task."""
    return _text(line for agenda in agendas for line in _built(agenda, blocked))


def _built(agenda: Agenda, blocked: Mapping[tuple[str, str], str]) -> Iterator[str]:
    finished = len(agenda.of(Standing.FINISHED))
    yield f"{agenda.plan.path}: {finished} of {len(agenda.steps)} tasks are finished"
    yield from _left(agenda, {key: why for (path, key), why in blocked.items() if path == agenda.plan.path}, ())


def _left(agenda: Agenda, blocked: Mapping[str, str], told: Collection[str]) -> Iterator[str]:
    """Yield the unfinished tasks that are not told of already, with what holds them up."""
    for step in agenda.steps:
        key = step.task.key
        if step.standing is Standing.FINISHED or key in told:
            continue
        if key in blocked:
            yield f"  {key} is blocked: {blocked[key]}"
        else:
            awaits = [one.task.key for one in step.awaits if not one.finished]
            yield f"  {key} waits for {', '.join(awaits)}" if awaits else f"  {key} is not finished"


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{visible(line)}\n" for line in lines)
