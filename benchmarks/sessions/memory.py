"""How much memory a session takes beyond its id and its data, and how long a full garbage collection takes.

Ids and data are made before tracemalloc starts, so that everything that it counts is what a store adds: the record, its
times, and its places in dictionaries. Ours is measured without subjects, for which it keeps an index. TTLCache is given
the same record; the others keep less, data and one time or data alone. The figure of a store goes up and down with its
size, because a dictionary grows in steps.
"""

from __future__ import annotations

import asyncio
import gc
import secrets
import time
import tracemalloc
from collections.abc import Sequence
from time import perf_counter

from benchmarks.sessions.peers import OURS, PEERS, record
from benchmarks.sessions.report import Bound, Findings, Table

LIMIT = 300


def measure(sizes: Sequence[int]) -> Findings:
    """Measure at each size."""
    heads = ("store", *(f"{size:,}" for size in sizes))
    table = Table("Bytes a session beyond id and data (and a full garbage collection)", heads)
    bounds = []
    for name in PEERS:
        figures = [asyncio.run(_figures(name, size)) for size in sizes]
        table.rows.append((name, *(f"{amount:.0f} ({seconds * 1000:.1f} ms)" for amount, seconds in figures)))
        if name == OURS:
            amounts = [amount for amount, _ in figures]
            bounds = [Bound("bytes a session, at the size with the most", max(amounts), LIMIT, "bytes")]
    return Findings([table], bounds)


async def _figures(name: str, size: int) -> tuple[float, float]:
    """Return the bytes of a session and the seconds of a full collection."""
    ids = [secrets.token_bytes(32) for _ in range(size)]
    gc.collect()
    gc.freeze()
    tracemalloc.start()
    store = PEERS[name](size)
    for session_id in ids:
        now = time.time()
        await store.create(record(session_id, now), now)
    gc.collect()
    amount = tracemalloc.get_traced_memory()[0] / size
    tracemalloc.stop()
    start = perf_counter()
    gc.collect()
    seconds = perf_counter() - start
    gc.unfreeze()
    return amount, seconds
