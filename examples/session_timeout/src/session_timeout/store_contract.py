"""The demands of SessionStore as tests, for whoever writes a store: one line puts a store through all of them.

    from session_timeout.store_contract import SessionStoreContract

    class TestMyStore(SessionStoreContract):
        make_store = MyStore

pytest finds the tests by the name of the class. A store that has to be opened and closed, or emptied afterwards, comes
from an asynchronous context manager:

    class TestMyStore(SessionStoreContract):
        @asynccontextmanager
        async def make_store(self) -> AsyncIterator[MyStore]:
            async with connect() as connection:
                yield MyStore(connection)
                await connection.drop_everything()

The moments of the tests lie in January 1970: a store that ends sessions by a clock of its own does not pass. A store
gives moments back as they came, to the last bit of a float. What a test creates has minutes to live when it is created,
so that a store which collects garbage by a time to live (``deadline - now``) does not disturb the tests.
"""
# ruff: noqa: S101 - tests assert

from __future__ import annotations

import asyncio
from contextlib import suppress

from msgspec.structs import replace

from session_timeout.race_contract import RaceContract
from session_timeout.record_contract import RecordContract
from session_timeout.session_store import SessionStore
from session_timeout.store_demands import (
    ABSOLUTE,
    DEADLINE,
    INSTANT,
    MANY,
    START,
    holds,
    lacks,
    sample,
    with_store,
)


# implements: feat-session-timeout:IMPL_001/AC-1
class SessionStoreContract(RecordContract, RaceContract):
    """Inherit from it and say how an empty store is made; see the head of the module."""

    @with_store
    async def test_delete_subject_removes_all_of_one_subject(self, store: SessionStore) -> None:
        """All sessions of a subject go, no session of another one, however alike the names; the count is returned."""
        others = ["Ann", "anna", "an", "a*", "a_n", "a%", "ann ", "", "None", None]
        for number, subject in enumerate(["ann", *others, "ann"]):
            await store.create(sample(number, subject), START)
        assert await store.delete_subject("ann") == 2, "delete_subject returns how many it removed"
        assert await store.delete_subject("ann") == 0, "nothing is left to remove the second time"
        for subject in ("a*", "a_n", "a%"):
            assert await store.delete_subject(subject) == 1, f"the subject {subject!r} is a name, not a pattern"
        for number, subject in enumerate(others, start=1):
            if subject not in ("a*", "a_n", "a%"):
                await holds(store, sample(number, subject), "delete_subject leaves other subjects alone")
        for number in (0, 11):
            await lacks(store, sample(number), "delete_subject removes every session of the subject")

    @with_store
    async def test_delete_subject_keeps_one(self, store: SessionStore) -> None:
        """The session to keep stays; one that is not the subject's changes nothing."""
        for number in range(4):
            await store.create(sample(number, "ann" if number else "bob"), START)
        assert await store.delete_subject("ann", keep=sample(2).id) == 2, "the kept session is not counted"
        await holds(store, sample(2, "ann"), "delete_subject leaves the session to keep")
        assert await store.list_subject("ann", START) == [sample(2, "ann")], "the session to keep is the only one left"
        assert await store.delete_subject("ann", keep=sample(0).id) == 1, "keeping another subject's keeps none"
        await holds(store, sample(0, "bob"), "another subject's session stays")

    @with_store
    async def test_list_subject_is_in_order_and_without_what_has_ended(self, store: SessionStore) -> None:
        """The sessions of a subject are listed the oldest first, as they stand now, and only until their deadlines."""
        made = [replace(sample(n, "ann", DEADLINE + n), created_at=START - 7 * n % 5) for n in range(1, 5)]
        for session in [*made, sample(7, "anna"), sample(8, None)]:
            await store.create(session, START)
        made[1] = replace(made[1], data=b"{}", version=1)
        await store.update(made[1].id, 0, b"{}", START)
        for now in (START, DEADLINE + 1, DEADLINE + 3, DEADLINE + 4):
            wanted = sorted((one for one in made if now < one.deadline), key=lambda one: one.created_at)
            listed = await store.list_subject("ann", now)
            assert listed == wanted, f"at {now}, list_subject returns {listed!r} instead of {wanted!r}"

    @with_store
    async def test_cleanup_is_exact(self, store: SessionStore) -> None:
        """What ends at this very instant is removed and counted; what ends an instant later stays."""
        assert await store.cleanup(DEADLINE) == 0, "an empty store has nothing to clean up"
        kept = [sample(1, "ann", DEADLINE + INSTANT), sample(2), sample(3, "ann", ABSOLUTE)]
        over = [sample(4, "ann"), sample(5, None, DEADLINE - INSTANT), sample(6, "ann", DEADLINE - 90)]
        for session in kept + over:
            await store.create(session, START)
        kept[1] = sample(2, deadline=DEADLINE + 60)
        await store.touch(kept[1].id, DEADLINE + 60, START)
        assert await store.cleanup(DEADLINE - 90 - INSTANT) == 0, "nothing has ended before the first deadline"
        removed = await store.cleanup(DEADLINE)
        assert removed == len(over), f"cleanup returned {removed}, but {len(over)} sessions had ended"
        for session in kept:
            await holds(store, session, "cleanup removes nothing that goes on", DEADLINE)
        for session in over:
            await lacks(store, session, "cleanup removes what ended, up to the instant")
        assert await store.list_subject("ann", START) == [kept[0], kept[2]], "what was cleaned up is not listed"
        assert await store.cleanup(DEADLINE) == 0, "a second cleanup at the same moment finds nothing"
        assert await store.cleanup(DEADLINE + 60) == 2, "cleanup goes by the deadline that touch set"

    @with_store
    async def test_cleanup_that_is_cancelled_loses_nothing(self, store: SessionStore) -> None:
        """After a cancelled clean-up what goes on is there, and the next clean-up removes all that is left."""
        over = [sample(number, "ann") for number in range(MANY)]
        kept = [sample(number, "ann", DEADLINE + 1) for number in range(MANY, MANY + 20)]
        for session in over + kept:
            await store.create(session, START)
        task = asyncio.ensure_future(store.cleanup(DEADLINE))
        await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        left = [session for session in over if await store.read(session.id, START)]
        removed = await store.cleanup(DEADLINE)
        assert removed == len(left), f"a cancelled cleanup left {len(left)} sessions, the next one removed {removed}"
        for session in over:
            await lacks(store, session, "the cleanup after a cancelled one removes all that ended")
        assert await store.list_subject("ann", DEADLINE) == kept, "a cancelled cleanup removes nothing that goes on"
