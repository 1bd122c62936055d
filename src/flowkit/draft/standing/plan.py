"""A plan that stands: what was read of it, what was made in it, and its lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flowkit.draft.standing.blocks import Block, split_plan
from flowkit.draft.standing.record import Record, read_record
from flowkit.errors import ReadError
from flowkit.model.plan import Plan
from flowkit.model.task import Task


@dataclass(frozen=True, slots=True)
class Standing:
    """A plan that stands.

    Attributes:
        plan: what was read of it.
        record: what was made in it.
        blocks: its lines.
        tasks: its tasks by their ids, in their order.
    """

    plan: Plan
    record: Record
    blocks: tuple[Block, ...]
    tasks: Mapping[str, Task]

    @classmethod
    def of(cls, plan: Plan) -> Standing:
        """Return a plan that was read from a document.

        Raises:
            ReadError: two of its tasks have one id, so that neither can be told from the other.
            ValueError: it was not read from a document.
        """
        if plan.outline is None:
            raise ValueError("the plan was not read from a document")
        record, blocks = read_record(plan.outline), split_plan(plan)
        made = frozenset(_made_entries(blocks, record))
        own = [task for task in plan.tasks if task.line not in made]
        _check_ids(own, plan.outline.document.path)
        return cls(plan, record, blocks, {task.key: task for task in own})

    @property
    def text(self) -> str:
        """The text of the plan."""
        return self.plan.outline.document.text if self.plan.outline is not None else ""


def _made_entries(blocks: Iterable[Block], record: Record) -> Iterator[int]:
    """Yield the lines of sections that were made: an entry that opens with the id of a task is none, ticked or not."""
    for block in blocks:
        if not block.task:
            lines = frozenset(record.sections.get(block.key or "-") or ())
            yield from (chunk.number for chunk in block.chunks if chunk.name in lines)


def _check_ids(tasks: Iterable[Task], path: str) -> None:
    first: dict[str, Task] = {}
    for task in tasks:
        other = first.setdefault(task.key, task)
        if other is not task:
            message = f"gives another task the id {task.key}, which that of {path}:{other.line} has"
            hint = "give the one that you wrote another id, then plan again"
            raise ReadError(message, where=f"{path}:{task.line}", hint=hint)
