"""The store in memory against a dictionary: whatever is called in whatever order at whatever time, the two agree."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from math import ceil, inf, nextafter
from unittest.mock import patch

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from session_timeout import (
    DuplicateSessionError,
    InMemorySessionStore,
    Session,
    SessionConflictError,
    SessionId,
    StoreFullError,
    Timestamp,
    memory_store,
)
from session_timeout.expiry_wheel import BUCKET_SECONDS

from .by_hand import run, sample, steps

IDS = [sample(number).id for number in range(7)]
SUBJECTS = ["ann", "bob"]
ids = st.sampled_from(IDS)
subjects = st.sampled_from([*SUBJECTS, None])
versions = st.sampled_from([0, 0, 0, 1])
"""How far behind the version is that a caller knows."""
offsets = st.sampled_from([-20.0, -1.0, 0.0, 0.25, 1.0, 7.0, 14.0, 15.0, 29.0, 100.0, 5_000.0])
places = st.sampled_from(["as it is", "an instant earlier", "an instant later", "border", "before the border"])


def moment(base: Timestamp, offset: float, place: str) -> Timestamp:
    """Return a moment that lies so far from another one, or at the next border of a bucket from there."""
    there = base + offset
    border = float(ceil(there / BUCKET_SECONDS) * BUCKET_SECONDS)
    return {
        "as it is": there,
        "an instant earlier": nextafter(there, -inf),
        "an instant later": nextafter(there, inf),
        "border": border,
        "before the border": nextafter(border, -inf),
    }[place]


class StoreMachine(RuleBasedStateMachine):
    """Calls a store and does the same to a dictionary of its records, ended ones included until they are removed."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1_000.0
        self.model: dict[SessionId, Session] = {}
        self.cleanup: Iterator[int | None] | None = None
        self.cleanup_now = self.now
        self.counted = 0
        self.slice = patch.object(memory_store, "SLICE", 2)

    @initialize(limit=st.sampled_from([2, 5, 1_000_000]), size=st.sampled_from([2, 3, 1_000]))
    def begin(self, limit: int, size: int) -> None:
        """Make an empty store, which removes a few sessions at a time."""
        self.limit = limit
        self.store = InMemorySessionStore(max_sessions=limit)
        self.slice = patch.object(memory_store, "SLICE", size)
        self.slice.start()

    def teardown(self) -> None:
        """Put the size of a slice back."""
        with contextlib.suppress(RuntimeError):  # where no store was made
            self.slice.stop()

    def live(self, session_id: SessionId) -> Session | None:
        """Return a session of the model that has not ended."""
        session = self.model.get(session_id)
        return session if session is not None and self.now < session.deadline else None

    def follow_removals(self, now: Timestamp) -> int:
        """Remove from the model what the store chose to remove; all of it has ended. Returns how many."""
        gone = [session_id for session_id in self.model if session_id not in self.store._sessions]
        for session_id in gone:
            assert self.model.pop(session_id).deadline <= now
        return len(gone)

    @rule(offset=offsets, place=places)
    def pass_time(self, offset: float, place: str) -> None:
        """Let time pass, or set the clock back a little."""
        self.now = moment(self.now, offset, place)

    @precondition(lambda self: self.model)
    @rule(data=st.data(), instants=st.sampled_from([-1, 0, 1]))
    def go_to_a_deadline(self, data: st.DataObject, instants: int) -> None:
        """Go to the very moment at which a session ends, or to the float before or after it."""
        deadline = data.draw(st.sampled_from(sorted(one.deadline for one in self.model.values())))
        self.now = deadline if instants == 0 else nextafter(deadline, inf * instants)

    @rule(session_id=ids, offset=offsets, place=places, more=offsets, subject=subjects)
    def create(self, session_id: SessionId, offset: float, place: str, more: float, subject: str | None) -> None:
        """Create a session, perhaps one that has ended already, perhaps with deadlines that disagree."""
        deadline = moment(self.now, offset, place)
        session = Session(session_id, self.now, deadline, deadline + more, subject)
        if session.absolute_deadline < deadline:
            with pytest.raises(ValueError, match="the absolute deadline is"):
                run(self.store.create(session, self.now))
            return
        if self.live(session_id):
            with pytest.raises(DuplicateSessionError):
                run(self.store.create(session, self.now))
            return
        self.model.pop(session_id, None)
        full = len(self.model) >= self.limit
        if full and all(self.now < one.deadline for one in self.model.values()):
            with pytest.raises(StoreFullError):
                run(self.store.create(session, self.now))
            return
        run(self.store.create(session, self.now))
        assert (self.follow_removals(self.now) > 0) == full
        self.model[session_id] = session

    @rule(near=st.lists(st.sampled_from([1.0, 2.0, 100.0]), min_size=3, max_size=len(IDS)), subject=subjects)
    def create_several(self, near: list[float], subject: str | None) -> None:
        """Create sessions of one subject, more than a slice of them, most of which end soon."""
        for session_id, offset in zip(IDS, near, strict=False):
            self.create(session_id, offset, "as it is", 50.0, subject)

    @rule(session_id=ids, behind=versions, data=st.binary(max_size=3))
    def update(self, session_id: SessionId, behind: int, data: bytes) -> None:
        """Write data, perhaps knowing an outdated version."""
        old = self.live(session_id)
        version = old.version - behind if old else behind
        call = self.store.update(session_id, version, data, self.now)
        if old and behind:
            with pytest.raises(SessionConflictError):
                run(call)
            return
        new = replace(old, data=data, version=version + 1) if old else None
        assert run(call) == new
        if new:
            self.model[session_id] = new

    @rule(session_id=ids, offset=offsets, place=places)
    def touch(self, session_id: SessionId, offset: float, place: str) -> None:
        """Move a deadline, perhaps into the past or to where it is."""
        old = self.live(session_id)
        deadline = moment(self.now, offset, place)
        new = replace(old, deadline=min(deadline, old.absolute_deadline)) if old else None
        assert run(self.store.touch(session_id, deadline, self.now)) == new
        if new:
            self.model[session_id] = new

    @precondition(lambda self: self.model)
    @rule(data=st.data(), away=offsets)
    def touch_away_and_back(self, data: st.DataObject, away: float) -> None:
        """Move a deadline away and back to the very same moment."""
        old = data.draw(st.sampled_from(sorted(self.model.values(), key=lambda one: one.id)))
        if self.live(old.id) and self.now < old.deadline + away <= old.absolute_deadline >= old.deadline:
            assert run(self.store.touch(old.id, old.deadline + away, self.now))
            assert run(self.store.touch(old.id, old.deadline, self.now)) == old

    @rule(session_id=ids, other=ids, behind=versions, offset=offsets, place=places, subject=subjects)
    def rotate(
        self, session_id: SessionId, other: SessionId, behind: int, offset: float, place: str, subject: str | None
    ) -> None:
        """Put another session in the place of one, perhaps one whose id is taken."""
        old, taken = self.live(session_id), self.live(other)
        version = old.version - behind if old else behind
        new = Session(other, self.now, moment(self.now, offset, place), self.now + 50, subject)
        call = self.store.rotate(session_id, version, new, self.now)
        if new.absolute_deadline < new.deadline:
            with pytest.raises(ValueError, match="the absolute deadline is"):
                run(call)
            return
        if old and (behind or taken):
            with pytest.raises(SessionConflictError if behind else DuplicateSessionError):
                run(call)
            return
        assert run(call) == (new if old else None)
        if old:
            del self.model[session_id]
            self.model[other] = new

    @rule(session_id=ids)
    def delete(self, session_id: SessionId) -> None:
        """Delete a session that is there or not."""
        run(self.store.delete(session_id))
        self.model.pop(session_id, None)

    @rule(subject=st.sampled_from(SUBJECTS), keep=st.one_of(st.none(), ids))
    def delete_subject(self, subject: str, keep: SessionId | None) -> None:
        """Delete all sessions of a subject, but for one perhaps."""
        gone = [one.id for one in self.model.values() if one.subject == subject and one.id != keep]
        assert run(self.store.delete_subject(subject, keep)) == len(gone)
        for session_id in gone:
            del self.model[session_id]

    @rule()
    def clean_up(self) -> None:
        """Clean up: the count is that of the ended sessions which nothing had removed yet."""
        ended = sum(one.deadline <= self.now for one in self.model.values())
        assert run(self.store.cleanup(self.now)) == ended
        assert self.follow_removals(self.now) == ended

    @precondition(lambda self: self.cleanup is None)
    @rule()
    def begin_cleanup(self) -> None:
        """Remove the first slice of a clean-up; others come in between."""
        self.cleanup, self.cleanup_now, self.counted = steps(self.store.cleanup(self.now)), self.now, 0
        self.go_on_with_cleanup()

    @precondition(lambda self: self.cleanup is not None)
    @rule()
    def go_on_with_cleanup(self) -> None:
        """Let a clean-up remove a slice; at its end, nothing is left that had ended at its moment."""
        assert self.cleanup is not None
        result = next(self.cleanup)
        self.counted += self.follow_removals(self.cleanup_now)
        if result is not None:
            assert result == self.counted
            assert all(self.cleanup_now < one.deadline for one in self.model.values())
            self.cleanup = None

    @precondition(lambda self: self.cleanup is not None)
    @rule()
    def cancel_cleanup(self) -> None:
        """Give a clean-up up halfway."""
        self.cleanup = None

    @invariant()
    def every_read_agrees(self) -> None:
        """Each id reads as the model has it, now."""
        for session_id in IDS:
            assert run(self.store.read(session_id, self.now)) == self.live(session_id)
        assert len(self.store) == len(self.model)

    @invariant()
    def every_list_agrees(self) -> None:
        """Each subject's sessions are those of the model, the oldest first."""
        for subject in SUBJECTS:
            listed = run(self.store.list_subject(subject, self.now))
            assert [one.created_at for one in listed] == sorted(one.created_at for one in listed)
            wanted = [one for one in self.model.values() if one.subject == subject and self.now < one.deadline]
            assert sorted(listed, key=lambda one: one.id) == sorted(wanted, key=lambda one: one.id)

    @invariant()
    def every_session_will_be_found_when_it_ends(self) -> None:
        """The wheel has each session where its deadline belongs, nothing else, and no empty index is kept."""
        wheel = self.store._wheel
        assert sorted(wheel._buckets) == sorted(wheel._numbers)
        in_order = set(wheel._present)
        for session_id, session in self.store._sessions.items():
            bucket = wheel._buckets.get(int(session.deadline // BUCKET_SECONDS), {})
            assert session_id in bucket or (session.deadline, session_id) in in_order
        for number, bucket in wheel._buckets.items():
            assert all(self.store._sessions[one].deadline // BUCKET_SECONDS == number for one in bucket)
        indexed = {(name, one) for name, members in self.store._subjects.items() for one in members}
        assert indexed == {(one.subject, one.id) for one in self.model.values() if one.subject is not None}
        assert all(self.store._subjects.values())


TestStoreStates = StoreMachine.TestCase
TestStoreStates.settings = settings(max_examples=300, stateful_step_count=40, deadline=None)
