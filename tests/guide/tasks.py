"""Tasks that wait for others, to be put into plans."""

from __future__ import annotations

from flowkit.model.outline import Box
from flowkit.model.plan import Plan
from flowkit.model.source import Span
from flowkit.model.task import Deliverable, Dependency, Effort, State, Task

SPAN = Span(0, 1, 1, 1)


def task(
    key: str,
    *on: str,
    state: State = State.OPEN,
    hours: float | None = None,
    optional: bool = False,
    file: str | None = None,
) -> Task:
    """Return a task with a box, so that it says of itself how far it is."""
    return Task(
        id=key,
        key=key,
        kind="TASK",
        title=f"Do {key}",
        span=SPAN,
        state=state,
        box=Box("x" if state is State.DONE else " ", SPAN, optional=False),
        optional=optional,
        effort=None if hours is None else Effort(f"{hours:g}h", hours, hours),
        depends_on=tuple(Dependency(name) for name in on),
        dependencies_span=SPAN,
        deliverables=() if file is None else (Deliverable(file, file),),
    )


def plan(*tasks: Task) -> Plan:
    """Return a plan of tasks."""
    return Plan("tea", "plans/tea.md", "story", tasks=tasks)
