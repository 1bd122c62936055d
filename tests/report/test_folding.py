"""Findings that are folded on a screen."""

from __future__ import annotations

import pytest

from flowkit.model.severity import Severity
from flowkit.model.verdict import Finding, Place
from flowkit.report.folding import folded


def told(count: int, rule: str, severity: Severity, path: str = "plans/tea.md") -> list[Finding]:
    """Return some findings of a rule in one document."""
    return [Finding(rule, severity, f"cup {number}", Place(path)) for number in range(count)]


@pytest.mark.parametrize(
    ("rule", "severity"),
    [
        ("empty-task", Severity.INFO),
        ("criterion-unproven", Severity.WARNING),
        ("unproven-completion", Severity.WARNING),
    ],
)
def test_more_than_three_are_one(rule: str, severity: Severity) -> None:
    """Remarks of one rule, and what nothing proves, are one line with the places of the others."""
    (one,) = folded(told(5, rule, severity), ())
    assert (one.message, one.whole, len(one.related)) == ("cup 0; 4 more like it", True, 4)
    assert folded(told(3, rule, severity), ()) == tuple(told(3, rule, severity))


@pytest.mark.parametrize(
    ("rule", "severity"),
    [
        ("phantom-completion", Severity.ERROR),
        ("unproven-completion", Severity.ERROR),
        ("undefined-reference", Severity.WARNING),
    ],
)
def test_what_is_wrong_is_told_one_by_one(rule: str, severity: Severity) -> None:
    """Errors and warnings that something is wrong are never folded."""
    findings = tuple(told(9, rule, severity))
    assert folded(findings, ()) == findings


def test_each_document_has_its_own() -> None:
    """What is folded is of one plan, and the rest keeps its order."""
    findings = [*told(4, "empty-task", Severity.INFO, "a.md"), *told(2, "empty-task", Severity.INFO, "b.md")]
    assert [one.place.path for one in folded(findings, ())] == ["a.md", "b.md", "b.md"]
