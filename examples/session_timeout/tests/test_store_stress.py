"""Sixteen threads, each with an event loop of its own, on one store: nothing is lost, doubled or revived."""

from __future__ import annotations

import asyncio
import random
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from math import inf

import pytest
from msgspec.structs import replace

from session_timeout import (
    InMemorySessionStore,
    Session,
    SessionConflictError,
    SessionId,
    Timestamp,
)

THREADS = 16
OWN = 625
"""How many sessions each thread creates: 10,000 in all."""
SHARED = 40
"""How many sessions all threads change at the same time."""
END = 60.0
"""The moment at which those end that are to end; the time passes from 0 to here while the threads work."""
SUBJECTS = 25


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Have the interpreter change threads as often as it can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@dataclass
class Worker:
    """One thread: what it does to sessions of its own and to shared ones, and what it knows of them afterwards."""

    number: int
    store: InMemorySessionStore
    barrier: threading.Barrier
    began: threading.Event = field(default_factory=threading.Event)
    alive: dict[SessionId, Session] = field(default_factory=dict)
    """The sessions of its own that have to be in the store at the end, as they have to be there."""
    dead: set[SessionId] = field(default_factory=set)
    """The ids that it deleted or rotated away."""
    ending: set[SessionId] = field(default_factory=set)
    """The ids of sessions that ended on the way."""
    writes: Counter[SessionId] = field(default_factory=Counter)
    """How many updates of shared sessions it won."""
    rotations: list[tuple[int, SessionId]] = field(default_factory=list)
    """The rotations of shared chains that it won: which chain, and the id that it put there."""
    cleaned: int = 0
    deleted: int = 0

    def run(self) -> None:
        """Work in an event loop of this thread."""
        self.began.set()
        asyncio.run(self.work())

    async def work(self) -> None:
        """Create sessions and change them, several tasks at a time, while the time passes."""
        self.random = random.Random(self.number)
        self.barrier.wait(60)
        await asyncio.gather(*(self.live(first) for first in range(5)), self.clean_up())

    async def live(self, first: int) -> None:
        """Work off a fifth of the sessions."""
        for serial in range(first, OWN, 5):
            now = END * serial / OWN
            await self.one_life(serial, now)
            await self.shared(now)
            if serial % 8 == first:
                await asyncio.sleep(0)

    async def one_life(self, serial: int, now: Timestamp) -> None:
        """Create a session, change it as it comes, and note what has to become of it."""
        session = Session(name("own", self.number, serial), now, END + 1_000, inf, f"user {serial % SUBJECTS}")
        await self.store.create(session, now)
        for _ in range(self.random.randrange(4)):
            session = await self.change(session, now)
            assert await self.store.read(session.id, now) == session
            if self.random.random() < 0.3:
                await asyncio.sleep(0)
        fate = self.random.random()
        if fate < 0.25:
            await self.store.delete(session.id)
            self.dead.add(session.id)
        elif fate < 0.6:
            deadline = now + self.random.choice([0.5, 3.0, 14.9, 15.0])
            if deadline <= END:
                assert await self.store.touch(session.id, deadline, now)
                self.ending.add(session.id)
            else:
                self.alive[session.id] = session
        else:
            self.alive[session.id] = session
        for gone in self.random.sample(sorted(self.dead), min(3, len(self.dead))):
            assert await self.store.read(gone, now) is None
            assert await self.store.update(gone, 0, b"{}", now) is None
            assert await self.store.touch(gone, END + 1, now) is None

    async def change(self, session: Session, now: Timestamp) -> Session:
        """Update, touch or rotate a session that nobody else knows, and return it as it has to be then."""
        kind = self.random.randrange(3)
        if kind == 0:
            data = b"%d" % self.random.randrange(1_000)
            wanted = replace(session, data=data, version=session.version + 1)
            assert await self.store.update(session.id, session.version, data, now) == wanted
        elif kind == 1:
            wanted = replace(session, deadline=END + 1_000 + self.random.randrange(100))
            assert await self.store.touch(session.id, wanted.deadline, now) == wanted
        else:
            new_id = name("rotated", self.number, self.random.getrandbits(60))
            wanted = replace(session, id=new_id, version=0, subject=f"user {self.random.randrange(SUBJECTS)}")
            assert await self.store.rotate(session.id, session.version, wanted, now) == wanted
            self.dead.add(session.id)
        return wanted

    async def shared(self, now: Timestamp) -> None:
        """Change what all threads change: count in a session, prolong it, rotate a chain of sessions."""
        session_id = name("counter", 0, self.random.randrange(SHARED))
        known = await self.store.read(session_id, now)
        assert known is not None
        if self.random.random() < 0.3:
            await asyncio.sleep(0)
        try:
            await self.store.update(session_id, known.version, b"%d" % (int(known.data) + 1), now)
            self.writes[session_id] += 1
        except SessionConflictError:
            assert await self.store.touch(session_id, END + self.random.randrange(1, 999), now)
        if self.random.random() < 0.2:
            await self.rotate_chain(self.random.randrange(SUBJECTS), now)

    async def rotate_chain(self, chain: int, now: Timestamp) -> None:
        """Replace the one session of a chain, unless somebody else was faster."""
        [old] = await self.store.list_subject(f"chain {chain}", now)
        await asyncio.sleep(0)
        new = replace(old, id=name("chain", self.number, self.random.getrandbits(60)))
        if await self.store.rotate(old.id, old.version, new, now):
            self.rotations.append((chain, old.id))

    async def clean_up(self) -> None:
        """Clean up again and again as the time passes, and delete subjects that everybody fills."""
        for turn in range(40):
            now = END * turn / 40
            self.cleaned += await self.store.cleanup(now)
            for serial in range(5):
                session = Session(name("crowd", self.number, turn * 5 + serial), now, END + 1_000, inf, "crowd")
                await self.store.create(session, now)
            self.deleted += await self.store.delete_subject("crowd") if turn % 4 == 0 else 0


