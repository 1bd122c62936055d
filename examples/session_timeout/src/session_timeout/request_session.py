"""The session of one request, as an application uses it: a mapping that is saved when the response begins."""

from __future__ import annotations

import logging
from collections.abc import Iterator, MutableMapping
from typing import Any

from session_timeout.session_manager import IssuedSession, SessionManager
from session_timeout.session_store import Session, encode_content

logger = logging.getLogger("session_timeout")


class RequestSession(MutableMapping[str, Any]):
    """What a session keeps, by name, and what can be done with it. Changes inside of values count as well.

    A visitor of whom nothing is kept has an empty one, which costs no record and no cookie. Values are what JSON knows:
    a tuple comes back as a list.

    Args:
        manager: who keeps it.
        record: the session that the request brought; None if it brought none that is good.
    """

    __slots__ = ("_content", "_manager", "_started", "accessed", "issued", "record", "withdrawn")

    def __init__(self, manager: SessionManager, record: Session | None) -> None:
        self._manager = manager
        self._content: dict[str, Any] | None = None
        self._started = False
        self.record = record
        """The session as it was read or written last; None while there is none."""
        self.issued: str | None = None
        """The token that the client has to be given, because it is new."""
        self.withdrawn = False
        """Whether the token of the client has to be taken away."""
        self.accessed = False
        """Whether the application has looked at the session or changed it, so that its response may depend on it."""

    @property
    def subject(self) -> str | None:
        """Who is signed in; None for a visitor."""
        self.accessed = True
        return None if self.record is None else self.record.subject

    async def sign_in(self, subject: str) -> None:
        """Make it the session of somebody who has just proved who they are; see SessionManager.sign_in.

        What was kept for a visitor stays. If somebody else was signed in, all that was kept is dropped.

        Raises:
            RuntimeError: the response has begun, so that the new token cannot reach the client.
        """
        self._ensure_open()
        strange = self.record is not None and self.record.subject not in (None, subject)
        self._take(await self._manager.sign_in(subject, self.record, None if strange else self._content))

    async def rotate(self) -> None:
        """Change the token, as after a change of privileges; see SessionManager.rotate. Without a record, do nothing.

        If the session has ended in the meantime, there is none afterwards.

        Raises:
            RuntimeError: the response has begun, so that the new token cannot reach the client.
        """
        self._ensure_open()
        if self.record is not None:
            issued = await self._manager.rotate(self.record, self._content)
            if issued is None:
                self._drop()
            else:
                self._take(issued)

    async def sign_out(self) -> None:
        """End the session, on the server and, if the response has not begun, in the client too."""
        if self.record is not None:
            await self._manager.revoke(self.record.id)
            self.withdrawn = True
        self._drop()

    async def sign_out_others(self) -> int:
        """End all other sessions of who is signed in, as after a change of password. Returns how many there were."""
        if self.record is None or self.record.subject is None:
            return 0
        return await self._manager.revoke_all(self.record.subject, keep=self.record.id)

    async def save(self) -> None:
        """Keep what was changed. The middleware does so when the response begins, and once more after its end.

        A change to a session that has ended or was revoked in the meantime is dropped, and brings nothing back.

        Raises:
            SessionDataError: there is a value that JSON does not know.
            StoreFullError: a record is needed, and the store is limited and full.
        """
        content = self._content
        if content is None:
            return
        if self.record is not None:
            if encode_content(content) != self.record.data:
                self.record = await self._manager.save(self.record, content)
                self._content = None
        elif content and self._started:
            logger.warning(
                "what was put into a new session after the response had begun is lost: %s", ", ".join(content)
            )
        elif content:
            self._take(await self._manager.create(None, content))

    def start_response(self) -> None:
        """Note that the headers of the response are on their way, so that no token can be handed out any more."""
        self._started = True

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
        return f"RequestSession({self.record!r})"

    def _opened(self) -> dict[str, Any]:
        self.accessed = True
        if self._content is None:
            self._content = {} if self.record is None else self.record.content()
        return self._content

    def _ensure_open(self) -> None:
        if self._started:
            raise RuntimeError("the response has begun: a new token cannot reach the client any more")

    def _take(self, issued: IssuedSession) -> None:
        self.accessed = True
        self.issued, self.record, self._content = issued.token, issued.session, None
        self.withdrawn = False

    def _drop(self) -> None:
        self.accessed = True
        self.issued, self.record, self._content = None, None, None
