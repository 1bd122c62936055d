"""Stores of which a part has ended, and the moment of their clean-up: each store is brought there in its own way."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from benchmarks.sessions.peers import DATA, LIFETIME, LITESTAR, OURS, TTL_CACHE, CachetoolsTTL, LitestarMemory, Peer

from session_timeout import InMemorySessionStore, Session, SessionId, Timestamp


@dataclass(frozen=True)
class Aged:
    """A store of which the first sessions have ended at a moment."""

    store: Peer
    now: Timestamp


async def ours(ids: Sequence[SessionId], ended: int) -> Aged:
    """Fill as of two lifetimes ago: the times of ending lie evenly over a lifetime before now and one after."""
    store = InMemorySessionStore(max_sessions=len(ids))
    now = time.time()
    before = now - 2 * LIFETIME
    for place, session_id in enumerate(ids):
        deadline = now + LIFETIME * _ending(place, len(ids), ended)
        await store.create(Session(session_id, before, deadline, before + 43_200, None, DATA), before)
    return Aged(store, now)


async def ttl_cache(ids: Sequence[SessionId], ended: int) -> Aged:
    """Fill in two steps, half a lifetime apart, and then let the time come at which the first ones have ended."""
    now = 0.0
    store = CachetoolsTTL(len(ids), lambda: now)
    for session_id in ids[:ended]:
        await store.create(Session(session_id, now, LIFETIME, 43_200, None, DATA), now)
    now = LIFETIME / 2
    for session_id in ids[ended:]:
        await store.create(Session(session_id, now, now + LIFETIME, now + 43_200, None, DATA), now)
    now = LIFETIME
    return Aged(store, now)


async def litestar(ids: Sequence[SessionId], ended: int) -> Aged:
    """Fill; its clock cannot be handed in, so what is to have ended is given an end in the past."""
    store = LitestarMemory()
    now = time.time()
    for place, session_id in enumerate(ids):
        lifetime = timedelta(seconds=LIFETIME * _ending(place, len(ids), ended))
        await store.create(Session(session_id, now, now, now, None, DATA), now, lifetime)
    return Aged(store, now)


AGED = {OURS: ours, TTL_CACHE: ttl_cache, LITESTAR: litestar}
"""How a store is made of which a part has ended. A store that knows no time is not here."""


def _ending(place: int, size: int, ended: int) -> float:
    """Return when a session ends, in lifetimes from now: spread evenly over one before and one after."""
    return (place - ended) / ended if place < ended else (place - ended + 1) / (size - ended)
