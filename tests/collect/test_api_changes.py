"""What an OpenAPI document takes away from its accepted version."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .comparing import API, Json, broken

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
