"""SARIF: valid by its own schema, the same on every machine, and known again where lines moved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.desk import Desk

from flowkit.model.severity import Severity
from flowkit.model.source import Span
from flowkit.model.verdict import Finding, Place, RuleGuide, Verification
from flowkit.read.document import document_from_bytes
from flowkit.read.plans import read_plan
from flowkit.report.sarif import render

from .shop import PLAN, verified

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
SPAN = Span(0, 4, 3, 5)
TEXTS = st.text(st.characters(), max_size=40)


def run_of(verification: Verification) -> dict[str, Any]:
    """Return the run of a log, after its schema had its say."""
    log = json.loads(render(verification))
    VALIDATOR.validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def result_of(finding: Finding, *more: Finding) -> dict[str, Any]:
    """Return the first result of some findings."""
    result: dict[str, Any] = run_of(Verification((), (finding, *more)))["results"][0]
    return result


def fingerprints(desk: Desk, plan: str) -> list[str]:
    """Return what the findings of a plan are known by."""
    return [one["partialFingerprints"]["flowkitFinding/v1"] for one in run_of(verified(desk, plan))["results"]]


# verifies: feat-reports-and-repair:IMPL_001/AC-1
def test_a_log_is_valid(desk: Desk) -> None:
    """What is found in a real project is a log by the schema, and so is nothing at all."""
    run = run_of(verified(desk))
    assert {one["level"] for one in run["results"]} == {"error", "warning", "note"}
    assert run_of(Verification((), ()))["results"] == []


# verifies: feat-reports-and-repair:IMPL_001/AC-1
def test_each_result_has_its_rule_with_its_page(desk: Desk) -> None:
    """A rule brings the text of its page, without the examples and without links to pages that are not at hand."""
    run = run_of(verified(desk))
    rules = run["tool"]["driver"]["rules"]
    assert {rules[one["ruleIndex"]]["id"] for one in run["results"]} == {rule["id"] for rule in rules}
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    for rule in rules:
        page = rule["help"]["markdown"]
        assert page.startswith(f"# {rule['id']}\n") and "## How to mend it" in page
        assert "## Bad" not in page and ".md)" not in page


def test_a_finding_of_an_unknown_rule_is_a_result_too() -> None:
    """A rule of which nothing is told has its name alone."""
    run = run_of(Verification((), (Finding("own-rule", Severity.ERROR, "wrong", Place("a.md", SPAN)),)))
    assert run["tool"]["driver"]["rules"] == [{"id": "own-rule"}]


def test_places_are_relative_to_a_folder_that_is_not_named(desk: Desk) -> None:
    """The log is the same wherever the project lies."""
    run = run_of(verified(desk))
    assert list(run["originalUriBaseIds"]) == ["SRCROOT"] and "uri" not in run["originalUriBaseIds"]["SRCROOT"]
    assert str(desk.folder) not in json.dumps(run)


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("plans/a.md", "plans/a.md"),
        ("plans/á b#1?.md", "plans/%C3%A1%20b%231%3F.md"),
        ("bad\udcff.md", "bad%FF.md"),
        ("half\ud800.md", "half%EF%BF%BD.md"),
        ("../a.md", "../a.md"),
        ("/plans/a.md", "file:///plans/a.md"),
        ("C:/a b.md", "file:///C:/a%20b.md"),
        ("-", "stdin:"),
    ],
)
def test_each_path_is_a_uri(path: str, uri: str) -> None:
    """A path inside is relative to the folder, any other stands for itself, and no name of a file breaks the log."""
    result = result_of(Finding("x", Severity.ERROR, "wrong", Place(path, SPAN)))
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == uri
    assert ("uriBaseId" in location) is (uri == location["uri"] and not uri.startswith(("..", "file:", "stdin:")))


def test_a_region_ends_where_its_words_end() -> None:
    """Columns count characters, also of such as take several bytes."""
    document = document_from_bytes(f"{PLAN}\nêtre 漢字 wörd\n".encode(), "plans/shop.md")
    line = document.lines.index("être 漢字 wörd") + 1
    finding = Finding("x", Severity.ERROR, "wrong", Place("plans/shop.md", document.span(line, 6, 7)))
    (result,) = run_of(Verification((read_plan(document),), (finding,)))["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": line, "startColumn": 6, "endColumn": 13}


def test_related_places_are_told() -> None:
    """Each related place has a number and what is there."""
    finding = Finding(
        "x", Severity.ERROR, "wrong", Place("a.md"), related=(Place("b.md", SPAN, "there"), Place("c.md"))
    )
    first, second = result_of(finding)["relatedLocations"]
    assert (first["id"], second["id"]) == (1, 2)
    assert first["message"] == {"text": "there"} and first["physicalLocation"]["region"]["startLine"] == 3
    assert "region" not in second["physicalLocation"]


# verifies: feat-reports-and-repair:IMPL_001/AC-2
@given(count=st.integers(0, 5), at=st.integers(1, 6))
def test_a_finding_is_known_again_where_lines_moved(count: int, at: int) -> None:
    """Lines that are put in above move every line number and no fingerprint."""
    lines = PLAN.splitlines()
    moved = "\n".join([*lines[:at], *["" for _ in range(count)], *lines[at:]])

    def known(text: str) -> list[str]:
        plan = read_plan(document_from_bytes(text.encode(), "plans/shop.md"))
        findings = [
            Finding("empty-task", Severity.ERROR, f"on line {task.line}", Place(plan.path, task.span), task.key)
            for task in plan.tasks
        ]
        results = run_of(Verification((plan,), tuple(findings)))["results"]
        return [one["partialFingerprints"]["flowkitFinding/v1"] for one in results]

    assert known(moved) == known("\n".join(lines))


def test_findings_of_one_line_are_told_apart(desk: Desk) -> None:
    """Each fingerprint is there once, and one that is mended takes no other with it."""
    before = fingerprints(desk, PLAN)
    assert len(set(before)) == len(before)
    after = fingerprints(desk, PLAN.replace("**Total subtasks:** 9", "**Total subtasks:** 4"))
    assert set(after) < set(before) and len(after) == len(before) - 1


def test_without_a_document_the_message_tells_findings_apart() -> None:
    """Of two findings at one place that cannot be looked at, each has a fingerprint of its own."""
    one, other = (Finding("x", Severity.ERROR, text, Place("a.xml", SPAN)) for text in ("wrong", "broken"))
    results = run_of(Verification((), (one, other)))["results"]
    assert len({result["partialFingerprints"]["flowkitFinding/v1"] for result in results}) == 2


def test_nothing_of_a_document_is_a_link_or_a_placeholder() -> None:
    """What a plan says can neither lead anywhere nor ask for an argument."""
    finding = Finding("x", Severity.ERROR, "see [here](http://example.org) {0} <b>", Place("a.md"))
    message = result_of(finding)["message"]
    assert message["text"] == "see [here] (http://example.org) {{0}} <b>"
    assert message["markdown"] == "see \\[here\\](http:\\/\\/example.org) {{0}} &lt;b&gt;"


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_any_text_makes_a_valid_log(message: str, hint: str, marker: str, page: str) -> None:
    """Control characters, half characters and marks of any sort break no log."""
    finding = Finding("x", Severity.INFO, message, Place("a.md", SPAN), marker, (Place("b.md", None, message),), hint)
    run = run_of(Verification((), (finding,), rules=(RuleGuide("x", Severity.ERROR, message, page),)))
    assert run["results"][0]["message"]["text"].isprintable() or hint
