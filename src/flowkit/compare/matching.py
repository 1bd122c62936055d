"""Which of the things of one plan are which of another: by steps, the surest first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

T = TypeVar("T")

Left: TypeAlias = Mapping[int, T]
"""What no step has matched yet, by its place in its plan."""
Step: TypeAlias = Callable[[Left[T], Left[T]], Iterable[tuple[int, int]]]
"""Returns which of the old are which of the new, each at most once. Swapped arguments give swapped pairs."""

_ALIKE = 0.8
# A word that so many things have says little of which one it is; it also bounds what has to be compared.
_COMMON = 20


@dataclass(frozen=True, slots=True)
class Matched(Generic[T]):
    """The pairs in the new order, what has no partner in the new plan, and what has none in the old one."""

    pairs: tuple[tuple[T, T], ...]
    dropped: tuple[T, ...]
    added: tuple[T, ...]


def match(old: Sequence[T], new: Sequence[T], steps: Iterable[Step[T]]) -> Matched[T]:
    """Match things by one step after the other; each step sees what those before it left."""
    left_old, left_new = dict(enumerate(old)), dict(enumerate(new))
    partners: dict[int, int] = {}
    for step in steps:
        if not left_old or not left_new:
            break
        for before, after in tuple(step(left_old, left_new)):
            partners[after] = before
            del left_old[before], left_new[after]
    pairs = tuple((old[partners[after]], new[after]) for after in sorted(partners))
    return Matched(pairs, tuple(left_old.values()), tuple(left_new.values()))


def by(key: Callable[[T], Hashable | None]) -> Step[T]:
    """Return the step that matches things of the same key, in their order; those whose key is None are left."""
    return lambda old, new: (
        pair for before, after in _groups(old, new, key) for pair in zip(before, after, strict=False)
    )


def by_single(key: Callable[[T], Hashable | None]) -> Step[T]:
    """Return the step that matches things whose key no other thing of their plan has that is left."""
    return lambda old, new: (
        (before[0], after[0]) for before, after in _groups(old, new, key) if len(before) == len(after) == 1
    )


def _groups(
    old: Left[T], new: Left[T], key: Callable[[T], Hashable | None]
) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    before, after = _by_key(old, key), _by_key(new, key)
    return ((before[name], after[name]) for name in before if name is not None and name in after)


def _by_key(left: Left[T], key: Callable[[T], Hashable | None]) -> dict[Hashable | None, list[int]]:
    found: dict[Hashable | None, list[int]] = defaultdict(list)
    for place, thing in left.items():
        found[key(thing)].append(place)
    return found


def by_words(words: Callable[[T], Counter[str]], name: Callable[[T], str | None]) -> Step[T]:
    """Return the step that matches things that share more than four fifths of their words.

    Things of the same name go first, then the most alike. What is alike is measured by Dice's coefficient: the share of
    the words of both that stand in both. Unlike the ratio of ``difflib`` it is the same in both directions and in any
    order of the words.
    """

    def step(old: Left[T], new: Left[T]) -> Iterator[tuple[int, int]]:
        bags = [{place: words(thing) for place, thing in left.items()} for left in (old, new)]
        ranked = []
        for before, after in _candidates(*bags):
            likeness = _likeness(bags[0][before], bags[1][after])
            if likeness > _ALIKE:
                same = name(old[before]) is not None and name(old[before]) == name(new[after])
                ranked.append((not same, -likeness, before + after, abs(before - after), before, after))
        taken: tuple[set[int], set[int]] = (set(), set())
        for *_, before, after in sorted(ranked):
            if before not in taken[0] and after not in taken[1]:
                taken[0].add(before)
                taken[1].add(after)
                yield before, after

    return step


def _candidates(old: Mapping[int, Counter[str]], new: Mapping[int, Counter[str]]) -> set[tuple[int, int]]:
    """Return the pairs that share a word that is not common."""
    before, after = _places(old), _places(new)
    telling = (word for word, places in before.items() if len(places) <= _COMMON and len(after[word]) <= _COMMON)
    return {(one, other) for word in telling for one in before[word] for other in after[word]}


def _places(bags: Mapping[int, Counter[str]]) -> defaultdict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, bag in bags.items():
        for word in bag:
            found[word].append(place)
    return found


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / (one.total() + other.total())
