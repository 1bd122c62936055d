"""The words of a store's contract: samples of sessions, demands, calls that meet, and how a test gets a store."""
# ruff: noqa: S101 - tests assert

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from hashlib import sha256
from math import inf, nan
from typing import TypeAlias, TypeVar

from msgspec.structs import replace

from session_timeout.session_store import Session, SessionId, SessionStore, SessionStoreError, Timestamp

Outcome: TypeAlias = Session | SessionStoreError | int | None
"""What came of a call: its result, or the error with which it refused."""

START, DEADLINE, ABSOLUTE = 1_000_000.0, 1_001_000.0, 1_005_000.0
INSTANT = 1e-6
"""What a store is to tell apart: a microsecond."""
RACERS = 4
TURNS = 6
"""How many turns a call is given, at most, before it meets another one in the same event loop."""
ROUNDS = 8
"""How often two calls meet in threads."""
MANY = 2_400
"""More sessions than a clean-up should remove without letting others in."""
NOT_FINITE = (nan, inf, -inf)


def sample(number: int = 1, subject: str | None = None, deadline: Timestamp = DEADLINE) -> Session:
    """Return a session with an id of its own; the higher its number, the later it was created."""
    return Session(SessionId(sha256(b"%d" % number).digest()), START + number, deadline, ABSOLUTE, subject, b'{"n":1}')


def successor(session: Session) -> Session:
    """Return the session that takes the place of another one."""
    return replace(session, id=SessionId(sha256(session.id).digest()))


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


async def race(attempt: Callable[[int], Awaitable[Outcome]]) -> list[Outcome]:
    """Make attempts at the same time, each in a thread with an event loop of its own. Returns what came of them."""
    return await in_threads(*(partial(attempt, number) for number in range(RACERS)))


async def in_threads(*calls: Callable[[], Awaitable[Outcome]]) -> list[Outcome]:
    """Make calls at the same time, each in a thread with an event loop of its own. Returns what came of them."""
    barrier = threading.Barrier(len(calls))

    async def run(call: Callable[[], Awaitable[Outcome]]) -> Outcome:
        barrier.wait(60)
        return await outcome(call())

    return await asyncio.gather(*(asyncio.to_thread(asyncio.run, run(call)) for call in calls))


async def outcome(call: Awaitable[Outcome]) -> Outcome:
    """Return what came of a call."""
    try:
        return await call
    except SessionStoreError as error:
        return error


async def meetings(
    store: SessionStore, one: Callable[[Session], Awaitable[Outcome]], other: Callable[[Session], Awaitable[Outcome]]
) -> AsyncIterator[tuple[Session, Outcome, Outcome]]:
    """Let two calls meet over a session in many ways: each first, each some turns ahead, in one loop and in threads.

    Yields:
        The session, which is a new one of a subject of its own each time, as it was before, and what came of each call.
    """
    for number in range(2 * TURNS + ROUNDS):
        session = sample(number, f"subject {number}")
        await store.create(session, START)
        turns, swapped = divmod(number, 2)
        calls = [partial(one, session), partial(other, session)]
        if swapped:
            calls.reverse()
        outcomes = await (in_one_loop(turns, *calls) if turns < TURNS else in_threads(*calls))
        if swapped:
            outcomes.reverse()
        yield session, outcomes[0], outcomes[1]
        for left in (session, successor(session)):
            if await store.read(left.id, START):
                await store.delete(left.id)


async def in_one_loop(
    turns: int, first: Callable[[], Awaitable[Outcome]], second: Callable[[], Awaitable[Outcome]]
) -> list[Outcome]:
    """Begin a call, give it some turns, make another one, and wait for the first. Returns what came of them."""
    task = asyncio.ensure_future(outcome(first()))
    for _ in range(turns):
        await asyncio.sleep(0)
    met = await outcome(second())
    return [await task, met]


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
