"""Whether the part of a contract that a marker is bound to keeps what its accepted version promised."""

from __future__ import annotations

from collections.abc import Iterator

from flowkit.collect.contracts.endpoints import Endpoints
from flowkit.collect.contracts.keywords import Direction, named
from flowkit.collect.contracts.schema import Comparison
from flowkit.collect.contracts.selection import Selection
from flowkit.collect.contracts.words import canonical, same, shown
from flowkit.contract.document import Contract, Tokens, Value
from flowkit.contract.openapi import Operation, operations, version_of

_NAMED_SCHEMAS = frozenset({"properties", "patternProperties", "$defs", "definitions", "schemas"})


def breaks(old: Contract, new: Contract, before: Selection, after: Selection) -> tuple[str, ...]:
    """Return what a part of a contract takes away from its accepted version, in words.

    Args:
        old: the accepted version.
        new: the version that is there.
        before: the part in the accepted version.
        after: the part in the version that is there.

    Raises:
        UnusableContractError: the part is too large to be compared.
    """
    if before.tokens == after.tokens and canonical(old.value) == canonical(new.value):
        return ()
    return tuple(dict.fromkeys(_found(old, new, before, after)))


def _found(old: Contract, new: Contract, before: Selection, after: Selection) -> Iterator[str]:
    if before.operation is not None and after.operation is not None:
        yield from Endpoints(old, new).breaks(before.operation, after.operation)
    elif held := list(_below(old, before.tokens)):
        there = {one.key: one for one in operations(new)}
        endpoints = Endpoints(old, new)
        for operation in held:
            if operation.key in there:
                yield from endpoints.breaks(operation, there[operation.key])
            else:
                yield f"the operation {operation.name} was removed"
    elif before.tokens or version_of(old) is None:
        yield from _parts(old, new, before.tokens, after.tokens)


def _below(contract: Contract, tokens: Tokens) -> Iterator[Operation]:
    """Yield the operations of an OpenAPI document that stand in a part of it."""
    if version_of(contract) is not None:
        yield from (one for one in operations(contract) if one.tokens[: len(tokens)] == tokens)


def _parts(old: Contract, new: Contract, before: Tokens, after: Tokens) -> Iterator[str]:
    """Yield what a part takes away that is no operation: a schema, several by name, a body or response, or a value."""
    one, other = old.resolve(old.part(before)), new.resolve(new.part(after))
    direction = Direction.GIVES if "responses" in after[:-1] or "headers" in after[:-1] else Direction.ACCEPTS
    if after and after[-1] in _NAMED_SCHEMAS and "properties" not in after[-2:-1]:
        comparison = Comparison(old, new)
        for name, schema in one.items() if isinstance(one, dict) else ():
            if isinstance(other, dict) and name in other:
                yield from comparison.breaks(schema, other[name], (*after, name), direction)
            else:
                yield f"{named((*after, name))} was removed"
    elif isinstance(one, dict) and "content" in one and isinstance(other, dict) and version_of(new) is not None:
        yield from Endpoints(old, new).content(one, other, after, direction)
    elif _is_schema(one) and _is_schema(other):
        yield from Comparison(old, new).breaks(one, other, after, direction)
    elif not same(one, other):
        yield f"{named(after)} changed from {shown(one)} to {shown(other)}"


def _is_schema(value: Value) -> bool:
    return isinstance(value, dict | bool)
