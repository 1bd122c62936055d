"""A task as what is compared of it: the entries of each part of its scope, without order and layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flowkit.model.change import Part, Stated
from flowkit.model.plan import Edge, PlanBox
from flowkit.model.source import Span
from flowkit.model.task import CoverageTarget, Deliverable, Effort, Item, Task

_MARKUP = re.compile(r"[*`]|__")
# An attestation stands in the words of its criterion, and is a part of its own.
_ATTESTED = re.compile(r"\battested:", re.IGNORECASE)
# A word with a figure in it, behind another word where there is one: T001, Task 1.1.
_MAY_BE_ID = re.compile(r"(?<![\w.-])([^\W\d_]+ )?((?=[\w.-]*\d)[\w.-]*\w)")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_AROUND_WORDS = ".,;:!?()[]{}\"'“”‘’"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a plan says.

    Attributes:
        said: what it says; entries that mean the same have the same.
        text: the words, to be shown.
        line: where it stands.
        id: the id that it carries, which can be another one in another plan.
        name: what it is known by, if it is known by more than its words: its id, a path, the id of another thing.
        words: where words are what it says, all of them; ``said`` has no ids of tasks in them, which may be others.
        around: the titles of the sections around it, where the same words stand in several.
        done: the state of its box; None if it has none.
    """

    said: Hashable
    text: str
    line: int | None
    id: str | None = None
    name: str | None = None
    words: str | None = None
    around: tuple[str, ...] = ()
    done: bool | None = None

    @property
    def has_words(self) -> bool:
        """Whether it says anything beside its id."""
        return self.said != ""

    @property
    def stated(self) -> Stated:
        """The entry as a change tells it."""
        return Stated(self.id, self.text, self.line)


def plain(text: str) -> str:
    """Return a text without what only its layout needs: emphasis, code marks, line ends, a full stop."""
    return " ".join(_MARKUP.sub("", text).split()).rstrip(" .;,")


def resolve(text: str, tasks: Mapping[str, object]) -> str:
    """Return a text with what ``tasks`` holds for it in place of each id of a task."""

    def stand_in(found: re.Match[str]) -> str:
        word, identifier = found.group(1) or "", found.group(2)
        if word + identifier in tasks:
            return f"#{tasks[word + identifier]}"
        return f"{word}#{tasks[identifier]}" if identifier in tasks else found.group()

    return _MAY_BE_ID.sub(stand_in, text)


def bag_of(entry: Entry) -> Counter[str]:
    """Return the words of an entry, without ids of tasks."""
    return words(entry.text if entry.words is None else str(entry.said))


def words(text: str) -> Counter[str]:
    """Return the words of a text, with how often each stands in it."""
    bare = (word.strip(_AROUND_WORDS) for word in plain(text).casefold().split())
    return Counter(word for word in bare if word)


def line_of(span: Span | None) -> int | None:
    """Return the line of a place; None where there is none."""
    return span.line if span else None


def listed(task: Task, boxes: Sequence[PlanBox], drawn: Sequence[Edge]) -> dict[Part, tuple[Entry, ...]]:
    """Return the entries of those of a task's lists that hold any.

    Args:
        task: the task.
        boxes: the boxes that stand in it; those that are no entry's own are entries themselves.
        drawn: its arrows, where drawings alone say what the tasks of its plan wait for.
    """
    entries = {part: tuple(read(task)) for part, read in _LISTS.items()}
    entries[Part.DEPENDENCY] += tuple(_reference(edge.on, edge.span) for edge in drawn)
    items = (*task.criteria, *task.scenarios, *task.verifications, *task.changes, *task.how_to_test, *task.checklist)
    own = {item.box.span.start for item in items if item.box} | ({task.box.span.start} if task.box else set())
    loose = {box.span.line: box for box in boxes if box.box.span.start not in own}
    if loose:
        taken = {entry.line for each in entries.values() for entry in each if entry.done is None}
        entries = {part: tuple(_ticked(entry, loose) for entry in each) for part, each in entries.items()}
        entries[Part.BOX] += tuple(of_box(box) for line, box in loose.items() if line not in taken)
    return {part: each for part, each in entries.items() if each}


def _ticked(entry: Entry, boxes: Mapping[int, PlanBox]) -> Entry:
    """Return an entry with the box of its line, if that is no other's."""
    box = boxes.get(entry.line or 0)
    return entry if box is None or entry.done is not None else replace(entry, done=box.box.ticked)


