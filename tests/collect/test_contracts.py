"""Contract files: what a marker is bound to, and whether it is there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.collect import Inquiry
from flowkit.collect.contracts import collect
from flowkit.collect.contracts.document import pointer_of, tokens_of
from flowkit.collect.repository import Repository
from flowkit.config import Config
from flowkit.model.evidence import ContractFact, Evidence, Flaw
from flowkit.model.plan import Plan
from flowkit.model.task import ContractEndpoint, Task
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


def laughs() -> str:
    """Return YAML whose aliases stand for 10 ** 12 values."""
    return "\n".join(
        ["a0: &a0 x", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 13)), "openapi: 3.0.0"]
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no mapping"),
        ("- a\n", "no mapping"),
        ("a: [", "no valid YAML"),
        ("a: 1\n---\nb: 2\n", "no valid YAML"),
        ("a: !!python/object/apply:os.system ['touch ran']\n", "has the tag"),
        ("a: !include /etc/passwd\n", "has the tag"),
        ("? [a]\n: 1\n", "no text"),
        ("a: &a [*a]\n", "what it stands in"),
        ("a: *nothing\n", "no valid YAML"),
        (laughs(), "more than 1,000,000 values"),
        ("a: " + "[" * 20_000, "deep"),
        ("- " * 20_000 + "a", "deep"),
        ("openapi: 2.0\n", "version 2.0"),
        ("swagger: '2.0'\n", "version 2.0"),
        ("type: object\n", "no OpenAPI"),
        (
            "openapi: 3.0.0\npaths: {/a: {get: {operationId: readSession}, put: {operationId: readSession}}}",
            "2 operations",
        ),
        ("x: " + "1" * 5000 + "\n", "no YAML that can be read"),
        (b"\xff\xfe", "not UTF-8"),
        ("x" * 100_001, "more than 100,000 bytes"),
    ],
)
def test_a_contract_that_cannot_be_used_is_told(tmp_path: Path, text: str | bytes, message: str) -> None:
    """What is broken, hostile or of another kind is a flaw, and of its marker nothing is known."""
    flaw = flawed(tmp_path, text, "readSession")
    assert flaw.path == "api.yaml"
    assert message in flaw.message
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1,}', "no valid JSON"),
        ('{"a": ' + "[" * 100_000, "more than 100,000 bytes"),
        ('{"a": ' + "[" * 50_000, "no JSON"),
        ('{"a": ' + "[" * 150 + "]" * 150 + "}", "deep"),
        ("[1]", "no mapping"),
    ],
)
def test_json_that_cannot_be_used_is_told(tmp_path: Path, text: str, message: str) -> None:
    """Broken and deep JSON is a flaw."""
    assert message in flawed(tmp_path, text, "/a", name="t.json").message


def test_a_fault_has_its_place(tmp_path: Path) -> None:
    """Where a file is broken the line is told."""
    for name, text in (("t.json", '{\n "ä": 1,\n}'), ("t.yaml", "a: 1\nb: [\nc\n"), ("u.yaml", "a: 1\nb: !x y\n")):
        flaw = flawed(tmp_path, text, "/a", name=name)
        assert flaw.span is not None
        assert flaw.span.line >= 2


def test_keys_that_stand_twice_are_told(tmp_path: Path) -> None:
    """A key that stands twice in one mapping is told, and the last one counts."""
    for name, text in (
        ("t.json", '{"a": {"b": 1}, "a": {"c": 1, "c": 2}}'),
        ("t.yaml", "a: {b: 1}\na: {c: 1, c: 2}\n"),
    ):
        flaw, found = told(tmp_path, text, "/a/c", name=name)
        assert isinstance(flaw, Flaw)
        assert "twice" in flaw.message
        assert isinstance(found, ContractFact)
        assert found.found


def test_a_broken_file_is_told_once(tmp_path: Path) -> None:
    """Several markers that are bound to one broken file make one flaw."""
    (tmp_path / "t.json").write_text("{")
    settings = ContractSettings("t.json", "/a")
    found = list(collect(inquiry(tmp_path, CE_A=settings, CE_B=settings)))
    assert [type(one) for one in found] == [Flaw, ContractFact, ContractFact]


def test_merge_keys_and_plain_dates(tmp_path: Path) -> None:
    """YAML's merge keys are followed, and a date is text."""
    text = "base: &base {get: {operationId: read}}\nopenapi: 3.0.3\npaths:\n  /a: {<<: *base, x-since: 2026-01-01}\n"
    assert fact(tmp_path, text, "GET /a").found
    assert fact(tmp_path, text, "read").found


