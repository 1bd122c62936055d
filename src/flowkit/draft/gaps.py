"""What the sources leave open: said in the plan, and never filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from flowkit.draft.prose import inline, listing, opening
from flowkit.model.intent import Adr, Spec
from flowkit.model.task import Task

_SETTLED = {"accepted", "approved", "implemented"}


def questions(spec: Spec, tasks: Sequence[Task], adrs: Sequence[Adr]) -> tuple[str, ...]:
    """Return the open questions of a plan, a line each: the spec's own, then what is missing in the sources."""
    own = (f"{entry.id}: {inline(entry.text)}" if entry.id else opening(entry.text) for entry in spec.questions)
    return (
        *own,
        *_decisions(adrs),
        *_gaps(tasks),
        *_unimplemented(spec),
    )


def _decisions(adrs: Sequence[Adr]) -> Iterator[str]:
    for adr in adrs:
        if adr.status not in _SETTLED:
            state = f"is {inline(adr.status)}" if adr.status else "states no status"
            yield f"{adr.id} {state}; is the work to start all the same?"


def _gaps(tasks: Sequence[Task]) -> Iterator[str]:
    """Yield what tasks lack, a line for each kind of gap, then what single efforts and coverage targets lack."""
    for is_open, one, several in _GAPS:
        keys = [task.key for task in tasks if is_open(task)]
        if keys:
            yield f"{listing(keys)} {one if len(keys) == 1 else several}"
    for task in tasks:
        if task.effort is not None and task.effort.hours is None:
            yield f"{task.key} has the effort {task.effort.text!r}; how many hours is that?"
        for target in task.coverage_targets:
            if target.minimum is None:
                yield f"{target.id} names no figure; how much is enough?"
            elif target.metric is None:
                yield f"{target.id} names no metric; is it of lines or of branches?"
            elif target.of is None:
                yield f"{target.id} names nothing that is measured; of which file is it?"


_GAPS: tuple[tuple[Callable[[Task], bool], str, str], ...] = (
    (
        lambda task: task.effort is None,
        "has no effort; how much work is it?",
        "have no effort; how much work is each?",
    ),
    (
        lambda task: task.priority is None,
        "has no priority; how urgent is it?",
        "have no priority; how urgent is each?",
    ),
    (
        lambda task: not task.deliverables,
        "names nothing that it leaves behind; which files are to be there?",
        "name nothing that they leave behind; which files are to be there?",
    ),
    (
        lambda task: task.kind == "IMPL" and not task.criteria,
        "has no acceptance criteria; when is it done?",
        "have no acceptance criteria; when are they done?",
    ),
    (
        lambda task: task.kind == "TEST" and not task.scenarios and not task.criteria,
        "has no scenarios; what are its tests to show?",
        "have no scenarios; what are their tests to show?",
    ),
)


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
