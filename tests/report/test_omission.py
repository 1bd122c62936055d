"""What a baseline leaves out, as each format tells it."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree.ElementTree import fromstring

import pytest
from tests.desk import Desk

from flowkit.model.severity import Severity
from flowkit.model.verdict import Finding, Place, Verification
from flowkit.report import github, html, junit, markdown, sarif, terminal
from flowkit.report.omission import omission

from .shop import verified

WORDS = "Left out by the baseline: 3 errors (phantom-completion 2, count-mismatch), 1 info (unticked)"
RULES = ("phantom-completion", "unticked", "count-mismatch", "phantom-completion")


def settled() -> Verification:
    """Return a verification of which all is left out."""
    severities = {"unticked": Severity.INFO}
    findings = (Finding(rule, severities.get(rule, Severity.ERROR), f"so: {rule}", Place("a.md")) for rule in RULES)
    return Verification((), (), left_out=tuple(findings))


def test_it_is_told_by_severity_and_rule() -> None:
    """The gravest come first, and of these the most frequent; where nothing is left out, nothing is said."""
    assert omission(settled().left_out) == WORDS
    assert omission(()) is None


@pytest.mark.parametrize("render", [terminal.render, github.render, sarif.render, markdown.render, html.render])
def test_every_format_tells_it(render: object) -> None:
    """Nobody who reads a report takes what is left out for what is not there."""
    assert callable(render)
    assert WORDS in render(settled())
    assert "Left out by" not in render(Verification((), ()))


def test_a_summary_and_a_page_list_it() -> None:
    """A pull request and a page show each finding, folded away."""
    summary = markdown.render(settled())
    assert summary.startswith("## 0 work plans: nothing new to mend\n")
    assert summary.count("| so: phantom-completion |") == 2
    assert summary.index("| so: count-mismatch |") < summary.index("| so: unticked |")
    assert html.render(settled()).count("so: phantom-completion") == 2


def test_code_scanning_opens_no_alert_for_it() -> None:
    """A log has no results of what is left out, not even suppressed ones, which some take for open."""
    (run,) = json.loads(sarif.render(settled()))["runs"]
    assert run["results"] == []


def test_a_build_fails_for_nothing_of_it(desk: Desk) -> None:
    """In JUnit XML its cases are skipped, those of the markers that it is about too, and each says so."""
    found = verified(desk)
    root = fromstring(junit.render(replace(found, findings=(), left_out=found.findings)))  # noqa: S314 - own text
    assert root.get("failures") == "0" != fromstring(junit.render(found)).get("failures")  # noqa: S314 - own text
    messages = [told.get("message", "") for told in root.iter("skipped")]
    assert sum("(left out by the baseline)" in message for message in messages) > len(found.findings)


def test_a_build_fails_for_what_is_new_of_a_marker(desk: Desk) -> None:
    """A marker of which one finding is left out and another one is not still fails."""
    found = verified(desk)
    again = junit.render(replace(found, left_out=found.findings))
    assert fromstring(again).get("failures") == fromstring(junit.render(found)).get("failures")  # noqa: S314 - own text
