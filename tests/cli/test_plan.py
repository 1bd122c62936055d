"""``flowkit plan``: for the first time, again, and only to look."""

from __future__ import annotations

from pathlib import Path

import pytest

from .running import Run

SPEC = """# Parcels

**Id:** feat-parcels

## Components

### Parcel store

**Priority:** P1
**Effort:** 2h

**Deliverables:**
- `src/store.py`

**Criteria:**
- It keeps parcels
"""
BELT = "\n### Belt\n\n**Depends on:** Parcel store\n"
PLAN = Path("plans/feat-parcels.md")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a spec, in which the commands are run."""
    (tmp_path / "flowkit.toml").write_text("")
    (tmp_path / "docs" / "specs").mkdir(parents=True)
    (tmp_path / "docs" / "specs" / "parcels.md").write_text(SPEC)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def extend(project: Path, text: str = BELT) -> None:
    """Write more into the spec."""
    spec = project / "docs" / "specs" / "parcels.md"
    spec.write_text(spec.read_text() + text)


# verifies: feat-flowkit-commands:IMPL_003/AC-3
def test_planning_again_says_what_became_of_the_plan(run: Run, project: Path) -> None:
    """What is new is added behind what stands, and what people wrote meanwhile is there as they wrote it."""
    assert run("plan").out == "wrote plans/feat-parcels.md\n"
    PLAN.write_text(PLAN.read_text().replace("### IMPL_001:", "### [x] IMPL_001:") + "\nA note by hand.\n")
    extend(project)
    ran = run("plan")
    assert (ran.code, ran.out) == (0, "wrote plans/feat-parcels.md: added IMPL_002\n")
    assert "### [x] IMPL_001: Parcel store\n" in PLAN.read_text()
    assert "\nA note by hand.\n" in PLAN.read_text()
    assert run("plan").out == "plans/feat-parcels.md is up to date\n"


def test_check_fails_with_a_diff_where_a_plan_is_behind(run: Run, project: Path) -> None:
    """A plan that is not there or behind its spec is shown as a diff with the exit code 1, and nothing is written."""
    missing = run("plan", "--check")
    assert missing.code == 1
    assert missing.out.startswith("--- /dev/null\n+++ plans/feat-parcels.md\n")
    assert not PLAN.exists()
    run("plan")
    assert (run("plan", "--check").code, run("plan", "--check").out) == (0, "")
    before = PLAN.read_bytes()
    extend(project)
    behind = run("plan", "--check", "docs/specs/parcels.md")
    assert behind.code == 1
    assert "+### IMPL_002: Belt\n" in behind.out
    assert PLAN.read_bytes() == before


def test_diff_and_dry_run_write_nothing(run: Run, project: Path) -> None:
    """One shows what would change and the other what would be done, both with the exit code 0."""
    assert run("plan", "--dry-run").out == "would write plans/feat-parcels.md\n"
    assert "+### IMPL_001: Parcel store\n" in run("plan", "--diff").out
    assert not PLAN.exists()
    run("plan")
    extend(project)
    assert run("plan", "--dry-run").out == "would write plans/feat-parcels.md: added IMPL_002\n"
    assert run("plan", "--diff").code == 0
    assert "Belt" not in PLAN.read_text()


def test_clashes_and_gaps_are_told_on_standard_error(run: Run, project: Path) -> None:
    """A line that hand and spec both changed is named with its place; so is a requirement that nothing takes up."""
    run("plan")
    PLAN.write_text(PLAN.read_text().replace("AC-1: It keeps parcels", "AC-1: It keeps parcels dry"))
    spec = project / "docs" / "specs" / "parcels.md"
    asked = "## Requirements\n\n### REQ-001: Parcels are kept\n\n### REQ-002: Parcels are found\n\n## Components"
    text = spec.read_text().replace("It keeps parcels", "It keeps parcels cool").replace("## Components", asked)
    spec.write_text(text.replace("**Priority:** P1", "**Implements:** REQ-001\n**Priority:** P1"))
    ran = run("plan")
    assert ran.code == 0
    line = next(number for number, line in enumerate(PLAN.read_text().splitlines(), 1) if line.endswith("dry"))
    assert f"plans/feat-parcels.md:{line}: stays as it was changed by hand; its sources say: - AC-1: It" in ran.err
    assert "docs/specs/parcels.md:9: warning requirement-without-task: no task implements REQ-002" in ran.err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# Notes\n", "is no plan"),
        ("# Plan\n\n**Run ID:** other\n\n### IMPL_001: A\n\n**Dependencies:** None\n", "holds the plan other"),
        ("# Plan\n\n## Step 1: Dig\n\n- [ ] dig\n\n## Step 2: Fill\n\n- [ ] fill\n", "holds the plan"),
    ],
)
def test_what_is_no_plan_of_the_spec_is_refused(run: Run, project: Path, text: str, words: str) -> None:
    """A file in the place of the plan that holds something else is left alone, with a word on what to do."""
    name = "feat-parcels.md" if "Step" not in text else "steps.md"
    (project / "plans").mkdir()
    (project / "plans" / name).write_text(text)
    ran = run("plan", "docs/specs/parcels.md", "-o", f"plans/{name}")
    assert ran.code == 2
    assert words in ran.err
    assert "move it away" in ran.err
    assert (project / "plans" / name).read_text() == text


def test_several_specs_do_not_go_into_one_file(run: Run, project: Path) -> None:
    """Without a spec all of the project are planned; one output for several is wrong use."""
    letters = project / "docs" / "specs" / "letters.md"
    letters.write_text(SPEC)
    twice = run("plan")
    assert twice.code == 2
    assert "docs/specs/letters.md and docs/specs/parcels.md have one plan, plans/feat-parcels.md" in twice.err
    assert not PLAN.exists()
    letters.write_text(SPEC.replace("parcels", "letters"))
    assert run("plan", "-o", "x.md").code == 2
    assert run("plan").out == "wrote plans/feat-letters.md\nwrote plans/feat-parcels.md\n"


def test_a_project_without_specs_is_told_how_to_begin(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no spec, the command says so and what comes first."""
    monkeypatch.chdir(tmp_path)
    ran = run("plan")
    assert ran.code == 2
    assert "begin with flowkit init" in ran.err


