"""Contract files give the parts that a plan can cite: operations of OpenAPI, whole JSON Schemas."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flowkit.errors import ReadError
from flowkit.model.contract import Contract
from flowkit.model.intent import Spec
from flowkit.model.marker import KINDS, Grammar
from flowkit.read.contracts import read_contract, read_contracts
from flowkit.read.document import document_from_bytes
from flowkit.read.markdown import read_outline
from flowkit.read.spec import read_spec

API = """openapi: 3.1.0
info: {title: Seeds, version: "1"}
paths:
  /loans:
    post:
      operationId: createLoan
      summary: Lends seeds
    get: {description: "Lists loans.\\n\\nIn order."}
  /loans/{id}:
    get: {operationId: create-loan}
"""


def contract(text: str, path: str = "contracts/api.yaml", grammar: Grammar | None = None) -> Contract:
    """Read a contract from its text."""
    return read_contract(document_from_bytes(text.encode(), path), grammar)


def spec(path: str) -> Spec:
    """Return a spec that lies at a path."""
    return read_spec(read_outline(document_from_bytes(b"# A\n\n- FR-1: x\n", path)))


def test_operations_are_parts() -> None:
    """An operation has a marker by its operationId; one without, or with one that is taken, by method and path."""
    read = contract(API)
    assert (read.title, read.path) == ("Seeds", "contracts/api.yaml")
    assert [(part.id, part.at, part.text) for part in read.parts] == [
        ("CE_GET_LOANS", "GET /loans", "GET /loans: Lists loans."),
        ("CE_CREATE_LOAN", "createLoan", "POST /loans: Lends seeds"),
        ("CE_GET_LOANS_ID", "GET /loans/{id}", "GET /loans/{id}"),
    ]
    assert [part.span.line for part in read.parts if part.span] == [8, 5, 10]


def test_ids_are_markers_of_the_project() -> None:
    """Every id is one that the grammar reads back, spelled as the project spells contract markers."""
    kinds = tuple(replace(kind, prefix="API") if kind.name == "CE" else kind for kind in KINDS)
    for grammar in (Grammar(), Grammar(kinds)):
        for part in contract(API, grammar=grammar).parts:
            kind = grammar.kind_of(part.id)
            assert kind is not None
            assert kind.name == "CE"


@pytest.mark.parametrize(
    ("text", "path", "identifier"),
    [
        ('{"title": "Seed loan", "type": "object", "properties": {}}', "contracts/x.json", "CE_SEED_LOAN"),
        (
            '{"$schema": "https://json-schema.org/draft/2020-12/schema"}',
            "contracts/seed-loan.schema.json",
            "CE_SEED_LOAN",
        ),
    ],
)
def test_a_schema_is_one_part(text: str, path: str, identifier: str) -> None:
    """A JSON Schema is cited whole, by its title or by the name of its file."""
    (part,) = contract(text, path).parts
    assert (part.id, part.at) == (identifier, None)


def test_what_is_no_contract_has_no_parts() -> None:
    """Other YAML and JSON has nothing that a plan could cite."""
    assert contract("services: {web: {image: seeds}}\n").parts == ()


def test_a_broken_file_is_told_with_its_line() -> None:
    """A file that is no YAML is an error at its line, with what to do."""
    with pytest.raises(ReadError, match=r"contracts/api\.yaml:\d+: the contract .*\(mend it"):
        contract("openapi: 3.1.0\npaths: [\n")


def test_contracts_lie_beside_the_spec(tmp_path: Path) -> None:
    """Contract files in the folder beside a spec are read in order; others, and links that lead out of it, are not."""
    folder = tmp_path / "specs" / "001-seeds" / "contracts"
    folder.mkdir(parents=True)
    (folder / "b.yaml").write_text(API, encoding="utf-8")
    (folder / "a.json").write_text('{"title": "Loan", "properties": {}}', encoding="utf-8")
    (folder / "compose.yml").write_text("services: {}\n", encoding="utf-8")
    (folder / "notes.md").write_text("# Notes\n", encoding="utf-8")
    (tmp_path / "secret.json").write_text('{"title": "Secret", "properties": {}}', encoding="utf-8")
    (folder / "link.json").symlink_to(tmp_path / "secret.json")
    found = read_contracts(spec("specs/001-seeds/spec.md"), tmp_path)
    assert [one.path for one in found] == ["specs/001-seeds/contracts/a.json", "specs/001-seeds/contracts/b.yaml"]
    assert read_contracts(spec("specs/002-none/spec.md"), tmp_path) == ()
