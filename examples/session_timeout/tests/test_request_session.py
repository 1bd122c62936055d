"""The session of one request, as an application uses it."""

from __future__ import annotations

import asyncio

import pytest

from session_timeout import SessionDataError
from session_timeout.request_session import RequestSession

from .calls import a_manager, stored


def test_it_is_a_mapping() -> None:
    """Entries are set, read, counted, listed and deleted as in a dictionary."""
    session = RequestSession(a_manager(), None)
    session["cart"] = ["apple"]
    session.setdefault("theme", "dark")
    assert dict(session) == {"cart": ["apple"], "theme": "dark"}
    assert len(session) == 2
    del session["cart"]
    assert "cart" not in session
    assert session.get("cart") is None
    with pytest.raises(KeyError, match="cart"):
        session["cart"]


def test_an_empty_session_costs_nothing() -> None:
    """A visitor whose session was looked at and left empty gets no record and no token."""

    async def visit() -> None:
        manager = a_manager()
        session = RequestSession(manager, None)
        assert not session
        await session.save()
        assert stored(manager) == []
        assert session.issued is None

    asyncio.run(visit())


def test_the_first_entry_makes_a_record() -> None:
    """What is put into an empty session is stored under a new token when it is saved, and once only."""

    async def visit() -> None:
        manager = a_manager()
        session = RequestSession(manager, None)
        session["cart"] = ["apple"]
        await session.save()
        token = session.issued
        await session.save()
        assert token is not None
        assert session.issued == token
        assert [record.content() for record in stored(manager)] == [{"cart": ["apple"]}]
        assert await manager.validate(token) == session.record

    asyncio.run(visit())


def test_changes_inside_of_values_count() -> None:
    """A list that grew is saved although no entry was set."""

    async def visit() -> None:
        manager = a_manager()
        issued = await manager.create("ada", {"cart": ["apple"]})
        session = RequestSession(manager, issued.session)
        session["cart"].append("pear")
        await session.save()
        assert [record.content() for record in stored(manager)] == [{"cart": ["apple", "pear"]}]
        assert session.issued is None

    asyncio.run(visit())


def test_looking_writes_nothing() -> None:
    """A session that was read and not changed keeps its version."""

    async def visit() -> None:
        manager = a_manager()
        issued = await manager.create("ada", {"cart": ["apple"]})
        session = RequestSession(manager, issued.session)
        assert session["cart"] == ["apple"]
        await session.save()
        assert stored(manager) == [issued.session]

    asyncio.run(visit())


def test_what_json_does_not_know_is_refused_by_name() -> None:
    """A value that cannot be kept is an error that names its entry."""

    async def visit() -> None:
        session = RequestSession(a_manager(), None)
        session["cart"] = object()
        with pytest.raises(SessionDataError, match="the entry 'cart'"):
            await session.save()

    asyncio.run(visit())


# verifies: feat-session-security:IMPL_005/AC-1
def test_signing_in_keeps_what_the_visitor_had() -> None:
    """The visitor's cart, saved or not, goes over into the session of who signs in, under a new token."""

    async def visit() -> None:
        manager = a_manager()
        before = await manager.create(None, {"cart": ["apple"]})
        session = RequestSession(manager, before.session)
        session["theme"] = "dark"
        await session.sign_in("ada")
        assert session.subject == "ada"
        assert dict(session) == {"cart": ["apple"], "theme": "dark"}
        assert session.issued not in (None, before.token)
        assert await manager.validate(before.token) is None
        assert stored(manager) == [session.record]

    asyncio.run(visit())


def test_another_subject_starts_empty() -> None:
    """Who signs in over somebody else's session sees nothing of it, and that session is over."""

    async def visit() -> None:
        manager = a_manager()
        before = await manager.create("ada", {"cart": ["apple"]})
        session = RequestSession(manager, before.session)
        session["note"] = "mine"
        await session.sign_in("bob")
        assert (session.subject, dict(session)) == ("bob", {})
        assert await manager.validate(before.token) is None

    asyncio.run(visit())


# verifies: feat-session-security:IMPL_005/AC-1
def test_rotation_changes_the_token_alone() -> None:
    """After a rotation there is a new token for the same subject and content, unsaved changes included."""

    async def visit() -> None:
        manager = a_manager()
        before = await manager.create("ada", {"cart": ["apple"]})
        session = RequestSession(manager, before.session)
        session["rank"] = "admin"
        await session.rotate()
        assert (session.subject, dict(session)) == ("ada", {"cart": ["apple"], "rank": "admin"})
        assert await manager.validate(before.token) is None
        assert session.issued is not None
        assert await manager.validate(session.issued) == session.record

    asyncio.run(visit())


def test_there_is_nothing_to_rotate_without_a_record() -> None:
    """A visitor without a record has no token that could be changed."""

    async def visit() -> None:
        session = RequestSession(a_manager(), None)
        await session.rotate()
        assert session.issued is None

    asyncio.run(visit())


def test_a_session_that_was_revoked_meanwhile_cannot_be_rotated() -> None:
    """If the session has ended when it is rotated, there is none afterwards, and no token."""

    async def visit() -> None:
        manager = a_manager()
        before = await manager.create("ada", {"cart": ["apple"]})
        session = RequestSession(manager, before.session)
        await manager.revoke(before.session.id)
        await session.rotate()
        assert (session.subject, dict(session), session.issued) == (None, {}, None)
        assert stored(manager) == []

    asyncio.run(visit())


def test_a_late_save_brings_nothing_back() -> None:
    """A change to a session that was revoked while the request ran is dropped."""

    async def visit() -> None:
        manager = a_manager()
        before = await manager.create("ada", {"cart": []})
        session = RequestSession(manager, before.session)
        session["cart"].append("apple")
        await manager.revoke(before.session.id)
        await session.save()
        assert stored(manager) == []
        assert (session.record, session.issued, dict(session)) == (None, None, {})

    asyncio.run(visit())


def test_no_token_is_made_once_the_response_has_begun(caplog: pytest.LogCaptureFixture) -> None:
    """After the headers are sent, signing in and rotating are errors, and a first entry is lost with a warning."""

    async def visit() -> None:
        manager = a_manager()
        session = RequestSession(manager, None)
        session.started = True
        with pytest.raises(RuntimeError, match="the response has begun"):
            await session.sign_in("ada")
        with pytest.raises(RuntimeError, match="the response has begun"):
            await session.rotate()
        session["cart"] = ["apple"]
        await session.save()
        assert stored(manager) == []

    asyncio.run(visit())
    assert [record.getMessage() for record in caplog.records] == [
        "what was put into a new session, whose token nobody can be given any more, is lost: cart"
    ]


def test_its_representation_gives_nothing_away() -> None:
    """What may end up in a log holds neither the token nor the content."""

    async def visit() -> None:
        manager = a_manager()
        issued = await manager.create("ada", {"pin": "1234"})
        session = RequestSession(manager, issued.session)
        assert session["pin"] == "1234"
        assert "1234" not in repr(session)
        assert issued.token not in repr(session)

    asyncio.run(visit())
