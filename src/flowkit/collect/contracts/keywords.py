"""What each keyword of a schema takes away, taken by itself; which direction breaks is told in ``schema``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from flowkit.collect.contracts.shapes import Schema
from flowkit.collect.contracts.words import canonical, number, same, shown
from flowkit.contract.document import Tokens, Value, pointer_of


class Direction(StrEnum):
    """Which side makes the values: the owner ``ACCEPTS`` or ``GIVES`` them."""

    ACCEPTS = "accepts"
    GIVES = "gives"


@dataclass(frozen=True, slots=True)
class Change:
    """A schema before and after, where it stands, and in which direction its values go."""

    old: Schema
    new: Schema
    tokens: Tokens
    direction: Direction

    @property
    def where(self) -> str:
        """What the schema is called in a message."""
        return named(self.tokens)

    @property
    def is_accepted(self) -> bool:
        """The owner accepts the values."""
        return self.direction is Direction.ACCEPTS


def named(tokens: Tokens) -> str:
    """Return a part as it is called in a message: its pointer."""
    return pointer_of(tokens) or "the whole"


def keyword_breaks(change: Change) -> Iterator[str]:
    """Yield what the keywords of a schema take away, those left out that speak of parts of a value."""
    said = _SAID & (change.old.keys() | change.new.keys())
    if not said & _EXACT and all(change.old.get(key) == change.new.get(key) for key in said):
        return  # the usual case, and by far the quickest
    for check in (_types, _values, _bounds, _patterns, _multiples, _uniqueness, _required, _closing, _conditions):
        yield from check(change)


# Python takes 1 for true, so these are always looked at.
_EXACT = frozenset({"enum", "const"})
_ALL = frozenset({"null", "boolean", "object", "array", "number", "integer", "string"})
_TYPES = {type(None): "null", bool: "boolean", dict: "object", list: "array", int: "integer", float: "number"}


def _types_of(schema: Schema) -> frozenset[str]:
    given = schema.get("type")
    names = {given} if isinstance(given, str) else set(given) if isinstance(given, list) else set()
    if not names:
        values = _allowed(schema)
        if values is None:
            return _ALL
        names = {_TYPES.get(type(value), "string") for value in values.values()}
    if "number" in names:
        names.add("integer")
    if schema.get("nullable") is True:
        names.add("null")
    return frozenset(names)


def _named(types: frozenset[str]) -> str:
    shorter = types - {"integer"} if "number" in types else types
    return "any" if types == _ALL else " or ".join(sorted(shorter))


def _types(change: Change) -> Iterator[str]:
    old, new = _types_of(change.old), _types_of(change.new)
    if old - new if change.is_accepted else new - old:
        verb = "narrowed" if new < old else "widened" if old < new else "changed"
        yield f"the type of {change.where} was {verb} from {_named(old)} to {_named(new)}"


def _allowed(schema: Schema) -> dict[str, Value] | None:
    """Return the values that alone are allowed, by a text that equal ones share; None where there is no such list."""
    if "const" in schema:
        return {canonical(schema["const"]): schema["const"]}
    given = schema.get("enum")
    return {canonical(value): value for value in given} if isinstance(given, list) else None


def _values(change: Change) -> Iterator[str]:
    old, new = _allowed(change.old), _allowed(change.new)
    if change.is_accepted and new is not None:
        if old is None:
            yield f"{change.where} is limited to {_list(new.values())} now"
        elif gone := [value for key, value in old.items() if key not in new]:
            yield f"{change.where} accepts {_list(gone)} no more"
    if not change.is_accepted and old is not None:
        if new is None:
            yield f"{change.where} is not limited to {_list(old.values())} any more"
        elif more := [value for key, value in new.items() if key not in old]:
            yield f"{change.where} may be {_list(more)} now"


def _list(values: Iterable[Value]) -> str:
    return ", ".join(shown(value) for value in values)


_LOWER = (("minimum", "exclusiveMinimum"), ("minLength", None), ("minItems", None), ("minProperties", None))
_UPPER = (("maximum", "exclusiveMaximum"), ("maxLength", None), ("maxItems", None), ("maxProperties", None))


@dataclass(frozen=True, slots=True, order=True)
class _Bound:
    """A bound: ``side`` orders it before or after one of the same figure, as it leaves the figure itself out or in."""

    figure: Decimal
    side: int
    text: str = ""


def _bound(schema: Schema, name: str, exclusive: str | None, sign: int) -> _Bound | None:
    """Return a lower bound (``sign`` 1) or an upper one (-1), the tighter of the two ways to write it."""
    figure, beyond = number(schema.get(name)), schema.get(exclusive) if exclusive else None
    whole = schema.get("type") == "integer"
    found = []
    if figure is not None:
        found.append(_made(figure, sign, excluded=beyond is True, whole=whole))  # as OpenAPI 3.0 has it
    if (limit := number(beyond)) is not None:
        found.append(_made(limit, sign, excluded=True, whole=whole))
    best = max(found, key=lambda one: (one.figure * sign, one.side * sign), default=None)
    # A size of nothing is no bound.
    return None if best is not None and sign > 0 and exclusive is None and best.figure <= 0 else best


def _made(figure: Decimal, sign: int, *, excluded: bool, whole: bool) -> _Bound:
    if excluded and whole and figure == figure.to_integral_value():
        figure, excluded = figure + sign, False
    text = f"{figure:f}"
    return _Bound(figure, sign if excluded else 0, f"{text}, which is left out" if excluded else text)


def _bounds(change: Change) -> Iterator[str]:
    for names, sign in ((_LOWER, 1), (_UPPER, -1)):
        for name, exclusive in names:
            old, new = (_bound(schema, name, exclusive, sign) for schema in (change.old, change.new))
            tight, loose = (new, old) if change.is_accepted else (old, new)
            if tight is not None and (loose is None or _order(tight, sign) > _order(loose, sign)):
                yield _told(change.where, name, old, new)


def _order(bound: _Bound, sign: int) -> tuple[Decimal, int]:
    return bound.figure * sign, bound.side * sign


def _told(where: str, name: str, old: _Bound | None, new: _Bound | None) -> str:
    if new is None:
        return f"{where} has no {name} any more; it was {old.text if old else ''}"
    if old is None:
        return f"{where} has a {name} now: {new.text}"
    verb = "raised" if (new.figure, new.side) > (old.figure, old.side) else "lowered"
    return f"the {name} of {where} was {verb} from {old.text} to {new.text}"


def _patterns(change: Change) -> Iterator[str]:
    yield from _tightened(change, "pattern")


def _multiples(change: Change) -> Iterator[str]:
    tight, loose = (change.new, change.old) if change.is_accepted else (change.old, change.new)
    step, before = number(tight.get("multipleOf")), number(loose.get("multipleOf"))
    if step is not None and step > 0 and (before is None or before % step != 0):
        yield from _tightened(change, "multipleOf")


def _tightened(change: Change, name: str) -> Iterator[str]:
    """Yield that a keyword is new or another one, in the direction in which it limits."""
    old, new = change.old.get(name), change.new.get(name)
    limit = new if change.is_accepted else old
    if limit is None or same(old, new):
        return
    if old is None:
        yield f"{change.where} has a {name} now: {shown(new)}"
    elif new is None:
        yield f"{change.where} has no {name} any more; it was {shown(old)}"
    else:
        yield f"the {name} of {change.where} changed from {shown(old)} to {shown(new)}"


def _uniqueness(change: Change) -> Iterator[str]:
    old, new = change.old.get("uniqueItems") is True, change.new.get("uniqueItems") is True
    if old != new and new is change.is_accepted:
        yield f"the items of {change.where} {'have to differ now' if new else 'may be equal now'}"


def _required(change: Change) -> Iterator[str]:
    old, new = _names(change.old.get("required")), _names(change.new.get("required"))
    if change.is_accepted:
        yield from (f"{change.where} newly requires {name}" for name in new if name not in old)
    else:
        kept = change.new.get("properties")
        yield from (
            f"{change.where} may lack {name} now"
            for name in old
            if name not in new and isinstance(kept, dict) and name in kept
        )


def _names(value: Value) -> list[str]:
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []


def is_closed(schema: Schema) -> bool:
    """Whether a schema allows no properties but those that it names."""
    return schema.get("additionalProperties") is False or schema.get("unevaluatedProperties") is False


def _closing(change: Change) -> Iterator[str]:
    if change.is_accepted and is_closed(change.new) and not is_closed(change.old):
        yield f"{change.where} accepts no properties any more but those that it names"


_CONDITIONS = (
    "$ref", "not", "if", "then", "else", "contains", "minContains", "maxContains", "propertyNames",
    "dependentRequired", "dependentSchemas", "dependencies",
)  # fmt: skip


# What is said in a schema itself, and not of the parts of its values.
_SAID = frozenset(
    {
        *(name for names in (*_LOWER, *_UPPER) for name in names if name),
        *_CONDITIONS,
        *_EXACT,
        *("type", "nullable", "pattern", "multipleOf", "uniqueItems", "required"),
        *("additionalProperties", "unevaluatedProperties"),
    }
)


def _conditions(change: Change) -> Iterator[str]:
    """Yield the conditions that are new or changed: whether they allow as much as before cannot be told."""
    for name in _CONDITIONS:
        yield from _tightened(change, name)
