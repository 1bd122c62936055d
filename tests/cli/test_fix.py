"""``flowkit verify --fix``: what it writes, what it shows, and how it ends."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from .running import PLAN, Run

WRONG = PLAN.format(total=3)
RIGHT = PLAN.format(total=2)


# verifies: feat-reports-and-repair:IMPL_004/AC-1
def test_a_plan_is_mended_and_verified(run: Run, tmp_path: Path) -> None:
    """What was mended is told, and the verification is that of what stands then."""
    path = tmp_path / "plans" / "greeting.md"
    path.parent.mkdir()
    path.write_text(WRONG, encoding="utf-8")
    ran = run("verify", "--fix")
    assert (ran.code, ran.err) == (0, "flowkit: mended plans/greeting.md: count-mismatch\n")
    assert "count-mismatch" not in ran.out
    assert path.read_text(encoding="utf-8") == RIGHT
    again = run("verify", "--fix")
    assert (again.code, again.err) == (0, "")


def test_a_patch_is_shown_and_nothing_written(run: Run, tmp_path: Path) -> None:
    """``--diff`` prints a patch alone, and exits with 1 as long as there is one."""
    path = tmp_path / "plan.md"
    path.write_text(WRONG, encoding="utf-8")
    ran = run("verify", "--fix", "--diff", "plan.md")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.startswith("--- plan.md\n+++ plan.md\n@@ ")
    assert "\n-**Total subtasks:** 3\n+**Total subtasks:** 2\n" in ran.out
    assert path.read_text(encoding="utf-8") == WRONG
    path.write_text(RIGHT, encoding="utf-8")
    ran = run("verify", "--fix", "--diff", "plan.md")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_standard_input_is_shown_as_a_patch_alone(run: Run) -> None:
    """What comes on standard input can be patched, and lies nowhere to be mended."""
    ran = run("verify", "--fix", "-", stdin=WRONG.encode())
    assert ran.code == 2
    assert "lies nowhere to be mended (add --diff to see the patch)" in ran.err
    assert "+**Total subtasks:** 2" in run("verify", "--fix", "--diff", "-", stdin=WRONG.encode()).out


@pytest.mark.parametrize("option", ["--untick", "--diff"])
def test_options_of_fixing_go_with_it(run: Run, option: str) -> None:
    """An option that would do nothing without ``--fix`` is refused."""
    ran = run("verify", option)
    assert ran.code == 2
    assert f"{option} goes with --fix" in ran.err


def test_a_plan_outside_of_the_root_is_mended_where_it_was_named(run: Run, tmp_path: Path) -> None:
    """The user may name a plan that lies elsewhere; what a link leads to outside of its folder is not written."""
    (tmp_path / "project").mkdir()
    (tmp_path / "plan.md").write_text(WRONG, encoding="utf-8")
    assert run("verify", "--fix", "--root", "project", "plan.md").code == 0
    assert (tmp_path / "plan.md").read_text(encoding="utf-8") == RIGHT


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_out_of_the_project_is_not_followed(run: Run, tmp_path: Path) -> None:
    """A plan that is a link to a file elsewhere is left as it is, and so is the file."""
    (tmp_path / "project" / "plans").mkdir(parents=True)
    (tmp_path / "elsewhere.md").write_text(WRONG, encoding="utf-8")
    (tmp_path / "project" / "plans" / "plan.md").symlink_to(tmp_path / "elsewhere.md")
    ran = run("verify", "--fix", "--root", "project", "project/plans")
    assert ran.code == 2
    assert "outside" in ran.err
    assert (tmp_path / "elsewhere.md").read_text(encoding="utf-8") == WRONG
