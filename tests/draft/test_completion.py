"""What a spec leaves undivided becomes tasks and test groups: each requirement and each scenario in exactly one."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.projects import write

from flowkit.app import plan
from flowkit.draft.completion import complete
from flowkit.draft.plan import Draft, draft
from flowkit.model.feature import Feature
from flowkit.model.marker import Grammar
from flowkit.read.document import document_from_bytes
from flowkit.read.gherkin import read_feature
from flowkit.read.markdown import read_outline
from flowkit.read.spec import read_spec
from flowkit.request import Request

OVEN = """# Ovens

**Features:** oven.feature

## Requirements

### REQ-001: Heat

### REQ-002: Light

## Components

### Coil

**Implements:** REQ-001

### Lamp

**Implements:** REQ-002
"""


def feature(text: str, path: str = "oven.feature") -> Feature:
    """Return the feature that a text holds."""
    return read_feature(document_from_bytes(text.encode(), path))


def drafted(spec: str, *features: Feature, path: str = "docs/specs/ovens.md") -> Draft:
    """Return what a spec and its features make."""
    return draft(read_spec(read_outline(document_from_bytes(spec.encode(), path))), [], list(features))


def groups(made: Draft) -> dict[str, list[str]]:
    """Return the scenarios of each test task by its title."""
    trials = (task for task in made.plan.tasks if task.kind == "TEST")
    return {task.title: [one.id or one.text for one in task.scenarios] for task in trials}


def test_scenarios_are_grouped_by_component_and_level() -> None:
    """A scenario goes to the component that a tag or the name of its rule points to, and to the group of its level."""
    made = drafted(
        OVEN,
        feature(
            "Feature: Oven\n\n"
            "  @SC-001 @REQ-001 @unit\n  Scenario: Warm\n    Given a coil\n\n"
            "  @SC-002 @REQ-001 @integration\n  Scenario: Hot\n    Given a coil\n\n"
            "  @SC-003 @REQ-001 @unit\n  Scenario: Cold\n    Given a coil\n\n"
            "  @SC-004\n  Scenario: Clean\n    Given a cloth\n\n"
            "  Rule: Lamp\n\n    @SC-005\n    Scenario: Bright\n      Given a lamp\n\n"
            "    Scenario: Dark\n      Given a lamp\n"
        ),
    )
    assert groups(made) == {
        "Tests: Coil (unit)": ["SC-001", "SC-003"],
        "Tests: Coil (integration)": ["SC-002"],
        "Tests: Oven": ["SC-004"],
        "Tests: Lamp": ["SC-005", "Dark"],
    }
    waits = {task.title: [one.on for one in task.depends_on] for task in made.plan.tasks if task.kind == "TEST"}
    assert waits["Tests: Coil (unit)"] == ["IMPL_001"]
    assert waits["Tests: Lamp"] == ["IMPL_002"]
    assert waits["Tests: Oven"] == []


def test_what_a_group_lists_stays_there() -> None:
    """A scenario that a test group lists is in no other."""
    spec = OVEN + "\n## Tests\n\n### Heat tests\n\n**Scenarios:** SC-001\n"
    text = "Feature: Oven\n\n  @SC-001\n  Scenario: Warm\n    Given a\n\n  @SC-002\n  Scenario: Hot\n    Given a\n"
    assert groups(drafted(spec, feature(text))) == {"Heat tests": ["SC-001"], "Tests: Oven": ["SC-002"]}


SPEC_KIT = """# Feature Specification: Lockers

## User Scenarios & Testing

### User Story 1 - Collect a parcel (Priority: P1)

Somebody collects a parcel at night.

**Acceptance Scenarios**:

1. **Given** a code, **When** it is typed in, **Then** the door opens
2. **Given** a wrong code, **When** it is typed in, **Then** the door stays shut

### Edge Cases

- What happens when the power is out?

## Requirements

### Functional Requirements

- **FR-001**: The locker MUST open for a valid code
- **FR-002**: The locker MUST stay shut for any other [NEEDS CLARIFICATION: after how many tries?]

## Success Criteria

### Measurable Outcomes

- **SC-001**: Nine of ten parcels are collected within a day
"""


def test_a_spec_without_components_is_divided_by_its_requirements() -> None:
    """Each requirement is a task, each story's scenarios are a test task, and tests show measures and edge cases."""
    made = drafted(SPEC_KIT, path="specs/001-lockers/spec.md")
    tasks = {task.id: task for task in made.plan.tasks}
    assert [[one.id for one in task.requirements] for task in tasks.values()][:2] == [["FR-001"], ["FR-002"]]
    assert tasks["IMPL_001"].sources == ("specs/001-lockers/spec.md#FR-001",)
    assert groups(made)["Tests: Collect a parcel"] == [
        "Given a code, When it is typed in, Then the door opens",
        "Given a wrong code, When it is typed in, Then the door stays shut",
    ]
    criteria = {task.title: [one.text for one in task.criteria] for task in made.plan.tasks if task.criteria}
    assert criteria["Success criteria"] == ["Nine of ten parcels are collected within a day (SC-001)"]
    assert criteria["Edge cases"] == ["What happens when the power is out?"]
    assert any("after how many tries?" in note for note in tasks["IMPL_002"].notes)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "@REQ-001", "@REQ-002"]),
            st.sampled_from(["", "@unit", "@e2e"]),
            st.sampled_from(["", "Rule"]),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_each_scenario_is_in_exactly_one_group(wanted: list[tuple[str, str, str, bool]]) -> None:
    """However scenarios are tagged, each is in one test group, once."""
    parts = [
        f"  @SC-{number:03d} {requirement} {level}\n  Scenario: S {number}\n    Given a\n"
        for number, (requirement, level, _, _) in enumerate(wanted)
    ]
    listed = [f"SC-{number:03d}" for number, one in enumerate(wanted) if one[3]]
    spec = read_spec(read_outline(document_from_bytes(
        (OVEN + "\n## Tests\n\n### Own\n\n**Scenarios:** " + ", ".join(listed) + "\n").encode(), "o.md"
    )))  # fmt: skip
    completed = complete(spec, [feature("Feature: Oven\n" + "".join(parts))], [], Grammar())
    found = sorted(one.id or "" for part in completed.components for one in part.scenarios)
    assert found == [f"SC-{number:03d}" for number in range(len(wanted))]


def test_a_contract_file_beside_the_spec_is_kept_by_a_task(tmp_path: Path) -> None:
    """Each operation of an OpenAPI file becomes a contract endpoint that names its file, carried by one task."""
    api = '{"openapi": "3.1.0", "info": {"title": "Lockers", "version": "1"}, "paths": {"/codes": {"post": '
    api += '{"operationId": "createCode", "summary": "Makes a code"}}}}'
    write(tmp_path, {"flowkit.toml": "", "specs/001-l/spec.md": SPEC_KIT, "specs/001-l/contracts/api.json": api})
    made = plan("specs/001-l/spec.md", Request(tmp_path, tmp_path)).document.text
    assert "### IMPL_003: Contract: Lockers\n" in made
    assert "- CE_CREATE_CODE: `specs/001-l/contracts/api.json#createCode`: POST /codes: Makes a code" in made
