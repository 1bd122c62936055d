"""Schemas that contain themselves, are long or have choices without an end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flowkit.collect.contracts.keywords import Direction
from flowkit.collect.contracts.schema import Comparison
from flowkit.model.evidence import ContractFact, Flaw

from .comparing import Json, broken, changes, contract


def test_schemas_that_contain_themselves() -> None:
    """A tree of schemas without an end is compared once, and what breaks in it is told once."""
    tree = {"$defs": {"node": {"properties": {"next": {"$ref": "#/$defs/node"}, "size": {"maximum": 9}}}}}
    smaller = json.loads(json.dumps(tree).replace("9", "8"))
    comparison = Comparison(contract(tree), contract(smaller))
    found = comparison.breaks(tree["$defs"]["node"], smaller["$defs"]["node"], (), Direction.ACCEPTS)
    assert found == ("the maximum of /properties/size was lowered from 9 to 8",)


def linked(size: int, last: Json) -> Json:
    """Return a schema of so many schemas, each of which has the next one as a property."""
    definitions = {f"d{n}": {"properties": {"x": {"$ref": f"#/$defs/d{n + 1}"}}} for n in range(size)}
    return {"$defs": {**definitions, f"d{size}": last}, "$ref": "#/$defs/d0"}


def test_a_long_chain_of_schemas_is_compared_to_its_end(tmp_path: Path) -> None:
    """However many schemas stand one in another, what breaks in the last one is told."""
    (found,) = broken(tmp_path, linked(3000, {"maximum": 2}), linked(3000, {"maximum": 1}))
    assert found.endswith("/x was lowered from 2 to 1")


def choices(depth: int, leaf: str) -> Json:
    """Return a schema with choices of choices."""
    definitions: Json = {"d0": {"type": leaf}}
    for level in range(1, depth):
        below = [{"properties": {str(n): {"$ref": f"#/$defs/d{level - 1}"}, "k": {"const": n}}} for n in range(6)]
        definitions[f"d{level}"] = {"anyOf": below, "oneOf": below[::-1]}
    return {"$defs": definitions, "$ref": f"#/$defs/d{depth - 1}"}


def within_itself(leaf: str) -> Json:
    """Return a schema that is a choice of itself."""
    itself = {"$ref": "#/$defs/a"}
    return {"$defs": {"a": {"anyOf": [itself, itself, {"type": leaf}]}}, "properties": {"p": itself}}


# Tried widely, in a run of its own: `pytest -m broad`.
@pytest.mark.broad
@pytest.mark.parametrize(
    ("old", "new"), [(choices(12, "string"), choices(12, "null")), (within_itself("a"), within_itself("b"))]
)
def test_choices_without_an_end_are_not_compared(tmp_path: Path, old: Json, new: Json) -> None:
    """Where choices of choices are too many or too deep, that is told, and it is not known what broke."""
    (tmp_path / "old.json").write_text(json.dumps(old))
    (tmp_path / "new.json").write_text(json.dumps(new))
    flaw, found = changes(tmp_path)
    assert isinstance(found, ContractFact)
    assert found.found is None
    assert isinstance(flaw, Flaw)
    assert "to be compared" in flaw.message
