"""Values of a contract in words, and when two are the same."""

from __future__ import annotations

import json
from decimal import Decimal

from flowkit.contract.document import Value

_LONGEST = 60


def same(one: Value, other: Value) -> bool:
    """Whether two values are equal as JSON has it: 1 is 1.0, and true is not 1."""
    return canonical(one) == canonical(other)


def canonical(value: Value) -> str:
    """Return a text that equal values share."""
    return json.dumps(_plain(value), sort_keys=True)


def _plain(value: Value) -> Value:
    match value:
        case float() if value.is_integer():
            return int(value)
        case dict():
            return {str(key): _plain(one) for key, one in value.items()}
        case list():
            return [_plain(one) for one in value]
        case _:
            return value


def shown(value: Value) -> str:
    """Return a value as JSON, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def number(value: Value) -> Decimal | None:
    """Return a number exactly; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    made = Decimal(str(value))
    return made if made.is_finite() else None
