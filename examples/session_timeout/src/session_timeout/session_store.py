"""What every store of sessions fulfils, and the types that cross it: Session, SessionId, Timestamp.

A store keeps records and reads no clock. Whoever calls it says what time it is, so that one clock, the caller's,
decides when a session ends, whatever the store is made of. A store's own expiry may do no more than collect garbage.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Any, NewType, Protocol, TypeAlias, runtime_checkable

import msgspec

SessionId = NewType("SessionId", bytes)
"""What a store knows a session by: the SHA-256 digest (32 bytes) of the token that the client holds, not the token."""

SessionID: TypeAlias = SessionId
"""The same type, by the name that the first plan of this library gives it."""

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
    """The data of a session cannot be written as JSON and read again as it was."""


# implements: feat-session-timeout:IMPL_001
class Session(msgspec.Struct, frozen=True, gc=False):
    """One session as it is stored. It never changes: a change makes a new record.

    The garbage collector does not visit it (``gc=False``), which is safe because it refers to plain values alone.
    """

    id: SessionId
    created_at: Timestamp
    deadline: Timestamp
    """The first moment at which the session is over; use may move it on."""
    absolute_deadline: Timestamp
    """The moment that no use moves the deadline beyond; infinite where there is none."""
    subject: str | None = None
    """Whose session it is, as the application names its users; None before anybody has signed in."""
    data: bytes = b"{}"
    """What the application keeps in the session, as a JSON object. A store does not look into it."""
    version: int = 0
    """Counts the changes of the data, so that a writer can tell whether it knows the newest."""

    def content(self) -> dict[str, Any]:
        """Return the data as a dictionary of its own, which may be changed without changing the session."""
        return decode_content(self.data)

    # implements: feat-session-security:IMPL_001/AC-3
    def __repr__(self) -> str:
        """Show what may stand in a log: a part of the id's hash, and how much data there is, but not the data."""
        return (
            f"Session(id={self.id.hex()[:12]}…, subject={self.subject!r}, created_at={self.created_at}, "
            f"deadline={self.deadline}, absolute_deadline={self.absolute_deadline}, "
            f"data=<{len(self.data)} bytes>, version={self.version})"
        )


# implements: feat-session-timeout:IMPL_001, feat-session-security:IMPL_001
@runtime_checkable
class SessionStore(Protocol):
    """Keeps sessions. Every method may be called from any thread and from any event loop at the same time.

    A session whose deadline is reached (``now >= deadline``) is absent for every method that takes ``now``, whether or
    not it was cleaned up already. What is absent is None; nothing is raised for it. A ``now`` that is NaN finds nothing
    and removes nothing. Each method happens in one step: another call sees the store before it or after it, and a call
    that is cancelled has happened wholly or not at all, but for ``cleanup`` and ``delete_subject``, of which that holds
    session by session.
    """

    async def create(self, session: Session, now: Timestamp) -> None:
        """Insert a session.

        Raises:
            DuplicateSessionError: a session of that id is there. The one that is there stays as it is.
            StoreFullError: the store is limited and full.
            ValueError: the deadline is not a finite number, or the absolute deadline is NaN or before it.
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

    # implements: feat-session-security:IMPL_001/AC-16
    async def touch(self, session_id: SessionId, deadline: Timestamp, now: Timestamp) -> Session | None:
        """Read a session and set its deadline in one step, to at most its absolute deadline. Never inserts.

        The version stays: an extension does not get in the way of a change of the data.

        Returns:
            The session as it stands now, or None if it is absent.

        Raises:
            ValueError: the deadline is not a finite number.
        """

    # implements: feat-session-security:IMPL_001/AC-7
    async def rotate(self, session_id: SessionId, version: int, replacement: Session, now: Timestamp) -> Session | None:
        """Put ``replacement`` in the place of a session that is still as it was read. The old id is dead in that step.

        Returns:
            The replacement, or None if the old session is absent; nothing is inserted then.

        Raises:
            SessionConflictError: the stored version is not ``version``.
            DuplicateSessionError: there is another session of the replacement's id.
            ValueError: a deadline of the replacement is what ``create`` refuses.
        """

    # implements: feat-session-security:IMPL_001/AC-11
    async def delete(self, session_id: SessionId) -> None:
        """Remove a session. That there is none is as good."""

    async def delete_subject(self, subject: str, keep: SessionId | None = None) -> int:
        """Remove all sessions of a subject, but for the one to keep. Returns how many records were removed.

        A session of the subject that is rotated meanwhile goes as well: it is None, or its replacement is removed.
        """

    async def list_subject(self, subject: str, now: Timestamp) -> list[Session]:
        """Return the sessions of a subject, the oldest first."""

    async def cleanup(self, now: Timestamp) -> int:
        """Remove every session whose deadline is reached, and no other. Returns how many were removed.

        What counts is the deadline at the moment of the removal: what is touched meanwhile, or created anew under the
        id of one that had ended, stays. Other calls get their turn in between. When it is cancelled, what it had
        removed is gone, and the rest is untouched and goes with the next clean-up.
        """


def encode_content(content: dict[str, Any]) -> bytes:
    """Return the data of a session as bytes of JSON.

    What is read from them is equal to what was given, but for a tuple, which becomes a list. A member of an enumeration
    is kept if it is equal to its value, as that of an IntEnum or a StrEnum is, and comes back as the value.

    Raises:
        SessionDataError: JSON does not give a value back as it was; the message names its key and what is wrong.
    """
    cause = None
    try:
        data = msgspec.json.encode(content)
        if decode_content(data) == content:  # costs half of what a look at every type costs
            return data
    except (TypeError, ValueError, RecursionError, msgspec.DecodeError) as error:
        cause = error
    for key, value in content.items():
        for objection in _objections(key, value):
            raise SessionDataError(f"the entry {key!r} cannot be kept in a session: {objection}") from cause
    if cause is not None:
        raise SessionDataError(f"the data cannot be kept in a session: {cause}") from cause
    return data


def decode_content(data: bytes) -> dict[str, Any]:
    """Return the content that ``encode_content`` made bytes of, as a new dictionary."""
    content: dict[str, Any] = msgspec.json.decode(data)
    return content


def _objections(key: object, value: object) -> Iterator[str]:
    """Say what is wrong with an entry; nothing if it can be kept."""
    try:
        msgspec.json.decode(msgspec.json.encode({key: value}))
        yield from _altered({key: value})
    except (TypeError, ValueError, RecursionError, msgspec.DecodeError) as error:
        yield str(error)


def _altered(value: object) -> Iterator[str]:
    """Say which parts of a value JSON would give back as something else, though msgspec writes them."""
    match value:
        case str() | int() | None | msgspec.Raw():  # Raw is JSON already: that of entries which are put together anew
            pass
        case float():
            if not isfinite(value):
                yield f"JSON has no number {value}"
        case list() | tuple():
            for part in value:
                yield from _altered(part)
        case dict():
            for key, part in value.items():
                if not isinstance(key, str):
                    yield f"JSON has no keys of type {type(key).__qualname__}"
                yield from _altered(part)
        case _:
            yield f"JSON has no {type(value).__qualname__}"
