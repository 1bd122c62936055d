"""Folders that are one plan: how they are found, what they are called, and what their tasks are for."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowkit.app import verify
from flowkit.app.reading import count, show
from flowkit.config import Config
from flowkit.model.plan import Plan
from flowkit.read.discovery import find_named, find_plans
from flowkit.request import Choice, Request

KIRO_TASKS = """\
# Implementation Plan

- [x] 1. Plant
  - _Requirements: 1.1, 2.1_
- [-] 2. Water
  - _Requirements: 1.3_
"""
KIRO_REQUIREMENTS = """\
# Requirements Document

## Requirements

### Requirement 1: Beds

**User Story:** As a gardener, I want beds, so that things grow.

#### Acceptance Criteria

1. WHEN it rains THE SYSTEM SHALL stay dry
2. WHEN it is dry THE SYSTEM SHALL water

### Requirement 2: Paths

#### Acceptance Criteria

1. THE SYSTEM SHALL have paths
"""
SPEC_KIT_TASKS = """\
# Tasks: Tea

## Phase 1: User Story 1 - Brew (Priority: P1)

- [ ] T001 [US1] Write the pot in src/pot.py (FR-001), which satisfies SC-001
- [ ] T002 [US7] Write the cup in src/cup.py
"""
SPEC_KIT_SPEC = """\
# Feature Specification: Tea

## User Scenarios & Testing

### User Story 1 - Brew (Priority: P1)

One wants tea.

1. **Given** water, **When** it boils, **Then** there is tea

## Requirements

- **FR-001**: The system MUST brew

## Success Criteria

- **SC-001**: Tea in four minutes
"""
DELTA = """\
## ADDED Requirements

### Requirement: Parcel Slips

The box SHALL take parcel slips.

#### Scenario: A slip is put in

