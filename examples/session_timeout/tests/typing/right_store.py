"""A store that a user wrote, as plainly as it can be. A strict type checker has nothing to say about it."""

from __future__ import annotations

import asyncio
from math import isfinite

from msgspec.structs import replace

from session_timeout import (
    DuplicateSessionError,
    Session,
    SessionConflictError,
    SessionId,
    SessionManager,
    SessionStore,
    Timestamp,
)
from session_timeout.store_contract import SessionStoreContract


class PlainStore:
    """Sessions in a dictionary. Nothing here waits, so in one event loop each call is one step; threads need a lock."""

    def __init__(self) -> None:
        self.sessions: dict[SessionId, Session] = {}

    async def create(self, session: Session, now: Timestamp) -> None:
        """Insert a session."""
        if not (isfinite(session.deadline) and session.deadline <= session.absolute_deadline):
            raise ValueError(session.deadline)
        found = self.sessions.get(session.id)
        if found is not None and not found.deadline <= now:
            raise DuplicateSessionError
        self.sessions[session.id] = session

    async def read(self, session_id: SessionId, now: Timestamp) -> Session | None:
        """Return a session that has not ended."""
        session = self.sessions.get(session_id)
        return session if session and now < session.deadline else None

    async def update(self, session_id: SessionId, version: int, data: bytes, now: Timestamp) -> Session | None:
        """Replace the data of a session."""
        session = await self.read(session_id, now)
        if session is None:
            return None
        if session.version != version:
            raise SessionConflictError
        self.sessions[session_id] = replace(session, data=data, version=version + 1)
        return self.sessions[session_id]

    async def touch(self, session_id: SessionId, deadline: Timestamp, now: Timestamp) -> Session | None:
        """Set the deadline of a session."""
        if not isfinite(deadline):
            raise ValueError(deadline)
        session = await self.read(session_id, now)
        if session is None:
            return None
        self.sessions[session_id] = replace(session, deadline=min(deadline, session.absolute_deadline))
        return self.sessions[session_id]

    async def rotate(self, session_id: SessionId, version: int, replacement: Session, now: Timestamp) -> Session | None:
        """Put a session in the place of another."""
        session = await self.read(session_id, now)
        if session is None:
            return None
        if session.version != version:
            raise SessionConflictError
        await self.create(replacement, now)
        del self.sessions[session_id]
        return replacement

    async def delete(self, session_id: SessionId) -> None:
        """Remove a session."""
        self.sessions.pop(session_id, None)

    async def delete_subject(self, subject: str, keep: SessionId | None = None) -> int:
        """Remove the sessions of a subject."""
        gone = [one.id for one in self.sessions.values() if one.subject == subject and one.id != keep]
        for session_id in gone:
            del self.sessions[session_id]
        return len(gone)

    async def list_subject(self, subject: str, now: Timestamp) -> list[Session]:
        """Return the sessions of a subject."""
        sessions = [one for one in self.sessions.values() if one.subject == subject and now < one.deadline]
        return sorted(sessions, key=lambda one: one.created_at)

    async def cleanup(self, now: Timestamp) -> int:
        """Remove what has ended."""
        removed = 0
        for session in list(self.sessions.values()):
            if removed % 100 == 99:
                await asyncio.sleep(0)  # lets others in, so that what was found may have changed by now
            found = self.sessions.get(session.id)
            if found is not None and found.deadline <= now:
                del self.sessions[session.id]
                removed += 1
        return removed


class TestPlainStore(SessionStoreContract):
    """The one line that puts it through the contract."""

    make_store = PlainStore


store: SessionStore = PlainStore()
manager = SessionManager(PlainStore())
