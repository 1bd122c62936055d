"""How long a clean-up stops others: the longest gap between two reads while half of the sessions are removed.

The reader reads without pause, in the event loop of the clean-up (letting others in after each read) or in a thread
with a loop of its own. The gap without a clean-up, for as long, shows how much of it is the machine's and the
interpreter's, which takes turns between threads every 5 ms unless one of them waits.
"""

from __future__ import annotations

import asyncio
import gc
import secrets
import threading
from collections.abc import Awaitable, Callable, Sequence
from statistics import median
from time import perf_counter

from benchmarks.sessions.ended import AGED, Aged
from benchmarks.sessions.peers import LITESTAR, OURS
from benchmarks.sessions.report import Bound, Findings, Table

from session_timeout import SessionId

RUNS = 5
READS = 10_000
"""How many different sessions the reader reads, again and again."""
IDLE, IDLE_SECONDS = 200, 1.0
"""How often, and for how long at most, a clean-up with nothing to do is timed."""
BOUND_SIZE = 1_000_000
STOP_LIMIT, IDLE_LIMIT = 5.0, 20.0
HEADS = ("store", "clean-up", "stop in the same loop", "stop in a thread", "without a clean-up", "nothing to do")


def measure(sizes: Sequence[int]) -> Findings:
    """Measure at each size."""
    tables, bounds = [], []
    for size in sizes:
        table = Table(f"A clean-up of half of {size:,} sessions: median / longest of {RUNS} runs", HEADS)
        runs = {name: _Runs(name, size) for name in AGED}
        for _ in range(RUNS):
            for one in runs.values():
                asyncio.run(one.run())
        table.rows.extend(one.row() for one in runs.values())
        if size == BOUND_SIZE:
            bounds = runs[OURS].bounds()
        tables.append(table)
    return Findings(tables, bounds)


class _Runs:
    """The runs of one store at one size; times are in seconds."""

    def __init__(self, name: str, size: int) -> None:
        self.name = name
        self.size = size
        self.took: list[float] = []
        self.in_loop: list[float] = []
        self.in_thread: list[float] = []
        self.alone: list[float] = []
        self.idle: list[float] = []

    async def run(self) -> None:
        """Clean up beside a reader in this loop, again with nothing to do, and a new store beside one in a thread."""
        aged, live = await self._filled()
        start = perf_counter()
        self.in_loop.append(await _gap_in_loop(aged, live, aged.store.cleanup(aged.now)))
        self.took.append(perf_counter() - start)
        self.idle.append(await _idle(aged))
        self.alone.append(await _gap_in_loop(aged, live, asyncio.sleep(self.took[-1])))
        if self.name != LITESTAR:  # its lock is not for threads
            del aged
            aged, live = await self._filled()
            self.in_thread.append(await _gap_in_thread(aged, live))

    async def _filled(self) -> tuple[Aged, list[SessionId]]:
        """Return a store of which half has ended, and the ids of some sessions that are good for a while."""
        ids = [SessionId(secrets.token_bytes(32)) for _ in range(self.size)]
        aged = await AGED[self.name](ids, self.size // 2)
        gc.collect()
        return aged, ids[-min(READS, self.size // 4) :]

    def row(self) -> tuple[str, ...]:
        """Show the figures."""
        columns = (self.took, self.in_loop, self.in_thread, self.alone)
        return self.name, *(_milliseconds(column) for column in columns), f"{median(self.idle) * 1e6:,.1f} µs"

    def bounds(self) -> list[Bound]:
        """Compare with the bounds."""
        where = f"beside a clean-up of half of {self.size:,}"
        return [
            Bound(f"longest stop of a reader in the loop, {where}", max(self.in_loop) * 1e3, STOP_LIMIT, "ms"),
            Bound(f"longest stop of a reader in a thread, {where}", max(self.in_thread) * 1e3, STOP_LIMIT, "ms"),
            Bound(f"clean-up with nothing to do at {self.size:,}", median(self.idle) * 1e6, IDLE_LIMIT, "µs"),
        ]


async def _longest_gap(
    aged: Aged, ids: Sequence[SessionId], ready: Callable[[], None], done: Callable[[], bool]
) -> float:
    """Read until it is done; return the longest time between the ends of two reads."""
    longest = 0.0
    last = perf_counter()
    while True:
        for session_id in ids:
            if not await aged.store.read(session_id, aged.now):
                raise LookupError(f"{type(aged.store).__name__} lost a session that is good")
            now = perf_counter()
            longest, last = max(longest, now - last), now
            if done():
                return longest
            await asyncio.sleep(0)
        ready()


async def _gap_in_loop(aged: Aged, ids: Sequence[SessionId], work: Awaitable[object]) -> float:
    """Return the longest gap of a reader in this loop while some work is done."""
    done = threading.Event()
    reader = asyncio.create_task(_longest_gap(aged, ids, lambda: None, done.is_set))
    await asyncio.sleep(0)
    await work
    done.set()
    return await reader


async def _gap_in_thread(aged: Aged, ids: Sequence[SessionId]) -> float:
    """Return the longest gap of a reader in a thread with its own loop while this one cleans up."""
    ready, done = threading.Event(), threading.Event()
    gaps: list[float] = []
    reader = threading.Thread(target=lambda: gaps.append(asyncio.run(_longest_gap(aged, ids, ready.set, done.is_set))))
    reader.start()
    ready.wait()
    await aged.store.cleanup(aged.now)
    done.set()
    reader.join()
    return gaps[0]


async def _idle(aged: Aged) -> float:
    """Return how long a clean-up takes that has nothing to do, the median of several."""
    times: list[float] = []
    while len(times) < IDLE and sum(times) < IDLE_SECONDS:
        start = perf_counter()
        await aged.store.cleanup(aged.now)
        times.append(perf_counter() - start)
    return median(times)


def _milliseconds(times: Sequence[float]) -> str:
    """Show the median and the longest."""
    return f"{median(times) * 1e3:,.1f} / {max(times) * 1e3:,.1f} ms" if times else "–"
