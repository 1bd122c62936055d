"""What the tests of contracts share: two contracts, and what is told of one."""

from __future__ import annotations

from pathlib import Path

from flowkit.collect import Inquiry
from flowkit.collect.contracts import collect
from flowkit.collect.repository import Repository
from flowkit.config import Config
from flowkit.model.evidence import ContractFact, Evidence, Flaw
from flowkit.model.plan import Plan
from flowkit.settings import ContractSettings

SCHEMA = """{
\t"$schema": "https://json-schema.org/draft/2020-12/schema",
\t"type": "object",
\t"properties": {
\t\t"größe": {"type": "string", "default": "ä"}, "a/b": {"~": {"type": "null"}},
\t\t"session": {"$ref": "#/$defs/session%20part"}
\t},
\t"$defs": {
\t\t"session part": {
\t\t\t"properties": {"timeout_seconds": {"type": "integer", "minimum": 60}},
\t\t\t"items": [{"type": "string"}, {"type": "null"}]
\t\t}
\t}
}
"""
API = """\
openapi: 3.1.0
info: {title: Tea, version: "1"}
paths:
  /sessions/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get: &read
      operationId: readSession
      responses:
        200: {description: Here it is}
    delete:
      operationId: endSession
      responses: {"204": {description: Gone}}
  /orders/{order}/cups/{cup}.json:
    $ref: "#/components/pathItems/cups"
components:
  pathItems:
    cups:
      put: {operationId: fillCup, responses: {"200": {description: Full}}}
webhooks:
  boiled:
    post: {operationId: onBoiled, responses: {"200": {description: Heard}}}
"""


def inquiry(root: Path, *plans: Plan, **contracts: ContractSettings) -> Inquiry:
    """Return an inquiry about the contracts of a project."""
    return Inquiry(Repository(root, max_size=100_000), Config(root=root, contracts=contracts), plans)


def told(root: Path, text: str | bytes, at: str | None = None, *, name: str = "api.yaml") -> list[Evidence]:
    """Return what is told of a contract that a marker is bound to."""
    (root / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return list(collect(inquiry(root, CE_TEA=ContractSettings(name, at))))


def fact(root: Path, text: str, at: str | None = None, *, name: str = "api.yaml") -> ContractFact:
    """Return the one fact that is told."""
    (found,) = told(root, text, at, name=name)
    assert isinstance(found, ContractFact), found
    return found


def flawed(root: Path, text: str | bytes, at: str | None = None, *, name: str = "api.yaml") -> Flaw:
    """Return the flaw of a contract of which nothing is known, which the marker's fact repeats."""
    flaw, found = told(root, text, at, name=name)
    assert isinstance(flaw, Flaw)
    assert isinstance(found, ContractFact)
    assert (found.found, found.reason) == (None, f"{name} {flaw.message}")
    return flaw
