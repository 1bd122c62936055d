"""The manager of sessions: timeouts that change while sessions live."""

from __future__ import annotations

import pytest

from session_timeout import (
    SessionConfig,
)

from .desk import HOUR, START, Desk, run


def test_a_shortened_timeout_holds_at_the_next_use() -> None:
    """A session that was to live for hours lives for the new timeout from its next use on."""
    desk = Desk(timeout_seconds=10 * HOUR)
    issued = desk.create()
    desk.config = SessionConfig(timeout_seconds=60)
    assert desk.good(issued).deadline == START + 60
    desk.now += 60
    assert desk.use(issued) is None


@pytest.mark.parametrize("refresh", [True, False])
def test_a_timeout_that_is_shortened_by_a_second_holds_at_the_next_use(refresh: bool) -> None:
    """However small the difference, from its next use on a session lives for the new timeout at most."""
    desk = Desk(timeout_seconds=100, refresh_on_access=refresh)
    issued = desk.create("ada")
    desk.config = SessionConfig(timeout_seconds=99, refresh_on_access=refresh)
    assert desk.good(issued).deadline == START + 99
    assert desk.good(issued).deadline == START + 99
    assert desk.store.touches == [START + 99]
    desk.now += 99
    assert desk.use(issued) is None


def test_a_deadline_that_is_near_enough_already_is_left_where_use_does_not_renew() -> None:
    """A shortened timeout draws no deadline in that lies before the end of it, and never moves one on."""
    desk = Desk(timeout_seconds=100, refresh_on_access=False)
    issued = desk.create("ada")
    desk.config = SessionConfig(timeout_seconds=60, refresh_on_access=False)
    desk.now += 40
    assert desk.good(issued) == issued.session
    desk.now += 59
    assert desk.good(issued) == issued.session
    assert desk.store.touches == []


@pytest.mark.parametrize("refresh", [True, False])
def test_a_session_is_over_that_has_lived_for_as_long_as_the_present_absolute_timeout(refresh: bool) -> None:
    """A shortened absolute timeout counts from the beginning of each session, to the instant, and ends it for good."""
    desk = Desk(timeout_seconds=1000, absolute_timeout_seconds=1000, refresh_on_access=refresh)
    issued, other = desk.create("ada"), desk.create("ada")
    desk.config = SessionConfig(timeout_seconds=300, absolute_timeout_seconds=300, refresh_on_access=refresh)
    desk.now = START + 299.5
    assert desk.good(issued).deadline == START + 300
    assert run(desk.manager.sessions("ada")) == [desk.good(issued), other.session]
    desk.now = START + 300
    assert run(desk.manager.sessions("ada")) == []
    assert desk.use(issued) is None
    assert desk.use(other) is None
    desk.config = SessionConfig(timeout_seconds=1000, absolute_timeout_seconds=1000)
    assert desk.use(other) is None


def test_a_shortened_absolute_timeout_holds_for_what_use_and_rotation_renew() -> None:
    """No renewal goes beyond it, and a rotated session has it as its absolute deadline."""
    desk = Desk(timeout_seconds=300, absolute_timeout_seconds=1000)
    issued = desk.create("ada")
    desk.config = SessionConfig(timeout_seconds=300, absolute_timeout_seconds=400)
    desk.now += 200
    session = desk.good(issued)
    assert session.deadline == START + 400
    rotated = run(desk.manager.rotate(session))
    assert rotated is not None
    assert (rotated.session.deadline, rotated.session.absolute_deadline) == (START + 400, START + 400)


def test_lengthened_timeouts_leave_the_absolute_deadline() -> None:
    """A longer timeout holds from the next renewal on; a longer absolute timeout not for sessions that are there."""
    desk = Desk(timeout_seconds=100, absolute_timeout_seconds=300)
    issued = desk.create("ada")
    desk.config = SessionConfig(timeout_seconds=200, absolute_timeout_seconds=900)
    assert desk.good(issued).deadline == START + 200
    desk.now += 150
    assert desk.good(issued).deadline == START + 300
    rotated = run(desk.manager.rotate(desk.good(issued)))
    assert rotated is not None
    assert rotated.session.absolute_deadline == START + 300


def test_a_rotation_draws_the_end_in_where_use_does_not_renew() -> None:
    """A timeout that was shortened holds for a session that is rotated as it was read before."""
    desk = Desk(timeout_seconds=100, refresh_on_access=False)
    issued = desk.create("ada")
    desk.config = SessionConfig(timeout_seconds=60, refresh_on_access=False)
    rotated = run(desk.manager.rotate(issued.session))
    assert rotated is not None
    assert rotated.session.deadline == START + 60


# verifies: feat-session-timeout:IMPL_003/AC-1, feat-session-timeout:IMPL_003/AC-4
def test_the_configuration_is_asked_at_each_use() -> None:
    """Of two sessions, each gets the timeout that holds when it begins; renewal can be switched off in between."""
    desk = Desk(timeout_seconds=60)
    first = desk.create()
    desk.config = SessionConfig(timeout_seconds=120, absolute_timeout_seconds=130, refresh_on_access=False)
    second = desk.create()
    assert (first.session.deadline, second.session.deadline) == (START + 60, START + 120)
    assert (first.session.absolute_deadline, second.session.absolute_deadline) == (START + 43_200, START + 130)
    desk.now += 59
    assert desk.good(first).deadline == START + 60
