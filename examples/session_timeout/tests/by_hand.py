"""Calls of a store, run step by step without an event loop, and samples of sessions to call it with."""

from __future__ import annotations

from collections.abc import Coroutine, Iterator
from typing import Any, TypeVar

from session_timeout import InMemorySessionStore, Session, SessionId, Timestamp

Result = TypeVar("Result")


def sample(number: int, deadline: Timestamp = 100.0, subject: str | None = None) -> Session:
    """Return a session with an id of its own that began at 0 and may be touched for ever."""
    return Session(SessionId(b"%032d" % number), 0.0, deadline, 1e308, subject)


def steps(call: Coroutine[Any, Any, Result]) -> Iterator[Result | None]:
    """Run a call by hand: None each time that it lets others in, and at last its result. No event loop, so no clock."""
    while True:
        try:
            call.send(None)
        except StopIteration as end:
            yield end.value
            return
        yield None


def run(call: Coroutine[Any, Any, Result]) -> Result:
    """Return the result of a call."""
    *_, result = steps(call)
    return result  # type: ignore[return-value]  # the last step gives the result, of whatever type it is


def filled(*sessions: Session, max_sessions: int = 1_000_000) -> InMemorySessionStore:
    """Return a store of sessions that were created at 0."""
    store = InMemorySessionStore(max_sessions=max_sessions)
    for session in sessions:
        run(store.create(session, 0.0))
    return store
