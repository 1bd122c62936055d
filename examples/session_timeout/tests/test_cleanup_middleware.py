"""The middleware that has the store cleaned up beside the requests."""

from __future__ import annotations

import asyncio
import logging

import pytest

from session_timeout import (
    SessionConfig,
    SessionManager,
)
from session_timeout.middleware import (
    SessionCleanupMiddleware,
)

from .calls import END, OK, START, Time, a_manager, call
from .gated_cleanup import GatedStore, gated, serving_without_session, settle


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
