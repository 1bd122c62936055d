"""The session of one request while something else happens: to its record elsewhere, or to its content here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from session_timeout import InMemorySessionStore, Session, SessionConfig, SessionId, SessionManager, Timestamp
from session_timeout.middleware import Receive, Scope, Send, SessionMiddleware
from session_timeout.request_session import RequestSession

from .calls import OK, Time, a_manager, call, headers_of, serving, token_of

NOW = 1_000_000.0


class GatedStore(InMemorySessionStore):
    """A store in which every change waits at a gate, until a test has done what it wants to do meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.waits_afterwards = False
        self.arrived = asyncio.Event()
        self.gate = asyncio.Event()
        self.error: Exception | None = None

    async def create(self, session: Session, now: Timestamp) -> None:
        """Wait, then create."""
        await self._wait()
        return await super().create(session, now)

    async def update(self, session_id: SessionId, version: int, data: bytes, now: Timestamp) -> Session | None:
        """Wait, then change; or the other way round."""
        if not self.waits_afterwards:
            await self._wait()
        session = await super().update(session_id, version, data, now)
        if self.waits_afterwards:
            await self._wait()
        return session

    async def rotate(self, session_id: SessionId, version: int, replacement: Session, now: Timestamp) -> Session | None:
        """Wait, then rotate, or fail."""
        await self._wait()
        if self.error is not None:
            raise self.error
        return await super().rotate(session_id, version, replacement, now)

    async def _wait(self) -> None:
        self.arrived.set()
        await self.gate.wait()

    def stored(self) -> list[tuple[str | None, dict[str, Any]]]:
        """Return of each record whose it is and what it keeps."""
        return [(record.subject, record.content()) for record in self._sessions.values()]


class Request:
    """A request with its session, and the store behind it with its gate."""

    def __init__(self) -> None:
        config = SessionConfig()
        self.store = GatedStore()
        self.manager = SessionManager(self.store, lambda: config, clock=lambda: NOW)
        self.session = RequestSession(self.manager, None)

    async def bring(self, subject: str | None, **content: object) -> RequestSession:
        """Begin a session, and let the request bring it."""
        self.store.gate.set()
        issued = await self.manager.create(subject, content)
        self.session = RequestSession(self.manager, issued.session)
        return self.session

    async def during(self, act: Coroutine[Any, Any, None], meanwhile: Callable[[], object]) -> None:
        """Begin something, do something else while it waits at the gate, and let it come to its end."""
        self.store.arrived.clear()
        self.store.gate.clear()
        task = asyncio.create_task(act)
        await self.store.arrived.wait()
        result = meanwhile()
        if asyncio.iscoroutine(result):
            await result
        self.store.gate.set()
        await task


ACTS: dict[str, tuple[str | None, Callable[[RequestSession], Coroutine[Any, Any, None]]]] = {
    "save": ("ada", RequestSession.save),
    "rotate": ("ada", RequestSession.rotate),
    "sign in": (None, lambda session: session.sign_in("ada")),
    "sign in again": ("ada", lambda session: session.sign_in("ada")),
}
"""What an application may wait for, and to whom the session belongs before."""


@pytest.mark.parametrize("act", ACTS)
def test_what_is_changed_while_a_call_is_under_way_is_kept(act: str) -> None:
    """Entries that are set, removed or changed inside in the meantime are so afterwards, and saved with the next."""

    async def visit() -> None:
        request = Request()
        subject, do = ACTS[act]
        session = await request.bring(subject, cart=["apple"], theme="dark", old=1)
        session["new"] = 1

        def meanwhile() -> None:
            session["cart"].append("pear")
            session["later"] = 2
            del session["theme"]

        await request.during(do(session), meanwhile)
        expected = {"cart": ["apple", "pear"], "old": 1, "new": 1, "later": 2}
        assert dict(session) == expected
        await session.save()
        assert request.store.stored() == [("ada", expected)]

    asyncio.run(visit())


@pytest.mark.parametrize("act", ["save", "sign in"])
def test_what_is_changed_while_the_first_record_is_made_is_kept(act: str) -> None:
    """A visitor's first entries and those that follow while they are saved are in one record."""

    async def visit() -> None:
        request = Request()
        session = request.session
        session["first"] = 1
        do = session.save() if act == "save" else session.sign_in("ada")
        await request.during(do, lambda: session.update(second=2))
        await session.save()
        assert request.store.stored() == [(session.subject, {"first": 1, "second": 2})]

    asyncio.run(visit())


def test_a_session_that_is_first_looked_at_while_it_is_rotated_is_kept_too() -> None:
    """It makes no difference whether the content had been looked at before the call."""

    async def visit() -> None:
        request = Request()
        session = await request.bring("ada", a=1)
        await request.during(session.rotate(), lambda: session.update(b=2))
        await session.save()
        assert request.store.stored() == [("ada", {"a": 1, "b": 2})]

    asyncio.run(visit())


