"""The two middlewares, under plain ASGI applications."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any

import pytest

from session_timeout import InMemorySessionStore, SessionConfig, SessionManager, Timestamp
from session_timeout.middleware import (
    ASGIApp,
    Message,
    Receive,
    Scope,
    Send,
    SessionCleanupMiddleware,
    SessionMiddleware,
)
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


def test_signing_out_withdraws_the_cookie() -> None:
    """The answer to signing out takes the cookie away, and may not be stored by a cache."""

    async def visit() -> None:
        manager = a_manager()
        issued = await manager.create("ada")
        app = SessionMiddleware(serving(lambda session: session.sign_out()), manager)
        answer = headers_of(await call(app, cookies=[f"__Host-session={issued.token}"]))
        assert answer[b"set-cookie"].startswith(b"__Host-session=; Path=/; Max-Age=0")
        assert answer[b"cache-control"] == b"no-store"

    asyncio.run(visit())


def test_headers_of_the_application_stand() -> None:
    """Its own Cache-Control and Vary are kept, and its headers may be any iterable or missing altogether."""

    async def visit() -> None:
        own = ((b"Cache-Control", b"private"), (b"Vary", b"Accept, Cookie"))
        start = {"type": "http.response.start", "status": 200, "headers": own}
        app = SessionMiddleware(serving(lambda session: session.update(a=1), start, END), a_manager())
        (first, *_) = await call(app)
        assert [name for name, _ in first["headers"]] == [b"Cache-Control", b"Vary", b"set-cookie"]
        bare = {"type": "http.response.start", "status": 200}
        app = SessionMiddleware(serving(lambda session: session.update(a=1), bare, END), a_manager())
        (first, *_) = await call(app)
        assert [name for name, _ in first["headers"]] == [b"set-cookie", b"cache-control", b"vary"]

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


@pytest.mark.parametrize(
    ("kind", "opening", "answer"),
    [
        ("http", "http.response.start", [("http.response.start", 503), ("http.response.body", None)]),
        ("websocket", "websocket.accept", [("websocket.close", None)]),
        (
            "websocket",
            "websocket.http.response.start",
            [("websocket.http.response.start", 503), ("websocket.http.response.body", None)],
        ),
    ],
)
def test_a_visitor_for_whom_there_is_no_room_is_told_so(
    kind: str, opening: str, answer: list[tuple[str, int | None]], caplog: pytest.LogCaptureFixture
) -> None:
    """If a full store refuses a new session, the visitor is told to come again, and who has a session is served."""

    async def visits() -> None:
        config = SessionConfig()
        manager = SessionManager(InMemorySessionStore(max_sessions=1), lambda: config, Time())
        issued = await manager.create("ada", {})
        start: Message = {"type": opening, "status": 200, "headers": []}
        app = SessionMiddleware(serving(lambda session: session.update(cart=[]), start, END), manager)
        refused = await call(app, kind)
        assert [(message["type"], message.get("status")) for message in refused] == answer
        assert await call(app, kind, cookies=[f"__Host-session={issued.token}"]) == [start, END]
        session = await manager.validate(issued.token)
        assert session is not None
        assert session.content() == {"cart": []}

    asyncio.run(visits())
    assert [record.getMessage() for record in caplog.records] == [
        "a visitor is turned away: the store is at its limit of 1, and no session in it has ended"
    ]


def test_what_is_no_request_passes_through() -> None:
    """A lifespan has no session."""

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "lifespan.startup.complete", "has_session": "session" in scope})

    answer = asyncio.run(call(SessionMiddleware(app, a_manager()), "lifespan"))
    assert answer == [{"type": "lifespan.startup.complete", "has_session": False}]


class GatedStore(InMemorySessionStore):
    """A store whose clean-up waits at a gate, and says how often it was asked."""

    def __init__(self, failures: int = 0) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.begun = 0
        self.ended = 0
        self.failures = failures

    async def cleanup(self, now: Timestamp) -> int:
        """Wait, then clean up or fail."""
        self.begun += 1
        try:
            await self.gate.wait()
            if self.failures:
                self.failures -= 1
                raise ConnectionError("the store is away")
            return await super().cleanup(now)
        finally:
            self.ended += 1


def gated(failures: int = 0, **figures: Any) -> tuple[GatedStore, Time, SessionCleanupMiddleware]:
    """Return a store with a gate, the clock, and a middleware over an application that answers."""
    config, clock, store = SessionConfig(**figures), Time(), GatedStore(failures)
    manager = SessionManager(store, lambda: config, clock)
    return store, clock, SessionCleanupMiddleware(serving_without_session, manager)


async def serving_without_session(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Answer."""
    await send(dict(OK))
    await send(dict(END))


