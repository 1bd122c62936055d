"""The clean-up beside requests that come from several event loops and threads."""

from __future__ import annotations

import asyncio
import threading
from contextvars import ContextVar
from typing import Any

from session_timeout import (
    InMemorySessionStore,
    SessionConfig,
    SessionManager,
    Timestamp,
)
from session_timeout.middleware import (
    SessionCleanupMiddleware,
)

from .calls import Time, call
from .gated_cleanup import gated, serving_without_session, settle


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