# verifies: feat-session-security:IMPL_005/AC-3
def test_changes_by_others_and_changes_meanwhile_are_both_kept() -> None:
    """What another request changed is there after a save, unless this one has changed the same entry in between."""

    async def visit() -> None:
        request = Request()
        session = await request.bring("ada", mine=1, theirs=1, both=1, gone=1, odd=1)
        record = session.record
        assert record is not None
        theirs = {"mine": 1, "theirs": 2, "both": 2, "added": 2, "odd": 2}
        assert await request.manager.save(record, theirs) is not None
        session["mine"] = 2
        await request.during(session.save(), lambda: session.update(both=3, odd=object()))
        assert isinstance(session.pop("odd"), object)
        expected = {"mine": 2, "theirs": 2, "both": 3, "added": 2}
        assert dict(session) == expected
        await session.save()
        assert request.store.stored() == [("ada", expected)]

    asyncio.run(visit())


def test_a_rotation_during_a_save_loses_nothing() -> None:
    """A request that rotates its session in one task while another task of it saves goes on with the new one."""

    async def visit() -> None:
        request = Request()
        session = await request.bring("ada", a=1)
        session["b"] = 2
        request.store.arrived.clear()
        request.store.gate.clear()
        rotating = asyncio.create_task(session.rotate())
        await request.store.arrived.wait()
        session["c"] = 3
        await request.during(session.save(), lambda: None)
        await rotating
        await session.save()
        assert session.issued is not None
        assert request.store.stored() == [("ada", {"a": 1, "b": 2, "c": 3})]

    asyncio.run(visit())


@pytest.mark.parametrize("done", [False, True])
def test_signing_out_during_a_save_is_signing_out(done: bool) -> None:
    """A save that ends after the session was signed out does not give it back, whichever the store has done first."""

    async def visit() -> None:
        request = Request()
        session = await request.bring("ada", a=1)
        request.store.waits_afterwards = done
        session["b"] = 2
        await request.during(session.save(), session.sign_out)
        assert (session.record, session.subject, dict(session)) == (None, None, {})
        assert request.store.stored() == []

    asyncio.run(visit())


def test_what_is_put_in_while_somebody_else_signs_in_is_theirs() -> None:
    """While somebody else signs in, nothing is seen of the one before, and what is put in is kept for the next one."""

    async def visit() -> None:
        request = Request()
        session = await request.bring("ada", cart=["apple"])
        session["note"] = "ada's"

        def meanwhile() -> None:
            assert dict(session) == {}
            session["greeting"] = "hello"

        await request.during(session.sign_in("bob"), meanwhile)
        await session.save()
        assert request.store.stored() == [("bob", {"greeting": "hello"})]

    asyncio.run(visit())


def test_a_sign_in_that_fails_takes_nothing_away() -> None:
    """If the store fails while somebody else signs in, the session is that of the one before, changes and all."""

    async def visit() -> None:
        request = Request()
        session = await request.bring("ada", cart=["apple"])
        session["note"] = "mine"
        request.store.error = ConnectionError("the store is away")
        with pytest.raises(ConnectionError):
            await request.during(session.sign_in("bob"), lambda: session.update(more=1))
        assert (session.subject, dict(session)) == ("ada", {"cart": ["apple"], "note": "mine", "more": 1})
        with pytest.raises(ConnectionError):
            await request.during(session.sign_in("bob"), session.sign_out)
        assert (session.subject, dict(session)) == (None, {})

    asyncio.run(visit())


@pytest.mark.parametrize("discover", [RequestSession.rotate, RequestSession.save], ids=["rotate", "save"])
def test_what_is_put_into_a_session_that_is_gone_is_dropped(
    discover: Callable[[RequestSession], Coroutine[Any, Any, None]], caplog: pytest.LogCaptureFixture
) -> None:
    """Once the session of a request turns out to have been revoked, nothing is stored for it, and no token is made."""

    async def visit() -> None:
        request = Request()
        session = await request.bring("ada", cart=["apple"])
        session["pear"] = 1
        record = session.record
        assert record is not None
        await request.manager.revoke(record.id)
        await discover(session)
        assert (session.record, session.subject, dict(session)) == (None, None, {})
        for _ in range(2):
            session["admin"] = True
            await session.save()
            assert (session.issued, session.withdrawn, dict(session)) == (None, False, {})
        await session.sign_out()
        session["message"] = "Goodbye"
        await session.save()
        assert (session.issued, session.withdrawn) == (None, False)
        assert request.store.stored() == []

    asyncio.run(visit())
    lost = "what was put into a session that was over is lost: "
    assert caplog.messages == [f"{lost}admin", f"{lost}admin", f"{lost}message"]


def test_who_signs_in_after_a_session_is_gone_begins_anew(caplog: pytest.LogCaptureFixture) -> None:
    """A sign-in makes a session again, into which nothing goes that was meant for the one that is gone."""

    async def visit() -> None:
        request = Request()
        session = await request.bring("ada", cart=["apple"])
        record = session.record
        assert record is not None
        await request.manager.revoke(record.id)
        await session.rotate()
        session["admin"] = True
        await session.sign_in("bob")
        session["greeting"] = "hello"
        await session.save()
        assert session.issued is not None
        assert request.store.stored() == [("bob", {"greeting": "hello"})]
        await session.sign_out()
        session["message"] = "Goodbye"
        await session.save()
        assert request.store.stored() == [(None, {"message": "Goodbye"})]

    asyncio.run(visit())
    assert caplog.messages == ["what was put into a session that was over is lost: admin"]


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
