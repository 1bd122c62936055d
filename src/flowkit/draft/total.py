"""What the tasks of a plan come to: efforts summed up, markers counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from flowkit.model.marker import TASK_KIND
from flowkit.model.plan import Plan
from flowkit.model.task import Effort, Task

HOURS_OF_A_DAY = 8

SECTIONS: Mapping[str, str] = MappingProxyType(
    {"IMPL": "Implementation Tasks", "TEST": "Test Tasks", "DOC": "Documentation Tasks"}
)
"""Kind of task -> the section that its tasks stand in, where they stand in no phase."""


def total_effort(tasks: Sequence[Task]) -> Effort | None:
    """Return the sum of the efforts that have hours; None if none has."""
    efforts = [task.effort for task in tasks if task.effort is not None]
    lows = [effort.low for effort in efforts if effort.low is not None]
    highs = [effort.high for effort in efforts if effort.high is not None]
    if not lows or not highs:
        return None
    low, high = sum(lows), sum(highs)
    return Effort(f"{_span(low, high)}h", low, high)


def in_days(effort: Effort) -> str | None:
    """Return an effort in days, in words; None if it has no hours."""
    if effort.low is None or effort.high is None:
        return None
    return f"{_span(effort.low / HOURS_OF_A_DAY, effort.high / HOURS_OF_A_DAY)} days of {HOURS_OF_A_DAY} hours"


def _span(low: float, high: float) -> str:
    return _figure(low) if low == high else f"{_figure(low)}-{_figure(high)}"


def _figure(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def without_hours(tasks: Sequence[Task]) -> tuple[str, ...]:
    """Return the keys of the tasks whose effort gives no hours."""
    return tuple(task.key for task in tasks if task.hours is None)


def summary(plan: Plan) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the markers that a plan defines, grouped under the headings of a marker summary; empty groups left out."""
    groups = (
        ("Implementation markers", [task.key for task in plan.tasks if task.kind == "IMPL"]),
        ("Test markers", [task.key for task in plan.tasks if task.kind == "TEST"]),
        ("Documentation markers", [task.key for task in plan.tasks if task.kind == "DOC"]),
        ("Other task markers", [task.key for task in plan.tasks if task.kind not in {*SECTIONS, TASK_KIND}]),
        ("Coverage targets", [target.id for target in plan.coverage_targets]),
        ("Contract endpoints", dict.fromkeys(endpoint.id for endpoint in plan.contract_endpoints)),
    )
    return tuple((heading, tuple(ids)) for heading, ids in groups if ids)
