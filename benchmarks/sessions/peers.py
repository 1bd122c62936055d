"""The stores that are compared, each through the operations of SessionStore that all of them have in some form.

The records are made by the caller, as they cross the interface, and ``now`` comes from the caller too; a peer that has
a clock of its own reads that one. Where a peer's own method is asynchronous already, its adapter is a plain function
that returns what is to be awaited, so that nobody pays for a coroutine that their users would not have. Keys are the
32 bytes of a digest everywhere: the peers that are typed for strings take them just as fast.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Protocol, cast

from cachetools import TTLCache
from litestar.stores.memory import MemoryStore
from starsessions import InMemoryStore

from session_timeout import InMemorySessionStore, Session, SessionId, Timestamp

LIFETIME = 3600
"""How many seconds a session is good; the same everywhere."""

DATA = b'{"user":"ada","theme":"dark","cart":[1,2,3]}'


class Peer(Protocol):
    """A part of SessionStore."""

    def create(self, session: Session, now: Timestamp) -> Awaitable[object]:
        """Insert a session that is good for LIFETIME."""

    def read(self, session_id: SessionId, now: Timestamp) -> Awaitable[object]:
        """Return the session or its data, or something false."""

    def touch(self, session_id: SessionId, deadline: Timestamp, now: Timestamp) -> Awaitable[object]:
        """Read it and make it good for LIFETIME from now."""

    def cleanup(self, now: Timestamp) -> Awaitable[object]:
        """Remove what has ended."""


class CachetoolsTTL:
    """cachetools' TTLCache behind a lock, as its documentation asks for. It has one lifetime for all sessions."""

    def __init__(self, size: int, timer: Callable[[], float] = time.monotonic) -> None:
        self.cache: TTLCache[SessionId, Session] = TTLCache(size, LIFETIME, timer)
        self.lock = threading.Lock()

    async def create(self, session: Session, now: Timestamp) -> None:  # noqa: ARG002 - it has its own timer
        """Insert or replace. This removes all that has ended, too."""
        with self.lock:
            self.cache[session.id] = session

    async def read(self, session_id: SessionId, now: Timestamp) -> Session | None:  # noqa: ARG002 - it has its own timer
        """Read; the cache notes the use, so this needs the lock."""
        with self.lock:
            try:
                return self.cache[session_id]
            except KeyError:
                return None

    async def touch(
        self,
        session_id: SessionId,
        deadline: Timestamp,  # noqa: ARG002 - its lifetime is fixed
        now: Timestamp,  # noqa: ARG002 - it has its own timer
    ) -> Session | None:
        """Read and insert again in one hold of the lock."""
        with self.lock:
            try:
                session = self.cache[session_id]
            except KeyError:
                return None
            self.cache[session_id] = session
            return session

    async def cleanup(self, now: Timestamp) -> None:  # noqa: ARG002 - it has its own timer
        """Remove all that has ended in one hold of the lock; there is no call that removes a part of it."""
        with self.lock:
            self.cache.expire()


class LitestarMemory:
    """Litestar's MemoryStore, which keeps the data and one time. Its lock belongs to one event loop."""

    def __init__(self) -> None:
        self.store = MemoryStore()

    def create(self, session: Session, now: Timestamp, lifetime: int | timedelta = LIFETIME) -> Awaitable[None]:  # noqa: ARG002 - its own clock
        """Insert or replace; its clock is the system's."""
        return self.store.set(cast("str", session.id), session.data, lifetime)

    def read(self, session_id: SessionId, now: Timestamp) -> Awaitable[bytes | None]:  # noqa: ARG002 - its own clock
        """Read."""
        return self.store.get(cast("str", session_id))

    def touch(self, session_id: SessionId, deadline: Timestamp, now: Timestamp) -> Awaitable[bytes | None]:  # noqa: ARG002 - its own clock
        """Read and extend in one step."""
        return self.store.get(cast("str", session_id), LIFETIME)

    def cleanup(self, now: Timestamp) -> Awaitable[None]:  # noqa: ARG002 - its own clock
        """Copy what is good into a new dictionary, with the lock held all the time."""
        return self.store.delete_expired()


class Starsessions:
    """starsessions' InMemoryStore: a dictionary of data without times. Nothing ends, so nothing can be cleaned up."""

    def __init__(self) -> None:
        self.store = InMemoryStore()

    def create(self, session: Session, now: Timestamp) -> Awaitable[str]:  # noqa: ARG002 - it knows no time
        """Insert or replace."""
        return self.store.write(cast("str", session.id), session.data, LIFETIME, LIFETIME)

    def read(self, session_id: SessionId, now: Timestamp) -> Awaitable[bytes]:  # noqa: ARG002 - it knows no time
        """Read."""
        return self.store.read(cast("str", session_id), LIFETIME)

    async def touch(self, session_id: SessionId, deadline: Timestamp, now: Timestamp) -> bytes:  # noqa: ARG002 - its own clock
        """Read and write again in two steps, as its middleware does for a rolling session."""
        data = await self.store.read(cast("str", session_id), LIFETIME)
        await self.store.write(cast("str", session_id), data, LIFETIME, LIFETIME)
        return data

    async def cleanup(self, now: Timestamp) -> None:
        """Do nothing: what has ended is not known."""


def record(session_id: bytes, now: Timestamp) -> Session:
    """Make a session as a manager does, without a subject: good for LIFETIME, and never longer than twelve hours."""
    return Session(SessionId(session_id), now, now + LIFETIME, now + 43_200, None, DATA)


OURS = "session_timeout"
TTL_CACHE = "TTLCache and a lock"
LITESTAR = "Litestar's MemoryStore"

PEERS: dict[str, Callable[[int], Peer]] = {
    OURS: lambda size: InMemorySessionStore(max_sessions=size),
    TTL_CACHE: CachetoolsTTL,
    LITESTAR: lambda size: LitestarMemory(),
    "starsessions' InMemoryStore": lambda size: Starsessions(),
}
"""How a store with room for a number of sessions is made; ours first, which the others are compared with."""
