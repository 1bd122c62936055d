"""What holds when calls of a store meet: nothing comes back, and nothing is lost. A part of the contract.

Each two calls meet in one event loop, the second one after each of the first steps of the first, and in two threads
with an event loop each.
"""
# ruff: noqa: S101 - tests assert

from __future__ import annotations

import asyncio
from collections import Counter
from functools import partial

from msgspec.structs import replace

from session_timeout.session_store import Session, SessionConflictError, SessionStore
from session_timeout.store_demands import (
    DEADLINE,
    INSTANT,
    MANY,
    RACERS,
    START,
    StoreTests,
    holds,
    lacks,
    meetings,
    race,
    sample,
    successor,
    with_store,
)

LATER = DEADLINE + 100


# implements: feat-session-timeout:IMPL_001/AC-1
class RaceContract(StoreTests):
    """The demands on what a store does with calls that come at the same time."""

    @with_store
    async def test_one_of_many_concurrent_updates_wins(self, store: SessionStore) -> None:
        """Of updates from several threads with their own event loops, one wins each version and the others conflict."""

        async def write(version: int, number: int) -> Session | None:
            return await store.update(sample(1).id, version, b"%d" % number, START)

        await store.create(sample(1), START)
        for version in range(20):
            results = await race(partial(write, version))
            winners = [result for result in results if isinstance(result, Session)]
            assert len(winners) == 1, f"version {version} was written by {len(winners)} of {RACERS} at the same time"
            await holds(store, winners[0], "the update that won is what is stored")
            assert winners[0].version == version + 1, "each version has one successor"
        tasks = [write(20, number) for number in range(RACERS)]
        outcomes = Counter(type(one) for one in await asyncio.gather(*tasks, return_exceptions=True))
        assert outcomes == {Session: 1, SessionConflictError: RACERS - 1}, f"in one event loop: {outcomes}"

    @with_store
    async def test_one_of_many_concurrent_creates_and_rotations_wins(self, store: SessionStore) -> None:
        """Of several that create the same id, or rotate the same session, from several threads, one succeeds."""

        async def create(number: int) -> Session:
            session = replace(sample(1), data=b"%d" % number)
            await store.create(session, START)
            return session

        created = [result for result in await race(create) if isinstance(result, Session)]
        assert len(created) == 1, f"{len(created)} of {RACERS} created the same session at the same time"
        await holds(store, created[0], "the create that won is what is stored")
        rotated = await race(lambda number: store.rotate(created[0].id, 0, sample(10 + number, "ann"), START))
        winners = [result for result in rotated if isinstance(result, Session)]
        assert len(winners) == 1, f"{len(winners)} of {RACERS} rotated the same session at the same time"
        assert await store.list_subject("ann", START) == winners, "one rotation leaves one session"

    @with_store
    async def test_touch_and_update_keep_what_the_other_did(self, store: SessionStore) -> None:
        """A touch and an update that meet both succeed, and the session has the new deadline and the new data."""
        async for session, touched, updated in meetings(
            store,
            lambda session: store.touch(session.id, LATER, START),
            lambda session: store.update(session.id, 0, b"{}", START),
        ):
            assert isinstance(touched, Session), f"an update that meets a touch makes it {touched!r}"
            assert isinstance(updated, Session), f"a touch that meets an update makes it {updated!r}"
            wanted = replace(session, deadline=LATER, data=b"{}", version=1)
            await holds(store, wanted, "a touch and an update that meet undo nothing of one another")

    @with_store
    async def test_a_change_that_meets_a_delete_brings_nothing_back(self, store: SessionStore) -> None:
        """Once a session was deleted, alone or with all of its subject, no touch or update under way revives it."""
        for change in (
            lambda session: store.touch(session.id, LATER, START),
            lambda session: store.update(session.id, 0, b"{}", START),
        ):
            for delete in (lambda session: store.delete(session.id), partial(delete_subject, store)):
                async for session, _, _ in meetings(store, change, delete):
                    await lacks(store, session, "a touch or an update that meets a delete brings nothing back")
                    listed = await store.list_subject(str(session.subject), START)
                    assert not listed, f"what was deleted during a touch or an update is listed: {listed!r}"

    @with_store
    async def test_a_change_that_meets_a_rotation_brings_nothing_back(self, store: SessionStore) -> None:
        """A touch or an update under way does not revive what was rotated, nor change what took its place."""

        async def rotate(session: Session) -> Session | None:
            return await store.rotate(session.id, 0, successor(session), START)

        async for session, _, rotated in meetings(store, lambda session: store.touch(session.id, LATER, START), rotate):
            assert rotated == successor(session), f"a touch that meets a rotation makes it {rotated!r}"
            await is_rotated(store, session)
        async for session, updated, rotated in meetings(
            store, lambda session: store.update(session.id, 0, b"{}", START), rotate
        ):
            outcomes = (type(updated), type(rotated))
            if isinstance(updated, Session):
                assert isinstance(rotated, SessionConflictError), f"an update and a rotation gave {outcomes}"
                await holds(store, updated, "an update that came before a rotation stays")
                await lacks(store, successor(session), "a rotation that came after an update inserts nothing")
            else:
                assert (updated, rotated) == (None, successor(session)), f"an update and a rotation gave {outcomes}"
                await is_rotated(store, session)

    @with_store
    async def test_a_rotation_that_meets_a_delete_leaves_no_survivor(self, store: SessionStore) -> None:
        """When all of a subject are deleted, a rotation under way saves none; a single delete ends the old id."""

        async def rotate(session: Session) -> Session | None:
            return await store.rotate(session.id, 0, successor(session), START)

        async for session, rotated, _ in meetings(store, rotate, lambda session: store.delete(session.id)):
            await lacks(store, session, "what was deleted during its rotation is gone")
            found = await store.read(successor(session).id, START)
            assert found == rotated, f"a rotation that meets a delete returned {rotated!r}, and left {found!r}"
        async for session, _, _ in meetings(store, rotate, partial(delete_subject, store)):
            await lacks(store, session, "what was deleted with its subject is gone")
            await lacks(store, successor(session), "a rotation under way saves nothing from the deletion of a subject")
            listed = await store.list_subject(str(session.subject), START)
            assert not listed, f"delete_subject left what was rotated meanwhile: {listed!r}"

    @with_store
    async def test_cleanup_spares_what_is_renewed_meanwhile(self, store: SessionStore) -> None:
        """What is touched before its deadline, or created anew after it, while a clean-up is under way, stays."""

        async def renew(session: Session) -> Session | None:
            return await store.touch(session.id, LATER, DEADLINE - INSTANT)

        async def anew(session: Session) -> Session:
            await store.create(replace(session, deadline=LATER, version=1), DEADLINE)
            return replace(session, deadline=LATER, version=1)

        for renewal in (renew, anew):
            async for session, renewed, _ in meetings(store, renewal, lambda _: store.cleanup(DEADLINE)):
                if renewed is None:
                    await lacks(store, session, "touch returns None for what was cleaned up")
                else:
                    assert isinstance(renewed, Session), f"a clean-up under way makes a renewal {renewed!r}"
                    await holds(store, renewed, "cleanup looks at the deadline when it removes", DEADLINE)

    @with_store
    async def test_cleanup_lets_others_in(self, store: SessionStore) -> None:
        """Other tasks get their turn while thousands are cleaned up, and what they renew of them stays."""
        over = [sample(number) for number in range(MANY)]
        for session in [*over, sample(MANY, deadline=LATER)]:
            await store.create(session, START)
        cleanup = asyncio.ensure_future(store.cleanup(DEADLINE))
        await asyncio.sleep(0)
        assert not cleanup.done(), f"a clean-up of {MANY} sessions ran to its end before another task had a turn"
        await holds(store, sample(MANY, deadline=LATER), "others read during a clean-up", DEADLINE)
        renewed = [await store.touch(session.id, LATER, DEADLINE - INSTANT) for session in over]
        kept = [session for session in renewed if session is not None]
        removed = await cleanup
        assert removed == MANY - len(kept), f"cleanup removed {removed} of {MANY}, of which {len(kept)} were renewed"
        for session in kept:
            await holds(store, session, "cleanup looks at the deadline when it removes", DEADLINE)


async def delete_subject(store: SessionStore, session: Session) -> None:
    """Delete all sessions of a session's subject."""
    await store.delete_subject(str(session.subject))


async def is_rotated(store: SessionStore, session: Session) -> None:
    """Demand that a session is dead and that its successor is there, as it was given, and alone."""
    await lacks(store, session, "the old id is dead after a rotation")
    await holds(store, successor(session), "a rotation inserts the replacement as it is")
    listed = await store.list_subject(str(session.subject), START)
    assert listed == [successor(session)], f"a rotation leaves one session: listed are {listed!r}"
