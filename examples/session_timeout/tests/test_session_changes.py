"""The manager of sessions: saving, rotating, signing in, and ending them."""

from __future__ import annotations

import asyncio
import random
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from session_timeout import (
    InMemorySessionStore,
    Session,
    SessionDataError,
    SessionId,
    StoreFullError,
    Timestamp,
)

from .desk import START, Desk, run

CONTENT = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2) | st.none(), max_size=4)


def test_what_is_saved_is_what_stands_there() -> None:
    """Saving replaces the content, counts the version up, and moves neither deadline nor token."""
    desk = Desk()
    issued = desk.create("ada", a=1, b=2)
    saved = run(desk.manager.save(issued.session, {"b": 3, "c": [4]}))
    assert saved is not None
    assert (saved.content(), saved.version) == ({"b": 3, "c": [4]}, 1)
    assert (saved.id, saved.deadline, saved.subject) == (issued.session.id, issued.session.deadline, "ada")
    assert desk.good(issued) == saved


@settings(deadline=None)
@given(before=CONTENT, mine=CONTENT, others=st.lists(CONTENT, max_size=3))
def test_concurrent_changes_are_merged_key_by_key(
    before: dict[str, Any], mine: dict[str, Any], others: list[dict[str, Any]]
) -> None:
    """What this request changed or removed is so afterwards; all else is as the last of the others left it."""
    desk = Desk()
    issued = run(desk.manager.create(None, before))

    async def faster(content: dict[str, Any]) -> Session | None:
        newest = await desk.manager.store.read(issued.session.id, desk.now)
        assert newest is not None
        desk.store.before_change, waiting = [], desk.store.before_change
        saved = await desk.manager.save(newest, content)
        desk.store.before_change = waiting
        return saved

    desk.store.before_change = [partial(faster, content) for content in others]
    saved = run(desk.manager.save(issued.session, mine))
    there = others[-1] if others else before
    touched = {
        key for key in before.keys() | mine.keys() if (key in before, before.get(key)) != (key in mine, mine.get(key))
    }
    assert saved is not None
    assert saved.content() == {key: value for key, value in there.items() if key not in touched} | {
        key: value for key, value in mine.items() if key in touched
    }
    assert saved.version == len(others) + 1


@pytest.mark.parametrize(("before", "after"), [(1, True), (False, 0), ([1], [1.0])])
def test_a_concurrent_change_of_the_type_alone_is_kept(before: Any, after: Any) -> None:
    """True is another value than 1 in JSON, also when somebody else has changed the session meanwhile."""
    desk = Desk()
    issued = desk.create("ada", a=before)
    run(desk.manager.save(issued.session, {"a": before, "b": 1}))
    saved = run(desk.manager.save(issued.session, {"a": after}))
    assert saved is not None
    assert repr(saved.content()["a"]) == repr(after)


# verifies: feat-session-security:IMPL_002/AC-3
@pytest.mark.parametrize("end", ["revoked", "rotated", "over"])
def test_saving_brings_nothing_back(end: str) -> None:
    """A session that has ended by whatever way is None to its writer, and stays away."""
    desk = Desk(timeout_seconds=60)
    issued = desk.create("ada", a=1)
    if end == "rotated":
        assert run(desk.manager.rotate(issued.session)) is not None
    elif end == "revoked":
        run(desk.manager.revoke(issued.session.id))
    else:
        desk.now += 60
    before = desk.store.stored()
    assert run(desk.manager.save(issued.session, {"a": 3})) is None
    assert run(desk.manager.rotate(issued.session, {"a": 3})) is None
    assert desk.use(issued) is None
    assert desk.store.stored() == before


