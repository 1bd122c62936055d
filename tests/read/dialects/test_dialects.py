"""Plans in each dialect, with what a reader finds in them: a new case is a new pair of files."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from flowkit.errors import UsageError
from flowkit.model.plan import Plan
from flowkit.model.task import State
from flowkit.read.document import document_from_bytes, read_document
from flowkit.read.plans import UnrecognisedError, read_plan

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))


def facts(plan: Plan) -> dict[str, object]:
    """Return what a plan says, in the words of the expected facts."""
    tasks = plan.tasks
    return {
        "id": plan.id,
        "dialect": plan.dialect,
        "title": plan.title,
        "run_id": plan.run_id,
        "adr": plan.adr,
        "status": plan.status.value if plan.status else None,
        "tasks": [task.id for task in tasks],
        "states": [task.state.value for task in tasks],
        "hours": [task.effort.hours if task.effort else None for task in tasks],
        "files": [[entry.path for entry in task.files] for task in tasks],
        "notes": [[entry.note for entry in task.files] for task in tasks],
        "depends_on": [[dependency.on for dependency in task.depends_on] for task in tasks],
        "requirements": [[citation.id for citation in task.requirements] for task in tasks],
        "criteria": [[entry.id for entry in task.criteria] for task in tasks],
        "scenarios": [[entry.id for entry in task.scenarios] for task in tasks],
        "coverage": [[target.id, target.metric, target.minimum, target.of] for target in plan.coverage_targets],
        "edges": [[edge.task, edge.on] for edge in plan.edges],
        "boxes": len(plan.boxes),
        "phases": [phase.title for phase in plan.phases],
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_plan_reads_as_a_person_reads_it(case: Path) -> None:
    """A plan in any dialect gives the facts that stand beside it."""
    expected = yaml.safe_load(case.with_suffix(".yaml").read_text(encoding="utf-8"))
    assert facts(read_plan(read_document(case))) == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
@pytest.mark.parametrize("end", [b"\r\n", b"\r"])
def test_line_ends_change_nothing(case: Path, end: bytes) -> None:
    """A plan reads the same whatever its line ends, and without the last one."""
    data = case.read_bytes().rstrip(b"\n").replace(b"\n", end)
    assert facts(read_plan(document_from_bytes(data, case.name))) == facts(read_plan(read_document(case)))


def test_a_document_of_two_dialects_alike_is_not_guessed() -> None:
    """Where two dialects recognise a document alike, both are named; the user decides."""
    text = b"# Mixed\n\n### Task 1.1: Cut\n\n### Step 1: Glue\n"
    with pytest.raises(UnrecognisedError, match="phases and steps recognise it alike") as caught:
        read_plan(document_from_bytes(text, "mixed.md"))
    assert "--dialect" in str(caught.value)
    plan = read_plan(document_from_bytes(text, "mixed.md"), "steps")
    assert [task.id for task in plan.tasks] == ["Step 1"]


def test_a_part_of_a_task_is_on_its_checklist() -> None:
    """Boxes inside a task that call themselves its subtasks are its checklist."""
    plan = read_plan(read_document(Path(__file__).parent / "cases/parts-of-tasks.md"))
    assert [[item.done for item in task.checklist] for task in plan.tasks] == [[True, False], [True]]


def test_a_yaml_file_may_open_with_comments() -> None:
    """A file that is named YAML is read as such, although its comments look like headings."""
    text = b"# Made by hand\nschema_version: subtasks_v1\nsubtasks:\n  - id: ST-001\n    title: Dig\n"
    assert read_plan(document_from_bytes(text, "subtasks.yml")).dialect == "subtasks"


def test_a_file_named_after_tasks_holds_them() -> None:
    """Boxes below no phase are tasks where the file says so by its name."""
    text = b"# Dry cellar\n\n- [ ] Pump\n"
    assert [task.title for task in read_plan(document_from_bytes(text, "cellar-tasks.md")).tasks] == ["Pump"]
    assert read_plan(document_from_bytes(text, "cellar-tasks.md")).dialect == "spec-kit"
    assert read_plan(document_from_bytes(text, "cellar.md")).dialect == "checklist"


def test_notes_with_a_box_are_no_plan() -> None:
    """A check list is a document of boxes; one that is mostly running text is none."""
    text = b"# Cellar\n\nIt was wet.\n\nWe looked at it twice.\n\n- [ ] Pump\n"
    with pytest.raises(UnrecognisedError):
        read_plan(document_from_bytes(text, "cellar.md"))


def test_a_list_of_tasks_to_tick_holds_tasks() -> None:
    """A checklist of conditions holds no tasks; a checklist of tasks does."""
    text = b"# Cellar\n\n## Task checklist\n\n### Phase 1: Dry\n\n- [ ] Pump\n\n## Release checklist\n\n- [ ] Dry?\n"
    assert [task.title for task in read_plan(document_from_bytes(text, "cellar.md")).tasks] == ["Pump"]


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("- [ ] **Task 1:** Dig\n  - **Status:** In progress\n", State.IN_PROGRESS),
        ("- [ ] **Task 1:** Dig\n  - **Status:** Done\n", State.OPEN),
        ("- [x] **Task 1:** Dig\n  - **Status:** In progress\n", State.DONE),
        ("- [~] **Task 1:** Dig\n  - **Status:** In progress\n", State.UNKNOWN),
    ],
)
def test_a_status_says_that_an_open_task_is_in_progress(line: str, state: State) -> None:
    """A box goes before a status; that work is under way contradicts no empty box, and none can say it."""
    assert [task.state for task in read_plan(document_from_bytes(line.encode(), "x.md")).tasks] == [state]


@pytest.mark.parametrize("line", ["- [ ]* **Task 1:** Dig", "- [ ]* T001 Dig", "- [ ]* **IMPL_001**: Dig"])
def test_a_star_makes_a_task_optional(line: str) -> None:
    """A star behind the box makes a task optional in every dialect of boxes."""
    assert [task.optional for task in read_plan(document_from_bytes(line.encode(), "x.md")).tasks] == [True]


def test_the_overview_of_a_plan_is_its_running_text() -> None:
    """Paragraphs below the heading are the overview; fields among them are not, nor is an overview inside a task."""
    text = (
        b"# Well\n\n## Overview\n\nDig\ndeep.\n\n**Total:** 1\n\nSoon.\n\n### IMPL_001: Dig\n\n#### Overview\n\nNo.\n"
    )
    assert read_plan(document_from_bytes(text, "x.md")).overview == "Dig deep.\n\nSoon."


def test_what_a_list_of_subtasks_says_is_read_whole() -> None:
    """Criteria keep their ids and who attested to them; a dependency may be any id, whatever it is made of."""
    text = b"""schema_version: subtasks_v1
