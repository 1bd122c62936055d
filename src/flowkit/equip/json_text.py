"""A JSON text with the places of its parts, so that one can be put in or taken out and the rest stays as it is.

Comments and a comma behind the last entry are passed over: editors allow them in the files of their settings (JSON with
comments).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

MOST_DEPTH = 100
"""How deep a text may be nested."""

_SPACE = re.compile(r"(?:[ \t\r\n]|//[^\r\n]*|/\*.*?\*/)*", re.DOTALL)
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_PLAIN = re.compile(r"[-+.\w]+")
_CLOSING = {"{": "}", "[": "]"}


class JsonTextError(ValueError):
    """A text is no JSON: what is wrong, and at which character."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.message, self.at = message, at


@dataclass(slots=True)
class Node:
    """A value in a text.

    Attributes:
        start: its first character.
        end: the character behind its last.
        value: what it says.
        entries: the entries of an object or a list, in order; None for any other value.
    """

    start: int
    end: int
    value: object
    entries: list[Entry] | None = None


@dataclass(slots=True)
class Entry:
    """An entry of an object or a list: its key, None in a list; where it starts, its key included; its value."""

    key: str | None
    start: int
    node: Node


@dataclass(slots=True)
class _Reader:
    text: str
    at: int = 0
    depth: int = field(default=0)

    def document(self) -> Node:
        self.skip()
        node = self.node()
        self.skip()
        if self.at < len(self.text):
            raise JsonTextError("something stands behind the end", self.at)
        return node

    def skip(self) -> None:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def node(self) -> Node:
        opening = self.text[self.at : self.at + 1]
        if opening in _CLOSING:
            return self.container(opening)
        start = self.at
        found = (_STRING if opening == '"' else _PLAIN).match(self.text, start)
        if found is None:
            raise JsonTextError("a value is missing", start)
        try:
            value = json.loads(found.group())
        except ValueError as error:
            raise JsonTextError("is no value of JSON", start) from error
        self.at = found.end()
        return Node(start, self.at, value)

    def container(self, opening: str) -> Node:
        start, closing = self.at, _CLOSING[opening]
        if self.depth == MOST_DEPTH:
            raise JsonTextError(f"is nested more than {MOST_DEPTH} deep", start)
        self.at, self.depth, entries = start + 1, self.depth + 1, []
        self.skip()
        while not self.took(closing):
            entries.append(self.entry(keyed=opening == "{"))
            self.skip()
            if not self.took(","):
                if not self.took(closing):
                    raise JsonTextError(f"a comma or {closing} is missing", self.at)
                break
            self.skip()
        self.depth -= 1
        values = [entry.node.value for entry in entries]
        value: object = values if opening == "[" else {e.key: v for e, v in zip(entries, values, strict=True)}
        return Node(start, self.at, value, entries)

    def entry(self, *, keyed: bool) -> Entry:
        start = self.at
        if not keyed:
            return Entry(None, start, self.node())
        key = self.node()
        if not isinstance(key.value, str):
            raise JsonTextError("a key in quotes is missing", start)
        self.skip()
        if not self.took(":"):
            raise JsonTextError("a colon is missing", self.at)
        self.skip()
        return Entry(key.value, start, self.node())

    def took(self, sign: str) -> bool:
        found = self.text.startswith(sign, self.at)
        self.at += found
        return found


def read_json_text(text: str) -> Node:
    """Return what a text says, with the places of its parts.

    Raises:
        JsonTextError: it is no JSON, or nested too deeply.
    """
    return _Reader(text).document()
