"""The store in memory beyond the contract: its limit, its slices, and that it reads no clock."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from math import inf, nan, nextafter
from unittest.mock import patch

import pytest

from session_timeout import (
    DuplicateSessionError,
    InMemorySessionStore,
    Session,
    SessionConflictError,
    SessionId,
    StoreFullError,
)
from session_timeout.memory_store import SLICE

from .by_hand import run, sample, steps


def filled(*sessions: Session, max_sessions: int = 1_000_000) -> InMemorySessionStore:
    """Return a store of sessions that were created at 0."""
    store = InMemorySessionStore(max_sessions=max_sessions)
    for session in sessions:
        run(store.create(session, 0.0))
    return store


@contextmanager
def no_clock() -> Iterator[None]:
    """Make whatever asks for the time fail."""
    with ExitStack() as stack:
        for name in ("time", "monotonic", "perf_counter", "process_time", "time_ns", "monotonic_ns", "gmtime"):
            stack.enter_context(patch.object(time, name, None))
        stack.enter_context(patch.object(dt, "datetime", None))
        yield


def test_no_clock_is_read() -> None:
    """Every method works, however the sessions end, where nothing may ask what time it is."""
    sessions = [sample(number, 100.0 + number % 3, "ann") for number in range(SLICE + 5)]
    with no_clock():
        store = filled(*sessions, max_sessions=len(sessions))
        assert run(store.read(sessions[0].id, 99.0)) == sessions[0]
        assert run(store.update(sessions[0].id, 0, b"1", 99.0))
        assert run(store.touch(sessions[0].id, 101.0, 99.0))
        assert run(store.rotate(sessions[0].id, 1, sample(-1, 104.0, "bob"), 99.0))
        assert len(run(store.list_subject("ann", 101.0))) == len(sessions) // 3
        assert run(store.delete(sessions[1].id)) is None
        assert run(store.cleanup(101.0)) == len(sessions) // 3 * 2 - 2
        assert run(store.delete_subject("ann")) == len(sessions) // 3
        assert run(store.read(sample(-1).id, nextafter(104.0, 0))) is not None


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_below_one_is_refused(limit: int) -> None:
    """A store that may hold nothing is a mistake."""
    with pytest.raises(ValueError, match=f"max_sessions is {limit}, and a store has to hold 1 session at least"):
        InMemorySessionStore(max_sessions=limit)


def test_a_full_store_refuses_and_evicts_nobody() -> None:
    """A store full of good sessions refuses a new one; all that were there stay, and one that leaves makes room."""
    store = filled(sample(1), sample(2, 200.0), max_sessions=2)
    with pytest.raises(StoreFullError, match="the store is at its limit of 2, and no session in it has"):
        run(store.create(sample(3), nextafter(100.0, 0)))
    assert run(store.read(sample(1).id, 0.0)) == sample(1)
    assert run(store.read(sample(2).id, 0.0)) == sample(2, 200.0)
    assert run(store.read(sample(3).id, 0.0)) is None
    run(store.delete(sample(2).id))
    run(store.create(sample(3), 0.0))
    assert len(store) == 2


def test_a_full_store_makes_room_of_what_has_ended() -> None:
    """A session whose deadline is this very instant gives its room to a new one."""
    store = filled(sample(1), sample(2, 200.0), max_sessions=2)
    run(store.create(sample(3, 300.0), 100.0))
    assert run(store.read(sample(1).id, 0.0)) is None
    assert run(store.read(sample(2).id, 0.0)) == sample(2, 200.0)
    assert len(store) == 2


def test_a_full_store_looks_at_all_that_is_due_before_it_refuses() -> None:
    """Ended sessions are found behind thousands of good ones that end some seconds later; others get their turn."""
    ended = [sample(number, 91.0) for number in range(10)]
    good = [sample(number, 104.0) for number in range(10, 3 * SLICE)]
    store = filled(*ended, *good, max_sessions=3 * SLICE)
    turns = list(steps(store.create(sample(-1), 92.0)))
    assert len(turns) == 3, turns
    assert run(store.read(sample(-1).id, 92.0)) == sample(-1)
    assert len(store) == 3 * SLICE - 9
    assert all(run(store.read(one.id, 92.0)) for one in good)


def test_a_create_that_is_cancelled_while_it_looks_for_room_inserts_nothing() -> None:
    """A call that is cancelled has not happened."""
    store = filled(*(sample(number, 104.0) for number in range(2 * SLICE)), max_sessions=2 * SLICE)
    call = store.create(sample(-1), 92.0)
    call.send(None)
    assert not store._lock.locked()
    with pytest.raises(asyncio.CancelledError):
        call.throw(asyncio.CancelledError())
    assert run(store.read(sample(-1).id, 0.0)) is None
    assert len(store) == 2 * SLICE
    with pytest.raises(StoreFullError):
        run(store.create(sample(-1), 92.0))


def test_a_full_store_still_knows_a_duplicate_from_a_lack_of_room() -> None:
    """In a full store, a duplicate is a duplicate, an ended id is free, and a rotation needs no room."""
    store = filled(sample(1), sample(2, 200.0), max_sessions=2)
    with pytest.raises(DuplicateSessionError, match="a session 303030303030… is in the store already"):
        run(store.create(sample(1), 0.0))
    assert run(store.rotate(sample(1).id, 0, sample(3), 0.0)) == sample(3)
    run(store.create(sample(3, 300.0), 100.0))
    assert {session.id for session in store._sessions.values()} == {sample(2).id, sample(3).id}


def test_a_conflict_says_which_versions_met() -> None:
    """The message of a conflict names the session, the stored version and the outdated one."""
    store = filled(sample(1))
    with pytest.raises(SessionConflictError, match=r"session 303030303030… is at version 0; the change was made to 7$"):
        run(store.update(sample(1).id, 7, b"{}", 0.0))


@pytest.mark.parametrize("deadline", [nan, inf, -inf])
def test_a_deadline_that_is_no_moment_is_named(deadline: float) -> None:
    """The message of a refused deadline shows it."""
    with pytest.raises(ValueError, match=f"the deadline is {deadline}; a session has to end at some moment"):
        run(InMemorySessionStore().create(sample(1, deadline), 0.0))


@pytest.mark.parametrize("deadline", [-1e300, -100.0, -0.0, 5e-324, 15.0, 1.4e17 + 16, 4.554667109504802e18, 1e300])
def test_every_finite_deadline_is_kept_to_the_bit(deadline: float) -> None:
    """Sessions of any age, past, far or tiny, last until the float before the deadline and are removed at it."""
    before = nextafter(deadline, -inf)
    store = filled(sample(1, deadline))
    assert run(store.cleanup(before)) == 0
    assert run(store.read(sample(1).id, before)) is not None
    assert run(store.read(sample(1).id, deadline)) is None
    assert run(store.cleanup(deadline)) == 1
    assert len(store) == 0


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


def test_a_cleanup_with_nothing_to_do_does_not_look_at_sessions() -> None:
    """What a clean-up costs does not depend on the sessions that go on: it asks for none of them."""
    store = filled(*(sample(number, 200.0) for number in range(50)), sample(-1, 10.0))

    class Watched(dict[SessionId, Session]):
        """Counts what is asked for."""

        asked = 0

        def __getitem__(self, key: SessionId) -> Session:
            self.asked += 1
            return super().__getitem__(key)

    store._sessions = store._wheel._sessions = watched = Watched(store._sessions)
    assert run(store.cleanup(150.0)) == 1
    assert watched.asked <= 3


@pytest.mark.parametrize("kept", [None, 0, SLICE // 2, 2 * SLICE])
def test_the_deletion_of_a_subject_lets_others_in(kept: int | None) -> None:
    """Thousands of sessions of one subject go slice by slice, but for the one to keep, wherever it stands."""
    sessions = [sample(number, 100.0 + number % 40, "ann") for number in range(2 * SLICE + 1)]
    store = filled(*sessions, sample(-1, subject="bob"))
    keep = None if kept is None else sessions[kept].id
    *turns, removed = steps(store.delete_subject("ann", keep))
    assert removed == 2 * SLICE + (keep is None)
    assert len(turns) >= 2
    assert set(store._sessions) == {sample(-1).id} | ({keep} if keep else set())
    assert run(store.cleanup(1e9)) == 1 + (keep is not None)


def test_a_cancelled_deletion_of_a_subject_loses_nothing() -> None:
    """What is left of a subject after a cancelled deletion is listed, and goes with the next one."""
    store = filled(*(sample(number, subject="ann") for number in range(2 * SLICE)))
    call = store.delete_subject("ann")
    call.send(None)
    assert not store._lock.locked()
    with pytest.raises(asyncio.CancelledError):
        call.throw(asyncio.CancelledError())
    assert len(run(store.list_subject("ann", 0.0))) == SLICE
    assert run(store.delete_subject("ann")) == SLICE


def test_the_memory_of_what_is_gone_is_given_back() -> None:
    """After all sessions were removed, in whatever way, nothing is left of them."""
    store = filled(*(sample(number, number / 7, f"user {number % 9}") for number in range(1, 900)))
    for number in range(1, 900):
        session_id = sample(number).id
        match number % 5:
            case 0:
                run(store.delete(session_id))
            case 1:
                run(store.touch(session_id, 500.0 + number, 0.0))
            case 2:
                run(store.update(session_id, 0, b"{}", 0.0))
            case 3:
                run(store.rotate(session_id, 0, sample(number + 1_000, 90.0, "ann"), 0.0))
    run(store.delete_subject("user 4"))
    run(store.cleanup(60.0))
    run(store.cleanup(1_500.0))
    assert len(store) == 0
    assert (store._sessions, store._subjects) == ({}, {})
    wheel = store._wheel
    assert (wheel._buckets, wheel._numbers, wheel._present) == ({}, [], [])


def test_what_is_absent_stays_absent() -> None:
    """A session that has ended but was not cleaned up yet, and one that never was, cannot be changed in any way."""
    store = filled(sample(1))
    for absent in (sample(1).id, sample(2).id):
        assert run(store.update(absent, 0, b"{}", 100.0)) is None
        assert run(store.touch(absent, 200.0, 100.0)) is None
        assert run(store.rotate(absent, 0, sample(3, 200.0), 100.0)) is None
    run(store.delete(sample(2).id))
    assert list(store._sessions.values()) == [sample(1)]


def test_a_failed_change_changes_nothing() -> None:
    """After each kind of refusal, the store is what it was before."""
    store = filled(sample(1, 100.0, "ann"), sample(2, 200.0, "bob"), max_sessions=2)
    before = (dict(store._sessions), str(store._subjects), str(store._wheel._buckets))
    refused = [
        (DuplicateSessionError, store.create(sample(2, 300.0, "eve"), 0.0)),
        (StoreFullError, store.create(sample(3, 300.0, "eve"), 0.0)),
        (ValueError, store.create(sample(1, nan, "eve"), 100.0)),
        (ValueError, store.touch(sample(1).id, inf, 0.0)),
        (SessionConflictError, store.update(sample(1).id, 1, b"", 0.0)),
        (SessionConflictError, store.rotate(sample(1).id, 1, sample(3, 300.0, "eve"), 0.0)),
        (DuplicateSessionError, store.rotate(sample(1).id, 0, sample(2, 300.0, "eve"), 0.0)),
        (ValueError, store.rotate(sample(1).id, 0, sample(3, inf, "eve"), 0.0)),
    ]
    for error, call in refused:
        with pytest.raises(error):
            run(call)
        assert (dict(store._sessions), str(store._subjects), str(store._wheel._buckets)) == before
