"""When a session ends, and who may use it: the rules of time and of tokens, above any store.

The client holds a token; the store knows its SHA-256 digest alone. So neither a store's contents nor a log lets anybody
take over a session, and the time that a look-up takes tells nothing about a token.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from session_timeout.config import SessionConfig, SessionConfigProvider
from session_timeout.content_merge import merge
from session_timeout.session_store import (
    Session,
    SessionConflictError,
    SessionId,
    SessionStore,
    Timestamp,
    encode_content,
)

TOKEN_BYTES = 32
"""How many random bytes a token has: 256 bits, where OWASP asks for 64 and ASVS for 128 at least."""

TOKEN_LENGTH = 43
"""How many characters of URL-safe base 64 those bytes make."""

logger = logging.getLogger("session_timeout")

Written = TypeVar("Written")


def system_clock() -> Timestamp:
    """Return the time of the system. It is looked up in its module at each call, so that freezegun can replace it."""
    return time.time()


# implements: feat-session-security:IMPL_001/AC-2
def session_id(token: str) -> SessionId:
    """Return what a store knows the holder of a token by."""
    return SessionId(hashlib.sha256(token.encode()).digest())


# implements: feat-session-security:IMPL_001/AC-3
@dataclass(frozen=True, slots=True)
class IssuedSession:
    """A session together with the token of its holder, which is kept nowhere else and is not shown."""

    token: str = field(repr=False)
    session: Session


# implements: feat-session-timeout:IMPL_003, feat-session-security:IMPL_001
class SessionManager:
    """Creates, checks, renews, rotates and revokes sessions.

    Args:
        store: where the sessions are.
        config: asked at each use, so that a changed configuration holds at once; by default what the environment says.
        clock: gives the time in seconds since 1970; by default that of the system.
    """

    def __init__(
        self,
        store: SessionStore,
        config: Callable[[], SessionConfig] | None = None,
        clock: Callable[[], Timestamp] = system_clock,
    ) -> None:
        self.store = store
        self.config = config or SessionConfigProvider()
        self.clock = clock

    async def create(self, subject: str | None = None, content: Mapping[str, Any] | None = None) -> IssuedSession:
        """Begin a session. Its token is new: one that a client brought along is never taken over.

        Args:
            subject: whose session it is; None for a visitor who has not signed in.
            content: what it keeps, of values that JSON knows.

        Raises:
            SessionDataError: the content has a value that JSON does not know.
            StoreFullError: the store is limited and full.
        """
        now = self.clock()
        issued = self._issue(subject, encode_content(dict(content or {})), now)
        await self.store.create(issued.session, now)
        logger.info("session %s created", _name(issued.session.id))
        return issued

    # implements: feat-session-timeout:IMPL_003/AC-2, feat-session-timeout:IMPL_003/AC-3
    # implements: feat-session-security:IMPL_001/AC-4, feat-session-security:IMPL_001/AC-5
    # implements: feat-session-security:IMPL_006/AC-1, feat-session-security:IMPL_006/AC-2
    async def validate(self, token: str) -> Session | None:
        """Return the session of a token if it is good, and renew it where the configuration says so.

        A renewal is written only if it moves the deadline by the configured fraction of the timeout, so that a busy
        session does not cost a write for each use. Timeouts that were shortened since the session began hold for it
        too: the deadline is drawn in to what they allow, whether or not use renews.

        Returns:
            The session, or None for a token that is malformed or unknown and for a session that is over or revoked.
        """
        if len(token) != TOKEN_LENGTH or not token.isascii():
            return None
        now = self.clock()
        session = await self.store.read(session_id(token), now)
        if session is None:
            return None
        config = self.config()
        timeout = config.timeout_seconds
        end = session.created_at + config.absolute_timeout_seconds
        deadline = min(now + timeout, end, session.absolute_deadline)
        if deadline <= now:  # the absolute timeout was shortened; of what has ended otherwise, read() knows
            await self.revoke(session.id)
            return None
        moved = deadline - session.deadline
        if moved < 0 or (config.refresh_on_access and moved >= config.refresh_fraction * timeout):
            return await self.store.touch(session.id, deadline, now)
        return session

    async def save(self, session: Session, content: Mapping[str, Any]) -> Session | None:
        """Keep new content in a session.

        If somebody else changed it since it was read, the entries in which ``content`` differs from what was read are
        set or removed in what stands there now; the other entries stay as the other one left them.

        Returns:
            The session as it stands now, or None if it is over, revoked or rotated; nothing is brought back then.

        Raises:
            SessionDataError: the content has a value that JSON does not know.
        """

        async def write(newest: Session, data: bytes, now: Timestamp) -> Session | None:
            return await self.store.update(newest.id, newest.version, data, now)

        return await self._write(session, content, write)

    # implements: feat-session-security:IMPL_001/AC-6, feat-session-security:IMPL_001/AC-7
    async def rotate(self, session: Session, content: Mapping[str, Any] | None = None) -> IssuedSession | None:
        """Give a session a new token, as after a change of privileges. The old one is dead in the same step.

        The absolute deadline stays, or comes nearer if the absolute timeout was shortened: nobody lives for ever by
        rotating. A rotation is a use, and renews as any other.

        Args:
            session: the session as it was read.
            content: what it is to keep; by default what it keeps.

        Returns:
            The session with its new token, or None if it is over, revoked or rotated already.
        """
        return await self._replace(
            session,
            content,
            lambda newest, data, now: self._issue(newest.subject, data, now, newest),
        )

    # implements: feat-session-security:IMPL_001/AC-6, feat-session-security:IMPL_001/AC-8
    async def sign_in(
        self, subject: str, session: Session | None = None, content: Mapping[str, Any] | None = None
    ) -> IssuedSession:
        """Begin the session of somebody who has just proved who they are, with a new token and full timeouts.

        The session before is dead in the same step. What it kept is carried over, unless it was another subject's. If
        it has ended since it was read, as by another sign-in at the same time, what was read is carried over.

        Args:
            subject: who has signed in.
            session: the session before, if there was one.
            content: what the new one is to keep; by default what is carried over.

        Raises:
            SessionDataError: the content has a value that JSON does not know.
            StoreFullError: the store is limited and full.
        """
        strange = session is not None and session.subject not in (None, subject)
        given = encode_content(dict(content or {}))

        def issue(_newest: Session, data: bytes, now: Timestamp) -> IssuedSession:
            # Of another subject's session not even what a request at the same time puts there may come along.
            return self._issue(subject, given if strange else data, now)

        if session is not None:
            issued = await self._replace(session, content, issue)
            if issued is not None:
                return issued
            if content is None and not strange:
                content = session.content()
        return await self.create(subject, content)

    # implements: feat-session-security:IMPL_001/AC-10..AC-12
    async def revoke(self, session_id: SessionId) -> None:
        """End a session now. That it is not there is as good."""
        await self.store.delete(session_id)
        logger.info("session %s revoked", _name(session_id))

    # implements: feat-session-security:IMPL_001/AC-10
    async def revoke_all(self, subject: str, keep: SessionId | None = None) -> int:
        """End all sessions of a subject, but for the one to keep. Returns how many records were removed."""
        removed = await self.store.delete_subject(subject, keep)
        logger.info("%d sessions of one subject revoked", removed)
        return removed

    # implements: feat-session-security:IMPL_001/AC-13, feat-session-security:IMPL_001/AC-14
    async def sessions(self, subject: str) -> list[Session]:
        """Return the sessions of a subject that are good, the oldest first."""
        now, longest = self.clock(), self.config().absolute_timeout_seconds
        return [one for one in await self.store.list_subject(subject, now) if now < one.created_at + longest]

    async def cleanup(self) -> int:
        """Remove the sessions that have ended from the store. Returns how many there were."""
        return await self.store.cleanup(self.clock())

    # implements: feat-session-timeout:IMPL_003/AC-1, feat-session-security:IMPL_001/AC-1
    # implements: feat-session-security:IMPL_001/AC-9, feat-session-security:IMPL_001/AC-15
    def _issue(self, subject: str | None, data: bytes, now: Timestamp, before: Session | None = None) -> IssuedSession:
        """Make a session with a new token; it begins now, or goes on with the one before."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        config = self.config()
        begin, end = now, now + config.absolute_timeout_seconds
        deadline = min(now + config.timeout_seconds, end)
        if before is not None:
            begin = before.created_at
            end = min(before.absolute_deadline, begin + config.absolute_timeout_seconds)
            # What was read may be older than a renewal, so where use renews, the time begins anew here too.
            deadline = min(deadline, end) if config.refresh_on_access else min(deadline, end, before.deadline)
        return IssuedSession(token, Session(session_id(token), begin, deadline, end, subject, data))

    async def _replace(
        self,
        session: Session,
        content: Mapping[str, Any] | None,
        issue: Callable[[Session, bytes, Timestamp], IssuedSession],
    ) -> IssuedSession | None:
        """Put a newly issued session in the place of another; None if the other is not there."""

        async def write(newest: Session, data: bytes, now: Timestamp) -> IssuedSession | None:
            issued = issue(newest, data, now)
            replaced = await self.store.rotate(newest.id, newest.version, issued.session, now)
            return None if replaced is None else issued

        issued = await self._write(session, content, write)
        if issued is not None:
            logger.info("session %s rotated to %s", _name(session.id), _name(issued.session.id))
        return issued

    async def _write(
        self,
        session: Session,
        content: Mapping[str, Any] | None,
        write: Callable[[Session, bytes, Timestamp], Awaitable[Written | None]],
    ) -> Written | None:
        """Write content over a session, and once more over the newest one as long as somebody else was faster."""
        newest, data = session, session.data if content is None else encode_content(dict(content))
        wanted = data
        while True:
            now = self.clock()
            try:
                return await write(newest, data, now)
            except SessionConflictError:
                read = await self.store.read(session.id, now)
            if read is None:
                return None
            newest, data = read, merge(read.data, session.data, wanted)


def _name(session_id: SessionId) -> str:
    """Return what a session is called in a log: enough of its hash to tell it from others."""
    return session_id.hex()[:12]
