"""``flowkit count`` and ``flowkit show``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .running import PLAN, Ran, Run


def test_a_number_never_leaves_out_a_document(run: Run, plan: Path, tmp_path: Path) -> None:
    """``--plain`` prints no sum where one of the documents that were named is missing from it."""
    (tmp_path / "notes.md").write_text("# Notes\n", encoding="utf-8")
    assert run("count", str(plan), "notes.md", "--plain").out == ""


def test_a_file_that_is_called_as_standard_input_is_counted(run: Run, tmp_path: Path) -> None:
    """``./-`` is the file, whatever standard input says."""
    (tmp_path / "-").write_text(PLAN.format(total=2), encoding="utf-8")
    assert run("count", "./-", "--kind", "IMPL", "--plain") == Ran(0, "2\n", "")


@pytest.mark.usefixtures("plan")
def test_markers_are_counted_for_people(run: Run) -> None:
    """``count`` shows what each document defines and cites, kind by kind."""
    ran = run("count")
    assert ran.code == 0
    lines = [line.split() for line in ran.out.splitlines()]
    assert lines[0] == ["document", "kind", "defined", "cited"]
    assert ["IMPL", "2", "1"] in lines


# verifies: feat-flowkit-commands:IMPL_001/AC-4
@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize("kind", ["IMPL", "impl"])
def test_one_number_is_counted_for_scripts(run: Run, kind: str) -> None:
    """``--kind`` and ``--plain`` give the number of markers that are defined, and nothing else."""
    assert run("count", "--kind", kind, "--plain") == Ran(0, "2\n", "")


@pytest.mark.usefixtures("plan")
def test_counts_as_json_have_files_and_a_total(run: Run) -> None:
    """``count --format json`` gives defined and cited markers per file and in all."""
    counted = json.loads(run("count", "--format", "json").out)
    assert counted["schema"] == "flowkit-count-1"
    assert counted["files"][0]["path"] == "plans/greeting.md"
    assert counted["files"][0]["defined"]["IMPL"] == 2
    assert counted["total"]["defined"] == counted["files"][0]["defined"]


@pytest.mark.usefixtures("plan")
def test_nothing_to_count_fails_unless_that_is_allowed(run: Run) -> None:
    """A count of zero exits with 1, and with 0 under ``--allow-empty``."""
    assert run("count", "--kind", "DOC", "--plain").code == 1
    assert run("count", "--kind", "DOC", "--plain", "--allow-empty") == Ran(0, "0\n", "")


def test_a_plan_is_shown_as_a_table(run: Run, plan: Path) -> None:
    """``show`` prints the tasks in document order, with what each one needs."""
    ran = run("show", str(plan))
    assert ran.code == 0
    assert ran.out.index("IMPL_001") < ran.out.index("IMPL_002")
    assert "Say goodbye" in ran.out


def test_a_plan_is_shown_as_json(run: Run, plan: Path) -> None:
    """``show --format json`` gives each task by its full name, its files and their notes side by side."""
    shown = json.loads(run("show", str(plan), "--format", "json").out)
    assert shown["schema"] == "flowkit-show-1"
    first, second = shown["plans"][0]["tasks"]
    assert first["ref"] == "feat-greeting:IMPL_001"
    assert first["files"] == ["src/greeting.py"]
    assert len(first["file_notes"]) == 1
    assert first["criteria"][0]["ref"] == "feat-greeting:IMPL_001/AC-1"
    assert second["depends_on"] == ["IMPL_001"]
