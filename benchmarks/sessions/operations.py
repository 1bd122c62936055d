"""Creations, reads and extensions a second, one caller, through the asynchronous operations.

In each round every store is made anew and does the same work in turn with the others; a figure is the median of the
rounds, and a ratio the median of the ratios within rounds. Each key that is read is a new object, as a request brings
it. Reads in the order of creation find memory as the processor likes it and show what the code costs; reads by chance
wait for memory as well, which all stores do alike. The garbage collector runs as it does by default, but does not visit
the benchmark's own keys.
"""

from __future__ import annotations

import asyncio
import gc
import random
import secrets
import time
from collections.abc import Sequence
from statistics import median
from time import perf_counter
from typing import TypeAlias

from benchmarks.sessions.peers import LIFETIME, LITESTAR, OURS, PEERS, TTL_CACHE, Peer, record
from benchmarks.sessions.report import Bound, Findings, Table

from session_timeout import SessionId

READS = 100_000
"""How many sessions are read and extended at most."""

OPERATIONS = ("create", "read", "read by chance", "touch", "touch by chance")

BOUND_SIZE = 100_000
BOUNDS = {LITESTAR: 8.0, TTL_CACHE: 3.0}
"""How many times as fast creations and reads are to be as those of the peer, at BOUND_SIZE."""

Rates: TypeAlias = dict[str, dict[str, list[float]]]
"""The operations a second of each round, by operation and store."""


def measure(sizes: Sequence[int]) -> Findings:
    """Measure at each size."""
    tables, bounds = [], []
    for size in sizes:
        rates = asyncio.run(_rounds(size))
        tables.append(_table(size, rates))
        if size == BOUND_SIZE:
            bounds = _bounds(rates)
    return Findings(tables, bounds)


async def _rounds(size: int) -> Rates:
    """Let every store work in turn, several times."""
    rates: Rates = {operation: {name: [] for name in PEERS} for operation in OPERATIONS}
    ids = [secrets.token_bytes(32) for _ in range(size)]
    gc.collect()
    gc.freeze()
    for _ in range(3 if size > BOUND_SIZE else 9):
        some, by_chance = ids[-READS:], random.sample(ids, min(size, READS))
        for name, make in PEERS.items():
            store = make(size)
            rates["create"][name].append(await _creations(store, ids))
            rates["read"][name].append(await _reads(store, some))
            rates["read by chance"][name].append(await _reads(store, by_chance))
            rates["touch"][name].append(await _touches(store, some))
            rates["touch by chance"][name].append(await _touches(store, by_chance))
            del store
    gc.unfreeze()
    return rates


async def _creations(store: Peer, ids: Sequence[bytes]) -> float:
    """Insert a session for each id; return how many it does a second."""
    now = time.time()
    sessions = [record(session_id, now) for session_id in _anew(ids)]
    create = store.create
    gc.collect()
    start = perf_counter()
    for session in sessions:
        await create(session, now)
    return len(sessions) / (perf_counter() - start)


async def _reads(store: Peer, ids: Sequence[bytes]) -> float:
    """Read the session of each id; return how many it does a second."""
    now = time.time()
    keys = _anew(ids)
    read = store.read
    gc.collect()
    start = perf_counter()
    for key in keys:
        await read(key, now)
    return len(keys) / (perf_counter() - start)


async def _touches(store: Peer, ids: Sequence[bytes]) -> float:
    """Extend the session of each id by a minute; return how many it does a second."""
    now = time.time()
    keys = _anew(ids)
    touch, deadline = store.touch, now + LIFETIME + 60
    gc.collect()
    start = perf_counter()
    for key in keys:
        await touch(key, deadline, now)
    return len(keys) / (perf_counter() - start)


def _anew(ids: Sequence[bytes]) -> list[SessionId]:
    """Return equal ids that are other objects, whose hash is not known yet."""
    return [SessionId(bytes(bytearray(one))) for one in ids]


def _table(size: int, rates: Rates) -> Table:
    """Show thousands of operations a second, and how many times as fast ours is."""
    table = Table(f"Operations a second with {size:,} sessions, in thousands (ours : peer)", ("store", *rates))
    for name in PEERS:
        cells = (f"{median(rates[one][name]) / 1000:,.0f} ({_ratio(rates[one], name):.1f})" for one in rates)
        table.rows.append((name, *cells))
    return table


def _ratio(of_stores: dict[str, list[float]], peer: str) -> float:
    """Return how many times as fast ours is as a peer."""
    return median(ours / other for ours, other in zip(of_stores[OURS], of_stores[peer], strict=True))


def _bounds(rates: Rates) -> list[Bound]:
    """Compare creations and reads with the bounds."""
    return [
        Bound(f"{one} at {BOUND_SIZE:,}, against {peer}", _ratio(rates[one], peer), factor, "times", at_least=True)
        for peer, factor in BOUNDS.items()
        for one in ("create", "read", "read by chance")
    ]
