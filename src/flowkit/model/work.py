"""What is to be done: how far each task of a plan is, what it waits for, and how the tasks hang together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flowkit.model.plan import Plan
from flowkit.model.task import Task
from flowkit.model.verdict import Verdict


class Standing(StrEnum):
    """Whether a task can be worked on."""

    READY = "ready"
    WAITING = "waiting"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a task is, by its own word and by the evidence.

    Attributes:
        task: the task.
        finished: nothing is left to do: it is proven, or done and not refuted.
        verdict: what the evidence says; None where the plan is not held against any.
        told: that in words (``is open``, ``is done and missing: src/a.py is not there``).
    """

    task: Task
    finished: bool
    verdict: Verdict | None
    told: str


@dataclass(frozen=True, slots=True)
class Step:
    """A task among the others.

    Attributes:
        progress: how far it is.
        standing: whether it can be worked on.
        awaits: the tasks that it waits for, and how far they are.
        chain: how many tasks the longest chain of unfinished tasks has that begins with it; 0 for a finished task, and
            for one that waits for itself.
        hours: the effort of that chain; None where there is none, or not every unfinished task states an effort.
        critical: it is part of the longest of all chains.
        reasons: why it stands so, in words.
    """

    progress: Progress
    standing: Standing
    awaits: tuple[Progress, ...]
    chain: int
    hours: float | None
    critical: bool
    reasons: tuple[str, ...]

    @property
    def task(self) -> Task:
        """The task itself."""
        return self.progress.task


@dataclass(frozen=True, slots=True)
class Agenda:
    """What to do in a plan.

    Attributes:
        plan: the plan.
        steps: its tasks: those that can be worked on in the order in which they should be, then those that wait, then
            those that are finished.
        judged: the plan is held against evidence.
        cycle: tasks that wait for one another, the first again at the end; None where none do.
    """

    plan: Plan
    steps: tuple[Step, ...]
    judged: bool
    cycle: tuple[str, ...] | None

    def of(self, standing: Standing) -> tuple[Step, ...]:
        """Return the steps of one standing, in order."""
        return tuple(step for step in self.steps if step.standing is standing)


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file that several tasks deliver which could be at work at the same time: their keys."""

    path: str
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """How the tasks of a plan hang together; a task that was dropped is left out.

    Attributes:
        plan: the plan.
        tasks: the tasks by key, in document order; of two with one key, the last.
        waits_for: the keys of the tasks that each one waits for.
        levels: the keys in groups: the first waits for nothing, each other one for a task of the group before it.
        cycle: tasks that wait for one another, the first again at the end; None where none do.
        without_level: the tasks that are in a cycle, or wait for one.
        critical: the longest chain of tasks; nothing where no task waits for another.
        hours: the effort of that chain; None where the plan does not state the effort of every task, and chains are
            compared by their number of tasks.
        shared: the files that tasks may get in each other's way over.
    """

    plan: Plan
    tasks: Mapping[str, Task]
    waits_for: Mapping[str, tuple[str, ...]]
    levels: tuple[tuple[str, ...], ...]
    cycle: tuple[str, ...] | None
    without_level: tuple[str, ...]
    critical: tuple[str, ...]
    hours: float | None
    shared: tuple[SharedFile, ...]