subtasks:
  - id: dig a hole
    acceptance_criteria: ["AC-1: Deep", "Wet (attested: Ada, 2026-01-02, 0123abc)"]
    tests: [drop a stone]
  - id: T-2
    depends_on: [dig a hole]
"""
    first, second = read_plan(document_from_bytes(text, "subtasks.yaml")).tasks
    assert [(item.id, item.attested and item.attested.name) for item in first.criteria] == [
        ("AC-1", None),
        (None, "Ada"),
    ]
    assert [item.text for item in first.verifications] == ["drop a stone"]
    assert [each.on for each in second.depends_on] == ["dig a hole"]


def test_a_file_in_a_sentence_is_the_file_alone() -> None:
    """What the running text of a task names as a file is that file; the sentence is the title."""
    (task,) = read_plan(document_from_bytes(b"- [ ] T001 Dig in `src/hole.py` first\n", "x.md")).tasks
    assert [(each.path, each.text) for each in task.deliverables] == [("src/hole.py", "src/hole.py")]


def test_a_letter_to_the_editor_is_no_plan() -> None:
    """A document without tasks is recognised by no dialect."""
    with pytest.raises(UnrecognisedError, match="no dialect finds a task"):
        read_plan(document_from_bytes(b"# Dear editor\n\nI disagree.\n", "letter.md"))


def test_a_mistyped_dialect_gets_a_suggestion() -> None:
    """An unknown dialect is wrong use, and the nearest one is named."""
    with pytest.raises(UsageError, match=r"did you mean markers\?"):
        read_plan(document_from_bytes(b"", "x.md"), "marker")
