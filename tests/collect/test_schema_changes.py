"""What a schema takes away from its accepted version."""

from __future__ import annotations

import pytest

from .comparing import Json, accepted, given_away

NARROWED: list[tuple[Json, Json, str, str]] = [
    # a wider schema, a narrower one, what is said of the narrowing, what is said of the widening
    (
        {},
        {"type": "string"},
        "the type of /x was narrowed from any to string",
        "the type of /x was widened from string",
    ),
    (
        {"type": ["string", "null"]},
        {"type": "string"},
        "the type of /x was narrowed from null or string to string",
        "the type of /x was widened from string to null or string",
    ),
    (
        {"type": "number"},
        {"type": "integer"},
        "the type of /x was narrowed from number to integer",
        "the type of /x was widened from integer to number",
    ),
    (
        {"type": "string", "nullable": True},
        {"type": "string"},
        "the type of /x was narrowed from null or string to string",
        "the type of /x was widened from string to null or string",
    ),
    ({"enum": ["a", "b"]}, {"enum": ["a"]}, '/x accepts "b" no more', '/x may be "b" now'),
    ({"enum": ["a", "b"]}, {"const": "b"}, '/x accepts "a" no more', '/x may be "a" now'),
    (
        {"type": "string"},
        {"type": "string", "const": "b"},
        '/x is limited to "b" now',
        '/x is not limited to "b" any more',
    ),
    (
        {"minimum": 60},
        {"minimum": 120},
        "the minimum of /x was raised from 60 to 120",
        "the minimum of /x was lowered from 120 to 60",
    ),
    ({}, {"minimum": 60}, "/x has a minimum now: 60", "/x has no minimum any more; it was 60"),
    (
        {"maximum": 100},
        {"maximum": 99.5},
        "the maximum of /x was lowered from 100 to 99.5",
        "the maximum of /x was raised from 99.5 to 100",
    ),
    (
        {"minimum": 1},
        {"exclusiveMinimum": 1},
        "the minimum of /x was raised from 1 to 1, which is left out",
        "the minimum of /x was lowered from 1, which is left out to 1",
    ),
    (
        {"maximum": 5, "exclusiveMaximum": False},
        {"maximum": 5, "exclusiveMaximum": True},
        "the maximum of /x was lowered from 5 to 5, which is left out",
        "the maximum of /x was raised from 5, which is left out to 5",
    ),
    (
        {"maxLength": 9},
        {"maxLength": 8},
        "the maxLength of /x was lowered from 9 to 8",
        "the maxLength of /x was raised",
    ),
    ({}, {"minItems": 1}, "/x has a minItems now: 1", "/x has no minItems any more; it was 1"),
    ({}, {"pattern": "^a"}, '/x has a pattern now: "^a"', '/x has no pattern any more; it was "^a"'),
    ({}, {"multipleOf": 2}, "/x has a multipleOf now: 2", "/x has no multipleOf any more; it was 2"),
    (
        {"multipleOf": 0.1},
        {"multipleOf": 0.3},
        "the multipleOf of /x changed from 0.1 to 0.3",
        "the multipleOf of /x changed from 0.3 to 0.1",
    ),
    ({}, {"uniqueItems": True}, "the items of /x have to differ now", "the items of /x may be equal now"),
    (
        {"properties": {"a": {}}},
        {"properties": {"a": {}}, "required": ["a"]},
        "/x newly requires a",
        "/x may lack a now",
    ),
    (
        {"properties": {"a": {"type": "number"}}},
        {"properties": {"a": {"type": "integer"}}},
        "the type of /x/properties/a was narrowed from number to integer",
        "the type of /x/properties/a was widened from integer to number",
    ),
    (
        {"items": {"maxLength": 2}},
        {"items": {"maxLength": 1}},
        "the maxLength of /x/items was lowered from 2 to 1",
        "the maxLength of /x/items was raised from 1 to 2",
    ),
    (
        {"prefixItems": [{}, {"type": "string"}], "items": {"type": "string"}},
        {"items": [{}, {"type": "string"}, {"type": "string", "maxLength": 1}], "additionalItems": {"type": "string"}},
        "/x/prefixItems/2 has a maxLength now: 1",
        "/x/prefixItems/2 has no maxLength any more; it was 1",
    ),
    (
        {"additionalProperties": {"type": "number"}},
        {"additionalProperties": {"type": "integer"}},
        "the type of /x/additionalProperties was narrowed from number to integer",
        "the type of /x/additionalProperties was widened from integer to number",
    ),
    (
        {"patternProperties": {"^a": {"minimum": 1}}},
        {"patternProperties": {"^a": {"minimum": 2}}},
        "the minimum of /x/patternProperties/^a was raised from 1 to 2",
        "the minimum of /x/patternProperties/^a was lowered from 2 to 1",
    ),
    ({}, {"not": {"type": "string"}}, '/x has a not now: {"type": "string"}', "/x has no not any more"),
    (
        {"anyOf": [{"type": "string"}, {"type": "null"}]},
        {"type": "string"},
        "the type of /x/anyOf/1 was changed from null to string",
        "the type of /x/anyOf/1 was changed from string to null",
    ),
    (
        {"oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]},
        {"oneOf": [{"type": "null"}, {"type": "string"}]},
        "what /x/oneOf/1 accepted is accepted no more",
        "/x/oneOf/1 may be given now, and could not before",
    ),
    (
        {"allOf": [{"properties": {"a": {"minimum": 1}}}, {"type": "object"}]},
        {"type": "object", "properties": {"a": {"minimum": 2}}},
        "the minimum of /x/properties/a was raised from 1 to 2",
        "the minimum of /x/properties/a was lowered from 2 to 1",
    ),
]


@pytest.mark.parametrize(("wide", "narrow", "narrowing", "widening"), NARROWED)
def test_narrowing_breaks_what_is_accepted_and_widening_what_is_given(
    wide: Json, narrow: Json, narrowing: str, widening: str
) -> None:
    """Each keyword is told in the direction in which it breaks, and in no other."""
    (found,) = accepted(wide, narrow)
    assert found.startswith(narrowing)
    (found,) = given_away(narrow, wide)
    assert found.startswith(widening)
    assert accepted(narrow, wide) == ()
    assert given_away(wide, narrow) == ()


EITHER_WAY: list[tuple[Json, Json, str]] = [
    ({"default": 3600}, {"default": 60}, "the default of /x changed from 3600 to 60"),
    ({"default": True}, {"default": 1}, "the default of /x changed from true to 1"),
    ({"default": 3600}, {}, "the default of /x was removed; it was 3600"),
    ({"properties": {"a": {}}}, {"properties": {"b": {}}}, "/x/properties/a was removed"),
    ({"properties": {"a": {}}}, {}, "/x/properties/a was removed"),
    ({"properties": {"a": {}}}, {"properties": {"a": False}}, "/x/properties/a was removed"),
    ({"pattern": "^a"}, {"pattern": "^b"}, 'the pattern of /x changed from "^a" to "^b"'),
    ({"type": "string"}, {"type": "integer"}, "the type of /x was changed from string to integer"),
    ({"$ref": "other.json"}, {"$ref": "another.json"}, "the $ref of /x changed"),
    ({"anyOf": [{}, {}], "default": 1}, {"anyOf": [{}, {}], "default": 2}, "the default of /x changed from 1 to 2"),
]


@pytest.mark.parametrize(("old", "new", "message"), EITHER_WAY)
def test_some_changes_break_either_way(old: Json, new: Json, message: str) -> None:
    """A removed property, another default and another pattern break whoever makes the values."""
    for found in (accepted(old, new), given_away(old, new)):
        assert len(found) == 1
        assert found[0].startswith(message)


NEITHER_WAY: list[tuple[Json, Json]] = [
    ({}, {"default": 1}),
    ({"default": 1}, {"default": 1.0}),
    ({"properties": {}}, {"properties": {"a": {"type": "string"}}}),
    ({"title": "a", "format": "date", "description": "x"}, {"title": "b"}),
    ({"type": "string"}, {"anyOf": [{"type": "string"}]}),
    ({"enum": ["a"]}, {"type": "string", "enum": ["a"]}),
    ({"type": "integer", "minimum": 60}, {"type": "integer", "exclusiveMinimum": 59}),
    ({"minLength": 0}, {}),
    ({"required": ["b", "a"]}, {"required": ["a", "b"]}),
    ({"allOf": [{"type": "object"}, {"required": ["a"]}]}, {"type": "object", "required": ["a"]}),
    ({"$ref": "other.json"}, {"$ref": "other.json"}),
    ({"minimum": "1"}, {"minimum": None}),
    ({"properties": 7, "anyOf": 7, "required": "a", "items": True}, {"items": {}}),
]


@pytest.mark.parametrize(("old", "new"), NEITHER_WAY)
def test_some_changes_break_neither_way(old: Json, new: Json) -> None:
    """What says the same in other words, or only adds a property that is not required, breaks nothing."""
    assert accepted(old, new) == ()
    assert given_away(old, new) == ()


def test_what_is_accepted_alone() -> None:
    """A schema may not begin to refuse other properties, or everything."""
    told = ("/x accepts no properties any more but those that it names",)
    for closed in ({"additionalProperties": False}, {"unevaluatedProperties": False}):
        assert accepted({}, closed) == told
        assert accepted(closed, {}) == ()
        assert given_away({}, closed) == given_away(closed, {}) == ()
    assert accepted({"additionalProperties": False}, {"unevaluatedProperties": False}) == ()
    assert accepted({"unevaluatedProperties": False}, {"additionalProperties": {"minimum": 1}}) == ()
    assert accepted({}, False) == ("/x accepts nothing any more",)
    assert accepted(False, {}) == ()
    assert accepted({}, {"patternProperties": {"^a": False}}) == ("/x/patternProperties/^a accepts nothing any more",)
    assert accepted({}, {"additionalProperties": {"minimum": 1}}) == ("/x/additionalProperties has a minimum now: 1",)
