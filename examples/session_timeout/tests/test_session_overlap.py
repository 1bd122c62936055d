"""The session of one request while something else happens: to its record elsewhere, or to its content here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from session_timeout.request_session import RequestSession

from .gated_request import Request

ACTS: dict[str, tuple[str | None, Callable[[RequestSession], Coroutine[Any, Any, None]]]] = {
    "save": ("ada", RequestSession.save),
    "rotate": ("ada", RequestSession.rotate),
    "sign in": (None, lambda session: session.sign_in("ada")),
    "sign in again": ("ada", lambda session: session.sign_in("ada")),
}
"""What an application may wait for, and to whom the session belongs before."""


@pytest.mark.parametrize("act", ACTS)
def test_what_is_changed_while_a_call_is_under_way_is_kept(act: str) -> None:
    """Entries that are set, removed or changed inside in the meantime are so afterwards, and saved with the next."""

    async def visit() -> None:
        request = Request()
        subject, do = ACTS[act]
        session = await request.bring(subject, cart=["apple"], theme="dark", old=1)
        session["new"] = 1

        def meanwhile() -> None:
            session["cart"].append("pear")
            session["later"] = 2
            del session["theme"]

        await request.during(do(session), meanwhile)
        expected = {"cart": ["apple", "pear"], "old": 1, "new": 1, "later": 2}
        assert dict(session) == expected
        await session.save()
        assert request.store.stored() == [("ada", expected)]

    asyncio.run(visit())


@pytest.mark.parametrize("act", ["save", "sign in"])
def test_what_is_changed_while_the_first_record_is_made_is_kept(act: str) -> None:
    """A visitor's first entries and those that follow while they are saved are in one record."""

    async def visit() -> None:
        request = Request()
        session = request.session
        session["first"] = 1
        do = session.save() if act == "save" else session.sign_in("ada")
        await request.during(do, lambda: session.update(second=2))
        await session.save()
        assert request.store.stored() == [(session.subject, {"first": 1, "second": 2})]

    asyncio.run(visit())


def test_a_session_that_is_first_looked_at_while_it_is_rotated_is_kept_too() -> None:
    """It makes no difference whether the content had been looked at before the call."""

    async def visit() -> None:
        request = Request()
        session = await request.bring("ada", a=1)
        await request.during(session.rotate(), lambda: session.update(b=2))
        await session.save()
        assert request.store.stored() == [("ada", {"a": 1, "b": 2})]

    asyncio.run(visit())


# verifies: feat-session-security:IMPL_005/AC-3
def test_changes_by_others_and_changes_meanwhile_are_both_kept() -> None:
    """What another request changed is there after a save, unless this one has changed the same entry in between."""

    async def visit() -> None:
        request = Request()
        session = await request.bring("ada", mine=1, theirs=1, both=1, gone=1, odd=1)
        record = session.record
        assert record is not None
        theirs = {"mine": 1, "theirs": 2, "both": 2, "added": 2, "odd": 2}
        assert await request.manager.save(record, theirs) is not None
        session["mine"] = 2
        await request.during(session.save(), lambda: session.update(both=3, odd=object()))
        assert isinstance(session.pop("odd"), object)
        expected = {"mine": 2, "theirs": 2, "both": 3, "added": 2}
        assert dict(session) == expected
        await session.save()
        assert request.store.stored() == [("ada", expected)]

    asyncio.run(visit())


def test_a_rotation_during_a_save_loses_nothing() -> None:
    """A request that rotates its session in one task while another task of it saves goes on with the new one."""

    async def visit() -> None:
        request = Request()
        session = await request.bring("ada", a=1)
        session["b"] = 2
        request.store.arrived.clear()
        request.store.gate.clear()
        rotating = asyncio.create_task(session.rotate())
        await request.store.arrived.wait()
        session["c"] = 3
        await request.during(session.save(), lambda: None)
        await rotating
        await session.save()
        assert session.issued is not None
        assert request.store.stored() == [("ada", {"a": 1, "b": 2, "c": 3})]

    asyncio.run(visit())


