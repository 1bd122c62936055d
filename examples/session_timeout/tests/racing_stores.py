"""Stores that are right while one call comes after another, and wrong when calls meet."""

from __future__ import annotations

import asyncio
import threading
import time
from math import inf, isfinite

from msgspec.structs import replace
from typing_extensions import override

from session_timeout import InMemorySessionStore, Session, SessionId, Timestamp


class UpdateLetsOthersIn(InMemorySessionStore):
    """Compare and set in two steps."""

    @override
    async def update(self, session_id: SessionId, version: int, data: bytes, now: Timestamp) -> Session | None:
        old = self._unchanged(session_id, version, now)
        await asyncio.sleep(0)
        if old is not None:
            self._sessions[session_id] = old = replace(old, data=data, version=version + 1)
        return old


class TouchTakesTwoSteps(InMemorySessionStore):
    """Read, let others in, and write what was read."""

    @override
    async def touch(self, session_id: SessionId, deadline: Timestamp, now: Timestamp) -> Session | None:
        old = await self.read(session_id, now)
        if old is None or not -inf < deadline < inf:
            return await super().touch(session_id, deadline, now)
        await asyncio.sleep(0)
        await self.delete(session_id)
        await self.create(replace(old, deadline=min(deadline, old.absolute_deadline)), now)
        return await self.read(session_id, now)


class TouchTakesNoLock(InMemorySessionStore):
    """Read and write in one step for its own event loop, but not for another thread."""

    @override
    async def touch(self, session_id: SessionId, deadline: Timestamp, now: Timestamp) -> Session | None:
        old = await self.read(session_id, now)
        new = await super().touch(session_id, deadline, now)
        if threading.current_thread() is not threading.main_thread():
            time.sleep(0.001)  # gives the interpreter to the thread that it meets; no test waits for it
        if old is not None and new is not None:
            self._sessions[session_id] = replace(old, deadline=new.deadline)
        return new


class RotateTakesTwoSteps(InMemorySessionStore):
    """Remove the old session, let others in, and insert the new one."""

    @override
    async def rotate(self, session_id: SessionId, version: int, replacement: Session, now: Timestamp) -> Session | None:
        taken = await self.read(replacement.id, now)
        if taken or not isfinite(replacement.deadline) or not replacement.deadline <= replacement.absolute_deadline:
            return await super().rotate(session_id, version, replacement, now)
        if self._unchanged(session_id, version, now) is None:
            return None
        await self.delete(session_id)
        await asyncio.sleep(0)
        await self.create(replacement, now)
        return replacement


class CleanupDoesNotLookAgain(InMemorySessionStore):
    """Collect what has ended, let others in, and remove what was collected."""

    @override
    async def cleanup(self, now: Timestamp) -> int:
        ended = [session.id for session in self._sessions.values() if session.deadline <= now]
        removed = 0
        for session_id in ended:
            if removed % 100 == 0:
                await asyncio.sleep(0)
            if session_id in self._sessions:
                self._remove(session_id)
                removed += 1
        return removed


class CleanupInOneGo(InMemorySessionStore):
    """Remove all that has ended before anybody else has a turn."""

    @override
    async def cleanup(self, now: Timestamp) -> int:
        ended = [session.id for session in self._sessions.values() if session.deadline <= now]
        for session_id in ended:
            self._remove(session_id)
        return len(ended)


class CleanupLosesItsPlace(InMemorySessionStore):
    """Take everything out of the wheel before anything is removed."""

    @override
    async def cleanup(self, now: Timestamp) -> int:
        ended, _ = self._wheel.take(now, len(self) + 1)
        for session_id in ended:
            self._forget(self._sessions[session_id])
            await asyncio.sleep(0)
        return len(ended)
