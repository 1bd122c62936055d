"""``--format json`` of the commands that write, and which commands have it at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from flowkit.cli.options import cli
from flowkit.model.plan_update import PlanUpdate

from .running import PLAN, Ran, Run

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"
WITHOUT = {"build", "mcp", "demo", "init", "watch"}
"""The commands that print no data: a story, the names of files, and what ``verify`` prints, over and over."""


def data(ran: Ran) -> Any:
    """Return what was printed, validated against the schema that it names."""
    printed = json.loads(ran.out)
    published = json.loads((SCHEMAS / f"{printed['schema']}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(published).validate(printed)
    return printed


def test_every_command_that_prints_data_prints_json(run: Run) -> None:
    """A program can ask each of them for JSON, and each such JSON has a published schema."""
    names = [info.name or str(getattr(info.callback, "__name__", "")) for info in cli.registered_commands]
    assert set(names) >= WITHOUT
    for command in {*names, "receipt check"} - WITHOUT:
        assert "json" in run(*command.split(), "--help").out.partition("--format")[2], command


def test_a_plan_is_told_before_and_after(run: Run, tmp_path: Path) -> None:
    """What would be written is told with a patch; once it is written, the plan is current."""
    assert run("init", "tea").code == 0
    for arguments in (["--dry-run"], ["--diff"]):
        printed = data(run("plan", *arguments, "--format", "json"))
        assert (printed["written"], printed["plans"][0]["state"]) == (False, "missing")
        assert "+++ plans/feat-tea.md\n" in printed["plans"][0]["patch"]
        assert not (tmp_path / "plans").exists()
    assert run("plan", "--check", "--format", "json").code == 1
    assert data(run("plan", "--format", "json"))["written"] is True
    ran = run("plan", "--check", "--format", "json")
    (plan,) = data(ran)["plans"]
    assert (ran.code, plan["state"], plan["patch"]) == (0, "current", "")
    assert (plan["spec"], plan["path"]) == ("docs/specs/tea.md", "plans/feat-tea.md")


def test_what_changed_in_a_plan_is_told(run: Run, tmp_path: Path) -> None:
    """Tasks that come and go, and lines that people and sources both changed, are told by name."""
    assert run("init", "tea").code == 0
    assert run("plan").code == 0
    spec = tmp_path / "docs" / "specs" / "tea.md"
    text = spec.read_text(encoding="utf-8").replace("### Name of the first component", "### Kettle")
    spec.write_text(text.replace("\n## Components", "\n## Components\n\n### Pot\n\nHolds it.\n"), encoding="utf-8")
    (plan,) = data(run("plan", "--format", "json", "--dry-run"))["plans"]
    assert plan["state"] == "behind"
    assert plan["added"]


def test_a_plan_of_another_dialect_tells_what_is_lost(run: Run) -> None:
    """What the dialect cannot carry is a part of the data."""
    assert run("init", "tea").code == 0
    (plan,) = data(run("plan", "--template", "spec-kit", "--dry-run", "--format", "json"))["plans"]
    assert any(line.startswith("renamed: ") for line in plan["lost"])


def test_a_printed_plan_is_no_json(run: Run) -> None:
    """``--output -`` prints the plan itself."""
    assert run("init", "tea").code == 0
    ran = run("plan", "--output", "-", "--format", "json")
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.usefixtures("plan")
def test_a_converted_plan_is_told(run: Run, tmp_path: Path) -> None:
    """The text comes with what was lost, and with the file where there is one."""
    printed = data(run("convert", "plans/greeting.md", "--to", "steps", "--format", "json"))
    assert (printed["path"], printed["dialect"]) == (None, "steps")
    assert printed["text"] == run("convert", "plans/greeting.md", "--to", "steps").out
    printed = data(run("convert", "plans/greeting.md", "--to", "steps", "-o", "s.md", "--format", "json"))
    assert (printed["path"], (tmp_path / "s.md").read_text(encoding="utf-8")) == ("s.md", printed["text"])


def test_a_baseline_is_told(run: Run, plan: Path) -> None:
    """What is recorded, kept and dropped is told, with reasons and days."""
    record = ("baseline", "--reason", "older", "--until", "2999-12-31", "--format", "json")
    printed = data(run(*record, "--dry-run"))
    assert (printed["written"], printed["kept"], printed["dropped"]) == (False, 0, [])
    (entry,) = printed["added"]
    assert (entry["rule"], entry["until"], entry["count"]) == ("count-mismatch", "2999-12-31", 1)
    assert data(run(*record))["written"] is True
    plan.write_text(PLAN.format(total=2), encoding="utf-8")
    printed = data(run(*record))
    assert ([one["rule"] for one in printed["dropped"]], printed["added"]) == (["count-mismatch"], [])


def test_a_rule_is_told(run: Run) -> None:
    """A rule comes with its severity and its page."""
    printed = data(run("explain", "graph-drift", "--format", "json"))
    assert (printed["rule"], printed["severity"]) == ("graph-drift", "warning")
    assert printed["page"] == run("explain", "graph-drift").out


def test_a_clash_is_told_in_json() -> None:
    """A line that people and sources both changed is told with what the sources say."""
    from flowkit.report.writing import render_plans

    update = PlanUpdate("s.md", "p.md", "b\n", "a\n", ("IMPL_002",), (), ("IMPL_001",), ((3, "so"),), (), ())
    (plan,) = data(Ran(0, render_plans([update], written=True), ""))["plans"]
    assert (plan["clashes"], plan["unticked"], plan["state"]) == ([{"line": 3, "says": "so"}], ["IMPL_001"], "behind")
