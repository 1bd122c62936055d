"""The manager of sessions: signing in."""

from __future__ import annotations

from typing import Any

import pytest

from session_timeout import (
    InMemorySessionStore,
    SessionDataError,
)

from .desk import START, Desk, WatchedStore, run


# verifies: feat-session-security:IMPL_001/AC-6, feat-session-security:IMPL_001/AC-8
# verifies: feat-session-security:IMPL_001/AC-9
def test_signing_in_starts_over_and_carries_a_visitors_content() -> None:
    """The session has a new token, full timeouts and its subject, and the content that the visitor had gathered."""
    desk = Desk(timeout_seconds=100, absolute_timeout_seconds=1000)
    visitor = desk.create(None, cart=["apple"])
    desk.now += 50
    issued = run(desk.manager.sign_in("ada", visitor.session))
    session = issued.session
    assert (session.subject, session.content()) == ("ada", {"cart": ["apple"]})
    assert (session.created_at, session.deadline, session.absolute_deadline) == (START + 50, START + 150, START + 1050)
    assert desk.use(visitor) is None
    assert desk.good(issued) == session
    assert len(desk.store) == 1


def test_signing_in_again_as_the_same_subject_keeps_the_content() -> None:
    """Who proves once more who they are begins anew with what they had."""
    desk = Desk()
    first = desk.create("ada", cart=["apple"])
    second = run(desk.manager.sign_in("ada", first.session))
    assert second.session.content() == {"cart": ["apple"]}
    assert desk.use(first) is None


# verifies: feat-session-security:IMPL_001/AC-8
@pytest.mark.parametrize("content", [None, {"greeting": "hello"}])
def test_signing_in_as_somebody_else_carries_nothing_over(content: dict[str, Any] | None) -> None:
    """What one subject kept never reaches another: the new session has what it is given, and nothing else."""
    desk = Desk()
    before = desk.create("ada", cart=["apple"])
    issued = run(desk.manager.sign_in("bob", before.session, content))
    assert (issued.session.subject, issued.session.content()) == ("bob", content or {})
    assert desk.use(before) is None


# verifies: feat-session-security:IMPL_001/AC-7
def test_signing_in_as_somebody_else_is_one_step() -> None:
    """The session before is not ended unless the new one takes its place, for which a full store has room, too."""
    desk = Desk()
    desk.store = WatchedStore(max_sessions=1)
    desk.manager.store = desk.store
    before = desk.create("ada", cart=["apple"])
    with pytest.raises(SessionDataError):
        run(desk.manager.sign_in("bob", before.session, {"wrong": object()}))

    async def is_there() -> None:
        assert desk.store.stored() == [before.session]

    desk.store.before_change = [is_there]
    issued = run(desk.manager.sign_in("bob", before.session))
    assert desk.store.before_change == []
    assert desk.store.stored() == [issued.session]


@pytest.mark.parametrize("content", [None, {"greeting": "hello"}])
def test_signing_in_as_somebody_else_takes_no_late_change_along(content: dict[str, Any] | None) -> None:
    """What another request puts into the session before, while somebody else signs in, does not reach them either."""
    desk = Desk()
    before = desk.create("ada", cart=["apple"])
    desk.store.before_change = [
        lambda: InMemorySessionStore.update(desk.store, before.session.id, 0, b'{"cart":["pear"],"pin":1}', desk.now)
    ]
    issued = run(desk.manager.sign_in("bob", before.session, content))
    assert issued.session.content() == (content or {})
    assert desk.store.stored() == [issued.session]


@pytest.mark.parametrize("content", [None, {"a": 2}])
@pytest.mark.parametrize("subject", [None, "ada"])
def test_signing_in_works_though_the_session_before_has_ended(
    subject: str | None, content: dict[str, Any] | None
) -> None:
    """Who signs in while the session before ends has what the request gives, or else what was read of that session."""
    desk = Desk()
    before = desk.create(subject, a=1)
    run(desk.manager.revoke(before.session.id))
    issued = run(desk.manager.sign_in("ada", before.session, content))
    assert desk.good(issued).subject == "ada"
    assert issued.session.content() == (content or {"a": 1})


def test_somebody_else_gets_nothing_of_a_session_that_has_ended() -> None:
    """What was read of another subject's session is not carried over when that has ended in the meantime."""
    desk = Desk()
    before = desk.create("ada", a=1)
    run(desk.manager.revoke(before.session.id))
    assert run(desk.manager.sign_in("bob", before.session)).session.content() == {}


def test_a_visitor_who_signs_in_twice_at_once_keeps_the_content_in_both_sessions() -> None:
    """Of two sign-ins that overlap, the one that finds the visitor's session replaced has its content all the same."""
    desk = Desk()
    visitor = desk.create(None, cart=["apple"])
    first, second = (run(desk.manager.sign_in("ada", visitor.session)) for _ in range(2))
    assert [desk.good(one).content() for one in (first, second)] == [{"cart": ["apple"]}] * 2


def test_signing_in_without_a_session_before() -> None:
    """A visitor who had no session gets one, with the content that is given."""
    desk = Desk()
    issued = run(desk.manager.sign_in("ada", content={"a": 1}))
    assert (issued.session.subject, desk.good(issued).content()) == ("ada", {"a": 1})
