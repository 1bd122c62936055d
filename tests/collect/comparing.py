"""What the tests of changed contracts share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flowkit.collect import Inquiry
from flowkit.collect.contracts import collect
from flowkit.collect.contracts.keywords import Direction
from flowkit.collect.contracts.schema import Comparison
from flowkit.collect.repository import Repository
from flowkit.config import Config
from flowkit.contract.document import Contract
from flowkit.model.evidence import ContractFact, Evidence
from flowkit.settings import ContractSettings

Json = Any


def contract(value: Json) -> Contract:
    """Return a contract in memory."""
    return Contract(value, "", 0, lambda _: None)


def breaks(old: Json, new: Json, direction: Direction) -> tuple[str, ...]:
    """Return what a schema takes away from an earlier one."""
    return Comparison(contract(old), contract(new)).breaks(old, new, ("x",), direction)


def accepted(old: Json, new: Json) -> tuple[str, ...]:
    """Return what breaks where the owner accepts the values."""
    return breaks(old, new, Direction.ACCEPTS)


def given_away(old: Json, new: Json) -> tuple[str, ...]:
    """Return what breaks where the owner gives the values."""
    return breaks(old, new, Direction.GIVES)


def changes(root: Path, at: str | None = None) -> list[Evidence]:
    """Return what is told of new.json, which has to be compatible with old.json."""
    settings = ContractSettings("new.json", at, "old.json")
    return list(collect(Inquiry(Repository(root), Config(root=root, contracts={"CE_TEA": settings}), ())))


API: Json = {
    "openapi": "3.0.3",
    "paths": {
        "/sessions/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "post": {
                "operationId": "keep",
                "parameters": [
                    {"$ref": "#/components/parameters/limit"},
                    {"name": "X-Trace", "in": "header", "schema": {"type": "string"}},
                    {"name": "filter", "in": "query", "content": {"application/json": {"schema": {"maximum": 5}}}},
                ],
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Session"}},
                        "text/plain": {},
                    }
                },
                "responses": {
                    "200": {
                        "description": "Kept",
                        "headers": {"Age": {"schema": {"type": "integer"}}},
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Session"}}},
                    },
                    "404": {"$ref": "#/components/responses/Gone"},
                },
            },
            "get": {"responses": {"200": {"description": "Read"}}},
        }
    },
    "components": {
        "parameters": {"limit": {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100}}},
        "responses": {"Gone": {"description": "Gone", "content": {"text/plain": {"schema": {"enum": ["gone"]}}}}},
        "schemas": {
            "Session": {
                "type": "object",
                "required": ["id"],
                "properties": {"id": {"type": "string"}, "kind": {"enum": ["tea", "cup"]}},
            }
        },
    },
}


def broken(root: Path, old: Json, new: Json, at: str | None = None) -> list[str]:
    """Return what a contract takes away, as it is told in its fact."""
    (root / "old.json").write_text(json.dumps(old))
    (root / "new.json").write_text(json.dumps(new))
    (fact,) = changes(root, at)
    assert isinstance(fact, ContractFact), fact
    assert [one.path for one in fact.depends_on] == ["new.json", "old.json"]
    return list(fact.broken)