def name(kind: str, worker: int, serial: int) -> SessionId:
    """Return an id."""
    return SessionId(f"{kind} {worker} {serial}".encode())


def chained(store: InMemorySessionStore) -> dict[int, list[Session]]:
    """Return the sessions of each chain."""
    return {chain: asyncio.run(store.list_subject(f"chain {chain}", END)) for chain in range(SUBJECTS)}


# verifies: feat-session-timeout:IMPL_002/AC-2, feat-session-security:IMPL_002/AC-4
@pytest.mark.usefixtures("hasty_threads")
def test_sixteen_threads_lose_double_and_revive_nothing() -> None:
    """After 10,000 lives of sessions, the store holds exactly what has to be there.

    Checked while they work: each thread reads its own sessions as it left them; the ids that it deleted or rotated away
    cannot be read, updated or touched; nobody's session is in another's way; a chain has one session at each moment.

    Checked afterwards, of each thread's own sessions: those to stay are there, equal to the last change (none lost, no
    change lost); those that were deleted, rotated away or ended are gone (none revived); there are no others (none
    doubled). Of the shared ones: each counter and its version equal the number of updates that won; each chain has one
    session, and each of its links was rotated away once. Of the counts: what the clean-ups and deletions say they
    removed is what was removed. Of the store: its indexes by subject and by time hold what it holds, nothing else.
    """
    store = InMemorySessionStore()
    for number in range(SHARED):
        counter = Session(name("counter", 0, number), 0.0, END + 1_000, END + 1_000, None, b"0")
        asyncio.run(store.create(counter, 0.0))
    for chain in range(SUBJECTS):
        asyncio.run(store.create(Session(name("chain", -1, chain), 0.0, END + 1_000, inf, f"chain {chain}"), 0.0))
    barrier = threading.Barrier(THREADS)
    workers = [Worker(number, store, barrier) for number in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        futures = []
        for worker in workers:
            futures.append(pool.submit(worker.run))
            # Coverage follows each thread as it begins, and Python 3.11 lets no two of them begin at once.
            worker.began.wait(60)
        for future in futures:
            future.result(60)
    cleaned = sum(worker.cleaned for worker in workers) + asyncio.run(store.cleanup(END))
    deleted = sum(worker.deleted for worker in workers) + asyncio.run(store.delete_subject("crowd"))

    held = dict(store._sessions)
    alive = {session_id: session for worker in workers for session_id, session in worker.alive.items()}
    assert len(alive) == sum(len(worker.alive) for worker in workers)
    assert {one: session for one, session in held.items() if one.startswith((b"own", b"rotated"))} == alive
    assert not held.keys() & set().union(*(worker.dead | worker.ending for worker in workers))
    assert cleaned == sum(len(worker.ending) for worker in workers) > 1_000
    assert deleted == THREADS * 40 * 5

    writes = sum((worker.writes for worker in workers), Counter[SessionId]())
    for number in range(SHARED):
        counter = held.pop(name("counter", 0, number))
        assert int(counter.data) == counter.version == writes[counter.id] > 0
    links = [link for worker in workers for link in worker.rotations]
    assert len(set(links)) == len(links) > 100
    assert not held.keys() & {session_id for _, session_id in links}
    for chain, sessions in chained(store).items():
        assert len(sessions) == 1, f"chain {chain} has {len(sessions)} ends"
        del held[sessions[0].id]
    assert held == alive

    by_subject = {(subject, one) for subject, ids in store._subjects.items() for one in ids}
    assert by_subject == {(one.subject, one.id) for one in store._sessions.values() if one.subject is not None}
    total = len(store)
    assert asyncio.run(store.cleanup(END + 5_000)) == total
    assert (store._sessions, store._subjects, store._wheel._buckets, store._wheel._present) == ({}, {}, {}, [])
