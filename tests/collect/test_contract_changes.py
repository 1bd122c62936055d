"""What a contract takes away from its accepted version."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from flowkit.collect import Inquiry
from flowkit.collect.contracts import collect
from flowkit.collect.contracts.document import Contract
from flowkit.collect.contracts.keywords import Direction
from flowkit.collect.contracts.schema import Comparison
from flowkit.collect.repository import Repository
from flowkit.config import Config
from flowkit.model.evidence import ContractFact, Evidence, Flaw
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

POST = "/paths/~1sessions~1{id}/post"
BODY = f"{POST}/requestBody/content/application~1json/schema"
ANSWER = f"{POST}/responses/200/content/application~1json/schema"
CHANGED: list[tuple[str, Json, list[str]]] = [
    # the pointer to what is changed, what it becomes (None: taken out), what is said
    ("components/parameters/limit/schema/maximum", 50, [f"the maximum of {POST}/parameters/limit/schema was lowered"]),
    ("components/parameters/limit/schema/maximum", 500, []),
    (
        "components/parameters/limit/required",
        True,
        ["the query parameter limit of POST /sessions/{id} is newly required"],
    ),
    ("components/parameters/limit/name", "most", ["the query parameter limit of POST /sessions/{id} was removed"]),
    ("paths/~1sessions~1{id}/post/parameters/1/name", "x-trace", []),
    (
        "paths/~1sessions~1{id}/post/parameters/2/content/application~1json/schema/maximum",
        4,
        [f"the maximum of {POST}/parameters/filter/content/application~1json/schema was lowered from 5 to 4"],
    ),
    (
        "paths/~1sessions~1{id}/post/parameters/3",
        {"name": "a", "in": "query", "required": True},
        ["the query parameter a of POST /sessions/{id} is new and required"],
    ),
    ("paths/~1sessions~1{id}/post/parameters/3", {"name": "a", "in": "query"}, []),
    (
        "paths/~1sessions~1{id}/post/requestBody/content/text~1plain",
        None,
        [f"the media type text/plain of {POST}/requestBody was removed"],
    ),
    (
        "paths/~1sessions~1{id}/post/requestBody/required",
        True,
        ["the request body of POST /sessions/{id} is newly required"],
    ),
    ("paths/~1sessions~1{id}/post/requestBody", None, ["the request body of POST /sessions/{id} was removed"]),
    ("paths/~1sessions~1{id}/post/responses/404", None, ["the response 404 of POST /sessions/{id} was removed"]),
    ("paths/~1sessions~1{id}/post/responses/500", {"description": "Broken"}, []),
    ("paths/~1sessions~1{id}/post/responses/200/headers/Age", None, [f"{POST}/responses/200/headers/Age was removed"]),
    (
        "paths/~1sessions~1{id}/post/responses/200/headers/Age/schema/type",
        "number",
        [f"the type of {POST}/responses/200/headers/Age/schema was widened from integer to number"],
    ),
    (
        "components/responses/Gone/content/text~1plain/schema/enum",
        ["gone", "lost"],
        [f'{POST}/responses/404/content/text~1plain/schema may be "lost" now'],
    ),
    ("components/schemas/Session/required", ["id", "kind"], [f"{BODY} newly requires kind"]),
    ("components/schemas/Session/required", [], [f"{ANSWER} may lack id now"]),
    ("components/schemas/Session/properties/kind/enum", ["tea"], [f'{BODY}/properties/kind accepts "cup" no more']),
    (
        "components/schemas/Session/properties/kind/enum",
        ["tea", "cup", "pot"],
        [f'{ANSWER}/properties/kind may be "pot" now'],
    ),
    (
        "components/schemas/Session/properties/kind",
        None,
        [f"{BODY}/properties/kind was removed", f"{ANSWER}/properties/kind was removed"],
    ),
    ("paths/~1sessions~1{id}/get", None, ["the operation GET /sessions/{id} was removed"]),
    ("info", {"title": "Another"}, []),
]


def altered(pointer: str, value: Json) -> Json:
    """Return the API with one change."""
    api = json.loads(json.dumps(API))
    *parents, last = (token.replace("~1", "/") for token in pointer.split("/"))
    place = api
    for token in parents:
        place = place[int(token)] if isinstance(place, list) else place[token]
    if value is None:
        del place[last]
    elif isinstance(place, list) and int(last) == len(place):
        place.append(value)
    elif isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
    return api


def broken(root: Path, old: Json, new: Json, at: str | None = None) -> list[str]:
    """Return what a contract takes away, as it is told in its fact."""
    (root / "old.json").write_text(json.dumps(old))
    (root / "new.json").write_text(json.dumps(new))
    (fact,) = changes(root, at)
    assert isinstance(fact, ContractFact), fact
    assert [one.path for one in fact.depends_on] == ["new.json", "old.json"]
    return list(fact.broken)


@pytest.mark.parametrize(("pointer", "value", "messages"), CHANGED)
def test_an_operation_keeps_what_it_promised(tmp_path: Path, pointer: str, value: Json, messages: list[str]) -> None:
    """Of a request what is narrowed breaks, of a response what is widened, of both what is removed."""
    found = broken(tmp_path, API, altered(pointer, value))
    assert len(found) == len(messages), found
    assert all(one.startswith(message) for one, message in zip(found, messages, strict=True)), found


def test_only_the_bound_part_is_compared(tmp_path: Path) -> None:
    """A change elsewhere in the file breaks no other operation."""
    new = altered("paths/~1sessions~1{id}/post/requestBody", None)
    assert broken(tmp_path, API, new, "GET /sessions/{x}") == []
    assert len(broken(tmp_path, API, new, "keep")) == 1
    assert len(broken(tmp_path, API, new, "/paths/~1sessions~1{id}")) == 1


def test_the_parameters_of_a_path_are_told_by_position(tmp_path: Path) -> None:
    """A parameter in the path may be renamed, for its name is not sent."""
    new = json.loads(json.dumps(API).replace("{id}", "{session}").replace('"name": "id"', '"name": "session"'))
    assert broken(tmp_path, API, new) == []
    narrower = json.loads(json.dumps(new).replace('"required": true, "schema": {', '"schema": {"maxLength": 3, '))
    assert broken(tmp_path, API, narrower, "keep") == [
        "/paths/~1sessions~1{session}/post/parameters/number 1/schema has a maxLength now: 3"
    ]


def test_a_webhook_goes_the_other_way(tmp_path: Path) -> None:
    """What a webhook sends is given, so to widen it breaks."""
    hook = {"post": {"requestBody": {"content": {"text/plain": {"schema": {"enum": ["a"]}}}}, "responses": {}}}
    old = {"openapi": "3.1.0", "webhooks": {"boiled": hook}}
    new = json.loads(json.dumps(old).replace('["a"]', '["a", "b"]'))
    assert len(broken(tmp_path, old, new)) == 1
    assert broken(tmp_path, new, old) == []


@pytest.mark.parametrize(
    ("at", "old", "new", "messages"),
    [
        ("/components/schemas", "cup", "pot", ['/components/schemas/Session/properties/kind accepts "cup" no more']),
        ("/components/schemas/Session", "cup", "pot", ['/components/schemas/Session/properties/kind accepts "cup"']),
        (
            "/components/schemas/Session/properties/kind/enum",
            "cup",
            "pot",
            ["/components/schemas/Session/properties/kind"],
        ),
        ("/components/responses/Gone", '["gone"]', '["gone", "x"]', ["/components/responses/Gone/content/text~1plain"]),
        ("/components/responses/Gone", '["gone"]', '["gone"], "minLength": 1', []),
        ("/components/schemas", '"Session"', '"Sitting"', ["/components/schemas/Session was removed"]),
    ],
)
def test_a_pointer_into_an_api(tmp_path: Path, at: str, old: str, new: str, messages: list[str]) -> None:
    """A pointer to schemas, one of them, a single value or a response is compared as what it is."""
    found = broken(tmp_path, API, json.loads(json.dumps(API).replace(old, new)), at)
    assert len(found) == len(messages), found
    assert all(one.startswith(message) for one, message in zip(found, messages, strict=True)), found


def test_a_configuration_keeps_its_settings(tmp_path: Path) -> None:
    """The settings of a configuration file are accepted: a raised bound, another default and a lost one break."""
    setting = {"type": "integer", "minimum": 60, "default": 3600}
    old = {"properties": {"session": {"properties": {"timeout_seconds": setting, "interval": {"default": 1}}}}}
    new = json.loads(json.dumps(old).replace("60,", "120,").replace("3600", "60").replace("interval", "pause"))
    timeout = "/properties/session/properties/timeout_seconds"
    assert broken(tmp_path, old, new) == [
        f"the default of {timeout} changed from 3600 to 60",
        f"the minimum of {timeout} was raised from 60 to 120",
        "/properties/session/properties/interval was removed",
    ]
    assert broken(tmp_path, old, new, f"{timeout}/minimum") == [f"{timeout}/minimum changed from 60 to 120"]
    assert broken(tmp_path, old, old) == broken(tmp_path, new, new) == []


def test_what_is_newer_than_the_accepted_version_breaks_nothing(tmp_path: Path) -> None:
    """A part that the accepted version does not have yet cannot lose anything."""
    assert broken(tmp_path, {"properties": {}}, {"properties": {"a": {"type": "string"}}}, "/properties/a") == []


@pytest.mark.parametrize(("text", "message"), [("{", "no valid JSON"), ('{"openapi": "4.0"}', "version 4.0")])
def test_an_accepted_version_that_cannot_be_used_is_told(tmp_path: Path, text: str, message: str) -> None:
    """Where the accepted version is broken, that is a flaw, and it is not known whether the contract holds."""
    (tmp_path / "new.json").write_text(json.dumps(API))
    (tmp_path / "old.json").write_text(text)
    flaw, found = changes(tmp_path, "keep")
    assert isinstance(flaw, Flaw)
    assert (flaw.path, message in flaw.message) == ("old.json", True)
    assert isinstance(found, ContractFact)
    assert (found.found, found.reason) == (None, f"old.json {flaw.message}")


def test_an_accepted_version_that_is_not_there_is_said(tmp_path: Path) -> None:
    """Where the accepted version is missing, the marker itself says so: its contract is there, and bound to it."""
    (tmp_path / "new.json").write_text(json.dumps(API))
    (found,) = changes(tmp_path, "keep")
    assert isinstance(found, ContractFact)
    assert (found.found, found.reason) == (None, "its accepted version old.json is not there")


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