def test_contracts_lie_in_the_project(tmp_path: Path) -> None:
    """A contract outside of the root, itself or by a link, is not read; nor is its accepted version."""
    root = tmp_path / "tea"
    root.mkdir()
    (tmp_path / "api.yaml").write_text(API)
    (root / "api.yaml").write_text(API)
    (root / "link.yaml").symlink_to(tmp_path / "api.yaml")
    for path in ("../api.yaml", "link.yaml", str(tmp_path / "api.yaml")):
        for settings in (
            ContractSettings(path, "readSession"),
            ContractSettings("api.yaml", "readSession", path),
        ):
            flaw, found = collect(inquiry(root, CE_TEA=settings))
            assert isinstance(flaw, Flaw)
            assert "leads out of the project" in flaw.message
            assert isinstance(found, ContractFact)
            assert found.found is None


def plan(*texts: tuple[str, str], name: str = "tea") -> Plan:
    """Return a plan with contract endpoints."""
    endpoints = tuple(ContractEndpoint(identifier, text, "IMPL_001") for identifier, text in texts)
    task = Task("IMPL_001", "IMPL_001", "IMPL", "Tea", contract_endpoints=endpoints)
    return Plan(name, f"plans/{name}.md", "markers", tasks=(task,))


def bound(facts: Iterator[Evidence]) -> list[tuple[str, str, str, bool | None]]:
    """Return marker, file, part and whether it was found."""
    return [(one.marker, one.path, one.name, one.found) for one in facts if isinstance(one, ContractFact)]


def test_a_plan_binds_a_marker_by_its_text(tmp_path: Path) -> None:
    """A file in code quotes in an endpoint's text binds it, with a part behind a hash, by its end where it is one."""
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "tea.schema.json").write_text(SCHEMA)
    (tmp_path / "contracts" / "api.yaml").write_text(API)
    tea = plan(
        ("CE_A", "The session: `contracts/tea.schema.json#/properties/session`"),
        ("CE_B", "See `POST /x` in `api.yaml#readSession`."),
        ("CE_C", "`nothing.json#/a` it is"),
        ("CE_D", "contracts/tea.schema.json without quotes, `session.timeout` and `../../etc/passwd`"),
        ("CE_E", "`../../etc/passwd.json`"),
        ("CE_B", ""),
    )
    assert bound(collect(inquiry(tmp_path, tea))) == [
        ("CE_A", "contracts/tea.schema.json", "/properties/session", True),
        ("CE_B", "contracts/api.yaml", "readSession", True),
        ("CE_C", "nothing.json", "/a", False),
        ("CE_E", "../../etc/passwd.json", "the contract", None),
    ]


def test_the_configuration_has_the_last_word(tmp_path: Path) -> None:
    """What is configured for a marker, by its short or its full name, counts before what a plan says."""
    (tmp_path / "tea.json").write_text(SCHEMA)
    tea = plan(("CE_A", "`other.json`"), ("CE_B", "`other.json`"))
    settings = {"CE_A": ContractSettings("tea.json"), "tea:CE_B": ContractSettings("tea.json", "/type")}
    found = bound(collect(inquiry(tmp_path, tea, **settings)))
    assert found == [("CE_A", "tea.json", "the contract", True), ("tea:CE_B", "tea.json", "/type", True)]


def test_plans_that_bind_a_marker_differently(tmp_path: Path) -> None:
    """One name that two plans bind to two parts is told apart by its full name."""
    (tmp_path / "tea.json").write_text(SCHEMA)
    plans = plan(("CE_A", "`tea.json`")), plan(("CE_A", "`tea.json#/type`"), name="cup")
    assert [marker for marker, *_ in bound(collect(inquiry(tmp_path, *plans)))] == ["tea:CE_A", "cup:CE_A"]
    assert [marker for marker, *_ in bound(collect(inquiry(tmp_path, plans[0], plans[0])))] == ["CE_A"]


def test_nothing_is_bound(tmp_path: Path) -> None:
    """A marker that nothing binds makes no fact."""
    assert list(collect(inquiry(tmp_path, plan(("CE_A", "The settings `session.timeout_seconds`"))))) == []


@given(st.lists(st.text()).map(tuple))
def test_a_pointer_is_made_and_read(tokens: tuple[str, ...]) -> None:
    """The tokens of a pointer come out of it as they went in."""
    assert tokens_of(pointer_of(tokens)) == tokens
