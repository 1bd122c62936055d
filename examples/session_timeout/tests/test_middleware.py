"""The two middlewares, under plain ASGI applications."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from session_timeout import (
    InMemorySessionStore,
    Session,
    SessionId,
    Timestamp,
)
from session_timeout.middleware import (
    Receive,
    Scope,
    Send,
    SessionMiddleware,
)
from session_timeout.request_session import RequestSession

from .calls import END, OK, Time, a_manager, call, headers_of, serving, token_of


# verifies: feat-session-security:IMPL_006/AC-6
def test_a_session_outlasts_the_request() -> None:
    """What one request keeps, the next one finds, by the cookie alone."""

    async def visits() -> None:
        manager = a_manager()
        seen: list[int] = []

        def count(session: RequestSession) -> None:
            session["visits"] = session.get("visits", 0) + 1
            seen.append(session["visits"])

        app = SessionMiddleware(serving(count), manager)
        first = await call(app)
        cookie = f"__Host-session={token_of(first)}"
        second = await call(app, cookies=[cookie])
        await call(app)
        assert seen == [1, 2, 1]
        assert headers_of(first)[b"cache-control"] == b"no-store"
        assert headers_of(second) == {b"vary": b"Cookie"}

    asyncio.run(visits())


def test_an_application_that_ignores_its_session_is_left_alone() -> None:
    """A response of an application that never looked at the session is passed on as it is."""
    assert asyncio.run(call(SessionMiddleware(serving(lambda session: None), a_manager()))) == [OK, END]


# verifies: feat-session-security:IMPL_006/AC-1, feat-session-security:IMPL_006/AC-5
@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "__Host-session=",
        "__Host-session=" + "A" * 43,
        "__Host-session=" + "A" * 4_000,
        "__Host-session=\xff\xfe",
        '__Host-session="' + "A" * 41 + '"',
        "__Host-session=" + "%41" * 14 + "A",
        "__Host-session",
        ";;;=;",
    ],
)
def test_a_token_that_nobody_issued_is_none(cookie: str) -> None:
    """A malformed or unknown cookie is treated as none: the session is empty, and is kept under a token of our own."""

    async def visit() -> None:
        manager = a_manager()

        def check(session: RequestSession) -> None:
            assert session.record is None
            session["cart"] = ["apple"]

        answer = await call(SessionMiddleware(serving(check), manager), cookies=[cookie])
        assert token_of(answer) not in cookie
        assert await manager.validate(token_of(answer)) is not None

    asyncio.run(visit())


# verifies: feat-session-security:IMPL_006/AC-2
@pytest.mark.parametrize("token", ["", "x", "A" * 42, "A" * 44, "A" * 4_000, "\xff" * 43])
def test_the_store_is_not_asked_for_what_is_malformed(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cookie that has not the shape of a token costs no look-up, as one that has it does."""

    async def visit() -> None:
        manager, asked = a_manager(), []
        read = manager.store.read

        async def watched(session_id: SessionId, now: Timestamp) -> Session | None:
            asked.append(session_id)
            return await read(session_id, now)

        monkeypatch.setattr(manager.store, "read", watched)
        app = SessionMiddleware(serving(dict), manager)
        await call(app, cookies=[f"__Host-session={token}"])
        assert asked == []
        await call(app, cookies=["__Host-session=" + "A" * 43])
        assert len(asked) == 1

    asyncio.run(visit())


# verifies: feat-session-security:IMPL_006/AC-5
def test_a_revoked_session_is_none() -> None:
    """A request with the token of a revoked session finds and gets what one without a cookie does."""

    async def visit() -> None:
        manager = a_manager()
        issued = await manager.create("ada", {"cart": ["apple"]})
        await manager.revoke(issued.session.id)
        seen: list[object] = []
        app = SessionMiddleware(serving(lambda session: seen.append((session.subject, dict(session)))), manager)
        answers = [await call(app, cookies=cookies) for cookies in ([f"__Host-session={issued.token}"], [])]
        assert seen == [(None, {}), (None, {})]
        assert answers[0] == answers[1]

    asyncio.run(visit())


