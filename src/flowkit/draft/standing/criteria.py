"""Permanent ids of acceptance criteria: they are numbered within a task, and the sources have no ids for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from flowkit.draft.standing.blocks import Block
from flowkit.draft.standing.record import MadeTask, short_name
from flowkit.model.marker import Grammar, Role, split_number
from flowkit.model.task import Task

# Two texts are one criterion reworded where this share of their letters agrees; difflib calls 0.6 close.
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class StandingCriteria:
    """The criteria of a task that stands.

    Attributes:
        texts: their texts, by their ids.
        made: the name of the line of each criterion that was made, by its id; people may have changed or cut the line.
        highest: the largest number that a criterion has or had, those struck out among them.
    """

    texts: Mapping[str, str]
    made: Mapping[str, str]
    highest: int

    @classmethod
    def of(cls, task: Task, made: MadeTask | None, block: Block, grammar: Grammar) -> StandingCriteria:
        """Return the criteria of a task that was read, with its lines and what was made in it, if anything is known."""
        texts = {one.id: one.text for one in task.criteria if one.id is not None}
        found = (one.id for one in grammar.find(block.text) if one.kind is not None and one.kind.role is Role.CRITERION)
        known = made.criteria if made is not None else {}
        numbers = [parts[1] for identifier in (*found, *known) if (parts := split_number(identifier)) is not None]
        return cls(texts, known, max(numbers, default=0))

    def is_said(self, identifier: str, text: str) -> bool:
        """Whether a criterion has this text, or was made with it."""
        return self.texts.get(identifier) == text or self.made.get(identifier) == short_name(f"- {identifier}: {text}")


def criterion_ids(texts: Sequence[str], standing: StandingCriteria | None, stem: str) -> list[str]:
    """Return the ids of the criteria of a task, in the order of their texts.

    A criterion that stands keeps its id: known by its text, also where people changed or cut its line, or else as the
    one among those that were made whose text is most like it. A new one gets the next number.

    Args:
        texts: the criteria as the sources have them.
        standing: those of the task as it stands; None for a new task.
        stem: what their ids begin with.
    """
    if standing is None:
        return [f"{stem}{number}" for number in range(1, len(texts) + 1)]
    ids: dict[int, str] = {}
    for index, text in enumerate(texts):
        known = (one for one in (*standing.made, *standing.texts) if one not in ids.values())
        same = next((one for one in known if standing.is_said(one, text)), None)
        if same is not None:
            ids[index] = same
    for index, text in enumerate(texts):
        reworded = _most_alike(text, standing, taken=set(ids.values())) if index not in ids else None
        if reworded is not None:
            ids[index] = reworded
    following = standing.highest
    for index in range(len(texts)):
        if index not in ids:
            following += 1
            ids[index] = f"{stem}{following}"
    return [ids[index] for index in range(len(texts))]


def _most_alike(text: str, standing: StandingCriteria, taken: set[str]) -> str | None:
    likeness = {
        identifier: SequenceMatcher(None, old, text, autojunk=False).ratio()
        for identifier, old in standing.texts.items()
        if identifier in standing.made and identifier not in taken
    }
    best = max(likeness, key=lambda identifier: likeness[identifier], default=None)
    return best if best is not None and likeness[best] >= _ALIKE else None
