"""A store in the memory of one process, for as many threads and event loops as it has.

Records are immutable and stand in one dictionary, so that a reader needs no lock: it sees a record as it was before a
change or after it. Whoever changes something holds the lock for some microseconds and never waits while holding it.
"""

from __future__ import annotations

import asyncio
import threading
from itertools import islice
from math import isfinite
from time import sleep

from session_timeout.expiry_wheel import ExpiryWheel
from session_timeout.session_store import (
    DuplicateSessionError,
    Session,
    SessionConflictError,
    SessionId,
    StoreFullError,
    Timestamp,
)

SLICE = 1_000
"""How many sessions are dealt with in one hold of the lock: about a millisecond's worth."""

PAUSE = 0.000_05
"""How many seconds the interpreter is left to other threads after each hold."""


# implements: feat-session-timeout:IMPL_002, feat-session-security:IMPL_002
class InMemorySessionStore:
    """Fulfils SessionStore. Its sessions are lost when the process ends, and other processes do not see them.

    The policy of the limit: a full store removes sessions that have ended to make room, and if there are none, it
    refuses the new one with StoreFullError. It never ends a session that is good in order to let another one in.

    Args:
        max_sessions: how many sessions it holds at most, ended ones that are not cleaned up yet included.

    Raises:
        ValueError: the limit is below 1.
    """

    def __init__(self, *, max_sessions: int = 1_000_000) -> None:
        if max_sessions < 1:
            raise ValueError(f"max_sessions is {max_sessions}, and a store has to hold 1 session at least")
        self._max_sessions = max_sessions
        self._sessions: dict[SessionId, Session] = {}
        self._subjects: dict[str, dict[SessionId, None]] = {}
        self._wheel = ExpiryWheel(self._sessions)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """Return how many sessions are held, ended ones that are not cleaned up yet included."""
        return len(self._sessions)

    # implements: feat-session-security:IMPL_002/AC-5
    async def create(self, session: Session, now: Timestamp) -> None:
        """Insert a session. See SessionStore.create."""
        deadline = session.deadline
        if not deadline <= session.absolute_deadline:  # NaN is refused here, what is infinite below
            _refuse_endless(session)
        session_id = session.id
        sessions, lock = self._sessions, self._lock
        lock.acquire()  # what requests call most does this: as a context, it costs a creation a fifth of its time
        try:
            if len(sessions) < self._max_sessions and session_id not in sessions:
                self._wheel.add(session_id, deadline)  # first, since it fails for what is infinite
                sessions[session_id] = session  # as _insert() does; the call would cost a tenth, too
                if session.subject is not None:
                    self._index(session.subject, session_id)
                return
        except OverflowError:
            raise _never_ends(deadline) from None
        finally:
            lock.release()
        await self._create_with_care(session, now)

    async def read(self, session_id: SessionId, now: Timestamp) -> Session | None:
        """Return the session, or None. See SessionStore.read."""
        try:
            session = self._sessions[session_id]
        except KeyError:
            return None
        return session if now < session.deadline else None

    # implements: feat-session-security:IMPL_002/AC-3
    async def update(self, session_id: SessionId, version: int, data: bytes, now: Timestamp) -> Session | None:
        """Replace the data of a session. See SessionStore.update."""
        with self._lock:
            old = self._unchanged(session_id, version, now)
            if old is None:
                return None
            new = Session(old.id, old.created_at, old.deadline, old.absolute_deadline, old.subject, data, version + 1)
            self._sessions[session_id] = new
            return new

    # implements: feat-session-security:IMPL_001/AC-16, feat-session-security:IMPL_002/AC-1
    async def touch(self, session_id: SessionId, deadline: Timestamp, now: Timestamp) -> Session | None:
        """Read a session and set its deadline. See SessionStore.touch."""
        if not isfinite(deadline):
            raise _never_ends(deadline)
        lock = self._lock
        lock.acquire()
        try:
            old = self._sessions.get(session_id)
            if old is None or not now < old.deadline:
                return None
            deadline = min(deadline, old.absolute_deadline)
            new = Session(old.id, old.created_at, deadline, old.absolute_deadline, old.subject, old.data, old.version)
            self._wheel.move(old.id, old.deadline, deadline)
            self._sessions[session_id] = new
            return new
        finally:
            lock.release()

    # implements: feat-session-security:IMPL_001/AC-7, feat-session-security:IMPL_002/AC-4
    async def rotate(self, session_id: SessionId, version: int, replacement: Session, now: Timestamp) -> Session | None:
        """Put a session in the place of another. See SessionStore.rotate."""
        _refuse_endless(replacement)
        with self._lock:
            if self._unchanged(session_id, version, now) is None:
                return None
            self._make_way(replacement, now)
            self._remove(session_id)
            self._insert(replacement)
            return replacement

    async def delete(self, session_id: SessionId) -> None:
        """Remove a session. See SessionStore.delete."""
        with self._lock:
            if session_id in self._sessions:
                self._remove(session_id)

    async def delete_subject(self, subject: str, keep: SessionId | None = None) -> int:
        """Remove all sessions of a subject. See SessionStore.delete_subject."""
        removed = 0
        while True:
            with self._lock:
                ids = [one for one in islice(self._subjects.get(subject, ()), SLICE) if one != keep]
                for session_id in ids:
                    self._remove(session_id)
                removed += len(ids)
                if not ids:
                    return removed
            await _let_others_in()

    async def list_subject(self, subject: str, now: Timestamp) -> list[Session]:
        """Return the sessions of a subject. See SessionStore.list_subject."""
        with self._lock:
            sessions = [self._sessions[session_id] for session_id in self._subjects.get(subject, ())]
        return sorted((one for one in sessions if now < one.deadline), key=lambda session: session.created_at)

    # implements: feat-session-timeout:IMPL_002/AC-3
    async def cleanup(self, now: Timestamp) -> int:
        """Remove every session that has ended. See SessionStore.cleanup.

        It looks at what has ended and, in slices as well, at what ends later within the bucket of time in which ``now``
        lies; see ExpiryWheel.
        """
        removed = 0
        while True:
            with self._lock:
                count, more = self._remove_ended(now)
            removed += count
            if not more:
                return removed
            await _let_others_in()

    # implements: feat-session-security:IMPL_002/AC-6, feat-session-security:IMPL_002/AC-7
    async def _create_with_care(self, session: Session, now: Timestamp) -> None:
        """Insert a session whose id is there already or for which there is no room."""
        _refuse_endless(session)
        while True:
            more = False
            with self._lock:
                self._make_way(session, now)
                if len(self._sessions) >= self._max_sessions:
                    _, more = self._remove_ended(now)
                if len(self._sessions) < self._max_sessions:
                    self._insert(session)
                    return
            if not more:
                raise StoreFullError(
                    f"the store is at its limit of {self._max_sessions}, and no session in it has ended"
                )
            await _let_others_in()

    def _make_way(self, session: Session, now: Timestamp) -> None:
        """Refuse a session whose id a good one has, and remove one that has ended; the lock is held."""
        there = self._sessions.get(session.id)
        if there is not None:
            if not there.deadline <= now:
                raise DuplicateSessionError(f"a session {session.id.hex()[:12]}… is in the store already")
            self._remove(session.id)

    # implements: feat-session-security:IMPL_002/AC-2
    def _unchanged(self, session_id: SessionId, version: int, now: Timestamp) -> Session | None:
        """Return a session that is still as its reader knows it, or None if it is absent; the lock is held."""
        session = self._sessions.get(session_id)
        if session is None or not now < session.deadline:
            return None
        if session.version != version:
            raise SessionConflictError(
                f"session {session_id.hex()[:12]}… is at version {session.version}; the change was made to {version}"
            )
        return session

    def _insert(self, session: Session) -> None:
        """Put a session in; the lock is held."""
        self._sessions[session.id] = session
        self._wheel.add(session.id, session.deadline)
        if session.subject is not None:
            self._index(session.subject, session.id)

    def _index(self, subject: str, session_id: SessionId) -> None:
        """Note whose a session is; the lock is held."""
        self._subjects.setdefault(subject, {})[session_id] = None

    def _remove(self, session_id: SessionId) -> None:
        """Take a session out; the lock is held."""
        session = self._sessions[session_id]
        self._wheel.remove(session_id, session.deadline)
        self._forget(session)

    def _forget(self, session: Session) -> None:
        """Take a session out that the wheel does not hold any more; the lock is held."""
        del self._sessions[session.id]
        if session.subject is not None:
            ids = self._subjects[session.subject]
            del ids[session.id]
            if not ids:
                del self._subjects[session.subject]

    def _remove_ended(self, now: Timestamp) -> tuple[int, bool]:
        """Look at one slice of what may have ended and remove what has; the lock is held.

        Returns:
            How many were removed, and whether there may be more.
        """
        ended, more = self._wheel.take(now, SLICE)
        for session_id in ended:
            self._forget(self._sessions[session_id])
        return len(ended), more


# implements: feat-session-security:IMPL_001/AC-16, feat-session-security:IMPL_002/AC-1
def _refuse_endless(session: Session) -> None:
    """Refuse a session that would not end, or after its absolute deadline. No comparison with NaN is true."""
    if not isfinite(session.deadline):
        raise _never_ends(session.deadline)
    if not session.deadline <= session.absolute_deadline:
        raise ValueError(
            f"the absolute deadline is {session.absolute_deadline}; it cannot be before the deadline, "
            f"which is {session.deadline}"
        )


def _never_ends(deadline: Timestamp) -> ValueError:
    """Return what refuses a deadline that is infinite or no number."""
    return ValueError(f"the deadline is {deadline}; a session has to end at some moment")


async def _let_others_in() -> None:
    """Let the other tasks of this loop run, and then the other threads.

    The loop gives the interpreter away for so short a time that a waiting thread never gets it, and every such time
    starts its five milliseconds of waiting anew: without the pause, it would stand still until everything is done.
    """
    await asyncio.sleep(0)
    sleep(PAUSE)  # the thread's own, because no loop can measure so short a time
