"""The wheel that knows which sessions end when: exact to the instant, and nothing is lost on the way."""

from __future__ import annotations

from math import inf, nan, nextafter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from session_timeout import Session, SessionId, Timestamp
from session_timeout.expiry_wheel import BUCKET_SECONDS, ExpiryWheel


class Sessions(dict[SessionId, Session]):
    """Sessions together with the wheel that orders them, changed as a store changes them."""

    def __init__(self, **deadlines: Timestamp) -> None:
        super().__init__()
        self.wheel = ExpiryWheel(self)
        for name, deadline in deadlines.items():
            self.put(name, deadline)

    def put(self, name: str, deadline: Timestamp) -> None:
        """Insert a session, or move its deadline."""
        session_id = SessionId(name.encode())
        if session_id in self:
            self.wheel.move(session_id, self[session_id].deadline, deadline)
        else:
            self.wheel.add(session_id, deadline)
        self[session_id] = Session(session_id, 0.0, deadline, inf)

    def drop(self, name: str) -> None:
        """Remove a session."""
        session = self.pop(SessionId(name.encode()))
        self.wheel.remove(session.id, session.deadline)

    def take(self, now: Timestamp, limit: int = 1_000) -> tuple[str, bool]:
        """Remove what the wheel says has ended; the names in order, and whether there may be more."""
        ended, more = self.wheel.take(now, limit)
        assert len(set(ended)) == len(ended)
        for session_id in ended:
            del self[session_id]
        return "".join(sorted(session_id.decode() for session_id in ended)), more


def test_what_has_ended_is_taken_and_nothing_else() -> None:
    """At a moment inside a bucket, what ends up to that instant is taken, the rest of the bucket stays."""
    sessions = Sessions(a=1.0, b=nextafter(20.0, 0), c=20.0, d=nextafter(20.0, 99), e=29.9, f=30.0)
    assert sessions.take(20.0) == ("abc", False)
    assert sessions.take(20.0) == ("", False)
    assert sessions.take(29.9) == ("de", False)
    assert sessions.take(nextafter(30.0, 0)) == ("", False)
    assert sessions.take(30.0) == ("f", False)
    assert sessions.take(inf) == ("", False)


@pytest.mark.parametrize("border", [0.0, 15.0, -15.0, 1.5e9, 15.0 * 2**52, 15.0 * 2**70, -15.0 * 2**60, 1.4e17 + 16])
def test_borders_of_buckets_are_exact(border: float) -> None:
    """Around the border of a bucket, at any size of a float, each session is taken at its own instant."""
    before, after = nextafter(border, -inf), nextafter(border, inf)
    sessions = Sessions(a=before, b=border, c=after)
    assert sessions.take(nextafter(before, -inf)) == ("", False)
    assert sessions.take(before) == ("a", False)
    assert sessions.take(border) == ("b", False)
    assert sessions.take(after) == ("c", False)


def test_a_moment_may_be_a_whole_number() -> None:
    """Deadlines and moments given as int mean the same as floats."""
    sessions = Sessions(a=30, b=31)
    assert sessions.take(29) == ("", False)
    assert sessions.take(30) == ("a", False)
    assert sessions.take(31.0) == ("b", False)


def test_at_most_the_limit_is_looked_at() -> None:
    """One call looks at as many entries as it may, taken or not, and says whether there may be more."""
    sessions = Sessions(a=1.0, b=2.0, c=16.0, d=29.0, e=29.0, f=17.0)
    taken = [sessions.take(17.0, 2) for _ in range(5)]
    assert [more for _, more in taken] == [True, True, False, False, False]
    assert "".join(sorted("".join(names for names, _ in taken))) == "abcf"
    assert sessions.take(29.0, 2) == ("de", False)


def test_the_limit_holds_for_what_was_put_in_order_too() -> None:
    """Sessions of the present bucket that end one after another are taken a limit's worth at a time."""
    sessions = Sessions(a=20.0, b=21.0, c=22.0, d=29.0)
    assert sessions.take(16.0) == ("", False)
    assert sessions.take(22.0, 2) == ("ab", True)
    assert sessions.take(22.0, 2) == ("c", False)
    assert sessions.take(28.0, 1) == ("", False)
    assert sessions.take(29.0, 1) == ("d", False)


def test_a_bucket_is_put_in_order_once() -> None:
    """After the present bucket was looked at, another look costs nothing for what stays in it."""
    sessions = Sessions(**{f"s{number}": 29.0 for number in range(50)})
    assert sessions.take(16.0, 50) == ("", False)
    assert sessions.take(17.0, 0) == ("", False)


def test_a_session_moved_out_of_the_present_is_not_taken() -> None:
    """A session that was put in order and then prolonged or dropped is not taken at its old deadline."""
    sessions = Sessions(a=20.0, b=21.0, c=22.0)
    assert sessions.take(16.0) == ("", False)
    sessions.put("a", 40.0)
    sessions.drop("b")
    assert sessions.take(30.0) == ("c", False)
    assert sessions.take(40.0) == ("a", False)


