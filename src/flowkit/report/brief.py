"""A brief as JSON."""

from __future__ import annotations

from collections.abc import Iterable

from flowkit.model.brief import Brief, Demand
from flowkit.model.intent import Adr
from flowkit.model.task import Task
from flowkit.model.verdict import Place
from flowkit.report.agenda import progress_shape, step_shape
from flowkit.report.encoding import dump
from flowkit.report.json import marker_shape
from flowkit.report.show import task_shape
from flowkit.report.work_shapes import (
    BriefShape,
    DecisionShape,
    DemandShape,
    FileShape,
    PassageShape,
    SourcePlaceShape,
    WitnessShape,
)


def render(brief: Brief) -> str:
    """Return a brief as JSON, as ``docs/schemas/flowkit-brief-1.json`` has it."""
    plan, task = brief.plan, brief.step.task
    return dump(
        BriefShape(
            schema="flowkit-brief-1",
            place=_place(Place(plan.path, task.span)),
            plan=plan.id,
            judged=brief.agenda.judged,
            task=task_shape(plan, task),
            step=step_shape(plan, brief.step),
            description=task.description,
            notes=task.notes,
            sources=task.sources,
            decisions=tuple(map(_decision, brief.decisions)),
            requirements=tuple(
                PassageShape(one.id, "\n".join(one.lines), _place(one.place)) for one in brief.requirements
            ),
            undefined=brief.undefined,
            criteria=_demands(brief.criteria),
            scenarios=_demands(brief.scenarios),
            coverage=_demands(brief.coverage),
            contracts=_demands(brief.contracts),
            files=_files(plan.path, task),
            dependents=tuple(progress_shape(plan, one) for one in brief.dependents),
            verdict=marker_shape(brief.verdict) if brief.verdict else None,
            witnesses=tuple(
                WitnessShape(one.marker, one.verb, one.name, one.outcome and one.outcome.value, _place(one.place))
                for one in brief.witnesses
            ),
            commands=brief.commands,
            verify=brief.verify,
            test_command=brief.test_command,
        )
    )


def _place(place: Place) -> SourcePlaceShape:
    return SourcePlaceShape(place.path, place.span.line if place.span else None)


def _decision(adr: Adr) -> DecisionShape:
    place = _place(Place(adr.path, adr.span))
    return DecisionShape(adr.id, adr.title, adr.status, adr.decision, adr.consequences, adr.superseded_by, place)


def _demands(demands: Iterable[Demand]) -> tuple[DemandShape, ...]:
    return tuple(
        DemandShape(
            ref=demand.ref,
            text=demand.text,
            done=demand.done,
            place=_place(demand.place),
            steps=demand.steps,
            source=_place(demand.source) if demand.source else None,
            verdict=marker_shape(demand.verdict) if demand.verdict else None,
        )
        for demand in demands
    )


def _files(path: str, task: Task) -> tuple[FileShape, ...]:
    return tuple(FileShape(one.text, one.path, one.note, _place(Place(path, one.span))) for one in task.deliverables)
