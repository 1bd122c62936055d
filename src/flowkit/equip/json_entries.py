"""Entries of a JSON file that others write too: put in and taken out again, so that every other byte stays.

What was there is restored to the byte, for what was made can be told from what was found: an entry goes directly behind
the bracket of an object or a list that was found empty, and onto a line of its own in one that was made for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flowkit.equip.json_text import JsonTextError, Node, read_json_text
from flowkit.equip.outcome import Outcome

_OTHERWISE = "has an entry for flowkit that says something else"


@dataclass(frozen=True, slots=True)
class JsonEntry:
    """An entry of a JSON file.

    Attributes:
        path: the file, from the project's root.
        keys: the keys that lead to it.
        value: what it says.
        mark: for an entry of a list: a text in it by which it is known; None for the value of the last key.
        base: what a file is made with that is not there yet.
    """

    path: str
    keys: tuple[str, ...]
    value: object
    mark: str | None = None
    base: Mapping[str, object] | None = None

    def add_to(self, text: str | None, line_end: str) -> Outcome:
        """Return a text with the entry; as it is where something stands in its place already.

        Raises:
            JsonTextError: it is no JSON, or has something else where an object or a list is to be.
        """
        if text is None:
            # The entry comes first: in a file that was found, it comes last.
            made = {**_nested(self.keys, self._whole), **(self.base or {})}
            return Outcome(json.dumps(made, indent=2).replace("\n", line_end) + line_end)
        node = read_json_text(text)
        for depth, key in enumerate(self.keys):
            _need(node, dict, key)
            at = _place(node, key)
            if at is None:
                value = _nested(self.keys[depth + 1 :], self._whole)
                return Outcome(_inserted(text, node, key, value, line_end))
            node = (node.entries or [])[at].node
        if self.mark is None:
            return Outcome(text, None if node.value == self.value else _OTHERWISE)
        _need(node, list, self.keys[-1])
        known = [entry.node.value for entry in node.entries or () if _holds(entry.node.value, self.mark)]
        if known:
            return Outcome(text, None if known[0] == self.value else _OTHERWISE)
        return Outcome(_inserted(text, node, None, self.value, line_end))

    @property
    def _whole(self) -> object:
        """What the last key has where nothing else is there."""
        return [self.value] if self.mark is not None else self.value

    def take_from(self, text: str) -> Outcome:
        """Return a text without the entry; None where the file was made for it. What says something else stays.

        Raises:
            JsonTextError: it is no JSON.
        """
        root = read_json_text(text)
        trail: list[tuple[Node, int]] = []
        node = root
        for key in self.keys:
            at = _place(node, key)
            if at is None:
                return Outcome(text)
            trail.append((node, at))
            node = (node.entries or [])[at].node
        if self.mark is not None:
            known = [at for at, entry in enumerate(node.entries or ()) if _holds(entry.node.value, self.mark)]
            if not known:
                return Outcome(text)
            trail.append((node, known[0]))
            node = (node.entries or [])[known[0]].node
        if node.value != self.value:
            return Outcome(text, _OTHERWISE)
        return Outcome(self._without(text, trail))

    def is_in(self, text: str) -> bool:
        """Whether a text has the entry, as it was written."""
        try:
            taken = self.take_from(text)
        except JsonTextError:
            return False
        return taken.text != text

    def _without(self, text: str, trail: list[tuple[Node, int]]) -> str | None:
        """Return a text without an entry, and without what was made around it; None where that is all."""
        while trail:
            node, at = trail.pop()
            entries = node.entries or []
            entry = entries[at]
            if at:
                return text[: entries[at - 1].node.end] + text[entry.node.end :]
            if len(entries) > 1:
                rest = text[: entry.start] + text[entries[1].start :]
                return None if self.base and not trail and read_json_text(rest).value == self.base else rest
            if entry.start == node.start + 1:
                return text[: entry.start] + text[entry.node.end :]
        return None


def _need(node: Node, kind: type, key: str) -> None:
    if not isinstance(node.value, kind):
        words = "an object" if kind is dict else "a list"
        raise JsonTextError(f"{words} is to be here, for {key}", node.start)


def _place(node: Node, key: str) -> int | None:
    """Return which entry of an object has a key; of several, the last counts."""
    found = [at for at, entry in enumerate(node.entries or ()) if entry.key == key]
    return found[-1] if found else None


def _nested(keys: tuple[str, ...], value: object) -> Any:
    """Return a value below keys; the value itself where there are none."""
    for key in reversed(keys):
        value = {key: value}
    return value


def _holds(value: object, mark: str) -> bool:
    """Whether a text stands anywhere in a value."""
    if isinstance(value, str):
        return mark in value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_holds(part, mark) for part in parts)


def _inserted(text: str, node: Node, key: str | None, value: object, line_end: str) -> str:
    """Return a text with one more entry at the end of an object or list."""
    entries = node.entries or []
    unit = _unit(text)
    if not entries:
        at, before, indent = node.start + 1, "", _indent_of(text, node.start) + unit
    else:
        at = entries[-1].node.end
        lines = "\n" in text[node.start : entries[-1].start] or "\r" in text[node.start : entries[-1].start]
        indent = _indent_of(text, entries[-1].start)
        before = f",{line_end}{indent}" if lines else ", "
    written = json.dumps(value, indent=unit).replace("\n", f"{line_end}{indent}")
    return text[:at] + before + (f"{json.dumps(key)}: " if key is not None else "") + written + text[at:]


def _unit(text: str) -> str:
    """Return what a text indents by: what its first indented line begins with."""
    found = re.search(r"^([ \t]+)\S", text, re.MULTILINE)
    return found.group(1) if found else "  "


def _indent_of(text: str, at: int) -> str:
    """Return the white space that the line of a character begins with."""
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    return text[start : start + len(text[start:at]) - len(text[start:at].lstrip(" \t"))]
