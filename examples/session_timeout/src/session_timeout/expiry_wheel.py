"""Which session ends when: buckets of ids by the time at which they end, and the order in which buckets come due.

Adding, moving and removing cost the same however many sessions there are (G. Varghese and T. Lauck, "Hashed and
Hierarchical Timing Wheels", 1987; here with a heap of the buckets that exist instead of a ring). Taking looks at what
has ended and, so that it is exact to the instant, puts the bucket in which the present lies in order: every session in
that bucket is looked at, whether it has ended or not, but each once for that bucket, and no session of a later one.
A session that was moved out of the bucket before is not met; one that is moved into it or within it afterwards is
looked at once more. Nothing here is safe for threads: its owner holds the lock.
"""

from __future__ import annotations

from collections.abc import Mapping
from heapq import heappop, heappush
from math import floor

from session_timeout.session_store import Session, SessionId, Timestamp

BUCKET_SECONDS = 15
"""How long a bucket is: at the usual timeouts, thousands of sessions share a few hundred buckets."""


# implements: feat-session-timeout:IMPL_002
class ExpiryWheel:
    """Orders the ids of the sessions in ``sessions``, which its owner changes along with it.

    A dictionary serves as a bucket because it is smaller than a set and the garbage collector does not visit it.
    """

    def __init__(self, sessions: Mapping[SessionId, Session]) -> None:
        self._sessions = sessions
        self._buckets: dict[int, dict[SessionId, None]] = {}
        self._numbers: list[int] = []
        """A heap of the keys of the buckets."""
        self._present: list[tuple[Timestamp, SessionId]] = []
        """A heap of what was in the bucket in which the present lies. Entries of sessions that were moved stay here."""

    def add(self, session_id: SessionId, deadline: Timestamp) -> None:
        """Note that a session ends at a moment, in seconds."""
        number = floor(deadline) // BUCKET_SECONDS  # as _number(): the call would cost a creation a twentieth
        try:
            self._buckets[number][session_id] = None
        except KeyError:
            self._open(number, session_id)

    def remove(self, session_id: SessionId, deadline: Timestamp) -> None:
        """Forget a session that was to end at a moment, in seconds."""
        bucket = self._buckets.get(_number(deadline))
        if bucket is not None:
            bucket.pop(session_id, None)
            if not bucket:
                bucket.clear()  # gives back the memory that an emptied dictionary keeps

    def move(self, session_id: SessionId, before: Timestamp, after: Timestamp) -> None:
        """Note that a session ends at another moment than before."""
        number = _number(after)  # first, so that nothing is forgotten when this fails
        self.remove(session_id, before)
        try:
            self._buckets[number][session_id] = None
        except KeyError:
            self._open(number, session_id)

    def take(self, now: Timestamp, limit: int) -> tuple[list[SessionId], bool]:
        """Take out sessions that have ended at ``now``, looking at ``limit`` entries at most.

        Returns:
            The ids that were taken out, and whether there may be more.
        """
        ended: dict[SessionId, None] = {}  # a session that was moved may be met twice
        looked = 0
        while (bucket := self._due(now)) is not None:
            while bucket:
                if looked == limit:
                    return list(ended), True
                looked += 1
                session_id, _ = bucket.popitem()
                deadline = self._sessions[session_id].deadline
                if deadline <= now:
                    ended[session_id] = None
                else:
                    heappush(self._present, (deadline, session_id))
        while self._present and self._present[0][0] <= now:
            if looked == limit:
                return list(ended), True
            looked += 1
            deadline, session_id = heappop(self._present)
            session = self._sessions.get(session_id)
            if session is not None and session.deadline == deadline:
                self.remove(session_id, deadline)  # it was perhaps moved away and back again
                ended[session_id] = None
        return list(ended), False

    def _open(self, number: int, session_id: SessionId) -> None:
        """Begin a bucket."""
        self._buckets[number] = {session_id: None}
        heappush(self._numbers, number)

    def _due(self, now: Timestamp) -> dict[SessionId, None] | None:
        """Return a bucket that begins at ``now`` or before and holds something; drop empty ones on the way."""
        while self._numbers and self._numbers[0] * BUCKET_SECONDS <= now:
            bucket = self._buckets[self._numbers[0]]
            if bucket:
                return bucket
            del self._buckets[heappop(self._numbers)]
        return None


def _number(deadline: Timestamp) -> int:
    """Return the key of the bucket of a moment, exact for every finite float, as a division of floats is not."""
    return floor(deadline) // BUCKET_SECONDS