def test_a_session_that_ends_between_two_attempts_to_save_is_not_brought_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer who was too slow once, and finds the session revoked when it looks again, is told so."""
    desk = Desk()
    issued = desk.create("ada", a=1)
    assert run(desk.manager.save(issued.session, {"a": 2})) is not None
    read = desk.store.read

    async def revoke_first(session_id: SessionId, now: Timestamp) -> Session | None:
        await desk.manager.revoke(session_id)
        return await read(session_id, now)

    monkeypatch.setattr(desk.store, "read", revoke_first)
    assert run(desk.manager.save(issued.session, {"a": 3})) is None
    assert desk.store.stored() == []


def test_content_that_json_does_not_know_is_refused_and_nothing_is_changed() -> None:
    """The error names the entry, and neither a session nor a change comes of it."""
    desk = Desk()
    wrong = {"good": 1, "wrong": object()}
    issued = desk.create("ada", a=1)
    for attempt in (
        desk.manager.create(None, wrong),
        desk.manager.save(issued.session, wrong),
        desk.manager.rotate(issued.session, wrong),
        desk.manager.sign_in("ada", issued.session, wrong),
        desk.manager.sign_in("ada", None, wrong),
    ):
        with pytest.raises(SessionDataError, match="'wrong'"):
            run(attempt)
    assert desk.store.stored() == [issued.session]


# verifies: feat-session-security:IMPL_001/AC-6..AC-9
@pytest.mark.parametrize(("refresh", "deadline"), [(True, START + 150), (False, START + 100)])
def test_a_rotated_session_has_another_token_and_no_longer_life(refresh: bool, deadline: float) -> None:
    """What the session is goes over to the new token, its absolute deadline too; the old token opens nothing any more.

    A rotation is a use, and moves the end on where use does.
    """
    desk = Desk(timeout_seconds=100, refresh_on_access=refresh)
    issued = desk.create("ada", a=1)
    desk.now += 50
    rotated = run(desk.manager.rotate(issued.session))
    assert rotated is not None
    assert rotated.token != issued.token
    assert rotated.session.deadline == deadline
    for name in ("created_at", "absolute_deadline", "subject", "data"):
        assert getattr(rotated.session, name) == getattr(issued.session, name)
    assert desk.use(issued) is None
    assert desk.good(rotated).content() == {"a": 1}
    assert run(desk.manager.rotate(issued.session)) is None
    assert len(desk.store) == 1


def test_a_rotation_may_bring_new_content() -> None:
    """Content that is given replaces what was kept, merged with what somebody else changed meanwhile."""
    desk = Desk()
    issued = desk.create("ada", a=1, b=1)
    run(desk.manager.save(issued.session, {"a": 1, "b": 2}))
    rotated = run(desk.manager.rotate(issued.session, {"a": 9, "b": 1}))
    assert rotated is not None
    assert rotated.session.content() == {"a": 9, "b": 2}


def test_a_rotation_takes_no_renewal_back() -> None:
    """Who rotates a session as it was read before a renewal, when the end that was read is over, gets a good one."""
    desk = Desk(timeout_seconds=100)
    issued = desk.create("ada")
    desk.now += 90
    assert desk.good(issued).deadline == START + 190
    desk.now += 10
    rotated = run(desk.manager.rotate(issued.session))
    assert rotated is not None
    assert desk.good(rotated).deadline >= START + 190


def test_a_full_store_refuses_a_new_session() -> None:
    """The error of the store reaches who wants to sign in; signing in from a session still works."""
    desk = Desk()
    desk.manager.store = InMemorySessionStore(max_sessions=1)
    visitor = desk.create()
    with pytest.raises(StoreFullError):
        run(desk.manager.sign_in("ada"))
    assert run(desk.manager.sign_in("ada", visitor.session)).session.subject == "ada"


# verifies: feat-session-security:IMPL_001/AC-10..AC-12
def test_a_revoked_session_is_dead_at_once_and_others_live() -> None:
    """Its token opens nothing; to revoke it again does nothing; the other session of the subject is as it was."""
    desk = Desk()
    one, other = desk.create("ada"), desk.create("ada")
    for _ in range(2):
        run(desk.manager.revoke(one.session.id))
    assert desk.use(one) is None
    assert desk.good(other) == other.session


# verifies: feat-session-security:IMPL_001/AC-10
def test_all_sessions_of_a_subject_are_revoked_but_the_one_to_keep() -> None:
    """Signing out everywhere else leaves this session and those of others; signing out everywhere leaves none."""
    desk = Desk()
    mine = [desk.create("ada") for _ in range(3)]
    others = [desk.create("bob"), desk.create(None)]
    assert run(desk.manager.revoke_all("ada", keep=mine[1].session.id)) == 2
    assert [desk.use(one) is not None for one in mine] == [False, True, False]
    assert run(desk.manager.revoke_all("ada")) == 1
    assert run(desk.manager.revoke_all("ada")) == 0
    assert desk.use(mine[1]) is None
    assert all(desk.use(one) for one in others)


# verifies: feat-session-security:IMPL_001/AC-13, feat-session-security:IMPL_001/AC-14
def test_the_sessions_of_a_subject_are_listed() -> None:
    """Those that are good are listed, the oldest first, and nobody else's."""
    desk = Desk(timeout_seconds=100)
    first = desk.create("ada")
    desk.create("bob")
    desk.now += 60
    second = desk.create("ada")
    assert run(desk.manager.sessions("ada")) == [first.session, second.session]
    desk.now += 40
    assert run(desk.manager.sessions("ada")) == [second.session]
    assert run(desk.manager.sessions("eve")) == []


# verifies: feat-session-security:IMPL_001/AC-14
def test_the_list_of_sessions_tells_no_token() -> None:
    """Whoever is shown the list cannot take any of the sessions over: no field holds a token, nor is one itself."""
    desk = Desk()
    issued = [desk.create("ada", number=number) for number in range(3)]
    listed = run(desk.manager.sessions("ada"))
    assert len(listed) == 3
    fields = [getattr(session, name) for session in listed for name in Session.__struct_fields__]
    told = [field.hex() if isinstance(field, bytes) else str(field) for field in fields]
    told += [field.decode("latin-1") for field in fields if isinstance(field, bytes)]
    assert [one.token for one in issued if any(one.token in text for text in told)] == []
    assert [run(desk.manager.validate(text)) for text in told] == [None] * len(told)


def test_a_cleanup_removes_what_has_ended_by_the_managers_clock() -> None:
    """It takes exactly the sessions whose deadline is reached."""
    desk = Desk(timeout_seconds=100)
    ended = [desk.create() for _ in range(3)]
    desk.now += 1
    good = desk.create()
    desk.now = START + 100
    assert run(desk.manager.cleanup()) == len(ended)
    assert desk.store.stored() == [good.session]
    assert run(desk.manager.cleanup()) == 0


def test_many_writers_at_once_lose_nothing() -> None:
    """Of forty requests that each add an entry to one session at the same time, every entry is there afterwards."""
    desk = Desk()
    issued = desk.create("ada")
    order = random.Random(7)

    async def add(number: int) -> None:
        session = await desk.manager.validate(issued.token)
        assert session is not None
        for _ in range(order.randrange(5)):
            await asyncio.sleep(0)
        assert await desk.manager.save(session, session.content() | {str(number): number}) is not None

    async def everybody() -> None:
        await asyncio.gather(*(add(number) for number in range(40)))

    run(everybody())
    assert desk.good(issued).content() == {str(number): number for number in range(40)}
