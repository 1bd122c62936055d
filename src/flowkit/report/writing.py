"""What the commands that write documents did or would do, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from flowkit.model.baseline import Entry
from flowkit.model.plan_update import PlanUpdate
from flowkit.report.encoding import dump
from flowkit.report.json import finding_shape
from flowkit.report.patch import patch
from flowkit.report.writing_shapes import (
    BaselineEntryShape,
    BaselineShape,
    ClashShape,
    ConvertShape,
    PlanningShape,
    PlanUpdateShape,
)


def render_plans(updates: Sequence[PlanUpdate], *, written: bool) -> str:
    """Return what became of plans, as ``docs/schemas/flowkit-plan-1.json`` has it."""
    return dump(PlanningShape("flowkit-plan-1", written, tuple(map(_update, updates))))


def render_baseline(path: str, added: Sequence[Entry], kept: int, dropped: Sequence[Entry], *, written: bool) -> str:
    """Return what became of a baseline, as ``docs/schemas/flowkit-baseline-1.json`` has it."""
    new, old = tuple(map(_entry, added)), tuple(map(_entry, dropped))
    return dump(BaselineShape("flowkit-baseline-1", written, path, new, kept, old))


def render_converted(path: str | None, dialect: str, text: str, lost: Sequence[str]) -> str:
    """Return a plan in another dialect, as ``docs/schemas/flowkit-convert-1.json`` has it."""
    return dump(ConvertShape("flowkit-convert-1", path, dialect, text, tuple(lost)))


def _update(update: PlanUpdate) -> PlanUpdateShape:
    state: Literal["missing", "behind", "current"]
    state = "missing" if update.before is None else "behind" if update.is_behind else "current"
    return PlanUpdateShape(
        update.spec,
        update.path,
        state,
        patch(update.before, update.text, update.path),
        update.added,
        update.dropped,
        update.unticked,
        tuple(ClashShape(line, says) for line, says in update.clashes),
        update.lost,
        tuple(map(finding_shape, update.findings)),
    )


def _entry(entry: Entry) -> BaselineEntryShape:
    until = None if entry.until is None else entry.until.isoformat()
    return BaselineEntryShape(entry.rule, entry.path, entry.marker, entry.message, entry.reason, until, entry.count)
