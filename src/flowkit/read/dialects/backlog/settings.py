"""What ``config.yml`` settles: the name of the project, and what its statuses are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowkit.model.source import Document
from flowkit.model.task import State
from flowkit.read.plain_yaml import by_key, numbered, read_entries
from flowkit.read.values import state_of_word


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a project.

    Attributes:
        project: its name.
        statuses: the statuses, in the order in which a task passes through them.
    """

    project: str | None = None
    statuses: tuple[str, ...] = ("To Do", "In Progress", "Done")

    def state(self, status: str) -> State:
        """Return the state that a status stands for.

        A word that is known anywhere means what it means there; of the others, the first status is open, the last one
        done, and one between them in progress.
        """
        known = state_of_word(status)
        if known is not None:
            return known
        names = [name.casefold() for name in self.statuses]
        if status.casefold() not in names:
            return State.UNKNOWN
        at = names.index(status.casefold())
        return State.DONE if at == len(names) - 1 else State.IN_PROGRESS if at else State.OPEN

    @property
    def words(self) -> Mapping[State, str]:
        """The words for a task that is open, and for one that is done."""
        return {State.OPEN: self.statuses[0], State.DONE: self.statuses[-1]} if len(self.statuses) > 1 else {}


def read_settings(document: Document) -> Settings:
    """Return what a ``config.yml`` settles; what it does not say is as Backlog.md has it."""
    entries = by_key(read_entries(numbered(document.lines)))
    project = entries["project_name"].text if "project_name" in entries else ""
    statuses = tuple(value.text for value in entries["statuses"].values) if "statuses" in entries else ()
    return Settings(project or None, statuses or Settings().statuses)
