"""Two steps in the handling of requests, for any ASGI application: one brings the session, one has the store cleaned.

The interface is that of the ASGI specification 3.0 (HTTP, WebSocket and lifespan); no framework is needed.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Awaitable, Callable, MutableMapping
from contextvars import Context
from typing import Any, TypeAlias

from session_timeout.cookie import SessionCookie
from session_timeout.request_session import RequestSession
from session_timeout.session_manager import SessionManager
from session_timeout.session_store import StoreFullError

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
ASGIApp: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers: TypeAlias = list[tuple[bytes, bytes]]

OPENING = frozenset({"http.response.start", "websocket.accept", "websocket.http.response.start"})
"""The messages that carry the headers of a response."""

OPENING_OF = {"http": "http.response.start", "websocket": "websocket.accept"}
"""The message with which a response to each kind of request begins as a rule."""

NO_ROOM = "There is no room for another session now. Please try again later."
FAILURE = "Internal Server Error"

logger = logging.getLogger("session_timeout")


# implements: feat-session-security:IMPL_006
class SessionMiddleware:
    """Puts the session of a request into ``scope["session"]``, saves what changed, and sets the cookie when it is new.

    A visitor for whom a full store has no room is told to come again: status 503, or code 1013 on a WebSocket. If the
    session cannot be saved for another reason, the response is 500, or code 1011, and the error goes its way. What is
    new when nobody is left to hand its token to is not kept.

    Args:
        app: the application.
        manager: who keeps the sessions.
        cookie: how the token travels.
    """

    def __init__(self, app: ASGIApp, manager: SessionManager, cookie: SessionCookie | None = None) -> None:
        self.app = app
        self.manager = manager
        self.cookie = cookie or SessionCookie()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request or a WebSocket; anything else goes through."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        token = self.cookie.read(scope["headers"])
        record = None if token is None else await self.manager.validate(token)
        session = RequestSession(self.manager, record)
        scope["session"] = session
        answer = _Answer(session, self.cookie, send)
        try:
            await self.app(scope, receive, answer.send)
        except StoreFullError as full:
            if session.started:
                raise
            await answer.refuse(OPENING_OF[scope["type"]], full)
        finally:
            if session.issued is not None and not session.started:
                await _abandon(session)
        if session.accessed and not answer.replaced:
            await _save_late(session)


async def _abandon(session: RequestSession) -> None:
    """End a session whose new token reaches nobody, since the application failed or returned without a response."""
    try:
        await session.abandon()
    except Exception:  # whatever a store raises must not hide what the application raised
        logger.exception("a session whose new token reached nobody could not be ended")


async def _save_late(session: RequestSession) -> None:
    """Save what an application changed after its response had begun; there is no new record any more."""
    session.started = True
    try:
        await session.save()
    except StoreFullError as full:
        logger.warning("what was changed after the response had begun is lost: %s", full)


# implements: feat-session-security:IMPL_006
class _Answer:
    """The answer to one request, on its way to the client.

    Most answers leave the session alone, so what they go through is a plain function and no coroutine of its own.
    """

    __slots__ = ("_cookie", "_send", "_session", "replaced")

    def __init__(self, session: RequestSession, cookie: SessionCookie, send: Send) -> None:
        self._session = session
        self._cookie = cookie
        self._send = send
        self.replaced = False
        """Whether the client got another answer in the place of that of the application."""

    def send(self, message: Message) -> Awaitable[None]:
        """Send a message of the application, the first one with what the session adds to it."""
        if message["type"] in OPENING:
            if self._session.accessed:
                return self._begin(message)
            self._session.started = True
        return self._drop() if self.replaced else self._send(message)

    async def refuse(self, opening: str, full: StoreFullError) -> None:
        """Tell a visitor for whom there is no room to come again."""
        logger.warning("a visitor is turned away: %s", full)
        await self._replace(opening, 503, 1013, NO_ROOM, (b"retry-after", b"60"))

    async def _begin(self, message: Message) -> None:
        """Save what was changed, and send the headers with the cookie."""
        if self.replaced:
            return
        try:
            await self._session.save()
        except StoreFullError as full:
            await self.refuse(message["type"], full)
        except Exception:  # frameworks take a response for begun by now, and would leave the client without any
            logger.exception("a session could not be saved, and so its response is not sent")
            await self._replace(message["type"], 500, 1011, FAILURE)
            raise
        else:
            self._session.started = True
            message["headers"] = self._headers(message)
            await self._send(message)

    async def _drop(self) -> None:
        """Send nothing: the client was answered already."""

    async def _replace(self, opening: str, status: int, code: int, text: str, *headers: tuple[bytes, bytes]) -> None:
        """Send an answer of its own in the place of one that would have begun with a message of that type."""
        self.replaced = True
        if opening == "websocket.accept":
            await self._send({"type": "websocket.close", "code": code, "reason": text})
            return
        start: Message = {"type": opening, "status": status}
        start["headers"] = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store"), *headers]
        start["headers"] = self._headers(start)
        self._session.started = True
        await self._send(start)
        await self._send({"type": opening.replace("start", "body"), "body": f"{text}\n".encode(), "more_body": False})

    # implements: feat-session-security:IMPL_006/AC-6
    def _headers(self, message: Message) -> Headers:
        """Return the headers of a response that depends on the session."""
        session = self._session
        headers: Headers = list(message.get("headers", ()))
        if session.issued or session.withdrawn:
            cookie = self._cookie.issue(session.issued) if session.issued else self._cookie.withdraw()
            headers.append((b"set-cookie", cookie))
            if not any(name.lower() == b"cache-control" for name, _ in headers):
                headers.append((b"cache-control", b"no-store"))  # a cache would hand one visitor's token to another
        if not any(name.lower() == b"vary" and _names_cookie(value) for name, value in headers):
            headers.append((b"vary", b"Cookie"))
        return headers


def _names_cookie(vary: bytes) -> bool:
    """Say whether a value of the Vary header covers cookies: the names in it are separated by commas (RFC 9110)."""
    return any(name.strip().lower() in (b"cookie", b"*") for name in vary.split(b","))


# implements: feat-session-timeout:IMPL_004
class SessionCleanupMiddleware:
    """Has the store cleaned up beside the requests, as soon as the configured interval has passed.

    A request that finds a clean-up due begins it and goes on; it does not wait. One clean-up runs at a time. One that
    fails is logged, and the next is tried when the interval has passed again. It ends with the application: a lifespan
    that closes cancels the one of its event loop.

    Args:
        app: the application.
        manager: whose store is cleaned up, and whose clock and configuration say when.
    """

    def __init__(self, app: ASGIApp, manager: SessionManager) -> None:
        self.app = app
        self.manager = manager
        self._last = manager.clock()
        self._task: asyncio.Task[None] | None = None  # a reference, or the loop would let the task go
        self._lock = threading.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle anything that a server sends, and see whether a clean-up is due."""
        if scope["type"] == "lifespan":
            try:
                await self.app(scope, receive, send)
            finally:
                await self._stop()
            return
        now = self.manager.clock()
        # A clock that was set back must not put the next clean-up off.
        if not 0 <= now - self._last < self.manager.config().cleanup_interval_seconds:
            self._begin(now)
        await self.app(scope, receive, send)

    async def finished(self) -> None:
        """Wait until no clean-up is under way in this event loop."""
        task = self._here()
        if task is not None:
            await asyncio.wait([task])

    def _begin(self, now: float) -> None:
        """Begin a clean-up unless one is under way."""
        with self._lock:  # an application may be served by several threads
            task = self._task
            # A loop that does not run carries no task to its end; if it runs again, two clean-ups do no harm.
            if task is None or task.done() or not task.get_loop().is_running():
                self._last = now
                # Its own context: the clean-up is not part of the request that happened to begin it.
                self._task = asyncio.get_running_loop().create_task(self._clean_up(), context=Context())

    async def _clean_up(self) -> None:
        begun = time.perf_counter()
        try:
            removed = await self.manager.cleanup()
        except Exception:  # whatever a store raises, the next clean-up is to be tried
            logger.exception("the clean-up of sessions failed; the next is tried after the interval")
        else:
            logger.debug(
                "clean-up: %d ended sessions removed in %.1f ms", removed, (time.perf_counter() - begun) * 1000
            )

    async def _stop(self) -> None:
        """Cancel the clean-up that is under way in this event loop; what it had removed stays removed."""
        task = self._here()
        if task is not None:
            task.cancel()
            await asyncio.wait([task])

    def _here(self) -> asyncio.Task[None] | None:
        """Return the clean-up that is under way in this event loop; another thread's must not be touched."""
        task = self._task
        mine = task is not None and not task.done() and task.get_loop() is asyncio.get_running_loop()
        return task if mine else None
