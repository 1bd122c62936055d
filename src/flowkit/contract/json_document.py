"""A contract file in JSON (RFC 8259)."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial

from flowkit.contract.document import MOST_DEPTH, Contract, Tokens, UnusableContractError, Value, span_of


def read_json(text: str, bom: int) -> Contract:
    """Return a contract file in JSON.

    Raises:
        UnusableContractError: it is no valid JSON, or nested too deeply.
    """
    doubles: list[str] = []

    def mapping(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
        made = dict(pairs)
        if len(made) < len(pairs):
            doubles.extend(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        return made

    try:
        value = json.loads(text, object_pairs_hook=mapping)
    except json.JSONDecodeError as error:
        span = span_of(text, bom, error.pos, error.pos)
        raise UnusableContractError(f"is no valid JSON: {error.msg}", span) from error
    except (ValueError, RecursionError) as error:
        raise UnusableContractError(f"is no JSON that can be read: {error}") from error
    if _depth(value) > MOST_DEPTH:
        raise UnusableContractError(f"is nested more than {MOST_DEPTH} deep")
    return Contract(value, text, bom, partial(_locate, text), tuple(dict.fromkeys(doubles)))


def _depth(value: Value) -> int:
    depth, level = 0, [value]
    while level and depth <= MOST_DEPTH:
        below = (one.values() if isinstance(one, dict) else one if isinstance(one, list) else () for one in level)
        level = [value for values in below for value in values if isinstance(value, dict | list)]
        depth += 1
    return depth


_SPACE = re.compile(r"[ \t\r\n]*")


def _locate(text: str, tokens: Tokens) -> tuple[int, int] | None:
    """Return where the key of a part stands in a valid JSON text; a part of a list itself."""
    decoder = json.JSONDecoder()
    at, place = _skip(text, 0), None
    for token in tokens:
        place = None
        for key, start, end, value in _entries(decoder, text, at):
            if key == token:
                place, found = (start, end), value  # of several, the last one counts
        if place is None:
            return None
        at = found
    return place


def _entries(decoder: json.JSONDecoder, text: str, at: int) -> Iterator[tuple[str, int, int, int]]:
    """Yield the key of each entry of a mapping or list, where it stands, and where its value begins."""
    opening, at, index = text[at : at + 1], _skip(text, at + 1), 0
    while opening in {"{", "["} and text[at : at + 1] not in {"}", "]", ""}:
        start, key = at, str(index)
        if opening == "{":
            key, end = decoder.raw_decode(text, at)
            at = _skip(text, _skip(text, end) + 1)
        _, after = decoder.raw_decode(text, at)
        yield key, start, (end if opening == "{" else after), at
        at, index = _skip(text, after), index + 1
        at = _skip(text, at + 1) if text[at : at + 1] == "," else at


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
