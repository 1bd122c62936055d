"""Scenarios that a plan lists without an id are known by their titles."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.projects import write

from flowkit.app import verify
from flowkit.model.verdict import Verdict
from flowkit.request import Request

PLAN = "# Tea\n\n**Run ID:** tea\n\n### TEST_001: Trials\n\n**Dependencies:** None\n\n**Scenarios:**\n- It whistles\n"


@pytest.mark.parametrize(
    ("title", "verdict", "words"),
    [
        ("It whistles", Verdict.UNPROVEN, "features/tea.feature has it, and no test ran it"),
        ("It sings", Verdict.MISSING, "no feature has it, and no test verifies it"),
    ],
)
def test_a_scenario_without_an_id_is_sought_by_its_title(
    tmp_path: Path, title: str, verdict: Verdict, words: str
) -> None:
    """A feature that has a scenario of the same title has the one that the plan lists."""
    feature = f"Feature: Tea\n\n  Scenario: {title}\n    Given a kettle\n"
    project = write(tmp_path, {"plans/tea.md": PLAN, "features/tea.feature": feature, "flowkit.toml": ""})
    verification = verify(Request(project, project)).verification
    marker = next(one for one in verification.markers if one.obligations and one.obligations[0].kind == "scenario")
    assert (marker.verdict, marker.obligations[0].reason) == (verdict, words)
