"""What a schema takes away from an earlier version of itself.

The rule follows from which side makes the values. Where the owner *accepts* them (a configuration, a request), every
value that was accepted has to be accepted still: to narrow breaks, to widen does not. Where the owner *gives* them (a
response), every value that is given has to be one that could be given before: to widen breaks, to narrow does not. What
a keyword allows is as JSON Schema defines it (draft 2020-12, "Core" and "Validation", with OpenAPI 3.0's ``nullable``
and bounds that are true or false).

Practice adds three things that logic alone would not say, as tools that compare OpenAPI documents do: a property that
is removed breaks either way; a property that is added and not required breaks neither way; a default that changes is
told either way, for who relied on it gets another value. Annotations, ``format`` among them, count for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from flowkit.collect.contracts.keywords import Change, Direction, is_closed, keyword_breaks, named
from flowkit.collect.contracts.shapes import Schema, Shapes
from flowkit.collect.contracts.words import same, shown
from flowkit.contract.document import Contract, Tokens, UnusableContractError, Value

_MOST_PAIRS = 50_000
_MOST_DEPTH = 50
_ANY: Schema = {}
_Pair: TypeAlias = tuple[Schema | None, Schema | None, Tokens, Direction]


class Comparison:
    """Compares the schemas of two versions of a contract.

    Args:
        old: the accepted version.
        new: the version that is there.
    """

    def __init__(self, old: Contract, new: Contract) -> None:
        self._old, self._new = Shapes(old), Shapes(new)
        self._known: dict[tuple[int, int, Direction], tuple[str, ...]] = {}
        self._depth = self._choosing = 0
        self._later: list[_Pair] = []

    def breaks(self, old: Value, new: Value, tokens: Tokens, direction: Direction) -> tuple[str, ...]:
        """Return what a schema takes away, in words.

        A pair that is met again within itself, as schemas that contain themselves have it, is taken to break nothing.

        Raises:
            UnusableContractError: the schemas are too many to be compared, or choices are nested too deeply.
        """
        found = list(self._below(old, new, tokens, direction))
        while self._later:
            found.extend(self._compared(*self._later.pop()))
        return tuple(dict.fromkeys(found))

    def _below(self, old: Value, new: Value, tokens: Tokens, direction: Direction) -> tuple[str, ...]:
        return self._compared(self._old.flat(old), self._new.flat(new), tokens, direction)

    def _compared(
        self, old: Schema | None, new: Schema | None, tokens: Tokens, direction: Direction
    ) -> tuple[str, ...]:
        key = id(old), id(new), direction
        if key in self._known:
            return self._known[key]
        if len(self._known) >= _MOST_PAIRS:
            raise UnusableContractError(f"has more than {_MOST_PAIRS:,} pairs of schemas to be compared")
        if self._depth >= _MOST_DEPTH:
            if self._choosing:
                raise UnusableContractError("has choices that are nested too deeply to be compared")
            self._later.append((old, new, tokens, direction))
            return ()
        self._known[key] = ()
        self._depth += 1
        self._known[key] = tuple(dict.fromkeys(self._found(old, new, tokens, direction)))
        self._depth -= 1
        return self._known[key]

    def _found(self, old: Schema | None, new: Schema | None, tokens: Tokens, direction: Direction) -> Iterator[str]:
        if old is None or new is None:
            if old is not None and direction is Direction.ACCEPTS:
                yield f"{named(tokens)} accepts nothing any more"
            return
        yield from _default(old, new, tokens)
        if self._old.choices(old) or self._new.choices(new):
            yield from self._chosen(old, new, tokens, direction)
            return
        yield from keyword_breaks(Change(old, new, tokens, direction))
        yield from self._properties(old, new, tokens, direction)
        yield from self._patterns(old, new, tokens, direction)
        yield from self._items(old, new, tokens, direction)

    def _chosen(self, old: Schema, new: Schema, tokens: Tokens, direction: Direction) -> Iterator[str]:
        """Yield the choices of the side that is held to the other for which the other has none."""
        olds, news = self._old.choices(old) or {"": old}, self._new.choices(new) or {"": new}
        accepted = direction is Direction.ACCEPTS
        held, against = (olds, news) if accepted else (news, olds)
        for name, choice in held.items():
            at = (*tokens, *name.split("/")) if name else tokens
            pairs = [(choice, other) if accepted else (other, choice) for other in against.values()]
            self._choosing += len(pairs) > 1
            found = [self._compared(*pair, at, direction) for pair in pairs]
            self._choosing -= len(pairs) > 1
            fewest = min(found, key=len)
            if len(found) == 1:
                yield from fewest
            elif fewest and accepted:
                yield f"what {named(at)} accepted is accepted no more: {'; '.join(fewest)}"
            elif fewest:
                yield f"{named(at)} may be given now, and could not before: {'; '.join(fewest)}"

    def _properties(self, old: Schema, new: Schema, tokens: Tokens, direction: Direction) -> Iterator[str]:
        olds, news = _mapping(old, "properties"), _mapping(new, "properties")
        for name, before in olds.items():
            at = (*tokens, "properties", name)
            if self._old.flat(before) is None:
                continue
            if name not in news or self._new.flat(news[name]) is None:
                yield f"{named(at)} was removed"
            else:
                yield from self._below(before, news[name], at, direction)
        before, after = old.get("additionalProperties"), new.get("additionalProperties")
        limited = isinstance(after, dict) and (isinstance(before, dict) or direction is Direction.ACCEPTS)
        if limited and not is_closed(old):
            yield from self._below(_any(before), after, (*tokens, "additionalProperties"), direction)

    def _patterns(self, old: Schema, new: Schema, tokens: Tokens, direction: Direction) -> Iterator[str]:
        olds, news = _mapping(old, "patternProperties"), _mapping(new, "patternProperties")
        for pattern, after in news.items():
            if pattern in olds or direction is Direction.ACCEPTS:
                at = (*tokens, "patternProperties", pattern)
                yield from self._below(olds.get(pattern, _ANY), after, at, direction)

    def _items(self, old: Schema, new: Schema, tokens: Tokens, direction: Direction) -> Iterator[str]:
        olds, news = _places(old), _places(new)
        for index in range(max(len(olds), len(news))):
            before = olds[index] if index < len(olds) else _rest(old)
            after = news[index] if index < len(news) else _rest(new)
            yield from self._below(before, after, (*tokens, "prefixItems", str(index)), direction)
        if "items" in old or "items" in new:
            yield from self._below(_rest(old), _rest(new), (*tokens, "items"), direction)


def _default(old: Schema, new: Schema, tokens: Tokens) -> Iterator[str]:
    if "default" in old and "default" not in new:
        yield f"the default of {named(tokens)} was removed; it was {shown(old['default'])}"
    elif "default" in old and not same(old["default"], new["default"]):
        yield f"the default of {named(tokens)} changed from {shown(old['default'])} to {shown(new['default'])}"


def _mapping(schema: Schema, key: str) -> Schema:
    value = schema.get(key)
    return value if isinstance(value, dict) else {}


def _any(value: Value) -> Value:
    return _ANY if value is None or value is True else value


def _places(schema: Schema) -> list[Value]:
    """Return the schemas of single items, which before 2020 stood in ``items``."""
    for key in ("prefixItems", "items"):
        value = schema.get(key)
        if isinstance(value, list):
            return value
    return []


def _rest(schema: Schema) -> Value:
    """Return the schema of the items that have no place of their own."""
    value = schema.get("additionalItems" if isinstance(schema.get("items"), list) else "items")
    return _any(value)
