"""Parts of contracts: which are there, and where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flowkit.collect.contracts import collect
from flowkit.model.evidence import ContractFact
from flowkit.settings import ContractSettings

from .contract_files import API, SCHEMA, fact, inquiry, told


@pytest.mark.parametrize(
    ("at", "line"),
    [
        ("readSession", 7),
        ("GET /sessions/{id}", 7),
        ("get  /sessions/{session_id}", 7),
        ("DELETE /sessions/{x}", 11),
        ("fillCup", None),
        ("PUT /orders/{a}/cups/{b}.json", None),
        ("onBoiled", 22),
        ("/paths/~1sessions~1{id}/get", 7),
        ("#/paths/~1sessions~1%7Bid%7D/get/operationId", 8),
        ("/paths/~1sessions~1{id}/get/responses/200", 10),
        ("/paths/~1sessions~1{id}/parameters/0", 6),
    ],
)
def test_an_operation_is_found(tmp_path: Path, at: str, line: int | None) -> None:
    """An operation is named by its id, by its method and path whatever its parameters are called, or by a pointer."""
    found = fact(tmp_path, API, at)
    assert (found.found, found.name, found.path, found.marker) == (True, at, "api.yaml", "CE_TEA")
    assert (found.span.line if found.span else None) == line
    assert [one.path for one in found.depends_on] == ["api.yaml"]


def test_the_same_in_json(tmp_path: Path) -> None:
    """A document in JSON is read alike."""
    import yaml

    text = json.dumps(yaml.safe_load(API), indent=1)
    assert fact(tmp_path, text, "DELETE /sessions/{x}", name="api.json").found
    assert not fact(tmp_path, text, "nothing like it", name="api.json").found


@pytest.mark.parametrize(
    ("at", "line", "column"),
    [
        ("/properties/session", 6, 3),
        ("/properties/session/properties/timeout_seconds", None, None),
        ("/$defs/session part/properties/timeout_seconds", 10, 19),
        ("#/$defs/session%20part/properties/timeout_seconds/minimum", 10, 58),
        ("/$defs/session part/items/1", 11, 34),
        ("/properties/a~1b/~0", 5, 56),
        ("/properties/größe/default", 5, 31),
        (None, None, None),
        ("#", None, None),
    ],
)
def test_a_part_of_a_schema_is_found(tmp_path: Path, at: str | None, line: int | None, column: int | None) -> None:
    """A JSON pointer is followed through references, and the part's place is told where it stands itself."""
    found = fact(tmp_path, SCHEMA, at, name="tea.schema.json")
    assert found.found
    assert (None if found.span is None else (found.span.line, found.span.column)) == (line and (line, column))


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("at", ["/properties/größe/default", "/$defs/session part/properties/timeout_seconds"])
def test_a_span_holds_the_key(tmp_path: Path, at: str, mark: bytes) -> None:
    """The bytes of a span are those of the key, in JSON and in YAML, with a byte order mark and without."""
    key = at.rpartition("/")[2].encode()
    in_yaml = json.dumps(json.loads(SCHEMA), ensure_ascii=False).replace("{", "{\n").encode()
    for name, data in (("t.json", mark + SCHEMA.encode()), ("t.yaml", mark + in_yaml)):
        (found,) = told(tmp_path, data, at, name=name)
        assert isinstance(found, ContractFact)
        assert found.span is not None
        assert data[found.span.start : found.span.end] == b'"' + key + b'"'


@pytest.mark.parametrize(
    ("at", "near"),
    [
        ("readSesion", "readSession"),
        ("GET /session/{id}", "GET /sessions/{id}"),
        ("/paths/~1sessions~1{id}/got", "/paths/~1sessions~1{id}/get"),
        ("PATCH /x", None),
        ("/nothing/at/all", None),
        ("/paths/~1sessions~1{id}/parameters/1", None),
        ("/paths/~1sessions~1{id}/parameters/00", None),
        ("/openapi/3", None),
    ],
)
def test_a_part_that_is_not_there(tmp_path: Path, at: str, near: str | None) -> None:
    """What is not in the contract is not found, and a name that may be meant is told."""
    found = fact(tmp_path, API, at)
    assert (found.found, found.span, found.reason) == (False, None, f"api.yaml has no {at}")
    assert found.hint == (f"Is {near} meant?" if near else None)


def test_a_file_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    """A contract file that is missing is a part that is missing."""
    found = list(collect(inquiry(tmp_path, CE_TEA=ContractSettings("api.yaml", "readSession"))))
    assert found == [ContractFact("api.yaml", "CE_TEA", "readSession", found=False, reason="api.yaml is not there")]


def test_a_part_behind_another_file_is_not_followed(tmp_path: Path) -> None:
    """A reference to another file or an address is not opened, and that is said where it hides the part."""
    for target in ("common.json#/x", "https://tea.example/x.json", "/etc/passwd"):
        text = json.dumps({"properties": {"session": {"$ref": target}}})
        found = fact(tmp_path, text, "/properties/session/properties/x", name="t.json")
        assert found.found is False
        assert found.reason is not None
        assert f"refers to {target}, which is not followed" in found.reason


@pytest.mark.parametrize(
    "definitions",
    [
        {"a": {"$ref": "#/$defs/a"}},
        {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}},
        {"a": {"$ref": "#/$defs/b", "allOf": [{"$ref": "#/$defs/a"}]}, "b": {"$ref": "#/$defs/b/$ref"}},
        {"a": {"$ref": "#/$defs/nothing"}},
        {"a": {"$ref": 7}},
    ],
)
def test_references_in_a_circle(tmp_path: Path, definitions: dict[str, object]) -> None:
    """A reference that leads round in a circle, or to nothing, ends."""
    text = json.dumps({"$defs": definitions, "properties": {"a": {"$ref": "#/$defs/a"}}})
    assert fact(tmp_path, text, "/properties/a", name="t.json").found
    assert not fact(tmp_path, text, "/properties/a/properties/x", name="t.json").found
