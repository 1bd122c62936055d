"""Folders and documents without a plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from .running import Run


def test_a_named_document_that_is_no_plan_is_an_error(run: Run, tmp_path: Path) -> None:
    """A document that was named and that no dialect recognises fails the verification."""
    (tmp_path / "notes.md").write_text("# Notes\n\nNothing to do.\n", encoding="utf-8")
    ran = run("verify", "notes.md")
    assert ran.code == 1
    assert "error unrecognised-document" in ran.out


@pytest.mark.usefixtures("sound")
def test_a_found_document_that_is_no_plan_is_told_in_passing(run: Run, tmp_path: Path) -> None:
    """A document that merely lies beside the plans is an info and fails nothing."""
    (tmp_path / "plans" / "README.md").write_text("# What lies here\n", encoding="utf-8")
    ran = run("verify")
    assert ran.code == 0
    assert "info unrecognised-document" in ran.out


def test_a_project_without_plans_is_wrong_use(run: Run) -> None:
    """No plan at all is never a success."""
    ran = run("verify")
    assert ran.code == 2
    assert ran.out == ""
    assert "there is no plan to verify in plans, docs/plans" in ran.err


@pytest.mark.parametrize("options", [["--ignore", "unrecognised-document"], ["--select", "placeholder"]])
def test_without_a_plan_nothing_is_well(run: Run, tmp_path: Path, options: list[str]) -> None:
    """Where the one document that was named is no plan, no choice of rules makes that a success."""
    (tmp_path / "notes.md").write_text("# Notes\n", encoding="utf-8")
    ran = run("verify", "notes.md", *options)
    assert (ran.code, ran.out) == (2, "")
    assert "there is no plan to verify in notes.md" in ran.err


@pytest.mark.parametrize("format", [[], ["--format", "json"]])
def test_a_folder_without_plans_has_nothing_to_show(run: Run, tmp_path: Path, format: list[str]) -> None:
    """To show a folder of notes is wrong use, not an empty success."""
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text("# Notes\n", encoding="utf-8")
    ran = run("show", "notes", *format)
    assert (ran.code, ran.out) == (2, "")
    assert "there is no plan to look at" in ran.err


@pytest.mark.parametrize("options", [[], ["--plain"], ["--format", "json"]])
def test_a_document_that_is_no_plan_is_not_counted_as_nothing(run: Run, tmp_path: Path, options: list[str]) -> None:
    """Where a named document cannot be counted, no number is printed, and no option is offered that would not help."""
    (tmp_path / "notes.md").write_text("# Notes\n", encoding="utf-8")
    ran = run("count", "notes.md", "--allow-empty", *options)
    assert (ran.code, ran.out) == (1, "")
    assert "notes.md: no dialect recognises a plan" in ran.err
    assert "--allow-empty" not in run("count", "notes.md", *options).err
