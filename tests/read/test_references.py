"""What tasks wait for and which requirements they answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.model.outline import Line
from flowkit.read.document import document_from_bytes
from flowkit.read.references import Names, read_dependencies, read_numbered_requirements, read_requirements

IMPL = ("impl_001", "impl_002", "impl_003", "test_001")
TASKS = ("Task 1.1", "Task 1.2", "Task 1.3", "Task 2.1")
SPEC_KIT = ("T001", "T002", "T003", "T004", "T005")


def dependencies(text: str, own: str, keys: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return what a line of a dependencies field names, and what in it names nothing."""
    names = Names(keys, frozenset({"phase 1"}))
    found, unresolved = read_dependencies([Line(text, 1, 1)], own, names, document_from_bytes(text.encode(), "x"))
    return [each.on for each in found], [each.text for each in unresolved]


@pytest.mark.parametrize(
    "text",
    [
        "None",
        "none",
        "None (can be parallel)",
        "-",
        "—",
        "N/A",
        "(none)",
        "No dependencies",
        "None - start at once",
        "",
    ],
)
def test_nothing_is_said_in_many_ways(text: str) -> None:
    """A task that waits for nothing has no dependency, and nothing in it is unresolved."""
    assert dependencies(text, "T005", SPEC_KIT) == ([], [])


@pytest.mark.parametrize(
    ("text", "own", "keys", "on"),
    [
        ("impl_001, impl_002", "impl_003", IMPL, ["impl_001", "impl_002"]),
        ("[impl_001, impl_002]", "impl_003", IMPL, ["impl_001", "impl_002"]),
        ("All impl_* tasks", "test_001", IMPL, ["impl_001", "impl_002", "impl_003"]),
        ("all previous tasks", "impl_003", IMPL, ["impl_001", "impl_002"]),
        ("All tasks", "impl_001", IMPL, ["impl_002", "impl_003", "test_001"]),
        ("impl_001 (before test_001 starts)", "impl_002", IMPL, ["impl_001"]),
        ("impl_001, impl_003", "impl_003", IMPL, ["impl_001"]),
        ("Task 1.1, 1.2 and 1.3", "Task 2.1", TASKS, ["Task 1.1", "Task 1.2", "Task 1.3"]),
        ("Tasks 1.1-1.3", "Task 2.1", TASKS, ["Task 1.1", "Task 1.2", "Task 1.3"]),
        ("1.1", "Task 2.1", TASKS, ["Task 1.1"]),
        ("Task 1.1 must be over before Task 1.2", "Task 1.2", TASKS, ["Task 1.1"]),
        ("Task 1.1 must be over before Task 1.2", "Task 1.1", TASKS, []),
        ("Phase 1 complete", "Task 2.1", TASKS, []),
        ("Task 1.1 — see KEY-129", "Task 2.1", TASKS, ["Task 1.1"]),
        ("Task 1.1, not Task 1.2", "Task 2.1", TASKS, ["Task 1.1"]),
        ("Task 9.9", "Task 2.1", TASKS, ["Task 9.9"]),
        ("T001-T003", "T005", SPEC_KIT, ["T001", "T002", "T003"]),
        ("T001–T003, T004", "T005", SPEC_KIT, ["T001", "T002", "T003", "T004"]),
        ("T001 through T003", "T005", SPEC_KIT, ["T001", "T002", "T003"]),
        ("T002..T003", "T005", SPEC_KIT, ["T002", "T003"]),
        ("depends on **T001** and `T002`", "T005", SPEC_KIT, ["T001", "T002"]),
    ],
)
def test_ids_ranges_wildcards_and_prose(text: str, own: str, keys: tuple[str, ...], on: list[str]) -> None:
    """Ids, ranges, wildcards and sentences name the tasks that they mean, and a task never waits for itself."""
    assert dependencies(text, own, keys) == (on, [])


def test_words_that_name_no_task_are_kept() -> None:
    """What cannot be resolved is said, not guessed."""
    assert dependencies("The database team", "T005", SPEC_KIT) == ([], ["The database team"])
    numbered = ("Task 1", "Task 2", "Task 3")
    assert dependencies("Python 3 with 2 reviewers", "Task 1", numbered) == ([], ["Python 3 with 2 reviewers"])


def test_a_reason_stands_in_brackets() -> None:
    """The remark behind an id is the reason for it."""
    text = "T001 (it makes the table), T002 - the legs"
    found, _ = read_dependencies([Line(text, 1, 1)], "T005", Names(SPEC_KIT), document_from_bytes(text.encode(), "x"))
    assert [(each.on, each.reason) for each in found] == [("T001", "it makes the table"), ("T002", "the legs")]


@given(st.lists(st.sampled_from(SPEC_KIT), unique=True, min_size=1), st.sampled_from([", ", " and ", "; ", " + "]))
def test_a_list_in_any_order(ids: list[str], between: str) -> None:
    """A list of ids gives these ids in its order, and each span is the id."""
    text = between.join(ids)
    document = document_from_bytes(text.encode(), "x")
    found, unresolved = read_dependencies([Line(text, 1, 1)], "T999", Names(SPEC_KIT), document)
    assert [each.on for each in found] == ids
    assert unresolved == ()
    assert all(each.span and text[each.span.start : each.span.end] == each.on for each in found)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("REQ-001, SEC-002", ["REQ-001", "SEC-002"]),
        ("REQ-001-REQ-003", ["REQ-001", "REQ-002", "REQ-003"]),
        ("REQ-001 to REQ-003; REQ-002", ["REQ-001", "REQ-002", "REQ-003"]),
        ("All functional requirements", ["*"]),
        ("none in particular", []),
    ],
)
def test_requirements(text: str, ids: list[str]) -> None:
    """Requirements are cited one by one, in ranges, or all together; each counts once."""
    found = read_requirements([Line(text, 1, 1)], document_from_bytes(text.encode(), "x"))
    assert [each.id for each in found] == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("1.1, 1.2", ["1.1", "1.2"]),
        ("2.9-2.12", ["2.9", "2.10", "2.11", "2.12"]),
        ("1.1 – 1.3, 4.2", ["1.1", "1.2", "1.3", "4.2"]),
        ("Requirement 2, 3", ["Requirement 2", "Requirement 3"]),
        ("2, 3.1", ["Requirement 2", "3.1"]),
        ("1.1, NFR-2, FR-003", ["1.1", "NFR-2", "FR-003"]),
        ("4.* (all of Requirement 9)", ["Requirement 4"]),
        ("All", ["*"]),
        ("All requirements, as a check", ["*"]),
        ("所有需求", ["*"]),
        ("Foundation for all functionality", []),
        ("", []),
    ],
)
def test_requirements_by_number(text: str, ids: list[str]) -> None:
    """Numbers, ranges of them and ids are cited where both requirements and criteria are numbered."""
    found = read_numbered_requirements([Line(text, 1, 1)], document_from_bytes(text.encode(), "x"))
    assert [each.id for each in found] == ids


@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40)), min_size=1, unique=True), st.sampled_from([", ", ";"])
)
def test_numbers_in_any_order(numbers: list[tuple[int, int]], between: str) -> None:
    """Each criterion in a list is cited once, in the order of the list."""
    ids = [f"{first}.{second}" for first, second in numbers]
    text = between.join(ids)
    found = read_numbered_requirements([Line(text, 1, 1)], document_from_bytes(text.encode(), "x"))
    assert [each.id for each in found] == ids