# verifies: feat-session-security:IMPL_006/AC-5
def test_an_ended_session_is_none_and_its_cookie_is_left_alone() -> None:
    """A request with the token of an ended session finds an empty one, and nothing is set.

    Withdrawing the cookie would race with the answer of another request that has just signed in.
    """

    async def visit() -> None:
        clock = Time()
        manager = a_manager(clock)
        issued = await manager.create("ada", {"cart": ["apple"]})
        clock.now = issued.session.deadline
        app = SessionMiddleware(serving(dict), manager)
        answer = await call(app, cookies=[f"__Host-session={issued.token}"])
        assert headers_of(answer) == {b"vary": b"Cookie"}

    asyncio.run(visit())


def test_a_request_that_fails_keeps_nothing() -> None:
    """What an application changed before it raised is not saved."""

    async def visit() -> None:
        manager = a_manager()

        async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
            scope["session"]["cart"] = ["apple"]
            raise LookupError("the shelf is empty")

        with pytest.raises(LookupError, match="the shelf is empty"):
            await call(SessionMiddleware(app, manager))
        assert isinstance(manager.store, InMemorySessionStore)
        assert len(manager.store) == 0

    asyncio.run(visit())


# verifies: feat-session-security:IMPL_006/AC-7
@pytest.mark.parametrize("act", [dict, lambda session: session.update(a=1) or session.clear(), RequestSession.sign_out])
def test_a_visitor_for_whom_nothing_is_kept_leaves_nothing_behind(act: Callable[[RequestSession], object]) -> None:
    """To look at an empty session, to empty it again and to sign out of none makes neither a record nor a cookie."""
    manager = a_manager()
    assert b"set-cookie" not in headers_of(asyncio.run(call(SessionMiddleware(serving(act), manager))))
    assert isinstance(manager.store, InMemorySessionStore)
    assert len(manager.store) == 0


def test_what_changes_during_the_response_is_saved_after_it() -> None:
    """A stream or a background task may change a session that exists; the change is saved when it ends."""

    async def visit() -> None:
        manager = a_manager()
        issued = await manager.create("ada", {"lines": 0})

        async def app(scope: Scope, _receive: Receive, send: Send) -> None:
            await send(dict(OK))
            scope["session"]["lines"] = 3
            await send(dict(END))

        await call(SessionMiddleware(app, manager), cookies=[f"__Host-session={issued.token}"])
        session = await manager.validate(issued.token)
        assert session is not None
        assert session.content() == {"lines": 3}

    asyncio.run(visit())


# verifies: feat-session-security:IMPL_006/AC-9
def test_two_requests_at_once_keep_the_entries_of_both() -> None:
    """Requests that change different entries of one session at the same time do not undo each other."""

    async def visit() -> None:
        manager = a_manager()
        issued = await manager.create("ada", {"theme": "dark", "lang": "de"})
        both_read = asyncio.Barrier(2)

        async def app(scope: Scope, _receive: Receive, send: Send) -> None:
            scope["session"][scope["path"]] = "set"
            del scope["session"][scope["drop"]]
            await both_read.wait()
            await send(dict(OK))

        wrapped, cookie = SessionMiddleware(app, manager), [f"__Host-session={issued.token}"]
        await asyncio.gather(
            call(wrapped, cookies=cookie, path="a", drop="theme"), call(wrapped, cookies=cookie, path="b", drop="lang")
        )
        session = await manager.validate(issued.token)
        assert session is not None
        assert session.content() == {"a": "set", "b": "set"}

    asyncio.run(visit())


@pytest.mark.parametrize("opening", ["websocket.accept", "websocket.http.response.start"])
def test_a_websocket_has_a_session_too(opening: str) -> None:
    """The message that opens or refuses a WebSocket carries the cookie, and later changes are saved when it closes."""

    async def visit() -> None:
        manager = a_manager()

        async def app(scope: Scope, _receive: Receive, send: Send) -> None:
            scope["session"]["moves"] = ["e4"]
            await send({"type": opening})
            scope["session"]["moves"].append("e5")
            await send({"type": "websocket.close"})

        token = token_of(await call(SessionMiddleware(app, manager), "websocket"))
        session = await manager.validate(token)
        assert session is not None
        assert session.content() == {"moves": ["e4", "e5"]}

    asyncio.run(visit())


def test_what_is_no_request_passes_through() -> None:
    """A lifespan has no session."""

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "lifespan.startup.complete", "has_session": "session" in scope})

    answer = asyncio.run(call(SessionMiddleware(app, a_manager()), "lifespan"))
    assert answer == [{"type": "lifespan.startup.complete", "has_session": False}]
