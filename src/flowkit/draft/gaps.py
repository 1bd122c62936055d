"""What the sources leave open: said in the plan, and never filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowkit.draft.prose import inline, opening
from flowkit.model.intent import Adr, Spec
from flowkit.model.task import Task

_SETTLED = {"accepted", "approved", "implemented"}


def questions(spec: Spec, tasks: Sequence[Task], adrs: Sequence[Adr]) -> tuple[str, ...]:
    """Return the open questions of a plan, a line each: the spec's own, then what is missing in the sources."""
    own = (f"{entry.id}: {inline(entry.text)}" if entry.id else opening(entry.text) for entry in spec.questions)
    return (
        *own,
        *_decisions(adrs),
        *(line for task in tasks for line in _gaps(task)),
        *_unimplemented(spec),
    )


def _decisions(adrs: Sequence[Adr]) -> Iterator[str]:
    for adr in adrs:
        if adr.status not in _SETTLED:
            state = f"is {inline(adr.status)}" if adr.status else "states no status"
            yield f"{adr.id} {state}; is the work to start all the same?"


def _gaps(task: Task) -> Iterator[str]:
    if task.effort is None:
        yield f"{task.key} has no effort; how much work is it?"
    elif task.effort.hours is None:
        yield f"{task.key} has the effort {task.effort.text!r}; how many hours is that?"
    if task.priority is None:
        yield f"{task.key} has no priority; how urgent is it?"
    if not task.deliverables:
        yield f"{task.key} names nothing that it leaves behind; which files are to be there?"
    if task.kind == "IMPL" and not task.criteria:
        yield f"{task.key} has no acceptance criteria; when is it done?"
    if task.kind == "TEST" and not task.scenarios:
        yield f"{task.key} has no scenarios; what are its tests to show?"
    for target in task.coverage_targets:
        if target.minimum is None:
            yield f"{target.id} names no figure; how much is enough?"
        elif target.metric is None:
            yield f"{target.id} names no metric; is it of lines or of branches?"
        elif target.of is None:
            yield f"{target.id} names nothing that is measured; of which file is it?"


def _unimplemented(spec: Spec) -> Iterator[str]:
    """Yield a line for each requirement, or each of its criteria, that no component implements."""
    carried = {reference.name for part in spec.components if part.kind == "IMPL" for reference in part.implements}
    for requirement in spec.requirements:
        if requirement.id in carried:
            continue
        criteria = [f"{requirement.id}/{criterion.id}" for criterion in requirement.criteria]
        missing = [name for name in criteria if name not in carried]
        for name in missing if len(missing) < len(criteria) else [requirement.id]:
            yield f"No component implements {inline(name)}; which one is to?"
