"""Commands on a repository of another tool, in which nothing of flowkit's stands."""

from __future__ import annotations

import pytest

from .desk import Desk

TASKS = """\
# Implementation Plan

- [x] 1. Plant
  - Create `beds/bed.py`
  - _Requirements: 1.1_
- [x] 2. Water
  - Create `beds/hose.py`
  - _Requirements: 2_
- [ ] 3. Rest
"""
REQUIREMENTS = """\
# Requirements Document

### Requirement 1: Beds

#### Acceptance Criteria

1. WHEN it is spring THE SYSTEM SHALL have beds

### Requirement 2: Water

#### Acceptance Criteria

1. WHEN it is dry THE SYSTEM SHALL water
"""
SUPERPOWERS = """\
# Bread

### Task 1: Dough

**Files:**
- Create: `bakery/dough.py`

- [{}] **Step 1: Knead**

### Task 2: Oven

**Files:**
- Create: `bakery/oven.py`

{}
"""


@pytest.fixture
def garden(desk: Desk) -> Desk:
    """A project with two specs of Kiro that number alike."""
    for name in ("beds", "trees"):
        desk.write(f".kiro/specs/{name}/tasks.md", TASKS)
        desk.write(f".kiro/specs/{name}/requirements.md", REQUIREMENTS.replace("Water", f"Water the {name}"))
    desk.write("app/beds/bed.py", "def plant() -> str:\n    return 'bean'\n")
    desk.write("pyproject.toml", "[project]\nname = 'garden'\n")
    return desk


def test_a_tick_is_held_to_the_words_of_its_task(garden: Desk) -> None:
    """A file that a task makes may lie in any folder of the project; what nothing speaks of is told in one line."""
    garden.type("verify", ".kiro/specs/beds", "--format", "json")
    found = [(one["rule"], one["message"]) for one in garden.document["findings"]]
    assert sorted(found) == [
        ("deliverable-missing", "2: beds/hose.py is not there"),
        ("phantom-completion", "2 is done and missing: beds/hose.py is not there"),
        ("unproven-completion", "1 task is ticked, and no report speaks of this plan"),
    ]


def test_requirements_of_one_folder_are_not_those_of_another(garden: Desk) -> None:
    """A chain leads from the requirement beside a plan to its own tasks, by the number of a criterion too."""
    garden.type("trace", "--format", "json")
    nodes = {node["key"]: node["name"] for node in garden.document["nodes"]}
    places = {node["key"]: node["place"]["path"] for node in garden.document["nodes"]}
    links = [
        (link["first"], link["then"]) for link in garden.document["links"] if nodes[link["then"]][-2:] in {":1", ":2"}
    ]
    assert len(links) == 4
    assert all(places[first].replace("requirements", "tasks") == places[then] for first, then in links)


def test_a_brief_has_what_the_requirements_beside_say(garden: Desk) -> None:
    """All that one needs for a task holds the words of the criteria and requirements that it names."""
    garden.type("brief", "trees:2", ".kiro/specs")
    assert "Water the trees" in garden.output
    garden.type("brief", "trees:1", ".kiro/specs")
    assert "WHEN it is spring" in garden.output
    assert "defined nowhere" not in garden.output


def test_what_is_archived_is_not_held_to_what_is_there_now(garden: Desk) -> None:
    """A change that was archived is told of where it contradicts itself, and not of files that went later."""
    for folder, code in (("archive/2026-01-02-add-cans", 0), ("add-cans", 1)):
        garden.write(f"openspec/changes/{folder}/tasks.md", "## 1. Cans\n- [x] 1.1 Write `garden/can.py`\n")
        garden.type("verify", f"openspec/changes/{folder}")
        assert garden.code == code


def test_a_box_without_an_id_is_called_by_its_number(desk: Desk) -> None:
    """The name that ``show`` gives a task of a check list is one that other commands take."""
    desk.write("todo.md", "- [ ] Sweep\n- [x] Dust\n")
    desk.type("show", "todo.md", "--format", "json")
    assert [task["ref"] for task in desk.document["plans"][0]["tasks"]] == ["todo:#1", "todo:#2"]
    desk.type("brief", "todo:#2", "todo.md")
    assert "Dust" in desk.output


@pytest.mark.parametrize(
    ("mark", "steps", "missing"),
    [
        (" ", "- [ ] **Step 1: Heat**", []),
        ("x", "- [ ] **Step 1: Heat**", ["Task 1: bakery/dough.py is not there"]),
        (" ", "**Step 1: Heat**", []),
    ],
)
def test_a_plan_of_steps_is_held_to_those_that_are_ticked(
    desk: Desk, mark: str, steps: str, missing: list[str]
) -> None:
    """A task is as far as its steps; one whose steps have no boxes says nothing of itself, and is held to nothing."""
    desk.write("docs/superpowers/plans/bread.md", SUPERPOWERS.format(mark, steps))
    desk.write("bakery/oven.py", "HOT = True\n")
    desk.type("verify", "--format", "json")
    told = [one["message"] for one in desk.document["findings"] if one["rule"] == "deliverable-missing"]
    assert told == missing


def test_a_tick_of_kiro_is_mended_in_place(garden: Desk) -> None:
    """A plan that is mended is read again with what is in its folder, and stays the plan that it was."""
    path = garden.folder / ".kiro/specs/beds/tasks.md"
    garden.type("verify", "--fix", "--untick", ".kiro/specs/beds")
    assert path.read_text(encoding="utf-8") == TASKS.replace("- [x] 2.", "- [ ] 2.")
    garden.type("verify", ".kiro/specs/beds", "--format", "json")
    assert garden.code == 0