def test_two_tasks_with_one_id_are_refused(run: Run, project: Path) -> None:
    """A task by hand with the id of another is told with the lines of both, and nothing is written."""
    run("plan")
    own = "### IMPL_001: Mine\n\n**Dependencies:** None\n\n## Task Dependency Graph"
    PLAN.write_text(PLAN.read_text().replace("## Task Dependency Graph", own))
    extend(project)
    before = PLAN.read_text()
    first, second = (number for number, line in enumerate(before.splitlines(), 1) if line.startswith("### IMPL_001"))
    for options in ([], ["--check"]):
        ran = run("plan", *options)
        assert ran.code == 2
        message = f"plans/feat-parcels.md:{second}: gives another task the id IMPL_001, which that of"
        assert f"{message} plans/feat-parcels.md:{first} has" in ran.err
    assert PLAN.read_text() == before


def test_an_entry_about_a_task_may_be_ticked(run: Run, project: Path) -> None:
    """An open question that begins with the id of a task is no second task of that id, box or not."""
    extend(project)
    run("plan")
    PLAN.write_text(PLAN.read_text().replace("- IMPL_002 has no effort", "- [x] IMPL_002 has no effort"))
    ran = run("plan")
    assert (ran.code, ran.out) == (0, "plans/feat-parcels.md is up to date\n")


def test_a_clash_fails_the_check_until_it_is_settled(run: Run, project: Path) -> None:
    """It is told by each command, and the check that CI makes fails, as long as nobody took one of both texts."""
    run("plan")
    PLAN.write_text(PLAN.read_text().replace("AC-1: It keeps parcels", "AC-1: It keeps parcels dry"))
    spec = project / "docs" / "specs" / "parcels.md"
    spec.write_text(spec.read_text().replace("It keeps parcels", "It keeps parcels cool"))
    run("plan")
    for options, code in (([], 0), (["--check"], 1), (["--diff"], 0), (["--dry-run"], 0)):
        ran = run("plan", *options)
        assert ran.code == code
        assert "stays as it was changed by hand; its sources say: - AC-1: It keeps parcels cool (write that" in ran.err
    PLAN.write_text(PLAN.read_text().replace("AC-1: It keeps parcels dry", "AC-1: It keeps parcels cool"))
    run("plan")
    ran = run("plan", "--check")
    assert (ran.code, ran.out) == (0, "")
    assert "changed by hand" not in ran.err


def test_the_plan_on_disk_is_judged(run: Run, project: Path) -> None:
    """A requirement is told that a task named until people took it out there, and no more once it is named again."""
    spec = project / "docs" / "specs" / "parcels.md"
    asked = "## Requirements\n\n### REQ-001: Parcels are kept\n\n### REQ-002: Parcels are found\n\n## Components"
    text = spec.read_text().replace("## Components", asked)
    spec.write_text(text.replace("**Priority:** P1", "**Implements:** REQ-001, REQ-002\n**Priority:** P1"))
    assert "requirement-without-task" not in run("plan").err
    PLAN.write_text(PLAN.read_text().replace("**Requirements:** REQ-001, REQ-002", "**Requirements:** REQ-001"))
    for options in ([], ["--check"]):
        assert "warning requirement-without-task: no task implements REQ-002" in run("plan", *options).err
    PLAN.write_text(PLAN.read_text().replace("**Requirements:** REQ-001", "**Requirements:** REQ-001, REQ-002"))
    assert "requirement-without-task" not in run("plan").err


@pytest.mark.usefixtures("project")
def test_a_plan_without_its_record_is_told_what_becomes_of_it(run: Run) -> None:
    """Nothing is lost where the comment at its end is gone: that is said once, and no word tells to delete it."""
    run("plan")
    text = PLAN.read_text().replace("### IMPL_001:", "### [x] IMPL_001:") + "\nMine.\n"
    PLAN.write_text(text[: text.index("<!-- flowkit: made")] + "Mine.\n")
    ran = run("plan")
    assert ran.code == 0
    assert "plans/feat-parcels.md:1: has no record of what flowkit made in it: what cannot be told apart" in ran.err
    assert "delete" not in ran.err
    assert "### [x] IMPL_001: Parcel store\n" in PLAN.read_text()
    assert "\nMine.\n" in PLAN.read_text()
    assert "record" not in run("plan").err


@pytest.mark.usefixtures("project")
def test_a_task_that_the_record_does_not_know_is_told(run: Run) -> None:
    """Where a line of the record is missing, the task is named at its heading, and is no second one."""
    run("plan")
    lines = [line for line in PLAN.read_text().splitlines(keepends=True) if not line.startswith("IMPL_001 from")]
    PLAN.write_text("".join(lines))
    ran = run("plan")
    assert ran.code == 0
    place = next(number for number, line in enumerate(lines, 1) if line.startswith("### IMPL_001"))
    assert f"plans/feat-parcels.md:{place}: the record of what flowkit made does not know IMPL_001" in ran.err
    assert PLAN.read_text().count("### IMPL_") == 1
