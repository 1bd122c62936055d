"""What to do next: for people as tables, for programs as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowkit.model.plan import Plan
from flowkit.model.work import Agenda, Progress, Standing, Step
from flowkit.report.columns import columns
from flowkit.report.encoding import dump
from flowkit.report.screen import Screen, visible
from flowkit.report.work_shapes import AgendaShape, NextShape, ProgressShape, StepShape

_READY = ("line", "ready", "title", "phase", "effort", "holds up", "why")
_WAITING = ("line", "waiting", "title", "for")
_FLEXIBLE = {"title", "phase", "why", "for"}


def render(agendas: Sequence[Agenda]) -> str:
    """Return what to do as JSON, as ``docs/schemas/flowkit-next-1.json`` has it."""
    return dump(NextShape("flowkit-next-1", tuple(map(_agenda, agendas))))


def _agenda(agenda: Agenda) -> AgendaShape:
    plan = agenda.plan
    ready, waiting, finished = (tuple(step_shape(plan, step) for step in agenda.of(standing)) for standing in Standing)
    cycle = None if agenda.cycle is None else tuple(map(plan.full_name, agenda.cycle))
    return AgendaShape(plan.path, plan.id, plan.title, agenda.judged, ready, waiting, finished, cycle)


def step_shape(plan: Plan, step: Step) -> StepShape:
    """Return the form of a step in JSON."""
    task = step.task
    return StepShape(
        ref=plan.full_name(task.key),
        id=task.id,
        title=task.title,
        kind=task.kind,
        line=task.line,
        phase=task.phase,
        priority=task.priority.value if task.priority else None,
        effort_hours=task.hours,
        optional=task.optional,
        state=task.state.value,
        verdict=step.progress.verdict.value if step.progress.verdict else None,
        standing=step.standing.value,
        reasons=step.reasons,
        awaits=tuple(progress_shape(plan, one) for one in step.awaits),
        chain_tasks=step.chain,
        chain_hours=step.hours,
        critical=step.critical,
    )


def progress_shape(plan: Plan, progress: Progress) -> ProgressShape:
    """Return the form in JSON of how far a task is."""
    task, verdict = progress.task, progress.verdict
    return ProgressShape(
        ref=plan.full_name(task.key),
        title=task.title,
        line=task.line,
        state=task.state.value,
        verdict=verdict.value if verdict else None,
        finished=progress.finished,
        told=progress.told,
    )


def agendas_table(agendas: Sequence[Agenda], screen: Screen | None = None) -> str:
    """Return what to do as tables, a plan after the other."""
    width = (screen or Screen()).width
    return "\n".join("\n".join(_parts(agenda, width)) for agenda in agendas)


def _parts(agenda: Agenda, width: int) -> Iterator[str]:
    plan = agenda.plan
    numbers = {standing: len(agenda.of(standing)) for standing in Standing}
    facts = (
        plan.path,
        f"{numbers[Standing.READY]} ready, {numbers[Standing.WAITING]} waiting, {numbers[Standing.FINISHED]} finished",
        "judged by states and evidence" if agenda.judged else "judged by states alone",
    )
    yield f"{visible(plan.title or plan.id)}\n{visible('; '.join(facts))}\n"
    if ready := agenda.of(Standing.READY):
        yield _table([_READY, *(_ready(step, phased=bool(plan.phases)) for step in ready)], width)
    if waiting := agenda.of(Standing.WAITING):
        yield _table([_WAITING, *map(_waiting, waiting)], width)
    if not ready and not waiting:
        yield "Everything is finished.\n" if agenda.steps else "The plan has no tasks.\n"
    elif any(step.critical for step in agenda.steps):
        yield "* on the longest chain of what is left\n"


def _table(rows: Sequence[Sequence[str]], width: int) -> str:
    """Return rows as a table without the columns in which nothing stands."""
    kept = [at for at, cells in enumerate(zip(*rows[1:], strict=True)) if any(cells)]
    head = [rows[0][at] for at in kept]
    right = {at for at, name in enumerate(head) if name == "line"}
    flexible = {at for at, name in enumerate(head) if name in _FLEXIBLE}
    return columns([[row[at] for at in kept] for row in rows], right=right, flexible=flexible, width=width)


def _ready(step: Step, *, phased: bool) -> tuple[str, ...]:
    task = step.task
    held = step.chain - 1
    after = f", {step.hours - task.hours:g}h" if step.hours is not None and task.hours is not None else ""
    return (
        str(task.line or ""),
        _name(step),
        task.title,
        (task.phase or "") if phased else "",
        task.effort.text if task.effort else "",
        f"{held} task{'' if held == 1 else 's'}{after}" if held else "",
        "; ".join(step.reasons),
    )


def _waiting(step: Step) -> tuple[str, ...]:
    return str(step.task.line or ""), _name(step), step.task.title, "; ".join(step.reasons)


def _name(step: Step) -> str:
    return f"{step.task.key}{' *' if step.critical else ''}"
