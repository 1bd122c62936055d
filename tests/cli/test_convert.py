"""``flowkit convert``, and plans that are drafted in another dialect."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowkit.read.document import read_document
from flowkit.read.plans import read_plan

from .running import Run

STORY = """\
# Story: a quieter office

## Phase 1: Doors

- [x] **Task 1.1:** Hang the doors
  - **Acceptance Criteria:**
    - [x] No door squeaks
- [ ] **Task 1.2:** Oil the hinges, as Task 1.1 says
  - **Depends on:** Task 1.1
  - **Coverage targets:**
    - COV_HINGES: 90% line coverage of hinges.py

## Gates

- [ ] The office is quiet
"""
SPEC = """\
# Parcels

**Id:** feat-parcels

## Components

### Parcel store

### Belt

**Depends on:** Parcel store
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A plan in the story dialect."""
    (tmp_path / "flowkit.toml").write_text("")
    path = tmp_path / "office.md"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_a_plan_is_printed_in_another_dialect(run: Run, story: Path) -> None:
    """The plan goes to standard output alone; new ids and what is lost are told beside it."""
    del story
    ran = run("convert", "office.md", "--to", "subtasks")
    assert ran.code == 0
    assert ran.out.startswith("schema_version: subtasks_v1\nrun_id: office\n")
    assert ran.err.splitlines() == [
        "flowkit: lost: phases of 2 tasks (Task 1.1, Task 1.2)",
        "flowkit: lost: ticks of criteria of 1 task (Task 1.1)",
        "flowkit: lost: coverage targets of 1 task (Task 1.2)",
        "flowkit: lost: the plan's phases",
        "flowkit: lost: sections and boxes outside tasks (1 box, Gates)",
    ]


def test_new_ids_are_told(run: Run, story: Path) -> None:
    """Where the dialect cannot carry an id, the new one is told, and texts use it."""
    del story
    ran = run("convert", "office.md", "--to", "markers")
    assert "flowkit: renamed: Task 1.1 is now ST-001\n" in ran.err
    assert "### ST-002: Oil the hinges, as ST-001 says\n\n**Dependencies:** ST-001\n" in ran.out.replace("[ ] ", "")


def test_a_plan_is_written_to_a_file(run: Run, story: Path, tmp_path: Path) -> None:
    """With --output the plan is written, and keeps the id by which its markers are named."""
    ran = run("convert", str(story), "--to", "spec-kit", "-o", "specs/tasks.md")
    assert (ran.code, ran.out) == (0, "wrote specs/tasks.md\n")
    plan = read_plan(read_document(tmp_path / "specs/tasks.md"))
    assert (plan.id, plan.dialect, [task.id for task in plan.tasks]) == ("office", "spec-kit", ["T001", "T002"])
    again = run("convert", str(story), "--to", "steps", "-o", "specs/tasks.md")
    assert again.code == 2
    assert "specs/tasks.md: is there already and is not overwritten" in again.err


def test_standard_input_can_be_converted(run: Run) -> None:
    """A plan may come in on standard input; it has no name to keep then."""
    ran = run("convert", "-", "--to", "phases", stdin=STORY.encode())
    assert (ran.code, ran.out.splitlines()[:4]) == (0, ["# Story: a quieter office", "", "## Phase 1: Doors", ""])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["office.md", "--to", "storey"], "no template for the dialect 'storey' (did you mean story?)"),
        (["office.md", "--to", "story", "-o", ""], "the file to write has no name"),
        ([".", "--to", "story"], ".: there are 2 plans, not one"),
        (["letter.md", "--to", "story"], "letter.md: no dialect recognises a plan"),
        (["nowhere.md", "--to", "story"], "nowhere.md: there is no such file"),
        (["office.md", "--to", "story", "-o", "../out.md"], "lies outside the project's root"),
    ],
)
def test_wrong_use_is_told(run: Run, story: Path, arguments: list[str], words: str) -> None:
    """What cannot be converted is told in a line, and nothing is written."""
    (story.parent / "second.md").write_text(STORY, encoding="utf-8")
    (story.parent / "letter.md").write_text("# Dear editor\n", encoding="utf-8")
    ran = run("convert", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_a_plan_is_drafted_in_another_dialect(run: Run, tmp_path: Path) -> None:
    """What a spec makes can be written in any dialect; the questions of the plan name the tasks as it does."""
    (tmp_path / "flowkit.toml").write_text("")
    (tmp_path / "spec.md").write_text(SPEC, encoding="utf-8")
    ran = run("plan", "spec.md", "--template", "subtasks")
    assert (ran.code, ran.out) == (0, "wrote plans/feat-parcels.subtasks.yaml\n")
    assert "flowkit: lost: open questions\n" in ran.err
    plan = read_plan(read_document(tmp_path / "plans/feat-parcels.subtasks.yaml"))
    assert [[each.on for each in task.depends_on] for task in plan.tasks] == [[], ["IMPL_001"]]
    printed = run("plan", "spec.md", "--template", "steps", "-o", "-")
    assert "### Step 2: Belt\n" in printed.out
    assert "IMPL_" not in printed.out
    assert "flowkit: renamed: IMPL_002 is now Step 2\n" in printed.err


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_only_plans_with_markers_are_kept_up(run: Run, tmp_path: Path, option: str) -> None:
    """A plan in another dialect is written anew, so that there is nothing to compare it with."""
    (tmp_path / "spec.md").write_text(SPEC, encoding="utf-8")
    ran = run("plan", "spec.md", "--template", "story", option)
    assert (ran.code, ran.out) == (2, "")
    assert "only a plan in the markers dialect is kept up to its sources" in ran.err


def test_a_project_has_templates_of_its_own(run: Run, story: Path, tmp_path: Path) -> None:
    """What a project's template leaves out is told as lost, and its errors are told with their line."""
    del story
    (tmp_path / "flowkit.toml").write_text('templates = "forms"\n')
    (tmp_path / "forms").mkdir()
    form = tmp_path / "forms/steps.md.j2"
    form.write_text("{% for task in plan.tasks %}\n### {{ task.id }}: {{ task.title }}\n{% endfor %}\n")
    ran = run("convert", "office.md", "--to", "steps")
    assert ran.out == "### Step 1.1: Hang the doors\n### Step 1.2: Oil the hinges, as Step 1.1 says\n"
    assert "flowkit: lost: criteria of 1 task (Step 1.1)\n" in ran.err
    form.write_text("\n{{ plan.titel }}\n")
    ran = run("convert", "office.md", "--to", "steps")
    assert (ran.code, ran.out) == (2, "")
    assert "forms/steps.md.j2:2: the template cannot be used" in ran.err


