"""The words of a store's contract: samples of sessions, demands, races of threads, and how a test gets a store."""
# ruff: noqa: S101
# The line above lets this module, which is for tests, assert.

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from hashlib import sha256
from math import inf, nan
from typing import TypeVar

from session_timeout.session_store import Session, SessionId, SessionStore, SessionStoreError, Timestamp

START, DEADLINE, ABSOLUTE = 1_000_000.0, 1_001_000.0, 1_005_000.0
INSTANT = 1e-6
"""What a store is to tell apart: a microsecond."""
RACERS = 4
MANY = 2_400
"""More sessions than a clean-up should remove without letting others in."""
NOT_FINITE = (nan, inf, -inf)


def sample(number: int = 1, subject: str | None = None, deadline: Timestamp = DEADLINE) -> Session:
    """Return a session with an id of its own; the higher its number, the later it was created."""
    return Session(SessionId(sha256(b"%d" % number).digest()), START + number, deadline, ABSOLUTE, subject, b'{"n":1}')


async def raises(kind: type[Exception], call: Awaitable[object], demand: str) -> None:
    """Demand that a call raises an error."""
    try:
        result = await call
    except kind:
        return
    raise AssertionError(f"{demand}; it raises {kind.__name__}, but it returned {result!r}")


async def holds(store: SessionStore, session: Session, demand: str, now: Timestamp = START) -> None:
    """Demand that a session is in the store exactly as given."""
    found = await store.read(session.id, now)
    assert found == session, f"{demand}: expected {session!r} with the data {session.data!r}, found {found!r}"


async def lacks(store: SessionStore, session: Session, demand: str, now: Timestamp = START) -> None:
    """Demand that there is no session of an id."""
    found = await store.read(session.id, now)
    assert found is None, f"{demand}: read returned {found!r} instead of None"


async def race(attempt: Callable[[int], Awaitable[Session | None]]) -> list[Session | SessionStoreError | None]:
    """Make attempts at the same time, each in a thread with an event loop of its own. Returns results and refusals."""
    barrier = threading.Barrier(RACERS)

    async def run(number: int) -> Session | SessionStoreError | None:
        barrier.wait(60)
        try:
            return await attempt(number)
        except SessionStoreError as error:
            return error

    return await asyncio.gather(*(asyncio.to_thread(asyncio.run, run(number)) for number in range(RACERS)))


class StoreTests:
    """Tests of a store, which a subclass makes."""

    def make_store(self) -> SessionStore | AbstractAsyncContextManager[SessionStore]:
        """Return an empty store, or an asynchronous context manager that gives one. Called once for each test."""
        raise NotImplementedError(f"{type(self).__name__} has to say how a store is made: make_store = MyStore")

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[SessionStore]:
        """Give a new store for the length of a test."""
        made = self.make_store()
        if isinstance(made, AbstractAsyncContextManager):
            async with made as store:
                yield store
        else:
            yield made


Tests = TypeVar("Tests", bound=StoreTests)


def with_store(body: Callable[[Tests, SessionStore], Awaitable[None]]) -> Callable[[Tests], None]:
    """Make a test that a runner can call out of one that takes an empty store."""

    def test(self: Tests) -> None:
        async def run() -> None:
            async with self.opened() as store:
                await body(self, store)

        asyncio.run(run())

    test.__name__, test.__qualname__, test.__doc__ = body.__name__, body.__qualname__, body.__doc__
    return test
