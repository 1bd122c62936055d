"""Requests by hand: an application is called as a server calls it, and what it sends is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

from session_timeout import InMemorySessionStore, IssuedSession, Session, SessionConfig, SessionManager, Timestamp
from session_timeout.middleware import ASGIApp, Message, Receive, Scope, Send
from session_timeout.request_session import RequestSession

START = 1_000_000.0
OK: Message = {"type": "http.response.start", "status": 200, "headers": []}
END: Message = {"type": "http.response.body", "body": b"", "more_body": False}


class Time:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> Timestamp:
        """Tell the time."""
        return self.now


def a_manager(clock: Callable[[], Timestamp] | None = None, **figures: Any) -> SessionManager:
    """Return a manager with a store of its own."""
    config = SessionConfig(**figures)
    return SessionManager(InMemorySessionStore(), lambda: config, clock or Time())


async def call(app: ASGIApp, kind: str = "http", cookies: Iterable[str] = (), **scope: Any) -> list[Message]:
    """Make a request and return the messages of the answer."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"cookie", cookie.encode("latin-1")) for cookie in cookies]
    await app({"type": kind, "headers": headers, **scope}, receive, send)
    return sent


def headers_of(messages: list[Message]) -> dict[bytes, bytes]:
    """Return the headers of an answer."""
    return dict(messages[0].get("headers", ()))


def serving(act: Callable[[RequestSession], Any], *messages: Message) -> ASGIApp:
    """Return an application that does something with its session and then answers."""

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        result = act(scope["session"])
        if asyncio.iscoroutine(result):
            await result
        for message in messages or (dict(OK), dict(END)):
            await send(message)

    return app


def token_of(messages: list[Message]) -> str:
    """Return the token that an answer hands out."""
    return headers_of(messages)[b"set-cookie"].split(b";")[0].partition(b"=")[2].decode()


def stored(manager: SessionManager) -> list[Session]:
    """Return what a manager's store holds."""
    assert isinstance(manager.store, InMemorySessionStore)
    return list(manager.store._sessions.values())


def cookie_of(issued: IssuedSession) -> list[str]:
    """Return what a browser sends that has a session."""
    return [f"__Host-session={issued.token}"]


def failing(act: Callable[[RequestSession], Any], error: BaseException, *messages: Message) -> ASGIApp:
    """Return an application that does something with its session, sends messages and raises."""

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        result = act(scope["session"])
        if asyncio.iscoroutine(result):
            await result
        for message in messages:
            await send(message)
        raise error

    return app


def session_of(scope: Any) -> RequestSession:
    """Return the session of a request."""
    session: RequestSession = scope["session"]
    return session