def test_a_session_moved_away_and_back_is_taken_once() -> None:
    """A session that comes back to its old deadline, by way of another bucket, is met twice and taken once."""
    sessions = Sessions(a=20.0, b=20.0)
    assert sessions.take(16.0) == ("", False)
    sessions.put("a", 40.0)
    sessions.put("a", 20.0)
    assert sessions.take(20.0) == ("ab", False)
    assert sessions.take(99.0) == ("", False)
    sessions = Sessions(a=20.0)
    for deadline in (20.0, 20.0, 40.0, 20.0):
        assert sessions.take(16.0) == ("", False)
        sessions.put("a", deadline)
    assert sessions.take(20.0, 1) == ("a", True)
    assert sessions.take(20.0) == ("", False)


def test_a_session_moved_within_the_present_is_taken_at_its_last_deadline() -> None:
    """A session may move earlier or later within the bucket in which the present lies."""
    sessions = Sessions(a=20.0, b=25.0)
    assert sessions.take(16.0) == ("", False)
    sessions.put("a", 26.0)
    sessions.put("b", 19.0)
    assert sessions.take(19.0) == ("b", False)
    assert sessions.take(25.9) == ("", False)
    assert sessions.take(26.0) == ("a", False)


def test_an_id_that_comes_again_is_another_session() -> None:
    """A session that ended and came again under its id is not taken at the deadline of the one before."""
    sessions = Sessions(a=20.0)
    assert sessions.take(16.0) == ("", False)
    sessions.drop("a")
    sessions.put("a", 21.0)
    assert sessions.take(20.0) == ("", False)
    assert sessions.take(21.0) == ("a", False)
    sessions.put("a", 3.0)
    assert sessions.take(21.0) == ("a", False)


@pytest.mark.parametrize("deadline", [inf, -inf, nan])
def test_a_move_to_what_is_no_moment_forgets_nothing(deadline: float) -> None:
    """A session that cannot be moved stays where it is, and an infinite present finds it."""
    sessions = Sessions(a=20.0)
    with pytest.raises((OverflowError, ValueError)):
        sessions.wheel.move(SessionId(b"a"), 20.0, deadline)
    with pytest.raises((OverflowError, ValueError)):
        sessions.wheel.add(SessionId(b"b"), deadline)
    assert sessions.take(nan) == ("", False)
    assert sessions.take(inf) == ("a", False)


def test_time_may_go_back() -> None:
    """A clock that is set back loses nothing: what was put in order is taken when its moment comes."""
    sessions = Sessions(a=20.0, b=100.0)
    assert sessions.take(19.0) == ("", False)
    assert sessions.take(-50.0) == ("", False)
    sessions.put("c", -60.0)
    sessions.put("d", 5.0)
    assert sessions.take(-50.0) == ("c", False)
    assert sessions.take(20.0) == ("ad", False)
    assert sessions.take(100.0) == ("b", False)


def test_empty_buckets_are_dropped_when_their_time_has_come() -> None:
    """Buckets that were emptied are used again until their time, and are forgotten then."""
    sessions = Sessions(a=20.0, b=50.0, c=80.0)
    for name in "ab":
        sessions.drop(name)
    sessions.put("d", 21.0)
    sessions.drop("d")
    assert sorted(sessions.wheel._numbers) == [1, 3, 5]
    assert sessions.take(79.0) == ("", False)
    assert (sessions.wheel._buckets, sessions.wheel._numbers) == ({}, [])
    assert sessions.take(80.0) == ("c", False)
    assert sessions.wheel._present == []


def test_an_emptied_bucket_holds_no_memory() -> None:
    """A bucket through which ten thousand sessions went is as small as a new one."""
    sessions = Sessions(**{f"s{number}": 20.0 for number in range(10_000)})
    for number in range(10_000):
        sessions.put(f"s{number}", 40.0)
    assert sessions.wheel._buckets[1].__sizeof__() == {}.__sizeof__()


def test_what_is_not_there_may_be_forgotten() -> None:
    """To forget what the wheel does not hold is no error, with a bucket of its moment and without."""
    sessions = Sessions(a=20.0)
    sessions.wheel.remove(SessionId(b"x"), 20.0)
    sessions.wheel.remove(SessionId(b"x"), 90.0)
    assert sessions.take(20.0) == ("a", False)


moments = st.one_of(
    st.integers(-5, 5).map(lambda number: number * float(BUCKET_SECONDS)),
    st.floats(-50, 50),
    st.floats(allow_nan=False, allow_infinity=False),
)


@given(st.lists(moments, max_size=40), st.lists(moments, max_size=6), st.integers(1, 7))
def test_any_deadlines_are_taken_exactly(deadlines: list[float], looks: list[float], limit: int) -> None:
    """Whatever the deadlines, each look takes what has ended by then and was left before, in slices of any size."""
    sessions = Sessions(**{chr(0x100 + number): deadline for number, deadline in enumerate(deadlines)})
    for now in [*looks, inf]:
        ended = "".join(sorted(one.id.decode() for one in sessions.values() if one.deadline <= now))
        taken, more = "", True
        while more:
            names, more = sessions.take(now, limit)
            taken += names
        assert "".join(sorted(taken)) == ended
