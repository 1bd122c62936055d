"""A manager of sessions on a test's desk: with a store that is watched, a clock and settings that the test changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from session_timeout import (
    InMemorySessionStore,
    IssuedSession,
    Session,
    SessionConfig,
    SessionId,
    SessionManager,
    Timestamp,
)

T = TypeVar("T")
START = 1_000_000.0
HOUR = 3600


class WatchedStore(InMemorySessionStore):
    """The store in memory, which counts what it is asked for and lets a test step in before a change."""

    def __init__(self, *, max_sessions: int = 100) -> None:
        super().__init__(max_sessions=max_sessions)
        self.reads: list[SessionId] = []
        self.touches: list[Timestamp] = []
        self.before_change: list[Callable[[], Coroutine[Any, Any, object]]] = []

    async def read(self, session_id: SessionId, now: Timestamp) -> Session | None:
        """Count a read."""
        self.reads.append(session_id)
        return await super().read(session_id, now)

    async def touch(self, session_id: SessionId, deadline: Timestamp, now: Timestamp) -> Session | None:
        """Count a renewal."""
        await self._step_in()
        self.touches.append(deadline)
        return await super().touch(session_id, deadline, now)

    async def update(self, session_id: SessionId, version: int, data: bytes, now: Timestamp) -> Session | None:
        """Let the test be faster, then change."""
        await self._step_in()
        return await super().update(session_id, version, data, now)

    async def rotate(self, session_id: SessionId, version: int, replacement: Session, now: Timestamp) -> Session | None:
        """Let the test be faster, then rotate."""
        await self._step_in()
        return await super().rotate(session_id, version, replacement, now)

    async def _step_in(self) -> None:
        if self.before_change:
            await self.before_change.pop(0)()

    def stored(self) -> list[Session]:
        """Return every record."""
        return list(self._sessions.values())


class Desk:
    """The manager, and what it works with."""

    def __init__(self, **settings: Any) -> None:
        self.now = START
        self.config = SessionConfig(**settings)
        self.store = WatchedStore()
        self.manager = SessionManager(self.store, lambda: self.config, lambda: self.now)

    def create(self, subject: str | None = None, **content: object) -> IssuedSession:
        """Begin a session."""
        return asyncio.run(self.manager.create(subject, content))

    def use(self, issued: IssuedSession) -> Session | None:
        """Use a session by its token."""
        return asyncio.run(self.manager.validate(issued.token))

    def good(self, issued: IssuedSession) -> Session:
        """Use a session that has to be good."""
        session = self.use(issued)
        assert session is not None
        return session


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run what the manager does."""
    return asyncio.run(coroutine)
