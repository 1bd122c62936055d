"""A comparison of two plans as JSON."""

from __future__ import annotations

from flowkit.model.change import Change, ChangeKind, Comparison, Stated
from flowkit.model.plan import Plan
from flowkit.report.diff_shapes import ChangeName, ChangeShape, ComparedPlanShape, DiffShape, StatedShape
from flowkit.report.encoding import dump


def render(comparison: Comparison) -> str:
    """Return a comparison as JSON, as ``docs/schemas/flowkit-diff-1.json`` has it."""
    counts = {kind: sum(change.kind is kind for change in comparison.changes) for kind in ChangeKind}
    summary: dict[ChangeName, int] = {kind.value: count for kind, count in counts.items() if count}
    changes = tuple(map(_change, comparison.changes))
    return dump(DiffShape("flowkit-diff-1", _plan(comparison.old), _plan(comparison.new), summary, changes))


def _plan(plan: Plan) -> ComparedPlanShape:
    return ComparedPlanShape(plan.path, plan.id, plan.dialect, plan.title, len(plan.tasks))


def _change(change: Change) -> ChangeShape:
    return ChangeShape(
        change.kind.value,
        change.part.value,
        change.old_task,
        change.new_task,
        _stated(change.old),
        _stated(change.new),
    )


def _stated(stated: Stated | None) -> StatedShape | None:
    return None if stated is None else StatedShape(stated.id, stated.text, stated.line)
