"""Values as TOML has them to dataclasses: strictly, and in the words of somebody who writes TOML.

What fits is told by the type hints of the fields. No library is imported for this: one that could would take longer to
import than a plan to verify.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from types import NoneType
from typing import Any, Literal, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

Keys: TypeAlias = tuple[str | int, ...]
"""How a value is reached: keys of tables, and numbers of entries of lists from 0."""

T = TypeVar("T")


class MisfitError(Exception):
    """A value cannot be what it is to be.

    Attributes:
        keys: where it stands.
        message: what is wrong, as the rest of a sentence that begins with the value's name.
        known: the keys that could stand there, for a key that nothing knows; otherwise None.
    """

    def __init__(self, keys: Keys, message: str, known: tuple[str, ...] | None = None) -> None:
        super().__init__(message)
        self.keys, self.message, self.known = keys, message, known


def fit(kind: type[T], table: Mapping[str, object], keys: Keys = ()) -> T:
    """Return a dataclass whose fields have the values of a table.

    Raises:
        MisfitError: a value is of another type, is missing, or has a key that no field has.
    """
    hints = get_type_hints(kind)
    values: dict[str, Any] = {}
    for field in fields(kind):  # type: ignore[arg-type]  # it is a dataclass
        if field.name in table:
            values[field.name] = _fitted(hints[field.name], table[field.name], (*keys, field.name))
        elif field.default is MISSING and field.default_factory is MISSING:
            raise MisfitError((*keys, field.name), " is missing")
    for key in table:
        if key not in hints:
            raise MisfitError((*keys, key), " is no key", tuple(hints))
    try:
        return kind(**values)
    except ValueError as error:
        raise MisfitError(keys, f": {error}") from error


def _fitted(hint: Any, value: object, keys: Keys) -> object:
    """Return a value as its type hint wants it; an optional one is left out, not null, where it is absent."""
    choices = [each for each in get_args(hint) if each is not NoneType]
    origin = get_origin(hint)
    if NoneType in get_args(hint):
        return _fitted(choices[0], value, keys)
    if origin is Literal:
        return _chosen(choices, value, keys)
    if origin is tuple:
        entries = _typed(list, value, keys)
        return tuple(_fitted(choices[0], entry, (*keys, number)) for number, entry in enumerate(entries))
    if origin is Mapping:
        return {key: _fitted(choices[1], each, (*keys, key)) for key, each in _typed(dict, value, keys).items()}
    if isinstance(hint, type) and is_dataclass(hint):
        return fit(hint, _typed(dict, value, keys), keys)
    if issubclass(hint, StrEnum):
        return hint(_chosen([str(each) for each in hint], value, keys))
    return _typed(hint, value, keys)


_WORDS: Mapping[type, str] = {
    list: "a list",
    dict: "a table",
    str: "text in quotes",
    int: "a whole number",
    bool: "true or false",
    date: "a day, as in 2027-01-31 without quotes",
}


def _typed(kind: Any, value: object, keys: Keys) -> Any:
    # A truth value is a number to Python, and to nobody else.
    if type(value) is not kind:
        raise MisfitError(keys, f" is to be {_WORDS[kind]}")
    return value


def _chosen(choices: list[str], value: object, keys: Keys) -> str:
    if value not in choices:
        *others, last = map(repr, choices)
        raise MisfitError(keys, f" is to be {', '.join(others)} or {last}")
    return str(value)
