"""Permanent ids: which task of a plan that stands each component is, and what a new one is called."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flowkit.draft.standing.record import Record, short_name
from flowkit.model.marker import Grammar, Role, split_number
from flowkit.model.plan import Plan
from flowkit.model.task import Task

# A component with nothing but a name is like any other such.
_NOTHING: tuple[object, ...] = (None, "", frozenset(), short_name(""))


@dataclass(frozen=True, slots=True)
class Standing:
    """A plan that stands, and what was made in it; the record is empty for a plan that flowkit did not make."""

    plan: Plan
    record: Record


@dataclass(frozen=True, slots=True)
class Wanted:
    """A component that is to be a task: its name, the kind of task, its anchor, its meaning, what it implements."""

    name: str
    kind: str
    source: str
    meaning: str
    requirements: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Known:
    """A task that stands, or that once did."""

    id: str
    kind: str
    source: str | None
    meaning: str | None
    requirements: frozenset[str]


def stem_of(grammar: Grammar, name: str) -> str:
    """Return what the ids of a kind begin with, as the project spells them."""
    kind = next(kind for kind in grammar.kinds if kind.name == name)
    return f"{kind.prefix}{kind.separator}"


def assign(wanted: Sequence[Wanted], standing: Standing | None, grammar: Grammar) -> dict[str, str]:
    """Return the id of each component by its name; one that is a task already keeps its id, and no id is used twice.

    A component is the only task that means the same; otherwise the one that was made of the same heading of the spec;
    otherwise the only one that implements the same requirements.
    """
    known = list(_known(standing, grammar)) if standing is not None else []
    ids: dict[str, str] = {}
    for aspect in ("meaning", "source", "requirements"):
        left = [one for one in wanted if one.name not in ids]
        taken = set(ids.values())
        free = [one for one in known if one.id not in taken]
        ids |= {one.name: other.id for one, other in _pairs(left, free, aspect)}
    numbers = _numbers(standing, grammar)
    for one in wanted:
        if one.name not in ids:
            stem = stem_of(grammar, one.kind)
            numbers[stem.casefold()] += 1
            ids[one.name] = f"{stem}{numbers[stem.casefold()]:03d}"
    return ids


def _known(standing: Standing, grammar: Grammar) -> Iterator[_Known]:
    tasks = {task.id: task for task in standing.plan.tasks if task.id is not None}
    # Where flowkit made the plan, a task that is not in its record is somebody's own.
    for identifier in standing.record.tasks or tasks:
        task, made = tasks.get(identifier), standing.record.tasks.get(identifier)
        yield _Known(
            identifier,
            grammar.count_name(identifier),
            made.source if made is not None else _fragment(task),
            made.meaning if made is not None else None,
            frozenset(citation.id for citation in task.requirements) if task is not None else frozenset(),
        )


def _fragment(task: Task | None) -> str | None:
    sources = task.sources if task is not None else ()
    return next((source.partition("#")[2] for source in sources if "#" in source), None)


def _pairs(wanted: Iterable[Wanted], known: Iterable[_Known], aspect: str) -> Iterator[tuple[Wanted, _Known]]:
    """Yield those that alone on either side agree in kind and in an aspect; an empty one says nothing."""
    here: defaultdict[object, list[Wanted]] = defaultdict(list)
    there: defaultdict[object, list[_Known]] = defaultdict(list)
    for one in wanted:
        here[one.kind, getattr(one, aspect)].append(one)
    for other in known:
        there[other.kind, getattr(other, aspect)].append(other)
    for key, ones in here.items():
        others = there.get(key, [])
        if getattr(ones[0], aspect) not in _NOTHING and len(ones) == len(others) == 1:
            yield ones[0], others[0]


def _numbers(standing: Standing | None, grammar: Grammar) -> Counter[str]:
    """Return the largest number that ids with each beginning have anywhere in the plan or in its record."""
    largest: Counter[str] = Counter()
    if standing is None:
        return largest
    text = standing.plan.outline.document.text if standing.plan.outline is not None else ""
    found = [one.id for one in grammar.find(text) if one.kind is not None and one.kind.role is Role.TASK]
    for identifier in (*found, *standing.record.tasks):
        parts = split_number(identifier)
        if parts is not None:
            largest[parts[0].casefold()] = max(largest[parts[0].casefold()], parts[1])
    return largest
