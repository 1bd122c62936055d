"""Which task of one plan is which of another.

An id alone does not decide it. A plan that is made anew gives its tasks new numbers, and then the id of a task is that
of another one; so an id counts first where what the task says bears it out, and last where nothing else does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence

from flowkit.compare.entries import bag_of
from flowkit.compare.matching import Matched, Step, by, by_single, by_words, match
from flowkit.compare.scopes import Scope
from flowkit.model.change import Part
from flowkit.model.task import State

_Key = Callable[[Scope], Hashable | None]


def match_tasks(old: Sequence[Scope], new: Sequence[Scope]) -> Matched[Scope]:
    """Match the tasks of two plans; a task that is struck out is known by its id alone."""
    return match(old, new, _STEPS)


def _with_id(key: _Key) -> _Key:
    return lambda scope: None if scope.task.id is None or key(scope) is None else (scope.task.id, key(scope))


def _without_id(key: _Key) -> _Key:
    return lambda scope: None if scope.task.state is State.DROPPED else key(scope)


def _title(scope: Scope) -> Hashable | None:
    title = scope.single[Part.TITLE]
    return title.said if title.has_words else None


def _sources(scope: Scope) -> Hashable | None:
    return frozenset(scope.task.sources) or None


def _words(scope: Scope) -> Counter[str]:
    found: Counter[str] = Counter()
    if scope.task.state is not State.DROPPED:
        entries = (entry for each in scope.lists.values() for entry in each)
        for entry in (scope.single[Part.TITLE], *entries):
            found += bag_of(entry)
    return found


_STEPS: tuple[Step[Scope], ...] = (
    by(_with_id(lambda scope: scope.whole)),
    by(_with_id(lambda scope: scope.content)),
    by(_without_id(lambda scope: scope.whole)),
    by(_without_id(lambda scope: (scope.content, scope.task.phase))),
    by(_without_id(lambda scope: scope.content)),
    by(_with_id(_title)),
    by(_with_id(_sources)),
    by_single(_without_id(_sources)),
    by_single(_without_id(_title)),
    by_words(_words, lambda scope: scope.task.id),
    by(lambda scope: scope.task.id),
)
