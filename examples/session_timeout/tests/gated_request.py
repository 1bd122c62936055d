"""A request whose changes wait at a gate, so that a test can do something else meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from session_timeout import InMemorySessionStore, Session, SessionConfig, SessionId, SessionManager, Timestamp
from session_timeout.request_session import RequestSession

from .calls import START


class GatedStore(InMemorySessionStore):
    """A store in which every change waits at a gate, until a test has done what it wants to do meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.waits_afterwards = False
        self.arrived = asyncio.Event()
        self.gate = asyncio.Event()
        self.error: Exception | None = None

    async def create(self, session: Session, now: Timestamp) -> None:
        """Wait, then create."""
        await self._wait()
        return await super().create(session, now)

    async def update(self, session_id: SessionId, version: int, data: bytes, now: Timestamp) -> Session | None:
        """Wait, then change; or the other way round."""
        if not self.waits_afterwards:
            await self._wait()
        session = await super().update(session_id, version, data, now)
        if self.waits_afterwards:
            await self._wait()
        return session

    async def rotate(self, session_id: SessionId, version: int, replacement: Session, now: Timestamp) -> Session | None:
        """Wait, then rotate, or fail."""
        await self._wait()
        if self.error is not None:
            raise self.error
        return await super().rotate(session_id, version, replacement, now)

    async def _wait(self) -> None:
        self.arrived.set()
        await self.gate.wait()

    def stored(self) -> list[tuple[str | None, dict[str, Any]]]:
        """Return of each record whose it is and what it keeps."""
        return [(record.subject, record.content()) for record in self._sessions.values()]


class Request:
    """A request with its session, and the store behind it with its gate."""

    def __init__(self) -> None:
        config = SessionConfig()
        self.store = GatedStore()
        self.manager = SessionManager(self.store, lambda: config, clock=lambda: START)
        self.session = RequestSession(self.manager, None)

    async def bring(self, subject: str | None, **content: object) -> RequestSession:
        """Begin a session, and let the request bring it."""
        self.store.gate.set()
        issued = await self.manager.create(subject, content)
        self.session = RequestSession(self.manager, issued.session)
        return self.session

    async def during(self, act: Coroutine[Any, Any, None], meanwhile: Callable[[], object]) -> None:
        """Begin something, do something else while it waits at the gate, and let it come to its end."""
        self.store.arrived.clear()
        self.store.gate.clear()
        task = asyncio.create_task(act)
        await self.store.arrived.wait()
        result = meanwhile()
        if asyncio.iscoroutine(result):
            await result
        self.store.gate.set()
        await task
