"""A task that a command is to build, and what it altered."""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import normpath

from flowkit.model.plan import Plan
from flowkit.model.task import Task


@dataclass(frozen=True, slots=True)
class Job:
    """A task that is to be built.

    Attributes:
        path: the path of its plan, from the project's root.
        plan: the id of its plan.
        task: its key.
        title: its title.
        files: the files and folders that the plan says it leaves behind.
    """

    path: str
    plan: str
    task: str
    title: str
    files: frozenset[str]

    @property
    def key(self) -> tuple[str, str]:
        """What it is known by: its plan's path and its own key."""
        return self.path, self.task

    @property
    def ref(self) -> str:
        """Its full name: ``plan:IMPL_001``."""
        return f"{self.plan}:{self.task}"


def job_of(plan: Plan, task: Task) -> Job:
    """Return the job of building a task."""
    files = frozenset(normpath(entry.path) for entry in task.files if entry.path)
    return Job(plan.path, plan.id, task.key, task.title, files)


@dataclass(frozen=True, slots=True)
class Alteration:
    """A file that differs between two commits; ``shrinks``: lines of it were taken out, or it is no text."""

    path: str
    shrinks: bool
