"""``flowkit verify``: what it finds, by which rules, and in which documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .running import PLAN, Run


# verifies: feat-flowkit-commands:IMPL_001/AC-1
@pytest.mark.usefixtures("plan")
def test_a_finding_fails_the_verification(run: Run) -> None:
    """``verify`` without a plan finds those under ``plans/``, shows the marked line and exits with 1."""
    ran = run("verify")
    assert ran.code == 1
    assert "plans/greeting.md" in ran.out
    assert "count-mismatch" in ran.out
    assert "4 | **Total subtasks:** 3" in ran.out
    assert ran.err == ""


# verifies: feat-flowkit-commands:IMPL_001/AC-2
@pytest.mark.usefixtures("sound")
def test_a_sound_plan_passes(run: Run) -> None:
    """A plan without findings exits with 0, and the report says that it was looked at."""
    ran = run("verify")
    assert ran.code == 0
    assert "ok: 1 plan checked, nothing found" in ran.out


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--ignore", "count-mismatch"], 0),
        (["--ignore", "placeholder,count-mismatch"], 0),
        (["--select", "placeholder"], 0),
        (["--select", "count-mismatch", "--select", "placeholder"], 1),
        (["--fail-on", "info"], 1),
    ],
)
def test_rules_are_chosen_by_name(run: Run, options: list[str], code: int) -> None:
    """Rules are selected and ignored by name, one by one or with commas."""
    assert run("verify", *options).code == code


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize("order", [["verify", "plans", "--format", "json"], ["verify", "--format", "json", "plans"]])
def test_options_may_stand_before_or_after_the_plans(run: Run, order: list[str]) -> None:
    """The order of options and arguments does not matter."""
    ran = run(*order)
    assert ran.code == 1
    assert json.loads(ran.out)["summary"]["error"] == 1


@pytest.mark.usefixtures("plan")
def test_severities_come_from_the_configuration(run: Run, tmp_path: Path) -> None:
    """A severity that the configuration sets decides whether a finding fails the verification."""
    (tmp_path / "flowkit.toml").write_text('[severity]\ncount-mismatch = "info"\n', encoding="utf-8")
    ran = run("verify")
    assert ran.code == 0
    assert "1 info in 1 plan" in ran.out


def test_standard_input_is_a_document(run: Run) -> None:
    """``-`` reads standard input, and findings name it so."""
    ran = run("verify", "-", "--format", "json", stdin=PLAN.format(total=3).encode())
    assert ran.code == 1
    assert json.loads(ran.out)["findings"][0]["path"] == "-"
