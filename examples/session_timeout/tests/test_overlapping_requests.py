"""Requests that overlap, through the middleware."""

from __future__ import annotations

import asyncio

import pytest

from session_timeout import InMemorySessionStore, Session, SessionId, Timestamp
from session_timeout.middleware import Receive, Scope, Send, SessionMiddleware
from session_timeout.request_session import RequestSession

from .calls import OK, Time, a_manager, call, headers_of, serving, token_of
from .gated_request import Request


def test_a_new_session_that_is_revoked_at_once_has_no_token() -> None:
    """A token that was made by this request, and whose session is gone by the time it is saved, is not handed out."""

    async def visit() -> None:
        request = Request()
        request.store.gate.set()
        session = request.session
        await session.sign_in("ada")
        await request.manager.revoke_all("ada")
        session["a"] = 1
        await session.save()
        assert session.issued is None
        assert request.store.stored() == []

    asyncio.run(visit())


class WrittenStore(InMemorySessionStore):
    """A store that notes to which version each change was made, and whether it took it."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[tuple[int, bool]] = []

    async def update(self, session_id: SessionId, version: int, data: bytes, now: Timestamp) -> Session | None:
        """Note it, and change."""
        self.writes.append((version, False))
        session = await super().update(session_id, version, data, now)
        self.writes[-1] = (version, session is not None)
        return session


# verifies: feat-session-security:IMPL_006/AC-8
def test_a_response_is_saved_to_the_version_that_its_request_read() -> None:
    """Of two requests that read one version, the slower one is refused, and writes once more to what stands there."""

    async def visit() -> None:
        manager, store = a_manager(), WrittenStore()
        manager.store = store
        issued = await manager.create("ada", {"a": 0, "b": 0})
        both_read = asyncio.Barrier(2)

        async def app(scope: Scope, _receive: Receive, send: Send) -> None:
            scope["session"][scope["path"]] = 1
            await both_read.wait()
            await send(dict(OK))

        wrapped, cookies = SessionMiddleware(app, manager), [f"__Host-session={issued.token}"]
        await asyncio.gather(*(call(wrapped, cookies=cookies, path=path) for path in "ab"))
        assert store.writes == [(0, True), (0, False), (1, True)]

    asyncio.run(visit())


# verifies: feat-session-security:IMPL_006/AC-10
@pytest.mark.parametrize("end", ["over", "revoked", "rotated"])
def test_a_response_brings_no_session_back(end: str) -> None:
    """What a request writes after its session has ended, by whatever way, is not stored, and no token is handed out."""

    async def visit() -> None:
        clock = Time()
        manager = a_manager(clock, timeout_seconds=60)
        issued = await manager.create("ada", {"a": 1})

        async def act(session: RequestSession) -> None:
            session["b"] = 2
            match end:
                case "over":
                    clock.now += 60
                case "revoked":
                    await manager.revoke(issued.session.id)
                case _:
                    assert await manager.rotate(issued.session) is not None

        app = SessionMiddleware(serving(act), manager)
        answer = await call(app, cookies=[f"__Host-session={issued.token}"])
        assert b"set-cookie" not in headers_of(answer)
        assert await manager.validate(issued.token) is None
        left = await manager.sessions("ada")
        assert [session.content() for session in left] == [{"a": 1}] * (end == "rotated")

    asyncio.run(visit())


# verifies: feat-session-security:IMPL_006/AC-11
def test_of_two_rotations_at_the_same_time_one_takes_place() -> None:
    """Of two requests that change one session's token, one hands out a new one, and that opens the only session."""

    async def visit() -> None:
        manager = a_manager()
        issued = await manager.create("ada")
        both_read = asyncio.Barrier(2)

        async def act(session: RequestSession) -> None:
            assert session.subject == "ada"
            await both_read.wait()
            await session.rotate()

        app, cookies = SessionMiddleware(serving(act), manager), [f"__Host-session={issued.token}"]
        answers = await asyncio.gather(*(call(app, cookies=cookies) for _ in range(2)))
        (handed,) = [answer for answer in answers if b"set-cookie" in headers_of(answer)]
        assert await manager.sessions("ada") == [await manager.validate(token_of(handed))]
        assert await manager.validate(issued.token) is None

    asyncio.run(visit())
