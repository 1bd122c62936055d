"""How long a creation takes at 1,000 a second beside 10,000 live sessions, in one process.

Creations go through the manager, with tokens, hashes, JSON and log calls. Each is due at its own moment, and its time
is counted from there: one that has to wait because the one before was slow, or because a clean-up is under way, shows
it. The prepared sessions end one after another, as many as are created, and a clean-up runs once a second, so that
about 10,000 are live all the time. The pace alone, in turn with it and with nothing created, shows how late the machine
is by itself.
"""

from __future__ import annotations

import asyncio
import gc
import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from statistics import median, quantiles
from time import perf_counter

from benchmarks.sessions.peers import DATA
from benchmarks.sessions.report import Bound, Findings, Table

from session_timeout import InMemorySessionStore, Session, SessionId, SessionManager

CREATIONS, LIVE = 1_000, 10_000
RUNS, SECONDS = 5, 8
CONTENT = {"user": "ada", "theme": "dark", "cart": [1, 2, 3]}
LIMIT = 1.0


def measure(_sizes: Sequence[int]) -> Findings:
    """Measure several runs, in turn with the pace alone."""
    heads = ("run", "median", "99 of 100 within", "999 of 1,000 within", "longest")
    table = Table(f"A creation at {CREATIONS:,} a second beside {LIVE:,} live sessions, in ms", heads)
    highest = []
    for run in range(1, RUNS + 1):
        figures = _figures(asyncio.run(_run()))
        highest.append(figures[1])
        table.rows.append(_row(f"{run}", figures))
        table.rows.append(_row(f"{run}, the pace alone", _figures(asyncio.run(_paced(_nothing)))))
    return Findings([table], [Bound("99 of 100 creations under load, the middle run", median(highest), LIMIT, "ms")])


def _figures(times: Sequence[float]) -> tuple[float, ...]:
    """Return the median, two high quantiles and the longest, in milliseconds."""
    parts = quantiles(times, n=1000)
    return tuple(one * 1e3 for one in (median(times), parts[989], parts[998], max(times)))


def _row(name: str, figures: Sequence[float]) -> tuple[str, ...]:
    """Show the figures of a run."""
    return name, *(f"{one:.3f}" for one in figures)


async def _run() -> list[float]:
    """Create sessions when they are due; return how long after that each was there."""
    store = InMemorySessionStore()
    manager = SessionManager(store)
    now = time.time()
    for place in range(LIVE):
        ends = now + 1 + place / CREATIONS
        await store.create(Session(SessionId(secrets.token_bytes(32)), now, ends, ends, None, DATA), now)
    gc.collect()
    cleaning = asyncio.create_task(_clean(manager))
    times = await _paced(lambda: manager.create("ada", CONTENT))
    cleaning.cancel()
    return times


async def _paced(work: Callable[[], Awaitable[object]]) -> list[float]:
    """Do some work at the chosen pace, letting others in meanwhile; return how long after it was due each was done."""
    times = []
    begin = perf_counter() + 0.1
    for number in range(CREATIONS * SECONDS):
        due = begin + number / CREATIONS
        while perf_counter() < due:
            await asyncio.sleep(0)
        await work()
        times.append(perf_counter() - due)
    return times


async def _nothing() -> None:
    """Do nothing."""


async def _clean(manager: SessionManager) -> None:
    """Clean up once a second until cancelled."""
    while True:
        await asyncio.sleep(1)
        await manager.cleanup()
