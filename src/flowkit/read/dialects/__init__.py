"""Plan dialects, one module each, and the table of them.

A dialect is a module (or any object) with two functions: ``recognise(outline, grammar) -> float``, from 0 (not this
dialect) to 1, and ``parse(outline, grammar) -> Plan``. Another package adds one with an entry point in the group
``flowkit.dialects``. A dialect whose documents may hold several plans has a third one,
``parse_all(outline, grammar) -> tuple[Plan, ...]``.
"""

from __future__ import annotations

from typing import Protocol, cast

from flowkit.model.marker import Grammar
from flowkit.model.outline import Outline
from flowkit.model.plan import Plan
from flowkit.plugins import Entry, table

_BUILT_IN = {
    "markers": "flowkit.read.dialects.markers",
    "story": "flowkit.read.dialects.story",
    "phases": "flowkit.read.dialects.phases",
    "steps": "flowkit.read.dialects.steps",
    "spec-kit": "flowkit.read.dialects.spec_kit",
    "subtasks": "flowkit.read.dialects.subtasks",
    "backlog-md": "flowkit.read.dialects.backlog",
    "task-master": "flowkit.read.dialects.task_master",
    "bmad": "flowkit.read.dialects.bmad",
    "kiro": "flowkit.read.dialects.kiro",
    "openspec": "flowkit.read.dialects.openspec",
    "superpowers": "flowkit.read.dialects.superpowers",
    "checklist": "flowkit.read.dialects.checklist",
}


DECLARED = 2.0
"""How sure a dialect is of a document that declares itself to be of it: surer than of any that merely looks like it."""


class Dialect(Protocol):
    """The way a document writes its plan down."""

    def recognise(self, outline: Outline, grammar: Grammar) -> float:
        """Return how sure it is that the document is of this dialect: from 0 to 1, or ``DECLARED``."""

    def parse(self, outline: Outline, grammar: Grammar) -> Plan:
        """Read the plan; any outline gives one, if need be without tasks."""


def dialects() -> dict[str, Entry]:
    """Return every dialect that is installed, by name."""
    return table("flowkit.dialects", _BUILT_IN)


def load(entry: Entry) -> Dialect:
    """Return the dialect that an entry of the table stands for."""
    return cast(Dialect, entry.load())
