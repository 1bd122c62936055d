"""The words of fields as values: efforts, priorities, statuses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flowkit.model.outline import Box, Line
from flowkit.model.source import Document, Span
from flowkit.model.task import Effort, Label, State

_UNITS = {"m": 1 / 60, "h": 1.0, "d": 8.0, "w": 40.0}
_EFFORT = re.compile(
    r"(?<![\w.])(\d+(?:\.\d+)?)(?:\s*(?:-|–|to)\s*(\d+(?:\.\d+)?))?\s*[+]?\s*"
    r"(m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:ee)?ks?|w)(?![\w])",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|and|\+)?\s*", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[]")
_AFTER_VALUE = re.compile(r"\s+[-–—]\s+|\s*[(\[]|\s*[.;,:]\s|\s*\|\s*")
_MARKS = re.compile(r"^[^\w<\[(/]+|[^\w>\])+]+$")

_GARBLED = re.compile(r"^[^\x00-\x7f]\S*\s+(?=[A-Za-z])")

_STATES = {
    State.OPEN: (
        "todo",
        "to do",
        "open",
        "pending",
        "not started",
        "planned",
        "ready",
        "draft",
        "backlog",
        "new",
        "blocked",
        "on hold",
        "deferred",
        "postponed",
        "approved",
        "proposed",
    ),
    State.IN_PROGRESS: ("doing", "in progress", "in-progress", "started", "wip", "review", "in review", "ongoing"),
    State.DONE: (
        "done",
        "complete",
        "completed",
        "finished",
        "closed",
        "implemented",
        "merged",
        "verified",
        "resolved",
        "fixed",
        "shipped",
        "delivered",
        "released",
    ),
    State.DROPPED: ("dropped", "cancelled", "canceled", "obsolete", "removed", "superseded", "won't do", "wontfix"),
}
_QUALIFIERS = {"already", "fully", "now", "all", "still"}
_STATE_OF = {word: state for state, words in _STATES.items() for word in words}


def effort(text: str, span: Span | None = None) -> Effort | None:
    """Read an effort: ``2h``, ``1.5 days``, ``2-3 days``, ``1h 30m``; None for an empty text.

    A day is 8 hours and a week 40. What stands in brackets is a remark. Words without a figure have no hours.
    """
    whole = text.strip()
    words = _BRACKETS.split(whole, maxsplit=1)[0].strip() or whole
    if not words:
        return None
    if _EFFORT.search(words) is None and _EFFORT.search(whole) is not None:
        words = whole
    low = high = 0.0
    found = _EFFORT.search(words)
    if found is None:
        return Effort(words, None, None, span)
    while found is not None:
        unit = _UNITS[found.group(3)[0].lower()]
        low += float(found.group(1)) * unit
        high += float(found.group(2) or found.group(1)) * unit
        gap = _AND.match(words, found.end())
        found = _EFFORT.match(words, gap.end() if gap else found.end())
    return Effort(words, round(low, 4), round(high, 4), span)


def label(lines: Sequence[Line], document: Document) -> Label | None:
    """Read the word that a field gives, and the remark behind it: ``P0 (Foundation)``, ``✅ COMPLETED - all green``."""
    if not lines:
        return None
    value, note = _value_and_note(lines[0].text)
    if not value:
        return None
    start = lines[0].text.find(value)
    span = lines[0].span_in(document, start, start + len(value)) if start >= 0 else lines[0].span_in(document)
    return Label(value, note, span)


def _value_and_note(text: str) -> tuple[str, str | None]:
    plain = text.replace("**", "").replace("`", "").replace("__", "").strip()
    plain = _MARKS.sub("", plain)
    # A mark that was garbled on its way (an emoji read in another encoding) is letters, but none of a status word.
    plain = _GARBLED.sub("", plain)
    end = next((found.start() for found in _AFTER_VALUE.finditer(plain) if found.start()), len(plain))
    value = _MARKS.sub("", plain[:end].strip())
    note = " ".join(plain[end:].split()).strip(" -–—()[]:;,.|")
    return value, note or None


def state_of_word(value: str) -> State | None:
    """Return the state that a status word stands for, or None if it stands for none that is known."""
    words = value.casefold().split()
    while words and words[0] in _QUALIFIERS:
        words.pop(0)
    return _STATE_OF.get(" ".join(words))


def state_of_box(box: Box) -> State:
    """Return the state that a box stands for: empty or ticked; any other mark is unknown."""
    if box.ticked:
        return State.DONE
    return State.OPEN if box.known else State.UNKNOWN


def task_state(box: Box | None, status: Label | None, *, struck_out: bool) -> State:
    """Return how far a task is, by its own box first and its own status otherwise.

    An empty box says that the task is not done; that it is in progress, its status alone can say.
    """
    if struck_out:
        return State.DROPPED
    said = None if status is None else state_of_word(status.value) or State.UNKNOWN
    if box is None:
        return said or State.OPEN
    state = state_of_box(box)
    return State.IN_PROGRESS if state is State.OPEN and said is State.IN_PROGRESS else state
