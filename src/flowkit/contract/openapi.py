"""The operations of an OpenAPI document: https://spec.openapis.org/oas/v3.1.0."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flowkit.contract.document import Contract, Tokens, Value

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

_TEMPLATE = re.compile(r"\{[^{}/]*\}")


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation.

    Attributes:
        method: in capitals; ``path`` as it is written, or the name of a webhook.
        tokens: of the pointer to it.
        value: what the document says of it.
        shared: what it says of all operations of the path.
    """

    method: str
    path: str
    tokens: Tokens
    value: Mapping[str, Value]
    shared: Mapping[str, Value]

    @property
    def name(self) -> str:
        """The method and the path."""
        return f"{self.method} {self.path}"

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from others: the names of the parameters in its path do not."""
        return self.method, positional(self.path)

    @property
    def id(self) -> str | None:
        """Its operationId."""
        given = self.value.get("operationId")
        return given if isinstance(given, str) else None


def positional(path: str) -> str:
    """Return a path template without the names of its parameters: ``/sessions/{}``."""
    return _TEMPLATE.sub("{}", path)


def version_of(contract: Contract) -> str | None:
    """Return the version of OpenAPI or Swagger that a document says it is of; None for a JSON Schema."""
    if not isinstance(contract.value, dict):
        return None
    given = contract.value.get("openapi", contract.value.get("swagger"))
    return None if given is None else str(given)


def operations(contract: Contract) -> Iterator[Operation]:
    """Yield the operations of a document, those of webhooks last."""
    for section in ("paths", "webhooks"):
        paths = contract.value.get(section) if isinstance(contract.value, dict) else None
        for path, item in paths.items() if isinstance(paths, dict) else ():
            shared = contract.resolve(item)
            if not isinstance(shared, dict):
                continue
            for method in METHODS:
                value = contract.resolve(shared.get(method))
                if isinstance(value, dict):
                    yield Operation(method.upper(), path, (section, path, method), value, shared)


def parameters(contract: Contract, operation: Operation) -> dict[tuple[str, str], Mapping[str, Value]]:
    """Return the parameters of an operation by where they stand and what they are called.

    Those in the path are told by their position, for their names are not sent.
    """
    found: dict[tuple[str, str], Mapping[str, Value]] = {}
    places = _TEMPLATE.findall(operation.path)
    for given in (operation.shared.get("parameters"), operation.value.get("parameters")):
        for one in given if isinstance(given, list) else ():
            one = contract.resolve(one)
            if isinstance(one, dict) and isinstance(one.get("name"), str):
                place, name = str(one.get("in")), one["name"]
                if place == "path" and f"{{{name}}}" in places:
                    name = f"number {places.index(f'{{{name}}}') + 1}"
                found[place, name.lower() if place == "header" else name] = one
    return found
