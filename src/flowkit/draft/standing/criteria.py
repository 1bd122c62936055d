"""Permanent ids of acceptance criteria: they are numbered within a task, and the sources have no ids for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from flowkit.draft.standing.blocks import Block
from flowkit.draft.standing.record import line_name
from flowkit.model.marker import Grammar, Role, split_number
from flowkit.model.task import Task

# Two texts are one criterion reworded where this share of their letters agrees; difflib calls 0.6 close.
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class StandingCriteria:
    """The criteria of a task that stands.

    Attributes:
        texts: their texts, by their ids.
        made: the names of the lines that were made in the task.
        highest: the largest number that a criterion has or had, those struck out among them.
    """

    texts: Mapping[str, str]
    made: frozenset[str]
    highest: int

    @classmethod
    def of(cls, task: Task, made: Sequence[str], block: Block, grammar: Grammar) -> StandingCriteria:
        """Return the criteria of a task that was read, with its lines and the names of those that were made."""
        texts = {one.id: one.text for one in task.criteria if one.id is not None}
        found = (one.id for one in grammar.find(block.text) if one.kind is not None and one.kind.role is Role.CRITERION)
        numbers = [parts[1] for identifier in found if (parts := split_number(identifier)) is not None]
        return cls(texts, frozenset(made), max(numbers, default=0))

    def is_made(self, identifier: str, text: str) -> bool:
        """Whether the line of this criterion is one that was made."""
        return line_name(f"- {identifier}: {text}") in self.made


def criterion_ids(texts: Sequence[str], standing: StandingCriteria | None, stem: str) -> list[str]:
    """Return the ids of the criteria of a task, in the order of their texts.

    A criterion that stands keeps its id: known by its text, also where people deleted its line, or else as the made
    line whose text is most like it. A new one gets the next number.

    Args:
        texts: the criteria as the sources have them.
        standing: those of the task as it stands; None for a new task.
        stem: what their ids begin with.
    """
    if standing is None:
        return [f"{stem}{number}" for number in range(1, len(texts) + 1)]
    ids: dict[int, str] = {}
    known = [f"{stem}{number}" for number in range(1, standing.highest + len(standing.made) + 1)]
    for index, text in enumerate(texts):
        free = (identifier for identifier in dict.fromkeys((*standing.texts, *known)) if identifier not in ids.values())
        same = next((one for one in free if standing.texts.get(one) == text or standing.is_made(one, text)), None)
        if same is not None:
            ids[index] = same
    for index, text in enumerate(texts):
        reworded = _most_alike(text, standing, taken=set(ids.values())) if index not in ids else None
        if reworded is not None:
            ids[index] = reworded
    used = [parts[1] for identifier in ids.values() if (parts := split_number(identifier)) is not None]
    following = max((standing.highest, *used))
    for index in range(len(texts)):
        if index not in ids:
            following += 1
            ids[index] = f"{stem}{following}"
    return [ids[index] for index in range(len(texts))]


def _most_alike(text: str, standing: StandingCriteria, taken: set[str]) -> str | None:
    likeness = {
        identifier: SequenceMatcher(None, old, text, autojunk=False).ratio()
        for identifier, old in standing.texts.items()
        if identifier not in taken and standing.is_made(identifier, old)
    }
    best = max(likeness, key=lambda identifier: likeness[identifier], default=None)
    return best if best is not None and likeness[best] >= _ALIKE else None
