"""Permanent ids: which task of a plan that stands each component is, and what a new one is called."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from flowkit.draft.meaning import bare_meaning
from flowkit.draft.standing.blocks import Block
from flowkit.draft.standing.chunks import Chunk, is_id, key
from flowkit.draft.standing.plan import Standing
from flowkit.draft.standing.record import MadeTask, short_name
from flowkit.draft.standing.ticks import without_box
from flowkit.model.marker import Grammar, Role
from flowkit.model.numbering import split_number
from flowkit.model.task import Task

# A task of which nothing is known is like any other such.
_NOTHING: tuple[object, ...] = (None, "", frozenset())
_HALF = 0.5
_ITEM = re.compile(r"^(?:[-*+]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A component that is to be a task.

    Attributes:
        name: its name.
        kind: the kind of task.
        source: its anchor.
        meaning: the name of its meaning.
        requirements: what it implements.
        content: the texts and ids that the task will hold.
    """

    name: str
    kind: str
    source: str
    meaning: str
    requirements: frozenset[str]
    content: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Known:
    """A task that stands, or that once did.

    ``lines`` are those below its heading that were made. ``live`` is one that the sources had when it was last planned,
    ``bare`` one that was made of nothing but a name.
    """

    id: str
    kind: str
    source: str | None
    meaning: str | None
    requirements: frozenset[str]
    lines: tuple[Chunk, ...]
    live: bool
    bare: bool


_Pairing: TypeAlias = Callable[[Sequence[Wanted], Sequence[_Known]], Iterator[tuple[Wanted, _Known]]]


def stem_of(grammar: Grammar, name: str) -> str:
    """Return what the ids of a kind begin with, as the project spells them."""
    kind = next(kind for kind in grammar.kinds if kind.name == name)
    return f"{kind.prefix}{kind.separator}"


def assign(wanted: Sequence[Wanted], standing: Standing | None, grammar: Grammar) -> dict[str, str]:
    """Return the id of each component by its name; one that is a task already keeps its id, and no id is used twice.

    A component is the only task that means the same; otherwise the one that was made of the same heading of the spec;
    otherwise the only one that implements the same requirements; otherwise the one that holds most of the same, at
    least half of it. What has nothing but a name and is the only one without a task is the only such task without a
    component.
    """
    known = list(_known(standing, grammar)) if standing is not None else []
    ids: dict[str, str] = {}
    for pairs in (_by("meaning"), _by("source"), _by("requirements"), _by_content(grammar), _alone):
        left = [one for one in wanted if one.name not in ids]
        taken = set(ids.values())
        free = [one for one in known if one.id not in taken]
        ids |= {one.name: other.id for one, other in pairs(left, free)}
    new = [one for one in wanted if one.name not in ids]
    if new:
        numbers = _numbers(standing, grammar)
        for one in new:
            stem = stem_of(grammar, one.kind)
            numbers[stem.casefold()] += 1
            ids[one.name] = f"{stem}{numbers[stem.casefold()]:03d}"
    return ids


def _known(standing: Standing, grammar: Grammar) -> Iterator[_Known]:
    tasks = {task.id: task for task in standing.tasks.values() if task.id is not None}
    blocks = {block.key: block for block in standing.blocks if block.task}
    record = standing.record
    for identifier in {**record.tasks, **tasks}:
        task, made = tasks.get(identifier), record.tasks.get(identifier)
        # Where flowkit made the plan, a task that is not in its record is somebody's own, unless it names its source.
        mine = made is None and not record.faults
        yield _Known(
            identifier,
            grammar.count_name(identifier),
            made.source if made is not None else _fragment(task),
            made.meaning if made is not None else None,
            frozenset(citation.id for citation in task.requirements) if task is not None and not mine else frozenset(),
            tuple(_made_lines(blocks[identifier], made)) if task is not None and made is not None else (),
            made is not None and not made.dropped,
            made is not None and task is not None and made.meaning == short_name(bare_meaning(task.title)),
        )


def _made_lines(block: Block, made: MadeTask) -> Iterator[Chunk]:
    names = frozenset(made.lines or ())
    return (chunk for chunk in block.chunks[1:] if chunk.name in names)


def _content(lines: Iterable[Chunk], grammar: Grammar) -> Iterator[str]:
    """Yield what lines hold: ids that mean the same wherever they stand, and texts without their marks."""
    for chunk in lines:
        about = key(chunk, grammar)
        if about is None or is_id(about):
            kind = grammar.kind_of(about) if about is not None else None
            text = _ITEM.sub("", without_box(chunk.said))
            yield text if about is None else text.partition(": ")[2] if kind is not None and kind.local else about


def _fragment(task: Task | None) -> str | None:
    sources = task.sources if task is not None else ()
    return next((source.partition("#")[2] for source in sources if "#" in source), None)


def _by(aspect: str) -> _Pairing:
    """Return what yields those that alone on either side agree in kind and in an aspect; an empty one says nothing."""

    def pairs(wanted: Sequence[Wanted], known: Sequence[_Known]) -> Iterator[tuple[Wanted, _Known]]:
        here: defaultdict[object, list[Wanted]] = defaultdict(list)
        there: defaultdict[object, list[_Known]] = defaultdict(list)
        for one in wanted:
            here[one.kind, getattr(one, aspect)].append(one)
        for other in known:
            there[other.kind, getattr(other, aspect)].append(other)
        for what, ones in here.items():
            others = there.get(what, [])
            if getattr(ones[0], aspect) not in _NOTHING and len(ones) == len(others) == 1:
                yield ones[0], others[0]

    return pairs


def _by_content(grammar: Grammar) -> _Pairing:
    """Return what yields those of one kind that hold at least half of the same, the most alike first."""

    def pairs(wanted: Sequence[Wanted], known: Sequence[_Known]) -> Iterator[tuple[Wanted, _Known]]:
        contents = [frozenset(_content(task.lines, grammar)) if wanted and task.live else frozenset() for task in known]
        holding: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for at, content in enumerate(contents):
            for text in content:
                holding[known[at].kind, text].append(at)
        found = []
        for at, one in enumerate(wanted):
            shared = Counter(other for text in one.content for other in holding[one.kind, text])
            for other, number in shared.items():
                share = number / max(len(one.content), len(contents[other]))
                if share >= _HALF:
                    found.append((-share, at, other))
        used: set[tuple[str, int]] = set()
        for _, at, other in sorted(found):
            if used.isdisjoint({("wanted", at), ("known", other)}):
                used |= {("wanted", at), ("known", other)}
                yield wanted[at], known[other]

    return pairs


def _alone(wanted: Sequence[Wanted], known: Sequence[_Known]) -> Iterator[tuple[Wanted, _Known]]:
    """Yield those that alone of their kind are left on either side, and have nothing but a name."""
    for kind in {one.kind for one in wanted}:
        ones = [one for one in wanted if one.kind == kind]
        others = [other for other in known if other.kind == kind and other.live]
        if len(ones) == len(others) == 1 and others[0].bare and not ones[0].content:
            yield ones[0], others[0]


def _numbers(standing: Standing | None, grammar: Grammar) -> Counter[str]:
    """Return the largest number that ids with each beginning have anywhere in the plan or in its record."""
    largest: Counter[str] = Counter()
    if standing is None:
        return largest
    found = [one.id for one in grammar.find(standing.text) if one.kind is not None and one.kind.role is Role.TASK]
    for identifier in (*found, *standing.record.tasks):
        parts = split_number(identifier)
        if parts is not None:
            largest[parts[0].casefold()] = max(largest[parts[0].casefold()], parts[1])
    return largest
