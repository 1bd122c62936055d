"""The session of one request, as an application uses it: a mapping that is saved when the response begins."""

from __future__ import annotations

import logging
from collections.abc import Iterator, MutableMapping
from typing import Any

from session_timeout.content_merge import catch_up
from session_timeout.session_manager import IssuedSession, SessionManager
from session_timeout.session_store import Session, encode_content

logger = logging.getLogger("session_timeout")


# implements: feat-session-security:IMPL_005
class RequestSession(MutableMapping[str, Any]):
    """What a session keeps, by name, and what can be done with it. Changes inside of values count as well.

    A visitor of whom nothing is kept has an empty one, which costs no record and no cookie. Values are what JSON knows:
    a tuple comes back as a list. What is put in while a call is under way is kept, and saved with the next.

    A session that turns out to have ended or to have been revoked or rotated meanwhile is lost: it is empty, and what
    is put in is dropped with a warning until somebody signs in. Another record for it would sign the visitor out whom
    a faster request has just given a new token.

    Args:
        manager: who keeps it.
        record: the session that the request brought; None if it brought none that is good.
    """

    __slots__ = ("_content", "_lost", "_manager", "_record", "accessed", "issued", "started", "withdrawn")

    def __init__(self, manager: SessionManager, record: Session | None) -> None:
        self._manager = manager
        self._record = record
        self._content: dict[str, Any] | None = None
        self._lost = False
        self.issued: str | None = None
        """The token that the client has to be given, because it is new."""
        self.withdrawn = False
        """Whether the token of the client has to be taken away."""
        self.accessed = False
        """Whether the application has looked at the session or changed it, so that its response may depend on it."""
        self.started = False
        """Whether the headers of the response are on their way, so that no token can be handed out any more."""

    @property
    def record(self) -> Session | None:
        """The session as it was read or written last; None while there is none."""
        self.accessed = True
        return self._record

    @property
    def subject(self) -> str | None:
        """Who is signed in; None for a visitor."""
        record = self.record
        return None if record is None else record.subject

    # implements: feat-session-security:IMPL_005/AC-1
    async def sign_in(self, subject: str) -> None:
        """Make it the session of somebody who has just proved who they are; see SessionManager.sign_in.

        What was kept for a visitor stays. If somebody else was signed in, all that was kept is dropped.

        Raises:
            RuntimeError: the response has begun, so that the new token cannot reach the client.
            SessionDataError: there is a value that JSON does not know.
            StoreFullError: a record is needed, and the store is limited and full.
        """
        self._ensure_open()
        if self._lost and self._content:
            self._warn_of_loss(self._content)
        record = self.record
        if record is not None and record.subject not in (None, subject):
            await self._change_hands(subject, record)
        else:
            written = self._written()
            self._take(await self._manager.sign_in(subject, record, self._content), written)

    # implements: feat-session-security:IMPL_005/AC-1
    async def rotate(self) -> None:
        """Change the token, as after a change of privileges; see SessionManager.rotate. Without a record, do nothing.

        If the session has ended in the meantime, there is none afterwards.

        Raises:
            RuntimeError: the response has begun, so that the new token cannot reach the client.
            SessionDataError: there is a value that JSON does not know.
        """
        self._ensure_open()
        record = self.record
        if record is not None:
            written = self._written()
            issued = await self._manager.rotate(record, self._content)
            if issued is not None:
                self._take(issued, written)
            else:
                self._lose(record)

    # implements: feat-session-security:IMPL_005/AC-2
    async def sign_out(self) -> None:
        """End the session, on the server and, if the response has not begun, in the client too."""
        record = self.record
        if record is not None:
            await self._manager.revoke(record.id)
            self.withdrawn = True
        self._drop()

    # implements: feat-session-security:IMPL_005/AC-2
    async def sign_out_others(self) -> int:
        """End all other sessions of who is signed in, as after a change of password. Returns how many there were."""
        record = self.record
        if record is None or record.subject is None:
            return 0
        return await self._manager.revoke_all(record.subject, keep=record.id)

    # implements: feat-session-security:IMPL_005/AC-3
    async def save(self) -> None:
        """Keep what was changed. The middleware does so when the response begins, and once more after its end.

        A change to a session that has ended or was revoked in the meantime is dropped, and brings nothing back.

        Raises:
            SessionDataError: there is a value that JSON does not know.
            StoreFullError: a record is needed, and the store is limited and full.
        """
        content, record = self._content, self._record
        if content is None:
            return
        if record is not None:
            written = encode_content(content)
            if written != record.data:
                newest = await self._manager.save(record, content)
                if newest is None:
                    self._lose(record)
                elif self._record is not None and self._record.id == newest.id:
                    self._record = newest
                    self._catch_up(written)
        elif content and (self._lost or self.started):
            self._warn_of_loss(content)
        elif content:
            written = encode_content(content)
            self._take(await self._manager.create(None, content), written)

    async def abandon(self) -> None:
        """End a session whose new token reaches nobody, because there is no response to carry it."""
        record = self._record
        if record is not None:
            self._lose(record)
            await self._manager.revoke(record.id)
            logger.warning("session %s had a new token that no response handed out", record.id.hex()[:12])

    def __getitem__(self, key: str) -> Any:
        return self._opened()[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self._opened()[key] = value

    def __delitem__(self, key: str) -> None:
        del self._opened()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._opened())

    def __len__(self) -> int:
        return len(self._opened())

    def __repr__(self) -> str:
        return f"RequestSession({self._record!r})"

    def _opened(self) -> dict[str, Any]:
        self.accessed = True
        if self._content is None:
            self._content = {} if self._record is None else self._record.content()
        return self._content

    def _ensure_open(self) -> None:
        if self.started:
            raise RuntimeError("the response has begun: a new token cannot reach the client any more")

    def _written(self) -> bytes:
        """Return the content as it is about to be written."""
        if self._content is not None:
            return encode_content(self._content)
        return b"{}" if self._record is None else self._record.data

    async def _change_hands(self, subject: str, record: Session) -> None:
        """Sign somebody in over the session of somebody else. What is put in from now on is for the new one."""
        kept, self._content = self._opened(), {}
        try:
            issued = await self._manager.sign_in(subject, record)
        except BaseException:  # a cancelled sign-in loses nothing either
            if self._record is record:
                self._content = kept | (self._content or {})
            raise
        self._take(issued, b"{}")

    def _take(self, issued: IssuedSession, written: bytes) -> None:
        """Go on with a session that has a new token, and whose content was written as that."""
        self.accessed = True
        self.issued, self._record = issued.token, issued.session
        self.withdrawn = self._lost = False
        self._catch_up(written)

    def _catch_up(self, written: bytes) -> None:
        """Bring what other requests changed into the content; what was put in while it was written stays."""
        if self._content is not None and self._record is not None and self._record.data != written:
            catch_up(self._content, written, self._record.data)

    def _lose(self, record: Session) -> None:
        """Note that a session is not there any more, unless another has taken its place here meanwhile."""
        if self._record is not None and self._record.id == record.id:
            self._lost = True
            self._drop()

    def _warn_of_loss(self, content: dict[str, Any]) -> None:
        """Drop what was put in, because there is no session for it."""
        why = "a session that was over" if self._lost else "a new session, whose token nobody can be given any more,"
        logger.warning("what was put into %s is lost: %s", why, ", ".join(content))
        self._content = None

    def _drop(self) -> None:
        self.accessed = True
        self.issued, self._record, self._content = None, None, None
