"""What every store of sessions fulfils, and the types that cross it: Session, SessionId, Timestamp.

A store keeps records and reads no clock. Whoever calls it says what time it is, so that one clock, the caller's,
decides when a session ends, whatever the store is made of. A store's own expiry may do no more than collect garbage.
"""

from __future__ import annotations

from typing import Any, NewType, Protocol, TypeAlias, runtime_checkable

import msgspec

SessionId = NewType("SessionId", bytes)
"""What a store knows a session by: the SHA-256 digest (32 bytes) of the token that the client holds, not the token."""

Timestamp: TypeAlias = float
"""A moment, in seconds since 1970-01-01 00:00 UTC."""


class SessionStoreError(Exception):
    """Something that was asked of a store cannot be done."""


class DuplicateSessionError(SessionStoreError):
    """A session of that id is already there."""


class SessionConflictError(SessionStoreError):
    """The session was changed since it was read: read it again and decide anew."""


class StoreFullError(SessionStoreError):
    """The store holds as many sessions as it may, and none of them has ended."""


class SessionDataError(TypeError):
    """The data of a session cannot be written as JSON."""


class Session(msgspec.Struct, frozen=True, gc=False):
    """One session as it is stored. It never changes: a change makes a new record.

    The garbage collector does not visit it (``gc=False``), which is safe because it refers to plain values alone.
    """

    id: SessionId
    created_at: Timestamp
    deadline: Timestamp
    """The first moment at which the session is over; use may move it on."""
    absolute_deadline: Timestamp
    """The moment that no use moves the deadline beyond."""
    subject: str | None = None
    """Whose session it is, as the application names its users; None before anybody has signed in."""
    data: bytes = b"{}"
    """What the application keeps in the session, as a JSON object. A store does not look into it."""
    version: int = 0
    """Counts the changes of the data, so that a writer can tell whether it knows the newest."""

    def content(self) -> dict[str, Any]:
        """Return the data as a dictionary of its own, which may be changed without changing the session."""
        return decode_content(self.data)

    def __repr__(self) -> str:
        """Show what may stand in a log: a part of the id's hash, and how much data there is, but not the data."""
        return (
            f"Session(id={self.id.hex()[:12]}…, subject={self.subject!r}, created_at={self.created_at}, "
            f"deadline={self.deadline}, absolute_deadline={self.absolute_deadline}, "
            f"data=<{len(self.data)} bytes>, version={self.version})"
        )


@runtime_checkable
class SessionStore(Protocol):
    """Keeps sessions. Every method may be called from any thread and from any event loop at the same time.

    A session whose deadline is reached (``now >= deadline``) is absent for every method that takes ``now``, whether or
    not it was cleaned up already. What is absent is None; nothing is raised for it. Each method happens in one step:
    another call sees the store before it or after it, and a call that is cancelled has happened wholly or not at all,
    but for ``cleanup`` and ``delete_subject``, of which that holds session by session.
    """

    async def create(self, session: Session, now: Timestamp) -> None:
        """Insert a session.

        Raises:
            DuplicateSessionError: a session of that id is there. The one that is there stays as it is.
            StoreFullError: the store is limited and full.
            ValueError: the deadline is not a finite number.
        """

    async def read(self, session_id: SessionId, now: Timestamp) -> Session | None:
        """Return the session, or None if there is none or its deadline is reached."""

    async def update(self, session_id: SessionId, version: int, data: bytes, now: Timestamp) -> Session | None:
        """Replace the data of a session that is still as it was read, and count its version up by one.

        Never inserts: an update that comes after a deletion brings nothing back.

        Returns:
            The session as it stands now, or None if it is absent.

        Raises:
            SessionConflictError: the stored version is not ``version``.
        """

    async def touch(self, session_id: SessionId, deadline: Timestamp, now: Timestamp) -> Session | None:
        """Read a session and set its deadline in one step, to at most its absolute deadline. Never inserts.

        The version stays: an extension does not get in the way of a change of the data.

        Returns:
            The session as it stands now, or None if it is absent.

        Raises:
            ValueError: the deadline is not a finite number.
        """

    async def rotate(self, session_id: SessionId, version: int, replacement: Session, now: Timestamp) -> Session | None:
        """Put ``replacement`` in the place of a session that is still as it was read. The old id is dead in that step.

        Returns:
            The replacement, or None if the old session is absent; nothing is inserted then.

        Raises:
            SessionConflictError: the stored version is not ``version``.
            DuplicateSessionError: there is another session of the replacement's id.
            ValueError: the deadline of the replacement is not a finite number.
        """

    async def delete(self, session_id: SessionId) -> None:
        """Remove a session. That there is none is as good."""

    async def delete_subject(self, subject: str, keep: SessionId | None = None) -> int:
        """Remove all sessions of a subject, but for the one to keep. Returns how many records were removed."""

    async def list_subject(self, subject: str, now: Timestamp) -> list[Session]:
        """Return the sessions of a subject, the oldest first."""

    async def cleanup(self, now: Timestamp) -> int:
        """Remove every session whose deadline is reached, and no other. Returns how many were removed.

        Other calls get their turn in between. When it is cancelled, what it had removed is gone, and the rest is
        untouched and goes with the next clean-up.
        """


def encode_content(content: dict[str, Any]) -> bytes:
    """Return the data of a session as bytes of JSON.

    Raises:
        SessionDataError: a value has no form in JSON; the message names its key.
    """
    try:
        return msgspec.json.encode(content)
    except (TypeError, ValueError, RecursionError) as error:
        raise SessionDataError(f"{_culprit(content)} cannot be kept in a session: {error}") from error


def decode_content(data: bytes) -> dict[str, Any]:
    """Return the content that ``encode_content`` made bytes of, as a new dictionary."""
    content: dict[str, Any] = msgspec.json.decode(data)
    return content


def _culprit(content: dict[str, Any]) -> str:
    """Name the first entry that has no form in JSON."""
    for key, value in content.items():
        try:
            msgspec.json.encode({key: value})
        except (TypeError, ValueError, RecursionError):
            return f"the entry {key!r}"
    return "the data"