async def settle() -> None:
    """Let every task that can go on do so."""
    for _ in range(5):
        await asyncio.sleep(0)


def test_a_clean_up_is_due_when_the_interval_has_passed() -> None:
    """Requests before the end of the interval begin nothing; the first one at its end or later begins one clean-up."""

    async def visits() -> None:
        store, clock, app = gated(cleanup_interval_seconds=300)
        store.gate.set()
        for moment, expected in [(0, 0), (299.9, 0), (300, 1), (301, 1), (599.9, 1), (600, 2), (5_000, 3), (5_001, 3)]:
            clock.now = START + moment
            await call(app)
            await app.finished()
            assert (moment, store.begun) == (moment, expected)

    asyncio.run(visits())


def test_a_request_does_not_wait_for_the_clean_up() -> None:
    """The answer is complete while the clean-up has not even begun to remove anything."""

    async def visit() -> None:
        store, clock, app = gated()
        clock.now += 300
        assert await call(app) == [OK, END]
        await settle()
        assert (store.begun, store.ended) == (1, 0)
        store.gate.set()
        await app.finished()
        assert store.ended == 1

    asyncio.run(visit())


def test_one_clean_up_runs_at_a_time() -> None:
    """While a clean-up is under way no other begins, however many requests find one due; afterwards the next does."""

    async def visits() -> None:
        store, clock, app = gated()
        for _ in range(5):
            clock.now += 300
            await call(app)
            await settle()
        assert store.begun == 1
        store.gate.set()
        await app.finished()
        await call(app)
        await app.finished()
        assert store.begun == 2

    asyncio.run(visits())


def test_a_failure_is_logged_and_the_next_interval_tries_again(caplog: pytest.LogCaptureFixture) -> None:
    """A clean-up that raises is logged with its cause, harms no request, and is tried again after the interval."""

    async def visits() -> None:
        store, clock, app = gated(failures=1)
        store.gate.set()
        clock.now += 300
        assert await call(app) == [OK, END]
        await app.finished()
        await call(app)
        assert store.begun == 1
        clock.now += 300
        await call(app)
        await app.finished()
        assert (store.begun, store.failures) == (2, 0)

    asyncio.run(visits())
    (record,) = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert "the clean-up of sessions failed" in record.getMessage()
    assert record.exc_info is not None
    assert "the store is away" in str(record.exc_info[1])


def test_statistics_are_logged_at_debug_level(caplog: pytest.LogCaptureFixture) -> None:
    """After a clean-up the log says how many sessions were removed."""

    async def visit() -> None:
        clock = Time()
        manager = a_manager(clock, timeout_seconds=60)
        for _ in range(3):
            await manager.create()
        app = SessionCleanupMiddleware(serving_without_session, manager)
        clock.now += 300
        await call(app)
        await app.finished()

    with caplog.at_level(logging.DEBUG, "session_timeout"):
        asyncio.run(visit())
    (record,) = [record for record in caplog.records if record.levelno == logging.DEBUG and "clean-up" in record.msg]
    assert record.getMessage().startswith("clean-up: 3 ended sessions removed in ")


def test_the_clean_up_ends_with_the_application() -> None:
    """When the lifespan closes, a clean-up that is under way is cancelled and has ended before the server goes on."""

    async def lifespan() -> None:
        store, clock, app = gated()
        clock.now += 300
        await call(app)
        await settle()
        assert (store.begun, store.ended) == (1, 0)
        await call(app, "lifespan")
        assert store.ended == 1
        await call(app, "lifespan")  # nothing is left to cancel

    asyncio.run(lifespan())