@pytest.mark.parametrize("dialect", ["markers", "story", "phases", "steps", "spec-kit", "subtasks"])
def test_fields_and_text_beside_the_tasks_are_told(run: Run, tmp_path: Path, dialect: str) -> None:
    """A field of the head that no dialect carries is named, whatever the dialect; one that arrives is not."""
    head = "**Run ID:** tea\n**Author:** Ada\n**Spec:** `docs/tea.md`\n**Status:** Done\n\nMind the steam.\n"
    body = "## Implementation Tasks\n\n**Owner:** Bob\n\n### IMPL_001: Heat\n\n**Estimated effort:** 1h\n"
    (tmp_path / "tea.md").write_text(f"# Work Plan: Tea\n\n{head}\n{body}")
    told = run("convert", "tea.md", "--to", dialect).err.splitlines()
    assert "flowkit: lost: fields outside tasks (Author, Spec, Owner)" in told
    assert "flowkit: lost: running text outside tasks (below Work Plan: Tea)" in told
    written = run("convert", "tea.md", "--to", dialect).out
    (tmp_path / f"again.{'subtasks.yaml' if dialect == 'subtasks' else 'md'}").write_text(written)
    again = run("convert", f"again.{'subtasks.yaml' if dialect == 'subtasks' else 'md'}", "--to", dialect)
    assert "outside tasks" not in again.err


def test_a_field_that_says_something_else_then_is_told(run: Run, tmp_path: Path) -> None:
    """Where a dialect writes a field anew and leaves out a part of it, the field has changed."""
    head = "**ADR:** ADR-007 (Sessions in memory)\n**Total subtasks:** 7\n"
    (tmp_path / "tea.md").write_text(f"# Tea\n\n{head}\n### IMPL_001: Heat\n\n**Estimated effort:** 1h\n")
    assert "changed: fields outside tasks (ADR, Total subtasks)" in run("convert", "tea.md", "--to", "markers").err


def test_front_matter_is_told(run: Run, tmp_path: Path) -> None:
    """What stands in the block at the head is carried where a plan is known by it, and told where it is not."""
    front = "---\nstatus: Done\nowner: Ada\n---\n"
    (tmp_path / "tea.md").write_text(f"{front}# Tea\n\n### IMPL_001: Heat\n\n**Estimated effort:** 1h\n")
    assert "lost: fields outside tasks (owner)\n" in run("convert", "tea.md", "--to", "story").err
    head = "schema_version: subtasks_v1\nrun_id: tea\nowner: Ada\nteams: [a, b]\n"
    (tmp_path / "subtasks.yaml").write_text(f"{head}subtasks:\n  - id: ST-001\n    title: Heat\n")
    assert (
        run("convert", "subtasks.yaml", "--to", "markers").err == "flowkit: lost: fields outside tasks (owner, teams)\n"
    )
