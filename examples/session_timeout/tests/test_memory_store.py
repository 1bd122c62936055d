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
    StoreFullError,
)
from session_timeout.memory_store import SLICE

from .by_hand import filled, run, sample, steps


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


# verifies: feat-session-security:IMPL_002/AC-5..AC-7
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


# verifies: feat-session-security:IMPL_002/AC-6
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


# verifies: feat-session-security:IMPL_002/AC-2
def test_a_conflict_says_which_versions_met() -> None:
    """The message of a conflict names the session, the stored version and the outdated one."""
    store = filled(sample(1))
    with pytest.raises(SessionConflictError, match=r"session 303030303030… is at version 0; the change was made to 7$"):
        run(store.update(sample(1).id, 7, b"{}", 0.0))


@pytest.mark.parametrize("deadline", [nan, inf, -inf])
def test_a_deadline_that_is_no_moment_is_named(deadline: float) -> None:
    """The message of a refused deadline shows it, whether or not there is room, and nothing changes."""
    said = f"the deadline is {deadline}; a session has to end at some moment"
    for absolute in (1e308, inf):
        session = Session(sample(1).id, 0.0, deadline, absolute)
        for store in (InMemorySessionStore(), filled(sample(1)), filled(sample(2), max_sessions=1)):
            before = dict(store._sessions)
            with pytest.raises(ValueError, match=said):
                run(store.create(session, 100.0))
            assert store._sessions == before
            assert not store._lock.locked()
        with pytest.raises(ValueError, match=said):
            run(store.rotate(sample(2).id, 0, session, 0.0))
        assert store._sessions == before


# verifies: feat-session-security:IMPL_001/AC-16, feat-session-security:IMPL_002/AC-1
@pytest.mark.parametrize("absolute", [nan, -inf, 99.0, nextafter(100.0, 0)])
def test_an_absolute_deadline_that_is_passed_already_is_named(absolute: float) -> None:
    """The message of a refused absolute deadline shows it and the deadline, whether or not there is room."""
    session = Session(sample(1).id, 0.0, 100.0, absolute)
    said = f"the absolute deadline is {absolute}; it cannot be before the deadline, which is 100.0"
    for store in (InMemorySessionStore(), filled(sample(2), max_sessions=1), filled(sample(1))):
        with pytest.raises(ValueError, match=said):
            run(store.create(session, 0.0))
    with pytest.raises(ValueError, match=said):
        run(store.rotate(sample(1).id, 0, session, 0.0))
    assert list(store._sessions.values()) == [sample(1)]


# verifies: feat-session-security:IMPL_001/AC-16, feat-session-security:IMPL_002/AC-1
def test_no_caller_carries_a_session_beyond_its_absolute_deadline() -> None:
    """A touch goes as far as the absolute deadline; what would end beyond its own is neither created nor rotated to."""
    session = Session(sample(1).id, 0.0, 100.0, 150.0)
    store = filled(session)
    assert run(store.touch(session.id, 1e9, 99.0)) == Session(sample(1).id, 0.0, 150.0, 150.0)
    late = Session(sample(2).id, 0.0, 151.0, 150.0)
    for call in (store.create(late, 0.0), store.rotate(session.id, 0, late, 99.0)):
        with pytest.raises(ValueError, match=r"the absolute deadline is 150\.0; it cannot be before"):
            run(call)
    assert run(store.read(session.id, nextafter(150.0, 0))) is not None
    assert run(store.read(session.id, 150.0)) is None
    assert len(store) == 1


def test_a_session_without_an_absolute_deadline_is_touched_as_far_as_one_likes() -> None:
    """An infinite absolute deadline is good: the deadline ends the session."""
    store = filled(Session(sample(1).id, 0.0, 100.0, inf))
    assert run(store.touch(sample(1).id, 1e300, 0.0)) == Session(sample(1).id, 0.0, 1e300, inf)
    assert run(store.cleanup(nextafter(1e300, 0))) == 0
    assert run(store.cleanup(1e300)) == 1


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


# verifies: feat-session-security:IMPL_002/AC-3
def test_what_is_absent_stays_absent() -> None:
    """A session that has ended but was not cleaned up yet, and one that never was, cannot be changed in any way."""
    store = filled(sample(1))
    for absent in (sample(1).id, sample(2).id):
        assert run(store.update(absent, 0, b"{}", 100.0)) is None
        assert run(store.touch(absent, 200.0, 100.0)) is None
        assert run(store.rotate(absent, 0, sample(3, 200.0), 100.0)) is None
    run(store.delete(sample(2).id))
    assert list(store._sessions.values()) == [sample(1)]


# verifies: feat-session-security:IMPL_002/AC-2
def test_a_failed_change_changes_nothing() -> None:
    """After each kind of refusal, the store is what it was before."""
    store = filled(sample(1, 100.0, "ann"), sample(2, 200.0, "bob"), max_sessions=2)
    before = (dict(store._sessions), str(store._subjects), str(store._wheel._buckets))
    refused = [
        (DuplicateSessionError, store.create(sample(2, 300.0, "eve"), 0.0)),
        (StoreFullError, store.create(sample(3, 300.0, "eve"), 0.0)),
        (ValueError, store.create(sample(1, nan, "eve"), 100.0)),
        (ValueError, store.create(Session(sample(3).id, 0.0, 200.0, 150.0, "eve"), 100.0)),
        (ValueError, store.touch(sample(1).id, inf, 0.0)),
        (SessionConflictError, store.update(sample(1).id, 1, b"", 0.0)),
        (SessionConflictError, store.rotate(sample(1).id, 1, sample(3, 300.0, "eve"), 0.0)),
        (DuplicateSessionError, store.rotate(sample(1).id, 0, sample(2, 300.0, "eve"), 0.0)),
        (ValueError, store.rotate(sample(1).id, 0, sample(3, inf, "eve"), 0.0)),
        (ValueError, store.rotate(sample(1).id, 0, Session(sample(3).id, 0.0, 200.0, nan, "eve"), 0.0)),
    ]
    for error, call in refused:
        with pytest.raises(error):
            run(call)
        assert (dict(store._sessions), str(store._subjects), str(store._wheel._buckets)) == before
