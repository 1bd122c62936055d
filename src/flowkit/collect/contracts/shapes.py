"""Schemas brought into a form in which two can be compared: references followed, ``allOf`` written out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from flowkit.collect.contracts.words import canonical, number
from flowkit.contract.document import Contract, Value

Schema: TypeAlias = Mapping[str, Value]
"""A schema whose references are followed and whose ``allOf`` is written out."""

CHOICES = ("anyOf", "oneOf")
_MOST_DEPTH = 50
_NAMED = ("properties", "patternProperties")
_LEAST = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_MOST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")


class Shapes:
    """The schemas of one contract; each is brought into form once, so that it can be known again."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._flat: dict[int, tuple[Value, Schema | None]] = {}
        self._choices: dict[int, tuple[Schema, dict[str, Schema]]] = {}

    def flat(self, value: Value, depth: int = 0) -> Schema | None:
        """Return a schema in form; None for one that allows nothing. What is no schema allows everything."""
        value = self._contract.resolve(value)
        if id(value) not in self._flat:
            # The value is kept, so that no other one can come to have its number.
            self._flat[id(value)] = value, self._made(value, depth)
        return self._flat[id(value)][1]

    def _made(self, value: Value, depth: int) -> Schema | None:
        if value is False:
            return None
        if not isinstance(value, dict) or depth > _MOST_DEPTH:
            return {}
        made: Schema = {key: one for key, one in value.items() if key != "allOf"}
        parts = value.get("allOf")
        for part in parts if isinstance(parts, list) else ():
            flat = self.flat(part, depth + 1)
            if flat is None:
                return None
            made = joined(made, flat)
        return made

    def choices(self, schema: Schema) -> Mapping[str, Schema]:
        """Return what a schema allows a choice of, by pointer (``anyOf/0``); nothing where it allows none."""
        if id(schema) not in self._choices:
            self._choices[id(schema)] = schema, self._chosen(schema)
        return self._choices[id(schema)][1]

    def _chosen(self, schema: Schema) -> dict[str, Schema]:
        for keyword in CHOICES:
            given = schema.get(keyword)
            if isinstance(given, list):
                common = {key: one for key, one in schema.items() if key not in {keyword, "default"}}
                flats = {f"{keyword}/{index}": self.flat(one) for index, one in enumerate(given)}
                return {name: joined(common, flat) for name, flat in flats.items() if flat is not None}
        return {}


def joined(one: Schema, other: Schema) -> Schema:
    """Return a schema that allows what two allow both; of a keyword that cannot be joined, the other's counts."""
    made = {**one, **other}
    for key in one.keys() & other.keys():
        mine, theirs = one[key], other[key]
        if key in _NAMED and isinstance(mine, dict) and isinstance(theirs, dict):
            common = {name: {"allOf": [mine[name], theirs[name]]} for name in mine.keys() & theirs.keys()}
            made[key] = {**mine, **theirs, **common}
        elif key == "required" and isinstance(mine, list) and isinstance(theirs, list):
            made[key] = [*mine, *(name for name in theirs if name not in mine)]
        elif key == "enum" and isinstance(mine, list) and isinstance(theirs, list):
            known = {canonical(value) for value in theirs}
            made[key] = [value for value in mine if canonical(value) in known]
        elif (key in _LEAST and _is_beyond(mine, theirs)) or (key in _MOST and _is_beyond(theirs, mine)):
            made[key] = mine
    return made


def _is_beyond(one: Value, other: Value) -> bool:
    first, second = number(one), number(other)
    return first is not None and second is not None and first > second
