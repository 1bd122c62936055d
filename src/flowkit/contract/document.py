"""A contract file as plain values, its parts by JSON pointer (RFC 6901), and their places.

Only ``$ref`` to a part of the same file is followed; no other file and no address is ever opened for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import unquote

from flowkit.model.source import Span

Value: TypeAlias = object
"""None, bool, int, float, str, list of these, dict of these with str as keys."""

Tokens: TypeAlias = tuple[str, ...]

MOST_DEPTH = 100
"""How deep a contract may be nested."""

_MOST_STEPS = 50


class UnusableContractError(Exception):
    """A contract file that cannot be used, and where in it the fault is."""

    def __init__(self, message: str, span: Span | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.span = span


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract file.

    Attributes:
        value: what it says.
        text: its text.
        bom: the length of its byte order mark in bytes.
        locate: gives the start and end of a part in the text, by its tokens; None where it is not known.
        doubles: the keys that stand twice in one mapping; the last of each counts.
    """

    value: Value
    text: str
    bom: int
    locate: Callable[[Tokens], tuple[int, int] | None]
    doubles: tuple[str, ...] = ()
    _resolved: dict[int, Value] = field(default_factory=dict)

    def span(self, tokens: Tokens) -> Span | None:
        """Return where a part stands: its key, or the part itself where it has none."""
        found = self.locate(tokens) if tokens else None
        return None if found is None else span_of(self.text, self.bom, *found)

    def part(self, tokens: Tokens) -> Value:
        """Return a part by its pointer; references on the way are followed, one at its end is not.

        Raises:
            KeyError: it is not there; the argument is how many of the tokens are.
        """
        value = self.value
        for number, token in enumerate(tokens):
            if isinstance(value, dict) and "$ref" in value and token not in value:
                value = self.resolve(value)
            if isinstance(value, dict) and token in value:
                value = value[token]
            elif isinstance(value, list) and re.fullmatch(r"0|[1-9]\d{0,5}", token) and int(token) < len(value):
                value = value[int(token)]
            else:
                raise KeyError(number)
        return value

    def resolve(self, value: Value) -> Value:
        """Return what a value stands for: what its ``$ref`` leads to, or itself.

        What stands beside a ``$ref`` holds too, as JSON Schema has it since 2019. A reference that leads to another
        file, to nothing or round in a circle is returned as it is.
        """
        if not isinstance(value, dict) or not isinstance(value.get("$ref"), str):
            return value
        if id(value) not in self._resolved:
            self._resolved[id(value)] = self._target(value)
        return self._resolved[id(value)]

    def _target(self, value: Mapping[str, Value]) -> Value:
        target: Value = value
        for _ in range(_MOST_STEPS):
            tokens = local_tokens(target["$ref"]) if isinstance(target, dict) else None
            try:
                target = value if tokens is None else _plain_part(self.value, tokens)
            except KeyError:
                return value
            if tokens is None or not (isinstance(target, dict) and isinstance(target.get("$ref"), str)):
                break
        else:
            return value
        beside = {key: one for key, one in value.items() if key not in {"$ref", "description", "summary", "title"}}
        return target if target is value or not beside else {**beside, "allOf": [target, *_listed(value.get("allOf"))]}


def _plain_part(value: Value, tokens: Tokens) -> Value:
    for token in tokens:
        if isinstance(value, dict):
            value = value[token]
        elif isinstance(value, list) and token.isdecimal() and int(token[:7]) < len(value):
            value = value[int(token)]
        else:
            raise KeyError(token)
    return value


def _listed(value: Value) -> Sequence[Value]:
    return value if isinstance(value, list) else ()


def tokens_of(pointer: str) -> Tokens:
    """Return the tokens of a JSON pointer: ``/paths/~1sessions`` has ``paths`` and ``/sessions``."""
    return tuple(token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:])


def pointer_of(tokens: Tokens) -> str:
    """Return the JSON pointer that has these tokens."""
    return "".join(f"/{token.replace('~', '~0').replace('/', '~1')}" for token in tokens)


def local_tokens(reference: Value) -> Tokens | None:
    """Return the tokens of a reference within a file (``#/components/schemas/Session``); None for any other."""
    if not isinstance(reference, str) or not re.match(r"#(?:/|$)", reference):
        return None
    return tokens_of(unquote(reference[1:]))


def span_of(text: str, bom: int, start: int, end: int) -> Span:
    """Return the span of a run of characters of a UTF-8 text that a byte order mark of ``bom`` bytes precedes."""
    before = text[:start]
    lines = re.split(r"\r\n|\n|\r", before)
    first = bom + len(before.encode())
    return Span(first, first + len(text[start:end].encode()), len(lines), len(lines[-1]) + 1)
