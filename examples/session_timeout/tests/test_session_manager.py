"""The manager of sessions: tokens, deadlines, renewal, rotation, signing in, and what it never tells."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
import secrets
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from session_timeout import (
    InMemorySessionStore,
    IssuedSession,
    Session,
    SessionConfig,
    SessionManager,
    session_id,
    session_manager,
)

from .desk import HOUR, START, Desk, WatchedStore, run


# verifies: feat-session-security:IMPL_001/AC-1
def test_a_token_is_256_random_bits_of_the_operating_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """A token is what ``secrets`` makes of 32 bytes, and fits a cookie and a URL."""
    asked = []
    make = secrets.token_urlsafe

    def token_urlsafe(count: int) -> str:
        asked.append(count)
        return make(count)

    monkeypatch.setattr(secrets, "token_urlsafe", token_urlsafe)
    desk = Desk()
    first = desk.create()
    second = run(desk.manager.rotate(first.session))
    third = run(desk.manager.sign_in("ada"))
    assert second is not None
    assert asked == [32, 32, 32]
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", one.token) for one in (first, second, third))


def test_no_two_tokens_are_the_same() -> None:
    """A thousand sessions have a thousand tokens and ids."""
    desk = Desk()
    desk.store = WatchedStore(max_sessions=1000)
    desk.manager.store = desk.store
    assert len({desk.create().token for _ in range(1000)}) == len(desk.store) == 1000


# verifies: feat-session-security:IMPL_001/AC-2
def test_the_store_knows_the_digest_and_not_the_token() -> None:
    """The id is the SHA-256 digest of the token, and nothing that is stored holds the token."""
    desk = Desk()
    issued = desk.create("ada", colour="red")
    assert issued.session.id == session_id(issued.token) == hashlib.sha256(issued.token.encode()).digest()
    assert [session.id for session in desk.store.stored()] == [issued.session.id]
    for field in Session.__struct_fields__:
        assert issued.token not in str(getattr(issued.session, field))


# verifies: feat-session-security:IMPL_001/AC-3
def test_neither_log_nor_representation_tells_a_token_or_data(caplog: pytest.LogCaptureFixture) -> None:
    """Whatever the manager does, a log at DEBUG and the shown values hold no token, no whole id and no data."""
    desk = Desk()
    caplog.set_level(logging.DEBUG)

    async def do_everything() -> list[IssuedSession]:
        manager, content = desk.manager, {"key-of-data": "value-of-data"}
        first = await manager.create(None, content)
        desk.now += HOUR / 2
        await manager.validate(first.token)
        await manager.validate(first.token[:-1])
        await manager.validate("A" * 43)
        saved = await manager.save(first.session, content | {"more": "value-of-data"})
        second = await manager.rotate(saved or first.session)
        third = await manager.sign_in("ada", second.session if second else None)
        fourth = await manager.sign_in("bob", third.session, content)
        fifth = await manager.create("bob", content)
        assert len(await manager.sessions("bob")) == 2
        await manager.revoke_all("bob", keep=fifth.session.id)
        await manager.revoke(fifth.session.id)
        await manager.cleanup()
        assert second is not None
        return [first, second, third, fourth, fifth]

    issued = run(do_everything())
    told = caplog.text + "".join(f"{one!r} {one} {one.session!r} {one.session}" for one in issued)
    assert caplog.records
    for one in issued:
        assert one.token not in told
        assert one.session.id.hex() not in told
        assert one.session.id.hex()[:12] in told
    assert "of-data" not in told


# verifies: feat-session-security:IMPL_001/AC-5
@pytest.mark.parametrize(
    "token",
    ["", "x", "A" * 42, "A" * 44, "A" * 1_000_000, "é" * 43, "\ud800" * 43, "🔑" * 43, "\0" * 42, " "],
    ids=lambda token: f"{len(token)} characters",
)
def test_a_malformed_token_is_not_even_hashed(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token of another shape costs no digest and no look-up, and raises nothing."""
    desk = Desk()
    monkeypatch.setattr(session_manager, "session_id", lambda _: pytest.fail("it was hashed"))
    assert run(desk.manager.validate(token)) is None
    assert desk.store.reads == []


# verifies: feat-session-security:IMPL_001/AC-4
def test_an_unknown_token_is_never_adopted() -> None:
    """A token of the right shape that nobody was given opens nothing, and nothing is stored for it."""
    desk = Desk()
    foreign = Desk().create("ada").token
    for token in (foreign, "A" * 43, "\0" * 43, secrets.token_urlsafe(32)):
        assert run(desk.manager.validate(token)) is None
    assert desk.store.stored() == []
    assert foreign != run(desk.manager.sign_in("ada")).token


def test_an_id_is_no_token() -> None:
    """Who has read the store cannot use what stands there in the place of a token."""
    desk = Desk()
    issued = desk.create("ada")
    for text in (issued.session.id.hex(), issued.session.id.hex()[:43]):
        assert run(desk.manager.validate(text)) is None


# verifies: feat-session-timeout:IMPL_003/AC-1
def test_a_session_begins_now_and_has_both_deadlines() -> None:
    """A session ends one timeout after it began, and at the latest one absolute timeout after."""
    session = Desk(timeout_seconds=100, absolute_timeout_seconds=1000).create("ada", colour="red").session
    assert (session.created_at, session.deadline, session.absolute_deadline) == (START, START + 100, START + 1000)
    assert (session.subject, session.content(), session.version) == ("ada", {"colour": "red"}, 0)