def test_a_clock_that_is_set_back_puts_nothing_off() -> None:
    """After the clock was set back by an hour, the next request cleans up, and then the interval counts again."""

    async def visits() -> None:
        store, clock, app = gated()
        store.gate.set()
        clock.now -= 3_600
        for expected in (1, 1):
            await call(app)
            await app.finished()
            assert store.begun == expected

    asyncio.run(visits())


def test_a_changed_interval_holds_for_the_next_request() -> None:
    """The interval is asked for at each request, not when the middleware is made."""

    async def visits() -> None:
        configs = [SessionConfig(cleanup_interval_seconds=3_000)]
        clock, store = Time(), GatedStore()
        store.gate.set()
        app = SessionCleanupMiddleware(serving_without_session, SessionManager(store, lambda: configs[-1], clock))
        clock.now += 60
        await call(app)
        await app.finished()
        assert store.begun == 0
        configs.append(SessionConfig(cleanup_interval_seconds=60))
        await call(app)
        await app.finished()
        assert store.begun == 1

    asyncio.run(visits())


def test_a_clean_up_knows_nothing_of_the_request_that_began_it() -> None:
    """Variables of the request's context, such as the trace it belongs to, are not those of the clean-up."""
    trace: ContextVar[str] = ContextVar("trace", default="none")
    seen: list[str] = []

    class Curious(InMemorySessionStore):
        async def cleanup(self, now: Timestamp) -> int:
            seen.append(trace.get())
            return await super().cleanup(now)

    async def visit() -> None:
        config, clock = SessionConfig(), Time()
        app = SessionCleanupMiddleware(serving_without_session, SessionManager(Curious(), lambda: config, clock))
        clock.now += 300
        trace.set("request 7")
        await call(app)
        await app.finished()

    asyncio.run(visit())
    assert seen == ["none"]


def test_an_event_loop_that_died_takes_no_clean_up_along() -> None:
    """A clean-up whose event loop is gone does not keep later ones, in another loop, from beginning."""
    begun: list[int] = []

    class Stuck(InMemorySessionStore):
        async def cleanup(self, now: Timestamp) -> int:
            begun.append(len(begun))
            if len(begun) == 1:
                await asyncio.Event().wait()
            return await super().cleanup(now)

    config, clock = SessionConfig(), Time()
    app = SessionCleanupMiddleware(serving_without_session, SessionManager(Stuck(), lambda: config, clock))
    clock.now += 300
    loop = asyncio.new_event_loop()
    loop.run_until_complete(call(app))
    loop.run_until_complete(settle())
    (task,) = asyncio.all_tasks(loop)
    loop.close()

    async def visit() -> None:
        await app.finished()  # nothing of this loop is under way
        clock.now += 300
        await call(app)
        await app.finished()

    asyncio.run(visit())
    assert begun == [0, 1]
    task._log_destroy_pending = False  # type: ignore[attr-defined]  # this loop was closed on purpose


def test_threads_begin_one_clean_up_between_them() -> None:
    """An application that several threads serve, each with its own event loop, is cleaned up by one of them."""
    config, clock = SessionConfig(), Time()
    all_there = threading.Barrier(8)
    begun: list[int] = []

    class Slow(InMemorySessionStore):
        async def cleanup(self, now: Timestamp) -> int:
            begun.append(threading.get_ident())
            await asyncio.get_running_loop().run_in_executor(None, all_there.wait)
            return await super().cleanup(now)

    app = SessionCleanupMiddleware(serving_without_session, SessionManager(Slow(), lambda: config, clock))
    clock.now += 300

    async def visit() -> None:
        await call(app)
        if threading.get_ident() not in begun:
            await settle()
        if threading.get_ident() not in begun:
            await asyncio.get_running_loop().run_in_executor(None, all_there.wait)
        await app.finished()

    threads = [threading.Thread(target=asyncio.run, args=(visit(),)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(begun) == 1
