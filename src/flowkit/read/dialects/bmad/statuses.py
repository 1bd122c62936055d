"""The words that BMAD has for how far a story is."""

from __future__ import annotations

from flowkit.model.task import State
from flowkit.read.values import state_of_word

_STATES = {
    "drafted": State.OPEN,
    "contexted": State.OPEN,
    "optional": State.OPEN,
    "ready for dev": State.OPEN,
    "ready for development": State.OPEN,
    "ready for review": State.IN_PROGRESS,
    "code review": State.IN_PROGRESS,
    "implementation complete": State.IN_PROGRESS,
    "archived": State.DROPPED,
    "cut": State.DROPPED,
    "skipped": State.DROPPED,
}


def state_of(status: str) -> State:
    """Return the state that a status stands for, however its words are joined."""
    plain = " ".join(status.casefold().replace("-", " ").replace("_", " ").split())
    return _STATES.get(plain) or state_of_word(plain) or State.UNKNOWN
