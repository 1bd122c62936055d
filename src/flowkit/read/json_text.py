"""JSON (RFC 8259) with the place of every value, so that what is wrong in it can be told at its line."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from json import JSONDecodeError, JSONDecoder
from typing import TypeAlias

from flowkit.errors import ReadError
from flowkit.model.source import Document, Span

_LINE_END = re.compile(r"\r\n|\n|\r")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_WORD = re.compile(r"true|false|null")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_DECODER = JSONDecoder()
_MOST_DEPTH = 100
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands: offsets of its first character and of the one behind its last.

    A number keeps the text that it was written as.
    """

    value: Value
    start: int
    end: int

    @property
    def members(self) -> dict[str, Node]:
        """The members of an object; nothing of any other value. Of two alike, the last one counts."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def entries(self) -> list[Node]:
        """The entries of an array; nothing of any other value."""
        return self.value if isinstance(self.value, list) else []

    @property
    def text(self) -> str:
        """The text of a string, the digits of a number; empty for any other value."""
        return str(self.value) if isinstance(self.value, str) else ""


class Number(str):
    """A number as it is written."""

    __slots__ = ()


Value: TypeAlias = "dict[str, Node] | list[Node] | str | Number | bool | None"


class JsonText:
    """A document that is JSON.

    Raises:
        ReadError: it is not; the place says where that shows.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.root = self._document()

    def span(self, node: Node) -> Span:
        """Return where a value stands; of a string, what stands between the quotes."""
        quote = 1 if isinstance(node.value, str) and not isinstance(node.value, Number) else 0
        return self.part(node.start + quote, node.end - quote)

    def part(self, start: int, end: int) -> Span:
        """Return the span of the characters between two offsets, up to the end of their line."""
        line = self.line(start)
        column = start - self._starts[line - 1]
        length = max(min(end - start, len(self.document.lines[line - 1]) - column), 0)
        return self.document.span(line, column + 1, length)

    def line(self, offset: int) -> int:
        """Return the line, from 1, that holds a character."""
        return bisect_right(self._starts, offset)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_END.finditer(self.text))]

    def _document(self) -> Node:
        root = self._value(self._skip(0), 0)
        end = self._skip(root.end)
        if end < len(self.text):
            raise self._broken("there is something behind its end", end)
        return root

    def _value(self, at: int, depth: int) -> Node:
        if depth > _MOST_DEPTH:
            raise self._broken(f"it is nested more than {_MOST_DEPTH} deep", at)
        opening = self.text[at : at + 1]
        if opening == "{":
            return self._object(at, depth)
        if opening == "[":
            return self._array(at, depth)
        if opening == '"':
            return self._string(at)
        if number := _NUMBER.match(self.text, at):
            return Node(Number(number.group()), at, number.end())
        if word := _WORD.match(self.text, at):
            return Node(_WORDS[word.group()], at, word.end())
        raise self._broken("a value is expected", at)

    def _object(self, opening: int, depth: int) -> Node:
        members: dict[str, Node] = {}
        at = self._skip(opening + 1)
        while self.text[at : at + 1] != "}":
            if members:
                at = self._sign(",", at)
            if self.text[at : at + 1] != '"':
                raise self._broken("a key in quotes is expected", at)
            key = self._string(at)
            value = self._value(self._sign(":", self._skip(key.end)), depth + 1)
            members[key.text] = value
            at = self._skip(value.end)
        return Node(members, opening, at + 1)

    def _array(self, opening: int, depth: int) -> Node:
        entries: list[Node] = []
        at = self._skip(opening + 1)
        while self.text[at : at + 1] != "]":
            if entries:
                at = self._sign(",", at)
            entries.append(self._value(at, depth + 1))
            at = self._skip(entries[-1].end)
        return Node(entries, opening, at + 1)

    def _string(self, at: int) -> Node:
        try:
            text, end = _DECODER.raw_decode(self.text, at)
        except JSONDecodeError as error:
            raise self._broken(error.msg.lower().removesuffix(" at"), error.pos) from error
        return Node(_LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text), at, end)

    def _sign(self, sign: str, at: int) -> int:
        if self.text[at : at + 1] != sign:
            raise self._broken(f"{sign} is expected", at)
        return self._skip(at + 1)

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self.text, at)
        return found.end() if found else at

    def _broken(self, what: str, at: int) -> ReadError:
        line = self.line(min(at, len(self.text)))
        there = " ".join(self.text[at : at + _SHOWN].split())
        near = f" at {there}" if there else " at its end" if at >= len(self.text) else ""
        where = f"{self.document.path}:{line}"
        return ReadError(f"is no valid JSON: {what}{near}", where=where, hint="mend it with the tool that wrote it")
