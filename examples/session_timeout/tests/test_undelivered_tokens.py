"""Tokens that no response carries, and what becomes of their sessions."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from session_timeout import (
    InMemorySessionStore,
)
from session_timeout.middleware import Message, Receive, Scope, Send, SessionMiddleware
from session_timeout.request_session import RequestSession

from .calls import OK, a_manager, call, cookie_of, failing, serving, session_of, stored


async def keep_a_message(session: RequestSession) -> None:
    """Sign out, and begin another session at once."""
    await session.sign_out()
    session["message"] = "Goodbye"
    await session.save()


@pytest.mark.parametrize(
    "change",
    [RequestSession.rotate, lambda session: session.sign_in("ada"), keep_a_message],
    ids=["rotate", "sign in", "save"],
)
@pytest.mark.parametrize(
    "error", [LookupError("the shelf is empty"), asyncio.CancelledError()], ids=["error", "cancelled"]
)
def test_a_token_that_reaches_nobody_opens_nothing(
    change: Callable[[RequestSession], Any], error: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    """If a request fails after the token was changed and before the response begins, the new session is ended."""
    manager = a_manager()
    issued = asyncio.run(manager.create(None, {"a": 1}))
    with pytest.raises(type(error)):
        asyncio.run(call(SessionMiddleware(failing(change, error), manager), cookies=cookie_of(issued)))
    assert stored(manager) == []
    assert caplog.messages[-1].endswith(" had a new token that no response handed out")


def test_an_application_that_answers_nothing_hands_out_nothing() -> None:
    """If an application returns without a response, what is new is ended, and a change of what was there is kept."""
    manager = a_manager()
    ada, bob = (asyncio.run(manager.create(name)) for name in ("ada", "bob"))

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        session = session_of(scope)
        session["a"] = 1
        if session.subject == "bob":
            await session.rotate()

    for issued in (ada, bob):
        assert asyncio.run(call(SessionMiddleware(app, manager), cookies=cookie_of(issued))) == []
    assert [(record.subject, record.content()) for record in stored(manager)] == [("ada", {"a": 1})]


def test_a_response_that_has_begun_keeps_its_session_though_the_request_fails() -> None:
    """A token that is on its way to the client is good, whatever happens afterwards."""
    manager = a_manager()
    app = SessionMiddleware(failing(lambda session: session.sign_in("ada"), LookupError("late"), dict(OK)), manager)
    with pytest.raises(LookupError):
        asyncio.run(call(app))
    assert [record.subject for record in stored(manager)] == ["ada"]


class Away(InMemorySessionStore):
    """A store that cannot be reached when something is to be deleted."""

    async def delete(self, *_: object, **__: object) -> None:
        """Fail."""
        raise ConnectionError("the store is away")


def test_what_the_application_raises_is_not_hidden(caplog: pytest.LogCaptureFixture) -> None:
    """If the session whose token reached nobody cannot be ended, that is logged, and the first error is raised."""
    manager = a_manager()
    manager.store = Away()
    app = SessionMiddleware(failing(lambda session: session.sign_in("ada"), LookupError("first")), manager)
    with pytest.raises(LookupError, match="first"):
        asyncio.run(call(app))
    assert caplog.messages == ["a session whose new token reached nobody could not be ended"]


def test_a_websocket_that_is_refused_leaves_nothing_behind(caplog: pytest.LogCaptureFixture) -> None:
    """A connection that is closed before it was accepted makes no session, as nobody could be given its token."""
    manager = a_manager()
    close: Message = {"type": "websocket.close", "code": 1008}
    app = SessionMiddleware(serving(lambda session: session.update(a=1), close), manager)
    assert asyncio.run(call(app, "websocket")) == [close]
    assert stored(manager) == []
    assert caplog.messages == ["what was put into a new session, whose token nobody can be given any more, is lost: a"]


def test_a_websocket_that_is_refused_may_change_a_session_that_is_there() -> None:
    """What is put into the session that the connection brought is kept, accepted or not."""
    manager = a_manager()
    issued = asyncio.run(manager.create("ada"))
    app = SessionMiddleware(serving(lambda session: session.update(a=1), {"type": "websocket.close"}), manager)
    asyncio.run(call(app, "websocket", cookies=cookie_of(issued)))
    assert [record.content() for record in stored(manager)] == [{"a": 1}]


def test_a_websocket_that_is_refused_after_a_sign_in_ends_that_session() -> None:
    """No message carries the new token of a connection that is closed before it was accepted."""
    manager = a_manager()
    app = SessionMiddleware(serving(lambda session: session.sign_in("ada"), {"type": "websocket.close"}), manager)
    asyncio.run(call(app, "websocket"))
    assert stored(manager) == []