def of_box(box: PlanBox, around: tuple[str, ...] = ()) -> Entry:
    """Return the entry that a box is."""
    text = plain(box.text)
    return Entry(text, box.text, box.span.line, words=text, around=around, done=box.box.ticked)


def single(task: Task) -> dict[Part, Entry]:
    """Return what a task says once, by part; what it does not say is missing."""
    found = {
        Part.TITLE: Entry(_title(task), task.title, task.line, words=_title(task)),
        Part.EFFORT: _effort(task.effort) if task.effort else None,
        Part.PRIORITY: Entry(task.priority.value.casefold(), task.priority.value, line_of(task.priority.span))
        if task.priority
        else None,
        Part.STORY: Entry(task.story.casefold(), task.story, task.line) if task.story else None,
        Part.OPTIONAL: Entry("optional", "optional", task.line) if task.optional else None,
    }
    return {part: entry for part, entry in found.items() if entry is not None}


def _title(task: Task) -> str:
    """Return the words of a title; a dependency in brackets is no part of it, as in ``Bake (depends on T001)``."""
    awaited = {dependency.on: "" for dependency in task.depends_on}

    def unless_awaited(found: re.Match[str]) -> str:
        return found.group() if resolve(found.group(), awaited) == found.group() else ""

    return plain(_BRACKETS.sub(unless_awaited, task.title) if awaited else task.title)


def _effort(effort: Effort) -> Entry:
    said = plain(effort.text).casefold() if effort.hours is None else (effort.low, effort.high)
    return Entry(said, effort.text, line_of(effort.span))


def _items(items: Iterable[Item]) -> Iterator[Entry]:
    return (_item(item, item.text) for item in items)


def _item(item: Item, text: str) -> Entry:
    said = plain(text)
    return Entry(said, text, line_of(item.span), id=item.id, name=item.id, words=said, done=item.done)


def _criteria(task: Task) -> Iterator[Entry]:
    for each in task.criteria:
        text = each.text
        if each.attested is not None:
            text = _ATTESTED.split(text, maxsplit=1)[0].rstrip(" \t([*_-–—")
        yield _item(each, text)


def _attestations(task: Task) -> Iterator[Entry]:
    for criterion, entry in zip(task.criteria, _criteria(task), strict=True):
        if criterion.attested is not None:
            by = criterion.attested
            told = f"{by.name}, {by.date}, {by.commit}"
            yield Entry(told, told, line_of(by.span) or entry.line, name=plain(entry.text) or entry.id)


def _deliverable(deliverable: Deliverable) -> Entry:
    path = deliverable.path
    said = plain(deliverable.text) if path is None else (path, frozenset(deliverable.symbols))
    return Entry(said, deliverable.text, line_of(deliverable.span), name=path)


def _target(target: CoverageTarget) -> Entry:
    said = plain(target.text) if target.minimum is None else (target.minimum, target.metric, target.of)
    return Entry(said, target.text, line_of(target.span), id=target.id, name=target.id)


def _dependencies(task: Task) -> Iterator[Entry]:
    yield from (_reference(dependency.on, dependency.span) for dependency in task.depends_on)
    yield from (_reference(plain(each.text), each.span) for each in task.unresolved)


def _reference(name: str, span: Span | None) -> Entry:
    return Entry(name, name, line_of(span), name=name)


_LISTS: Mapping[Part, Callable[[Task], Iterable[Entry]]] = {
    Part.REQUIREMENT: lambda task: (_reference(each.id, each.span) for each in task.requirements),
    Part.DEPENDENCY: _dependencies,
    Part.DELIVERABLE: lambda task: map(_deliverable, task.deliverables),
    Part.CRITERION: _criteria,
    Part.ATTESTATION: _attestations,
    Part.SCENARIO: lambda task: _items(task.scenarios),
    Part.FEATURE: lambda task: (_reference(path, task.span) for path in task.features),
    Part.COVERAGE_TARGET: lambda task: map(_target, task.coverage_targets),
    Part.CONTRACT_ENDPOINT: lambda task: (
        Entry(plain(each.text), each.text, line_of(each.span), id=each.id, name=each.id)
        for each in task.contract_endpoints
    ),
    Part.VERIFICATION: lambda task: _items(task.verifications),
    Part.CHANGE: lambda task: _items(task.changes),
    Part.TEST_STEP: lambda task: _items(task.how_to_test),
    Part.BOX: lambda task: _items(task.checklist),
}