- **WHEN** a slip comes
- **THEN** it is kept
"""
FILES = {
    ".kiro/specs/garden/tasks.md": KIRO_TASKS,
    ".kiro/specs/garden/requirements.md": KIRO_REQUIREMENTS,
    ".kiro/specs/garden/design.md": "# Design\n\n- [ ] think\n",
    "specs/001-tea/tasks.md": SPEC_KIT_TASKS,
    "specs/001-tea/spec.md": SPEC_KIT_SPEC,
    "specs/001-tea/plan.md": "# Implementation Plan: Tea\n",
    "openspec/changes/add-slips/tasks.md": "## 1. Box\n- [ ] 1.1 Take parcel slips of any size\n- [ ] 1.2 Paint\n",
    "openspec/changes/add-slips/proposal.md": "# Change: Slips\n",
    "openspec/changes/add-slips/specs/post/box/spec.md": DELTA,
    "openspec/changes/plain/tasks.md": "- [x] Sort\n- [ ] Sweep\n\nNotes on both of these.\n\nAnd more notes.\n",
    "openspec/changes/archive/2026-01-02-add-box/tasks.md": "## 1. Box\n- [x] 1.1 Saw\n",
    "openspec/specs/post/spec.md": "# Post\n",
    "docs/superpowers/plans/2026-01-02-bread.md": "# Bread\n\n### Task 1: Dough\n\n- [x] **Step 1: Knead**\n",
}
EVERY = [
    "docs/superpowers/plans/2026-01-02-bread.md",
    "specs/001-tea/tasks.md",
    ".kiro/specs/garden/tasks.md",
    "openspec/changes/add-slips/tasks.md",
    "openspec/changes/plain/tasks.md",
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a plan in each of the layouts, and nothing of flowkit's."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def read_one(project: Path, name: str) -> Plan:
    """Return the one plan that a path stands for."""
    (plan,) = show(Request(project, paths=(name,))).plans
    return plan


def findings(project: Path, *names: str) -> list[tuple[str, str]]:
    """Return rule and message of what is found in some plans, but for hints and drafts."""
    verified = verify(Request(project, paths=names), Choice(ignore=("empty-task",)))
    return [(found.rule, found.message) for found in verified.verification.findings]


def test_plans_of_other_formats_are_found_by_themselves(project: Path) -> None:
    """Where nothing is configured the folders of other formats are looked into; what is archived is left out."""
    found = find_plans((), Config(root=project), project)
    assert [document.shown for document in found] == EVERY


def test_a_folder_above_gives_each_plan_once(project: Path) -> None:
    """What lies beside the tasks of a folder is no document of its own, and the archive is left out."""
    found = find_named(["openspec"], project)
    assert [document.shown for document in found] == [
        "openspec/changes/add-slips/tasks.md",
        "openspec/changes/plain/tasks.md",
        "openspec/specs/post/spec.md",
    ]


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize(
    ("folder", "name", "dialect"),
    [
        (".kiro/specs/garden", "garden", "kiro"),
        ("specs/001-tea", "001-tea", "spec-kit"),
        ("openspec/changes/add-slips", "add-slips", "openspec"),
        ("openspec/changes/plain", "plain", "openspec"),
        ("openspec/changes/archive/2026-01-02-add-box", "2026-01-02-add-box", "openspec"),
    ],
)
def test_a_folder_is_one_plan(project: Path, folder: str, slash: str, name: str, dialect: str) -> None:
    """A folder of a format is one plan that is called after it, as it is by the document with its tasks."""
    for path in (f"{folder}{slash}", f"{folder}/tasks.md"):
        plan = read_one(project, path)
        assert (plan.id, plan.dialect, plan.path) == (name, dialect, f"{folder}/tasks.md")


def test_a_folder_is_called_the_same_from_inside(project: Path) -> None:
    """Where the user stands changes no name."""
    (plan,) = show(Request(project / "specs/001-tea", paths=("tasks.md",))).plans
    assert plan.id == "001-tea"
    (plan,) = show(Request(project / "specs/001-tea", paths=(".",))).plans
    assert (plan.id, plan.path) == ("001-tea", "tasks.md")


def test_an_archive_is_looked_into_where_it_is_named(project: Path) -> None:
    """To name the archive is to ask for it."""
    found = find_named(["openspec/changes/archive"], project)
    assert [document.shown for document in found] == ["openspec/changes/archive/2026-01-02-add-box/tasks.md"]


def test_numbers_are_sought_in_the_requirements_beside(project: Path) -> None:
    """A criterion that the requirements beside a plan do not have is undefined, whatever others have."""
    other = project / ".kiro/specs/other"
    other.mkdir()
    (other / "tasks.md").write_text("- [ ] 1. Dig\n  - _Requirements: 1.3, Requirement 1, All_\n", encoding="utf-8")
    text = KIRO_REQUIREMENTS.replace("1. WHEN it rains", "1. WHEN it snows THE SYSTEM SHALL rest\n2. WHEN it rains")
    (other / "requirements.md").write_text(text, encoding="utf-8")
    assert findings(project, ".kiro/specs/other") == []
    ((rule, message),) = [one for one in findings(project, ".kiro/specs") if one[0] == "undefined-reference"]
    assert (rule, message) == ("undefined-reference", "1.3 is cited, and nothing at hand defines it")


def test_a_story_is_bound_to_that_of_the_spec(project: Path) -> None:
    """What a task names between brackets is a story of the spec beside it, and one that the spec lacks is told."""
    plan = read_one(project, "specs/001-tea")
    assert [[one.id for one in task.requirements] for task in plan.tasks] == [["FR-001", "US1", "SC-001"], ["US7"]]
    assert findings(project, "specs/001-tea") == [
        ("undefined-reference", "US7 is cited, and nothing at hand defines it")
    ]


def test_a_success_criterion_is_no_scenario(project: Path) -> None:
    """``SC-001`` of a spec-kit plan is sought beside it alone; a scenario of another plan is not what is meant."""
    (project / "specs/001-tea/spec.md").write_text(SPEC_KIT_SPEC.replace("SC-001", "SC-002"), encoding="utf-8")
    (project / "markers.md").write_text(
        "# Plan\n\n### TEST_001: Try\n\n**Scenarios:**\n\n- SC-001: Brewed\n", encoding="utf-8"
    )
    found = findings(project, "markers.md", "specs/001-tea")
    assert ("undefined-reference", "SC-001 and US7 are cited, and nothing at hand defines them") in found


def test_requirements_without_ids_are_bound_by_their_words(project: Path) -> None:
    """A task that holds every word of the name of a requirement is for it; the path to a delta may be of any depth."""
    plan = read_one(project, "openspec/changes/add-slips")
    assert [[one.id for one in task.requirements] for task in plan.tasks] == [["Parcel Slips"], []]
    assert [index.path for index in plan.specs] == ["openspec/changes/add-slips/specs/post/box/spec.md"]


def test_marks_of_kiro_mean_something_there_alone(project: Path) -> None:
    """A task that Kiro has begun or queued is in no unknown state; in a check list nobody knows what the mark means."""
    assert [task.state.value for task in read_one(project, ".kiro/specs/garden").tasks] == ["done", "in progress"]
    (project / "list.md").write_text("- [-] Dig\n- [~] Rest\n", encoding="utf-8")
    rules = [rule for rule, _ in findings(project, ".kiro/specs/garden", "list.md")]
    assert rules.count("unknown-state") == 2


def test_counting_reads_no_documents_beside(project: Path) -> None:
    """A command that counts markers is done with the document of the tasks."""
    (project / "specs/001-tea/spec.md").write_bytes(b"\0" * 10)
    assert [file.path for file in count(Request(project, paths=("specs/001-tea",))).files] == ["specs/001-tea/tasks.md"]


def test_a_document_that_only_has_the_name_is_no_folder(tmp_path: Path) -> None:
    """A document of tasks that lies anywhere is called by its own name."""
    (tmp_path / "tasks.md").write_text("- [ ] Dig\n", encoding="utf-8")
    assert read_one(tmp_path, "tasks.md").id == "tasks"
