"""Signing out, here and everywhere else, by the session of a request."""

from __future__ import annotations

import asyncio

from session_timeout.request_session import RequestSession

from .calls import a_manager, stored


# verifies: feat-session-security:IMPL_005/AC-2
def test_signing_out_ends_the_session_on_the_server() -> None:
    """After signing out the token is dead, the session is empty, and the client's cookie is to be withdrawn."""

    async def visit() -> None:
        manager = a_manager()
        before = await manager.create("ada", {"cart": ["apple"]})
        session = RequestSession(manager, before.session)
        await session.sign_out()
        await session.save()
        assert session.withdrawn
        assert (session.subject, dict(session)) == (None, {})
        assert stored(manager) == []

    asyncio.run(visit())


def test_a_visitor_who_signs_out_has_nothing_to_withdraw() -> None:
    """Signing out without a session changes nothing in the client."""

    async def visit() -> None:
        session = RequestSession(a_manager(), None)
        await session.sign_out()
        assert not session.withdrawn

    asyncio.run(visit())


def test_a_message_after_signing_out_goes_into_a_new_session() -> None:
    """What is kept after signing out belongs to a new visitor, whose token takes the place of the withdrawn one."""

    async def visit() -> None:
        manager = a_manager()
        before = await manager.create("ada", {"cart": ["apple"]})
        session = RequestSession(manager, before.session)
        await session.sign_out()
        session["message"] = "Goodbye"
        await session.save()
        assert not session.withdrawn
        assert session.issued not in (None, before.token)
        assert [(record.subject, record.content()) for record in stored(manager)] == [(None, {"message": "Goodbye"})]

    asyncio.run(visit())


# verifies: feat-session-security:IMPL_005/AC-2
def test_all_other_sessions_can_be_ended() -> None:
    """Signing out everywhere else leaves this session and those of other subjects."""

    async def visit() -> None:
        manager = a_manager()
        here, bob = await manager.create("ada"), await manager.create("bob")
        await manager.create("ada")
        await manager.create("ada")
        assert await RequestSession(manager, here.session).sign_out_others() == 2
        assert stored(manager) == [here.session, bob.session]

    asyncio.run(visit())


# verifies: feat-session-security:IMPL_005/AC-2
def test_all_sessions_of_a_subject_can_be_ended() -> None:
    """Signing out everywhere else and then here leaves none of the subject, and those of others."""

    async def visit() -> None:
        manager = a_manager()
        here, there, bob = [await manager.create(name) for name in ("ada", "ada", "bob")]
        session = RequestSession(manager, here.session)
        assert await session.sign_out_others() == 1
        await session.sign_out()
        assert stored(manager) == [bob.session]
        assert [await manager.validate(one.token) for one in (here, there)] == [None, None]

    asyncio.run(visit())


def test_a_visitor_has_no_other_sessions() -> None:
    """Visitors who are not signed in cannot end one another's sessions."""

    async def visit() -> None:
        manager = a_manager()
        here = await manager.create(None, {"cart": []})
        await manager.create(None, {"cart": []})
        assert await RequestSession(manager, here.session).sign_out_others() == 0
        assert await RequestSession(manager, None).sign_out_others() == 0
        assert len(stored(manager)) == 2

    asyncio.run(visit())
