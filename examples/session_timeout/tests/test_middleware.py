"""The two middlewares, under plain ASGI applications."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import pytest

from session_timeout import (
    InMemorySessionStore,
    Session,
    SessionConfig,
    SessionCookie,
    SessionId,
    SessionManager,
    Timestamp,
)
from session_timeout.middleware import (
    Message,
    Receive,
    Scope,
    Send,
    SessionCleanupMiddleware,
    SessionMiddleware,
)
from session_timeout.request_session import RequestSession

from .calls import END, OK, START, Time, a_manager, call, headers_of, serving, token_of


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


# verifies: feat-session-security:IMPL_006/AC-3
def test_the_cookie_is_guarded_where_nothing_else_is_said() -> None:
    """By default the cookie is for this host alone, over HTTPS, out of reach for scripts and lax about other sites."""
    answer = asyncio.run(call(SessionMiddleware(serving(lambda session: session.update(a=1)), a_manager())))
    pair, *attributes = headers_of(answer)[b"set-cookie"].decode().split("; ")
    assert pair == f"__Host-session={token_of(answer)}"
    assert sorted(attributes) == ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]


# verifies: feat-session-security:IMPL_006/AC-4
@pytest.mark.parametrize("attributes", [{"secure": False}, {"path": "/shop"}, {"domain": "example.org"}])
def test_an_application_whose_cookie_browsers_would_refuse_does_not_start(attributes: dict[str, Any]) -> None:
    """The error comes when the application is put together; under another name the same attributes are good."""

    def start(**more: Any) -> SessionMiddleware:
        act = serving(lambda session: session.update(a=1))
        return SessionMiddleware(act, a_manager(), SessionCookie(**attributes, **more))

    with pytest.raises(ValueError, match="browsers refuse __Host-session"):
        start()
    assert headers_of(asyncio.run(call(start(name="sid"))))[b"set-cookie"].startswith(b"sid=")


# verifies: feat-session-security:IMPL_006/AC-6
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


@pytest.mark.parametrize(
    "look",
    [
        lambda session: session.subject,
        lambda session: session.record,
        lambda session: session.get("cart"),
        list,
        len,
    ],
)
def test_a_response_that_may_depend_on_the_session_says_so(look: Callable[[RequestSession], object]) -> None:
    """Whatever an application looks at of its session, who is signed in included, caches are told of it."""

    async def visit() -> None:
        manager = a_manager()
        issued = await manager.create("ada")
        for cookies in ([], [f"__Host-session={issued.token}"]):
            answer = await call(SessionMiddleware(serving(lambda session: [look(session)]), manager), cookies=cookies)
            assert headers_of(answer) == {b"vary": b"Cookie"}

    asyncio.run(visit())


@pytest.mark.parametrize(
    ("vary", "covered"),
    [
        (b"X-Cookie-Consent", False),
        (b"Accept, Cookie-Policy", False),
        (b"Cookies", False),
        (b"", False),
        (b"cookie", True),
        (b"Accept,COOKIE", True),
        (b"Accept , Cookie , Origin", True),
        (b"*", True),
    ],
)
def test_names_that_are_like_cookie_are_others(vary: bytes, covered: bool) -> None:
    """Vary is completed unless it names exactly Cookie, in whatever case and place, or everything."""
    start: Message = {"type": "http.response.start", "status": 200, "headers": [(b"vary", vary)]}
    app = SessionMiddleware(serving(lambda session: [session.subject], start, END), a_manager())
    (first, _) = asyncio.run(call(app))
    assert first["headers"] == [(b"vary", vary), *([] if covered else [(b"vary", b"Cookie")])]


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


# verifies: feat-session-timeout:IMPL_004/AC-1
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


# verifies: feat-session-timeout:IMPL_004/AC-2
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


# verifies: feat-session-timeout:IMPL_004/AC-3
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


def test_an_event_loop_that_stands_still_holds_up_no_clean_up() -> None:
    """A clean-up in a loop that was stopped, but not closed, does not keep those of another loop from beginning."""
    begun: list[int] = []

    class Stuck(InMemorySessionStore):
        async def cleanup(self, now: Timestamp) -> int:
            begun.append(len(begun))
            if len(begun) == 1:
                await asyncio.Event().wait()
            return await super().cleanup(now)

    config, clock = SessionConfig(), Time()
    app = SessionCleanupMiddleware(serving_without_session, SessionManager(Stuck(), lambda: config, clock))
    with asyncio.Runner() as stopped, asyncio.Runner() as running:
        clock.now += 300
        stopped.run(call(app))
        stopped.run(settle())
        (task,) = asyncio.all_tasks(stopped.get_loop())
        clock.now += 300
        running.run(call(app))
        running.run(app.finished())
        assert begun == [0, 1]
        assert not task.done()


def test_a_lifespan_leaves_the_clean_up_of_another_loop_alone() -> None:
    """Of two loops that share an application, the one whose lifespan ends cancels nothing that runs in the other."""
    store, clock, app = gated()
    begun, ended = threading.Event(), threading.Event()

    async def serve() -> None:
        clock.now += 300
        await call(app)
        await settle()
        begun.set()
        await asyncio.get_running_loop().run_in_executor(None, ended.wait)
        await settle()
        assert (store.begun, store.ended) == (1, 0)
        store.gate.set()
        await app.finished()

    failed: list[BaseException] = []

    def serve_in_a_thread() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:
            failed.append(error)
            raise

    thread = threading.Thread(target=serve_in_a_thread)
    thread.start()
    assert begun.wait(30)
    asyncio.run(asyncio.wait_for(call(app, "lifespan"), 30))
    ended.set()
    thread.join(30)
    assert (failed, store.ended) == ([], 1)


def test_threads_begin_one_clean_up_between_them() -> None:
    """While one thread is about to begin a clean-up, another that finds one due waits, and then begins none.

    The first thread stops in the middle, where its task is made, until the second has come to the lock or, if nothing
    holds it back, has come as far.
    """
    store, clock, app = gated()
    clock.now += 300
    one_is_inside, other_is_there = threading.Event(), threading.Event()

    class Lock:
        """A lock that tells when a second one comes to it."""

        def __init__(self) -> None:
            self.lock = threading.Lock()

        def __enter__(self) -> None:
            if one_is_inside.is_set():
                other_is_there.set()
            self.lock.acquire()

        def __exit__(self, *_: object) -> None:
            self.lock.release()

    app._lock = Lock()  # type: ignore[assignment]  # whatever can be held

    def make(loop: asyncio.AbstractEventLoop, coroutine: Any, **more: Any) -> asyncio.Task[Any]:
        if coroutine.__name__ == "_clean_up":
            made.append(threading.get_ident())
            (other_is_there if one_is_inside.is_set() else one_is_inside).set()
            assert other_is_there.wait(30)
        return asyncio.Task(coroutine, loop=loop, **more)

    made: list[int] = []
    both_have_called = threading.Barrier(2)

    async def visit() -> None:
        asyncio.get_running_loop().set_task_factory(make)
        await call(app)
        await asyncio.get_running_loop().run_in_executor(None, both_have_called.wait)
        if threading.get_ident() in made:
            store.gate.set()
            await app.finished()

    first = threading.Thread(target=asyncio.run, args=(visit(),))
    first.start()
    assert one_is_inside.wait(30)
    clock.now += 300
    second = threading.Thread(target=asyncio.run, args=(visit(),))
    second.start()
    for thread in (first, second):
        thread.join(30)
        assert not thread.is_alive()
    assert len(made) == 1
