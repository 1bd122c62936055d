"""The clean-up of the store in memory: in slices, beside others, and without looking at what ends much later."""

from __future__ import annotations

import asyncio
from math import nextafter
from typing import Any

import pytest

from session_timeout import InMemorySessionStore, Session, SessionId, memory_store
from session_timeout.memory_store import PAUSE, SLICE

from .by_hand import filled, run, sample, steps


def test_a_cleanup_lets_others_in_after_each_slice() -> None:
    """A clean-up of three and a half slices stops three times; others read, create and delete in between."""
    store = filled(*(sample(number) for number in range(3 * SLICE + SLICE // 2)))
    sizes = []
    for number, _ in enumerate(steps(store.cleanup(100.0)), start=-4):
        sizes.append(len(store))
        assert not store._lock.locked()
        if number < -1:
            run(store.create(sample(number, 120.0), 100.0))
    assert sizes == [2_500, 1_501, 502, 3]
    assert run(store.cleanup(100.0)) == 0


def test_a_cleanup_leaves_the_interpreter_to_other_threads_between_two_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """After each slice but the last, a clean-up and the deletion of a subject pause, while nobody is kept waiting."""
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        assert not store._lock.locked()
        pauses.append(seconds)

    monkeypatch.setattr(memory_store, "sleep", pause)
    store = filled(*(sample(number, subject="ann") for number in range(3 * SLICE + 1)))
    assert run(store.cleanup(100.0)) == 3 * SLICE + 1
    assert pauses == [PAUSE] * 3
    assert PAUSE > 0
    store = filled(*(sample(number, subject="ann") for number in range(2 * SLICE)))
    assert run(store.delete_subject("ann")) == 2 * SLICE
    assert len(pauses) == 5


# verifies: feat-session-timeout:IMPL_002/AC-3
def test_no_call_can_tell_how_far_a_cleanup_is() -> None:
    """Whoever asks at its moment is told between two slices what was told before it, and is told after it."""
    ended = [sample(number, subject="ann") for number in range(3 * SLICE)]
    good = sample(-1, 200.0, "ann")
    store = filled(*ended, good)

    def told() -> list[object]:
        answers: list[object] = [run(store.list_subject("ann", 100.0)), run(store.read(good.id, 100.0))]
        for one in ended[::41]:
            answers += [run(store.read(one.id, 100.0)), run(store.touch(one.id, 300.0, 100.0))]
            answers += [run(store.update(one.id, 0, b"1", 100.0)), run(store.rotate(one.id, 0, sample(-2), 100.0))]
        return answers

    before = told()
    assert before[:2] == [[good], good]
    assert set(before[2:]) == {None}
    sizes, turns = [], steps(store.cleanup(100.0))
    for _ in turns:
        sizes.append(len(store))
        assert told() == before
    assert sizes == [2_001, 1_001, 1]


def test_a_cleanup_removes_nothing_that_was_prolonged_meanwhile() -> None:
    """A session that is touched, or replaced, between two slices of a clean-up stays."""
    store = filled(*(sample(number) for number in range(2 * SLICE)))
    turns = steps(store.cleanup(100.0))
    next(turns)
    left = [SessionId(one) for one in list(store._sessions)]
    assert run(store.touch(left[0], 200.0, 99.0))
    run(store.create(Session(left[1], 0.0, 100.5, 1e9), 100.0))
    run(store.delete(left[2]))
    assert list(turns) == [2 * SLICE - 3]
    assert set(store._sessions) == {left[0], left[1]}


def test_a_cancelled_cleanup_leaves_the_rest_to_the_next() -> None:
    """What a cancelled clean-up had removed is gone; the rest is untouched and goes with the next one."""
    store = filled(*(sample(number) for number in range(3 * SLICE)), sample(-1, 120.0))
    call = store.cleanup(100.0)
    call.send(None)
    with pytest.raises(asyncio.CancelledError):
        call.throw(asyncio.CancelledError())
    assert len(store) == 2 * SLICE + 1
    assert not store._lock.locked()
    assert run(store.cleanup(100.0)) == 2 * SLICE
    assert list(store._sessions) == [sample(-1).id]


def test_clean_ups_at_the_same_time_share_the_work() -> None:
    """Of several clean-ups that take turns, each counts what it removed itself, and nothing is counted twice."""
    store = filled(*(sample(number) for number in range(5 * SLICE)), sample(-1, 101.0))

    async def together() -> list[int]:
        return await asyncio.gather(*(store.cleanup(now) for now in (100.0, 99.0, 100.0, 100.9)))

    counts = asyncio.run(together())
    assert sum(counts) == 5 * SLICE
    assert counts[1] == 0 and min(counts[0], counts[2], counts[3]) > 0
    assert list(store._sessions) == [sample(-1).id]


class Watched(dict[SessionId, Session]):
    """Counts what is asked for."""

    asked = 0

    def __getitem__(self, key: SessionId) -> Session:
        self.asked += 1
        return super().__getitem__(key)

    def get(self, key: SessionId, default: Any = None) -> Any:
        """Count what is asked for in this way, too."""
        self.asked += 1
        return super().get(key, default)


def watch(store: InMemorySessionStore) -> Watched:
    """Have what is asked of a store's sessions counted."""
    store._sessions = store._wheel._sessions = watched = Watched(store._sessions)
    return watched


def test_a_cleanup_with_nothing_to_do_does_not_look_at_sessions() -> None:
    """What a clean-up costs does not depend on the sessions that end in a later bucket: it asks for none of them."""
    store = filled(*(sample(number, 200.0) for number in range(50)), sample(-1, 10.0))
    watched = watch(store)
    assert run(store.cleanup(150.0)) == 1
    assert watched.asked <= 3


def test_a_cleanup_looks_at_each_session_of_the_present_bucket_once() -> None:
    """Of sessions that end some seconds later, the first clean-up in their bucket looks at each, the next ones at none.

    The first goes in slices like any other, though it removes nothing. What moves within the bucket is looked at again.
    """
    count = 2 * SLICE + 5
    store = filled(*(sample(number, 104.0 + number % 2 / 2) for number in range(count)))
    watched = watch(store)
    assert run(store.cleanup(nextafter(90.0, 0))) == watched.asked == 0
    *turns, removed = steps(store.cleanup(90.0))
    assert (len(turns), removed, watched.asked) == (2, 0, count)
    for now in (90.0, 97.0, nextafter(104.0, 0)):
        assert run(store.cleanup(now)) == 0
    assert watched.asked == count
    assert run(store.touch(sample(0).id, 104.25, 97.0))
    watched.asked = 0
    assert run(store.cleanup(98.0)) == 0
    assert watched.asked == 1
    ended = (count + 1) // 2 - 1
    assert run(store.cleanup(104.0)) == ended
    assert len(store) == count - ended
