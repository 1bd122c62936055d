"""Whatever is told to break nothing, a validator agrees."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from .comparing import Json, accepted, given_away

SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-3, 3), st.sampled_from(["", "a", "bb"]))
TYPES = ("null", "boolean", "integer", "number", "string", "object", "array")
KEYWORDS: dict[str, st.SearchStrategy[Json]] = {
    "type": st.one_of(st.sampled_from(TYPES), st.lists(st.sampled_from(TYPES), min_size=1, max_size=3, unique=True)),
    "enum": st.lists(SCALARS, min_size=1, max_size=3),
    "minimum": st.integers(-3, 3),
    "exclusiveMaximum": st.integers(-3, 3),
    "maxLength": st.integers(0, 2),
    "pattern": st.sampled_from(["^a", "b$"]),
    "required": st.lists(st.sampled_from(["a", "b"]), unique=True),
    "additionalProperties": st.booleans(),
    "multipleOf": st.integers(1, 3),
}
SCHEMAS: st.SearchStrategy[Json] = st.recursive(
    st.fixed_dictionaries({}, optional=KEYWORDS),
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            **KEYWORDS,
            # A property that both versions have: to add one counts for nothing by practice, not by logic.
            "properties": st.fixed_dictionaries({"a": inner, "b": inner}),
            "anyOf": st.lists(inner, min_size=1, max_size=2),
            "items": inner,
        },
    ),
    max_leaves=4,
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(st.sampled_from("ab"), inner)),
    max_leaves=4,
)


@given(SCHEMAS, SCHEMAS, VALUES)
def test_what_breaks_nothing_is_accepted_still(old: Json, new: Json, value: Json) -> None:
    """Where nothing is told, every value that a validator accepted by the old schema it accepts by the new one."""
    old = {"properties": {"a": {}, "b": {}}, **old}
    new = {"properties": {"a": {}, "b": {}}, **new}
    if not accepted(old, new) and Draft202012Validator(old).is_valid(value):
        assert Draft202012Validator(new).is_valid(value)
    if not given_away(old, new) and Draft202012Validator(new).is_valid(value) and not _is_open(old, new):
        assert Draft202012Validator(old).is_valid(value)


def _is_open(old: Json, new: Json) -> bool:
    """Whether properties may have been added to what is given, which breaks nothing by practice."""
    return "additionalProperties" in json.dumps([old, new])


@given(SCHEMAS)
def test_a_schema_breaks_nothing_of_itself(schema: Json) -> None:
    """A schema that did not change takes nothing away."""
    assert accepted(schema, json.loads(json.dumps(schema))) == ()
    assert given_away(schema, json.loads(json.dumps(schema))) == ()
