"""A clean-up that waits at a gate, beside an application that answers without a session."""

from __future__ import annotations

import asyncio
from typing import Any

from session_timeout import InMemorySessionStore, SessionConfig, SessionManager, Timestamp
from session_timeout.middleware import Receive, Scope, Send, SessionCleanupMiddleware

from .calls import END, OK, Time


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
