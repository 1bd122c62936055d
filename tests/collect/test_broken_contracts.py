"""Contract files that are broken, hostile or outside of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowkit.collect.contracts import collect
from flowkit.model.evidence import ContractFact, Flaw
from flowkit.settings import ContractSettings

from .contract_files import API, fact, flawed, inquiry, told


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
