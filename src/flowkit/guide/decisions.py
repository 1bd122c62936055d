"""Which decisions a plan follows, as a whole and task by task."""

from __future__ import annotations

from collections.abc import Mapping

from flowkit.model.marker import Role
from flowkit.model.plan import Plan


def decisions_of_tasks(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """Return for each task, by key, the ids of the decisions that the plan names as a whole or that task for itself."""
    lines = [(task.key, task.line or 0, task.end_line or 0) for task in plan.tasks]
    named: list[tuple[str, frozenset[str]]] = [] if plan.adr is None else [(plan.adr, frozenset())]
    for mention in plan.mentions:
        if mention.role == Role.DECISION:
            at = mention.span.line
            named.append((mention.id, frozenset(key for key, first, last in lines if first <= at <= last)))
    common = tuple(dict.fromkeys(name for name, owners in named if not owners))
    owning = frozenset(key for _, owners in named for key in owners)
    return {
        key: tuple(dict.fromkeys(name for name, owners in named if not owners or key in owners))
        if key in owning
        else common
        for key, _, _ in lines
    }
