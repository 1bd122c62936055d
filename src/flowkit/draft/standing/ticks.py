"""Ticks that go: boxes made empty and statuses opened again, each with the reason in a comment beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

UNTICKED = "<!-- flowkit: unticked"
# Behind a line; one that fills a line is that of a task.
_REASON = re.compile(rf"(?<=\S)[ \t]*{UNTICKED}.*?-->")
_BOX = re.compile(r"^(\s*(?:[-*+]|\d+[.)])\s+|#{1,6}\s+)\[([^\]]?)\]\s+")
_ITEM = re.compile(r"^(\s*(?:[-*+]|\d+[.)])\s+)")
_TICK = re.compile(r"\[[^\]]?\]")
# The name of a field and what opens its value.
_NAMED = re.compile(r".*:[*_`]*\s*|\s*(?:[-*+]\s+)?")


def without_box(line: str) -> str:
    """Return a line without the box that opens its item or heading."""
    return _BOX.sub(r"\1", line)


def has_box(line: str) -> bool:
    """Whether the item or heading of a line opens with a box."""
    return _BOX.match(line) is not None


def is_ticked(line: str) -> bool:
    """Whether the item or heading of a line opens with a box that is not empty."""
    found = _BOX.match(line)
    return found is not None and bool(found[2].strip())


def without_reason(line: str) -> str:
    """Return a line without the comment on why its tick is gone."""
    return _REASON.sub("", line) if UNTICKED in line else line


def settled(line: str) -> str:
    """Return a line as it stands, without the comment if it is ticked again."""
    return without_reason(line) if UNTICKED in line and is_ticked(line) else line


def emptied(line: str, why: str) -> str:
    """Return a line whose item is ticked with an empty box, and why."""
    empty = without_reason(_BOX.sub(r"\1[ ] ", line))
    text = empty.rstrip()
    return f"{text} {UNTICKED}, since {why} -->{empty[len(text) :]}"


def reworded(line: str, older: str) -> str:
    """Return a new line with the box that an older one has, which is empty then, or as it is if both are headings."""
    if line.startswith("#"):
        hashes, title = without_box(line).split(maxsplit=1)
        found = _TICK.search(older)
        return f"{hashes} {found.group()} {title}" if found else line
    if is_ticked(older):
        return emptied(_ITEM.sub(r"\1[x] ", line), "its text changed")
    empty, reason = _ITEM.sub(r"\1[ ] ", line), _REASON.search(older)
    text = empty.rstrip()
    return f"{text}{reason.group()}{empty[len(text) :]}" if reason else empty


def without_tick(line: str) -> str:
    """Return the line that holds the box of a task with the box empty."""
    return _TICK.sub("[ ]", line, count=1)


def reopened(line: str, column: int) -> str:
    """Return the line that holds a status with the status open, and what it was; ``column`` is where its word is."""
    named = _NAMED.match(line, 0, column - 1)
    start = named.end() if named else column - 1
    was = line[start:].rstrip()
    return f"{line[:start]}open (was {was}){line[start + len(was) :]}"


def reason(source: str, changed: Sequence[str]) -> str:
    """Return the comment on why a task is open again.

    Args:
        source: the anchor of what it was made of.
        changed: what of its meaning changed or is new; empty where something is gone, or it is not known what changed.
    """
    return f"{UNTICKED}, since {source} changed{': ' if changed else ''}{', '.join(changed)} -->"