@pytest.mark.parametrize("done", [False, True])
def test_signing_out_during_a_save_is_signing_out(done: bool) -> None:
    """A save that ends after the session was signed out does not give it back, whichever the store has done first."""

    async def visit() -> None:
        request = Request()
        session = await request.bring("ada", a=1)
        request.store.waits_afterwards = done
        session["b"] = 2
        await request.during(session.save(), session.sign_out)
        assert (session.record, session.subject, dict(session)) == (None, None, {})
        assert request.store.stored() == []

    asyncio.run(visit())


def test_what_is_put_in_while_somebody_else_signs_in_is_theirs() -> None:
    """While somebody else signs in, nothing is seen of the one before, and what is put in is kept for the next one."""

    async def visit() -> None:
        request = Request()
        session = await request.bring("ada", cart=["apple"])
        session["note"] = "ada's"

        def meanwhile() -> None:
            assert dict(session) == {}
            session["greeting"] = "hello"

        await request.during(session.sign_in("bob"), meanwhile)
        await session.save()
        assert request.store.stored() == [("bob", {"greeting": "hello"})]

    asyncio.run(visit())


def test_a_sign_in_that_fails_takes_nothing_away() -> None:
    """If the store fails while somebody else signs in, the session is that of the one before, changes and all."""

    async def visit() -> None:
        request = Request()
        session = await request.bring("ada", cart=["apple"])
        session["note"] = "mine"
        request.store.error = ConnectionError("the store is away")
        with pytest.raises(ConnectionError):
            await request.during(session.sign_in("bob"), lambda: session.update(more=1))
        assert (session.subject, dict(session)) == ("ada", {"cart": ["apple"], "note": "mine", "more": 1})
        with pytest.raises(ConnectionError):
            await request.during(session.sign_in("bob"), session.sign_out)
        assert (session.subject, dict(session)) == (None, {})

    asyncio.run(visit())


@pytest.mark.parametrize("discover", [RequestSession.rotate, RequestSession.save], ids=["rotate", "save"])
def test_what_is_put_into_a_session_that_is_gone_is_dropped(
    discover: Callable[[RequestSession], Coroutine[Any, Any, None]], caplog: pytest.LogCaptureFixture
) -> None:
    """Once the session of a request turns out to have been revoked, nothing is stored for it, and no token is made."""

    async def visit() -> None:
        request = Request()
        session = await request.bring("ada", cart=["apple"])
        session["pear"] = 1
        record = session.record
        assert record is not None
        await request.manager.revoke(record.id)
        await discover(session)
        assert (session.record, session.subject, dict(session)) == (None, None, {})
        for _ in range(2):
            session["admin"] = True
            await session.save()
            assert (session.issued, session.withdrawn, dict(session)) == (None, False, {})
        await session.sign_out()
        session["message"] = "Goodbye"
        await session.save()
        assert (session.issued, session.withdrawn) == (None, False)
        assert request.store.stored() == []

    asyncio.run(visit())
    lost = "what was put into a session that was over is lost: "
    assert caplog.messages == [f"{lost}admin", f"{lost}admin", f"{lost}message"]


def test_who_signs_in_after_a_session_is_gone_begins_anew(caplog: pytest.LogCaptureFixture) -> None:
    """A sign-in makes a session again, into which nothing goes that was meant for the one that is gone."""

    async def visit() -> None:
        request = Request()
        session = await request.bring("ada", cart=["apple"])
        record = session.record
        assert record is not None
        await request.manager.revoke(record.id)
        await session.rotate()
        session["admin"] = True
        await session.sign_in("bob")
        session["greeting"] = "hello"
        await session.save()
        assert session.issued is not None
        assert request.store.stored() == [("bob", {"greeting": "hello"})]
        await session.sign_out()
        session["message"] = "Goodbye"
        await session.save()
        assert request.store.stored() == [(None, {"message": "Goodbye"})]

    asyncio.run(visit())
    assert caplog.messages == ["what was put into a session that was over is lost: admin"]
