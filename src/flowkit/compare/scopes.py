"""What differs between two scopes of one task, or between the loose boxes of two plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flowkit.compare.entries import Entry, bag_of, listed, resolve, single
from flowkit.compare.matching import Step, by, by_words, match
from flowkit.model.change import Change, ChangeKind, Part
from flowkit.model.plan import Edge, PlanBox
from flowkit.model.task import Task

_BY_NAME: tuple[Step[Entry], ...] = (
    by(lambda entry: (entry.name, entry.said, bool(entry.done))),
    by(lambda entry: (entry.name, entry.said)),
    by(lambda entry: entry.name),
)
# The words go before the id: what was renumbered keeps them, and its old id may be another's now.
_BY_WORDS: tuple[Step[Entry], ...] = (
    by(lambda entry: (entry.name, entry.around, entry.said, bool(entry.done))),
    by(lambda entry: (entry.name, entry.said)),
    by(lambda entry: (entry.around, entry.said, bool(entry.done)) if entry.has_words else None),
    by(lambda entry: (entry.around, entry.said) if entry.has_words else None),
    by(lambda entry: entry.said if entry.has_words else None),
    by_words(bag_of, lambda entry: entry.name),
    by(lambda entry: entry.name),
)
_WORDED = {Part.CRITERION, Part.SCENARIO, Part.VERIFICATION, Part.CHANGE, Part.TEST_STEP, Part.BOX}

# A feature says what a scenario is, and a contract what its part is; a plan may repeat it.
_DEFINED_ELSEWHERE = {Part.SCENARIO, Part.CONTRACT_ENDPOINT}

# What the ids of other tasks and the figures of planning say is no part of what a task is.
_PLANNING = {Part.DEPENDENCY, Part.EFFORT, Part.PRIORITY, Part.ATTESTATION}


@dataclass(frozen=True, slots=True)
class Scope:
    """A task with what is compared of it.

    Attributes:
        task: the task.
        lists: the entries of its lists, by part.
        single: what it says once, by part.
        content: what makes it this task and no other, whatever its id; equal for equal content in any order.
        whole: all that is compared of it but its id.
    """

    task: Task
    lists: Mapping[Part, tuple[Entry, ...]]
    single: Mapping[Part, Entry]
    content: Hashable
    whole: Hashable


def scope_of(task: Task, boxes: Sequence[PlanBox], drawn: Sequence[Edge], ids: Mapping[str, str]) -> Scope:
    """Return a task as it is compared.

    Args:
        task: the task.
        boxes: as for ``entries.listed``.
        drawn: as for ``entries.listed``.
        ids: the ids of the tasks of its plan, and what stands for them in texts.
    """
    lists = {part: tuple(unnumbered(entry, ids) for entry in each) for part, each in listed(task, boxes, drawn).items()}
    once = {part: unnumbered(entry, ids) for part, entry in single(task).items()}
    told = Counter(
        (part, entry.said, bool(entry.done)) for part, each in (*lists.items(), *_apart(once)) for entry in each
    )
    content = Counter((part, said) for part, said, _ in told.elements() if part not in _PLANNING)
    whole = (frozenset(told.items()), task.phase, task.state)
    return Scope(task, lists, once, frozenset(content.items()), whole)


def unnumbered(entry: Entry, ids: Mapping[str, str]) -> Entry:
    """Return an entry that says the same whatever the ids of tasks in it are."""
    return entry if entry.words is None else replace(entry, said=resolve(entry.words, ids))


def _apart(once: Mapping[Part, Entry]) -> Iterator[tuple[Part, tuple[Entry, ...]]]:
    return ((part, (entry,)) for part, entry in once.items())


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a task in the old and in the new plan; None where it is in one alone, or none is concerned."""

    old: str | None = None
    new: str | None = None

    def change(self, kind: ChangeKind, part: Part, old: Entry | None, new: Entry | None) -> Change:
        """Return a change that concerns the task."""
        before, after = (None if entry is None else entry.stated for entry in (old, new))
        return Change(kind, part, self.old, self.new, before, after)


Names = tuple[Mapping[str, int], Mapping[str, int]]
"""What the ids of the tasks of both plans stand for: one number where they are one task."""


def scope_changes(old: Scope, new: Scope, names: Names) -> Iterator[Change]:
    """Yield what differs in the scope of a task and in the boxes of its entries."""
    keys = Keys(old.task.key, new.task.key)
    for part in Part:
        before, after = old.single.get(part), new.single.get(part)
        if _differ(before, after, names):
            yield keys.change(ChangeKind.RESCOPED, part, before, after)
        if part in old.lists or part in new.lists:
            listed = [scope.lists.get(part, ()) for scope in (old, new)]
            if part is Part.DEPENDENCY:
                listed = [_awaited(entries, known) for entries, known in zip(listed, names, strict=True)]
            yield from entry_changes(keys, part, listed[0], listed[1], names)


def _awaited(entries: Sequence[Entry], known: Mapping[str, int]) -> tuple[Entry, ...]:
    """Return dependencies, each as the task that it means and no more as an id."""
    return tuple(replace(entry, said=known.get(entry.text, entry.text), name=None) for entry in entries)


def entry_changes(keys: Keys, part: Part, old: Sequence[Entry], new: Sequence[Entry], names: Names) -> Iterator[Change]:
    """Yield what differs between the entries of a part; entries that say the same twice count twice."""
    matched = match(old, new, _BY_WORDS if part in _WORDED else _BY_NAME)
    for before, after in matched.pairs:
        if before.id != after.id:
            yield keys.change(ChangeKind.RENUMBERED, part, before, after)
        if _differ(before, after, names) and not _is_silent(part, before, after):
            yield keys.change(ChangeKind.RESCOPED, part, before, after)
        if bool(before.done) != bool(after.done):
            yield keys.change(ChangeKind.TICKED if after.done else ChangeKind.UNTICKED, part, before, after)
    for entry in matched.dropped:
        yield keys.change(ChangeKind.RESCOPED, part, entry, None)
    for entry in matched.added:
        yield keys.change(ChangeKind.RESCOPED, part, None, entry)


def _differ(old: Entry | None, new: Entry | None, names: Names) -> bool:
    """Whether two entries say different things; a task that they speak of may have another id in each plan."""
    if old is None or new is None or old.said != new.said:
        return old is not new
    if old.words is None or new.words is None or old.words == old.said == new.words:
        return False
    return resolve(old.words, names[0]) != resolve(new.words, names[1])


def _is_silent(part: Part, old: Entry, new: Entry) -> bool:
    """Whether one of two entries is an id alone, of a part that is defined elsewhere: then it says nothing else."""
    return part in _DEFINED_ELSEWHERE and not (old.has_words and new.has_words)
