"""The part of a contract file that a marker is bound to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from flowkit.contract.document import Contract, Tokens, UnusableContractError, pointer_of, tokens_of
from flowkit.contract.openapi import METHODS, Operation, operations, positional, version_of
from flowkit.model.nearness import nearest

_METHOD_AND_PATH = re.compile(rf"({'|'.join(METHODS)})[ \t]+(\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Selection:
    """A part that is there: the pointer to it, and the operation that it is, if it is one."""

    tokens: Tokens
    operation: Operation | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """A part that is not there, and a name that may have been meant."""

    near: str | None = None


def select(contract: Contract, at: str | None) -> Selection | Absent:
    """Return a part of a contract.

    Args:
        contract: the contract file.
        at: a JSON pointer (``/properties/session``, also with ``#`` before it); for OpenAPI also a method and a path
            (``GET /sessions/{id}``) or an operationId; None for the whole file.

    Raises:
        UnusableContractError: the file is of a version that is not known, or has two operations of that id.
    """
    version = version_of(contract)
    if version is not None and not version.startswith("3."):
        raise UnusableContractError(f"is of version {version}, and OpenAPI 3 is known")
    if at is None or at.strip() in {"", "#"}:
        return Selection(())
    at = at.strip()
    if at.startswith(("/", "#/")):
        return _pointed(contract, tokens_of(unquote(at[1:]) if at.startswith("#") else at))
    if version is None:
        raise UnusableContractError(f"is no OpenAPI, so {at} can be no operation of it")
    found = list(operations(contract))
    wanted = _METHOD_AND_PATH.fullmatch(at)
    if wanted is not None:
        return _routed(found, wanted.group(1).upper(), wanted.group(2))
    fits = [one for one in found if one.id == at]
    if len(fits) > 1:
        message = f"has {len(fits)} operations with the operationId {at}"
        raise UnusableContractError(message, contract.span(fits[1].tokens))
    return _selected(fits[0]) if fits else Absent(nearest(at, [one.id for one in found if one.id]))


def _selected(operation: Operation) -> Selection:
    return Selection(operation.tokens, operation)


def _routed(found: Iterable[Operation], method: str, path: str) -> Selection | Absent:
    found = list(found)
    fits = next((one for one in found if one.key == (method, positional(path))), None)
    return _selected(fits) if fits else Absent(nearest(f"{method} {path}", [one.name for one in found]))


def _pointed(contract: Contract, tokens: Tokens) -> Selection | Absent:
    try:
        contract.part(tokens)
    except KeyError as error:
        known = int(error.args[0])
        parent = contract.resolve(contract.part(tokens[:known]))
        keys = list(parent) if isinstance(parent, dict) else []
        near = nearest(tokens[known], keys)
        return Absent(None if near is None else pointer_of((*tokens[:known], near, *tokens[known + 1 :])))
    operation = next((one for one in operations(contract) if one.tokens == tokens), None)
    return Selection(tokens, operation if version_of(contract) else None)
