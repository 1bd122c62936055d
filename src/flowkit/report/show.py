"""Plans as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowkit.model.claim import Claim
from flowkit.model.plan import Plan
from flowkit.model.source import Span
from flowkit.model.task import Item, State, Task, part_name
from flowkit.model.verdict import Place
from flowkit.report.encoding import dump
from flowkit.report.shapes import (
    CheckboxesShape,
    CitationShape,
    ClaimShape,
    ContractEndpointShape,
    CoverageTargetShape,
    EntryShape,
    PhaseShape,
    PlanShape,
    ShowShape,
    TaskShape,
    WantedShape,
)


def render(plans: Sequence[Plan]) -> str:
    """Return plans as JSON, as ``docs/schemas/flowkit-show-1.json`` has it."""
    return dump(ShowShape("flowkit-show-1", tuple(_plan(plan) for plan in plans)))


def _plan(plan: Plan) -> PlanShape:
    ticked = sum(box.box.ticked for box in plan.boxes)
    shared = _shared(plan)
    return PlanShape(
        path=plan.path,
        id=plan.id,
        dialect=plan.dialect,
        title=plan.title,
        status=plan.status.value if plan.status else None,
        run_id=plan.run_id,
        adr=plan.adr,
        phases=tuple(PhaseShape(phase.title, _line(phase.span)) for phase in plan.phases),
        tasks=tuple(_task(plan, task, shared) for task in plan.tasks),
        coverage_targets=tuple(
            CoverageTargetShape(
                target.id, target.metric, target.minimum, target.of, target.task, target.text, _line(target.span)
            )
            for target in plan.coverage_targets
        ),
        contract_endpoints=tuple(
            ContractEndpointShape(endpoint.id, endpoint.task, endpoint.text, _line(endpoint.span))
            for endpoint in plan.contract_endpoints
        ),
        graph_edges=tuple((edge.task, edge.on) for edge in plan.edges),
        checkboxes=CheckboxesShape(len(plan.boxes), ticked),
        claims=tuple(_claim(claim) for claim in plan.claims),
        citations=tuple(_citations(plan)),
        wanted=tuple(
            WantedShape(one.id, one.names, one.title, index.path, one.span.line)
            for index in plan.specs
            for one in index.wanted
        ),
    )


def _citations(plan: Plan) -> Iterator[CitationShape]:
    seen = {definition.id for definition in plan.definitions}
    for mention in plan.mentions:
        if mention.id not in seen:
            seen.add(mention.id)
            yield CitationShape(mention.id, mention.kind, mention.span.line)


def task_shape(plan: Plan, task: Task) -> TaskShape:
    """Return the form of a task in JSON."""
    return _task(plan, task, _shared(plan))


def _shared(plan: Plan) -> frozenset[str]:
    """Return the ids that mean one thing in the whole plan."""
    return frozenset(definition.id for definition in plan.definitions if definition.owner is None)


def _task(plan: Plan, task: Task, shared: frozenset[str]) -> TaskShape:
    """Return a task; an entry whose id is in ``shared`` is named by it alone, any other by its task and place."""
    return TaskShape(
        id=task.id,
        ref=plan.full_name(task.key),
        title=task.title,
        kind=task.kind,
        path=Place(plan.path, task.span).path,
        line=task.line,
        phase=task.phase,
        status=task.status.value if task.status else None,
        state=task.state.value,
        done=task.state is State.DONE,
        optional=task.optional,
        priority=task.priority.value if task.priority else None,
        labels=task.labels,
        effort_hours=task.hours,
        depends_on=tuple(dependency.on for dependency in task.depends_on),
        files=tuple(file.path for file in task.files if file.path is not None),
        file_notes=tuple(file.note for file in task.files if file.path is not None),
        requirements=tuple(citation.id for citation in task.requirements),
        criteria=_entries(plan, task, task.criteria, shared),
        verifications=_entries(plan, task, task.verifications, shared),
        changes=_entries(plan, task, task.changes, shared),
        how_to_test=_entries(plan, task, task.how_to_test, shared),
        checklist=_entries(plan, task, task.checklist, shared),
        scenarios=_entries(plan, task, task.scenarios, shared),
        features=task.features,
    )


def _entries(plan: Plan, task: Task, items: Sequence[Item], shared: frozenset[str]) -> tuple[EntryShape, ...]:
    return tuple(
        EntryShape(
            id=item.id,
            ref=plan.full_name(item.id if item.id in shared else part_name(task, item, number)),
            text=item.text,
            done=item.done,
            line=_line(item.span),
        )
        for number, item in enumerate(items, start=1)
    )


def _claim(claim: Claim) -> ClaimShape:
    return ClaimShape(
        claim.kind.value, claim.text, claim.subject, claim.value, claim.task, claim.span.line, claim.span.column
    )


def _line(span: Span | None) -> int | None:
    return span.line if span else None
