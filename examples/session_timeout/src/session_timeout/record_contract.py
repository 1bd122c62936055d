"""What holds for one session in a store: create, read, update, touch, rotate and delete. A part of the contract."""
# ruff: noqa: S101 - tests assert

from __future__ import annotations

from math import inf, nan

from msgspec.structs import replace

from session_timeout.session_store import DuplicateSessionError, Session, SessionConflictError, SessionId, SessionStore
from session_timeout.store_demands import (
    ABSOLUTE,
    DEADLINE,
    INSTANT,
    NOT_FINITE,
    START,
    StoreTests,
    holds,
    lacks,
    raises,
    sample,
    with_store,
)


# implements: feat-session-timeout:IMPL_001/AC-1
class RecordContract(StoreTests):
    """The demands on what a store does with one session."""

    @with_store
    async def test_a_store_has_every_method(self, store: SessionStore) -> None:
        """A store has all methods of SessionStore."""
        assert isinstance(store, SessionStore), f"{type(store).__name__} lacks a method of SessionStore"

    @with_store
    async def test_create_keeps_a_session_as_it_is(self, store: SessionStore) -> None:
        """What was created is read as it was given, byte for byte; ids that look alike are different."""
        data = b'{"b": 1,  "a": "\\u00e4 \xc3\xa4", "long": "' + b"x" * 20_000 + b'"}'
        sessions = [replace(sample(1, subject="\u00e4 b"), data=data), replace(sample(2), version=7)]
        sessions += [replace(sample(), id=SessionId(byte * 32)) for byte in (b"\0", b"a", b"A", b"\xff", b"\n")]
        for session in sessions:
            await store.create(session, START)
        for session in sessions:
            await holds(store, session, "create keeps a session as it is")

    @with_store
    async def test_create_never_overwrites(self, store: SessionStore) -> None:
        """A second session of an id is an error, and the first one stays as it is."""
        await store.create(sample(1, "ann"), START)
        other = replace(sample(1, "bob", DEADLINE + 9), data=b"{}", version=3)
        await raises(DuplicateSessionError, store.create(other, DEADLINE - INSTANT), "create only inserts")
        await holds(store, sample(1, "ann"), "a refused create leaves what is there")
        assert not await store.list_subject("bob", START), "a refused create leaves nothing under its subject"

    @with_store
    async def test_create_may_replace_what_has_ended(self, store: SessionStore) -> None:
        """An id whose session has ended is free, whether or not it was cleaned up."""
        await store.create(sample(1, "ann"), START)
        new = sample(1, "bob", DEADLINE + 900)
        await store.create(new, DEADLINE)
        await holds(store, new, "create takes the place of an ended session", DEADLINE)
        assert not await store.list_subject("ann", START), "a replaced session is no longer listed under its subject"
        assert await store.cleanup(DEADLINE + 1) == 0, "a replaced session is not what cleanup removes"
        await holds(store, new, "cleanup goes by the deadline of the new session", DEADLINE + 1)

    @with_store
    async def test_a_deadline_that_never_comes_is_refused(self, store: SessionStore) -> None:
        """A deadline that is infinite or not a number is a ValueError, and changes nothing."""
        await store.create(sample(1), START)
        for deadline in NOT_FINITE:
            await refuses(store, replace(sample(2, "ann"), deadline=deadline, absolute_deadline=inf))
            await refuses(store, sample(2, "ann", deadline))
            await raises(ValueError, store.touch(sample(1).id, deadline, START), f"touch refuses {deadline}")
            await holds(store, sample(1), f"the refusal of the deadline {deadline} changes nothing")

    @with_store
    async def test_an_absolute_deadline_before_the_deadline_is_refused(self, store: SessionStore) -> None:
        """An absolute deadline that is before the deadline or not a number is a ValueError, and changes nothing."""
        await store.create(sample(1), START)
        for absolute in (DEADLINE - INSTANT, START, -inf, nan):
            await refuses(store, replace(sample(2, "ann"), absolute_deadline=absolute))
        for number, absolute in enumerate((DEADLINE, inf), start=3):
            session = replace(sample(number), absolute_deadline=absolute)
            await store.create(session, START)
            await holds(store, session, f"the absolute deadline {absolute} is good", DEADLINE - INSTANT)
            touched = await store.touch(session.id, 1e300, START)
            wanted = replace(session, deadline=min(1e300, absolute))
            assert touched == wanted, f"touch stops at the absolute deadline {absolute}, not at {touched!r}"

    @with_store
    async def test_a_present_that_is_no_number_finds_nothing(self, store: SessionStore) -> None:
        """Where now is NaN, every session is absent, nothing is removed and nothing is overwritten."""
        await store.create(sample(1, "ann"), START)
        await lacks(store, sample(1), "at NaN, read finds nothing", nan)
        assert await store.update(sample(1).id, 0, b"{}", nan) is None, "at NaN, update finds nothing"
        assert await store.touch(sample(1).id, DEADLINE + 1, nan) is None, "at NaN, touch finds nothing"
        assert await store.rotate(sample(1).id, 0, sample(2), nan) is None, "at NaN, rotate finds nothing"
        assert await store.list_subject("ann", nan) == [], "at NaN, list_subject finds nothing"
        assert await store.cleanup(nan) == 0, "at NaN, nothing has ended"
        await raises(DuplicateSessionError, store.create(sample(1, "bob"), nan), "at NaN, create overwrites nothing")
        await holds(store, sample(1, "ann"), "nothing changes at NaN")
        await lacks(store, sample(2), "nothing is inserted at NaN")

    @with_store
    async def test_read_ends_at_the_deadline(self, store: SessionStore) -> None:
        """A session is there just before its deadline and is not there at it, nor later; what never was is None."""
        await lacks(store, sample(1), "an empty store has no session")
        await store.create(sample(1), START)
        await holds(store, sample(1), "a session lasts until its deadline", DEADLINE - INSTANT)
        await lacks(store, sample(1), "a session is over once now == deadline", DEADLINE)
        await lacks(store, sample(1), "a session is over after its deadline", DEADLINE + INSTANT)

    @with_store
    async def test_update_replaces_the_data_alone(self, store: SessionStore) -> None:
        """Each update counts the version up by one; the rest of the session stays."""
        await store.create(sample(1, "ann"), START)
        for version in range(3):
            data = b'{"n":%d}' % version
            now = DEADLINE - INSTANT
            new = replace(sample(1, "ann"), data=data, version=version + 1)
            assert await store.update(new.id, version, data, now) == new, "update returns the session as it stands now"
            await holds(store, new, "update changes data and version, nothing else", now)

    @with_store
    async def test_update_refuses_an_outdated_version(self, store: SessionStore) -> None:
        """An update with another version than the stored one is a conflict and changes nothing."""
        await store.create(replace(sample(1), version=5), START)
        for version in (4, 6, 0):
            call = store.update(sample(1).id, version, b"{}", START)
            await raises(SessionConflictError, call, "update compares versions")
        await holds(store, replace(sample(1), version=5), "a refused update changes nothing")

    @with_store
    async def test_update_never_inserts(self, store: SessionStore) -> None:
        """An update of what was deleted, has ended or never was returns None and inserts nothing."""
        gone, over, never = sample(1), sample(2), sample(3)
        await store.create(gone, START)
        await store.create(over, START)
        await store.delete(gone.id)
        for session, now in ((gone, START), (over, DEADLINE), (never, START)):
            for version in (0, 1):
                found = await store.update(session.id, version, b"{}", now)
                assert found is None, f"update returns None for what is absent, not {found!r}"
        await lacks(store, gone, "update brings nothing back after a delete")
        await lacks(store, never, "update does not insert")
        await holds(store, over, "update does not change what has ended")

    @with_store
    async def test_touch_moves_the_deadline_alone(self, store: SessionStore) -> None:
        """A touch moves the deadline, later or earlier; the version stays, so that it is in nobody's way."""
        await store.create(sample(1, "ann"), START)
        for deadline in (DEADLINE + 100, DEADLINE - 50, DEADLINE - 50, DEADLINE + INSTANT):
            new = sample(1, "ann", deadline)
            assert await store.touch(new.id, deadline, START) == new, "touch returns the session with its new deadline"
            await holds(store, new, "touch changes the deadline, nothing else", deadline - INSTANT)
            await lacks(store, new, "the deadline set by touch counts", deadline)
            assert await store.list_subject("ann", START) == [new], "a touched session is listed as it stands now"
        assert await store.update(sample(1).id, 0, b"{}", START), "a touch does not make an update conflict"

    @with_store
    async def test_touch_never_passes_the_absolute_deadline(self, store: SessionStore) -> None:
        """A deadline beyond the absolute one is cut off there."""
        await store.create(sample(1), START)
        for deadline in (ABSOLUTE + INSTANT, ABSOLUTE + 9_000, 1e300, ABSOLUTE):
            touched = await store.touch(sample(1).id, deadline, START)
            assert touched == sample(1, deadline=ABSOLUTE), f"touch stops at the absolute deadline, not at {touched!r}"
        await holds(store, sample(1, deadline=ABSOLUTE), "the absolute deadline is a deadline", ABSOLUTE - INSTANT)
        await lacks(store, sample(1), "no touch moves a session beyond its absolute deadline", ABSOLUTE)

    @with_store
    async def test_touch_never_creates(self, store: SessionStore) -> None:
        """A touch of what was deleted, has ended or never was returns None and brings nothing back."""
        gone, over, never = sample(1), sample(2), sample(3)
        await store.create(gone, START)
        await store.create(over, START)
        await store.delete(gone.id)
        for session, now in ((gone, START), (over, DEADLINE), (never, START)):
            found = await store.touch(session.id, DEADLINE + 500, now)
            assert found is None, f"touch returns None for what is absent, not {found!r}"
        await lacks(store, gone, "touch brings nothing back after a delete")
        await lacks(store, never, "touch does not insert")
        await lacks(store, over, "touch does not prolong what has ended", DEADLINE)

    @with_store
    async def test_rotate_replaces_a_session(self, store: SessionStore) -> None:
        """After a rotation the old id is dead and the replacement is there, under its own subject."""
        await store.create(sample(1), START)
        for number, subject in ((2, "ann"), (3, "ann"), (4, "bob")):
            new = sample(number, subject, DEADLINE + number)
            found = await store.rotate(sample(number - 1).id, 0, new, START)
            assert found == new, f"rotate returns the replacement, not {found!r}"
            await holds(store, new, "rotate inserts the replacement", DEADLINE + number - INSTANT)
            await lacks(store, sample(number - 1), "the old id is dead after a rotation")
            listed = await store.list_subject(subject, START)
            assert listed == [new], f"rotate moves the session to the subject of the replacement: listed are {listed!r}"
        assert not await store.list_subject("ann", START), "nothing stays listed under the subject before the rotation"
        assert await store.cleanup(DEADLINE + 4) == 1, "after rotations there is one session to clean up"

    @with_store
    async def test_rotate_refuses_an_outdated_version(self, store: SessionStore) -> None:
        """A rotation with another version than the stored one is a conflict and changes nothing."""
        await store.create(replace(sample(1), version=5), START)
        for version in (4, 6):
            call = store.rotate(sample(1).id, version, sample(2), START)
            await raises(SessionConflictError, call, "rotate compares versions")
        await holds(store, replace(sample(1), version=5), "a refused rotation leaves the old session")
        await lacks(store, sample(2), "a refused rotation inserts nothing")

    @with_store
    async def test_rotate_never_takes_the_place_of_a_third(self, store: SessionStore) -> None:
        """A replacement of another session's id is an error and changes nothing, unless that one has ended."""
        await store.create(sample(1, "ann"), START)
        await store.create(sample(2, "bob", DEADLINE - 50), START)
        new = sample(2, "ann")
        await raises(DuplicateSessionError, store.rotate(sample(1).id, 0, new, START), "rotate never overwrites")
        await holds(store, sample(1, "ann"), "a refused rotation leaves the old session")
        await holds(store, sample(2, "bob", DEADLINE - 50), "a refused rotation leaves the other session")
        assert await store.rotate(sample(1).id, 0, new, DEADLINE - 50) == new, "what has ended stops no rotation"
        await holds(store, new, "the replacement takes the place of an ended session")
        assert not await store.list_subject("bob", START), "what rotate replaced is no longer listed"

    @with_store
    async def test_rotate_of_what_is_absent_inserts_nothing(self, store: SessionStore) -> None:
        """A rotation of what was deleted or rotated, has ended or never was returns None and inserts nothing."""
        gone, rotated, over, never, new = (sample(number) for number in range(5))
        for session in (gone, rotated, over):
            await store.create(session, START)
        await store.delete(gone.id)
        await store.rotate(rotated.id, 0, sample(9), START)
        for session, now in ((gone, START), (rotated, START), (over, DEADLINE), (never, START)):
            found = await store.rotate(session.id, 0, replace(new, deadline=DEADLINE + 100), now)
            assert found is None, f"rotate returns None for what is absent, not {found!r}"
            await lacks(store, new, "a rotation of what is absent inserts nothing")

    @with_store
    async def test_delete_is_idempotent(self, store: SessionStore) -> None:
        """Deleting removes that session alone, also a second time and when it never was; its id is free afterwards."""
        await store.create(sample(1, "ann"), START)
        await store.create(sample(2, "ann"), START)
        for _ in range(2):
            await store.delete(sample(1).id)
            await lacks(store, sample(1), "a deleted session is gone")
        await store.delete(sample(3).id)
        assert await store.list_subject("ann", START) == [sample(2, "ann")], "delete removes one session and no other"
        await store.create(sample(1, "ann"), START)
        await holds(store, sample(1, "ann"), "the id of a deleted session is free")


async def refuses(store: SessionStore, bad: Session) -> None:
    """Demand that a session cannot be created, nor take the place of sample 1, and that nothing comes of the trial."""
    ends = f"the deadline {bad.deadline} and the absolute deadline {bad.absolute_deadline}"
    await raises(ValueError, store.create(bad, START), f"create refuses {ends}")
    await raises(ValueError, store.rotate(sample(1).id, 0, bad, START), f"rotate refuses {ends}")
    await lacks(store, bad, f"a session with {ends} is not kept")
    await holds(store, sample(1), f"the refusal of {ends} changes nothing")
    assert not await store.list_subject("ann", START), f"a session with {ends} is not listed"