@pytest.mark.parametrize("content", [None, {}])
def test_a_session_may_be_anonymous_and_empty(content: dict[str, Any] | None) -> None:
    """A visitor who has not signed in may have a session without content."""
    desk = Desk()
    issued = run(desk.manager.create(None, content))
    assert (issued.session.subject, issued.session.content()) == (None, {})
    assert desk.good(issued) == issued.session


# verifies: feat-session-timeout:IMPL_003/AC-2
@pytest.mark.parametrize("refresh", [True, False])
def test_a_session_ends_at_its_deadline_and_not_before(refresh: bool) -> None:
    """It is good until the last moment before its deadline, and not at the deadline itself."""
    desk = Desk(timeout_seconds=100, refresh_on_access=False)
    issued = desk.create()
    desk.now = START + 99.999
    assert desk.use(issued) == issued.session
    desk.now = START + 100
    desk.config = SessionConfig(timeout_seconds=100, refresh_on_access=refresh)
    assert desk.use(issued) is None


# verifies: feat-session-timeout:IMPL_003/AC-3
def test_use_moves_the_end_on() -> None:
    """Where renewal is on, a session that is used lives for another timeout from then."""
    desk = Desk(timeout_seconds=100)
    issued = desk.create()
    for _ in range(5):
        desk.now += 99
        assert desk.good(issued).deadline == desk.now + 100
    desk.now += 100
    assert desk.use(issued) is None


# verifies: feat-session-timeout:IMPL_003/AC-3
def test_use_leaves_the_end_where_renewal_is_off() -> None:
    """Where renewal is off, a session ends when it was to end when it began, and nothing is written."""
    desk = Desk(timeout_seconds=100, refresh_on_access=False)
    issued = desk.create()
    desk.now += 99
    assert desk.good(issued).deadline == START + 100
    assert desk.store.touches == []


@pytest.mark.parametrize(("fraction", "writes"), [(0.0, 50), (0.1, 5), (0.25, 2), (0.5, 1)])
def test_a_renewal_is_written_once_a_fraction(fraction: float, writes: int) -> None:
    """Of fifty uses in fifty seconds of a timeout of a hundred, those are written that move the end by the fraction."""
    desk = Desk(timeout_seconds=100, refresh_fraction=fraction)
    issued = desk.create()
    for _ in range(50):
        desk.now += 1
        desk.good(issued)
    assert len(desk.store.touches) == writes


def test_a_session_that_ends_while_it_is_renewed_is_no_session() -> None:
    """A revocation between the reading and the renewal of a session counts."""
    desk = Desk()
    issued = desk.create()
    desk.now += HOUR / 2
    desk.store.before_change.append(lambda: desk.manager.revoke(issued.session.id))
    assert desk.use(issued) is None
    assert desk.store.stored() == []


# verifies: feat-session-timeout:IMPL_003/AC-4
def test_without_a_provider_the_environment_configures(monkeypatch: pytest.MonkeyPatch) -> None:
    """A manager that is given no configuration takes that of the environment."""
    monkeypatch.setenv("SESSION_TIMEOUT_SECONDS", "77")
    manager = SessionManager(InMemorySessionStore(), clock=lambda: START)
    assert run(manager.create()).session.deadline == START + 77


# verifies: feat-session-security:IMPL_001/AC-15
@settings(deadline=None)
@given(
    timeout=st.integers(60, 1000),
    longer=st.integers(0, 5000),
    fraction=st.floats(0, 0.5),
    steps=st.lists(st.tuples(st.sampled_from(["use", "rotate", "save"]), st.floats(0, 400)), max_size=40),
)
@example(timeout=60, longer=0, fraction=0.5, steps=[("use", 59.0), ("use", 0.5), ("use", 0.5)])
def test_no_sequence_of_uses_outlives_the_absolute_deadline(
    timeout: int, longer: int, fraction: float, steps: list[tuple[str, float]]
) -> None:
    """However a session is used, saved and rotated, it is good exactly until the deadline that a simple sum gives."""
    desk = Desk(timeout_seconds=timeout, absolute_timeout_seconds=timeout + longer, refresh_fraction=fraction)
    end = START + timeout + longer
    with asyncio.Runner() as runner:
        issued = runner.run(desk.manager.create())
        deadline = issued.session.deadline
        for action, pause in steps:
            desk.now += pause
            session = runner.run(desk.manager.validate(issued.token))
            assert (session is not None) is (desk.now < deadline)
            if session is None:
                assert desk.now >= deadline
                return
            wanted = min(desk.now + timeout, end)
            deadline = wanted if wanted - deadline >= fraction * timeout else deadline
            assert session.deadline == deadline <= session.absolute_deadline == end
            assert desk.now < end
            if action == "rotate":
                rotated = runner.run(desk.manager.rotate(session))
                assert rotated is not None
                deadline = min(desk.now + timeout, end)
                assert (rotated.session.deadline, rotated.session.absolute_deadline) == (deadline, end)
                issued = rotated
            elif action == "save":
                assert runner.run(desk.manager.save(session, {"at": desk.now})) is not None


@settings(deadline=None)
@given(st.lists(st.floats(-1000, 1000), max_size=30))
def test_a_clock_that_goes_backwards_does_no_harm(steps: list[float]) -> None:
    """Nothing is raised, no session passes its absolute deadline, and one that is seen as good has time left."""
    desk = Desk(timeout_seconds=600, absolute_timeout_seconds=1200)
    with asyncio.Runner() as runner:
        issued = runner.run(desk.manager.create("ada"))
        for step in steps:
            desk.now += step
            session = runner.run(desk.manager.validate(issued.token))
            if session is None:
                continue
            assert desk.now < session.deadline <= session.absolute_deadline == START + 1200
            assert session.deadline - desk.now <= 600
        assert runner.run(desk.manager.cleanup()) in (0, 1)
