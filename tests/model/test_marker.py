"""The grammar of identifiers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.model.marker import KINDS, Form, Grammar, Kind, Role, find_requirements, leading_label, reference_tokens
from flowkit.model.numbering import expand_range, split_number

GRAMMAR = Grammar()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("IMPL_0010 is not IMPL_001", ["IMPL_0010", "IMPL_001"]),
        ("impl_001, Impl_002 and IMPL_003", ["impl_001", "Impl_002", "IMPL_003"]),
        ("NFR-SEC-001, OQ-BUILD-001.", ["NFR-SEC-001", "OQ-BUILD-001"]),
        ("FR-1.1, FR-001a; FR-LIVE-01", ["FR-1.1", "FR-001a", "FR-LIVE-01"]),
        ("COV_UNIT_STORE: 90%, CE_CONFIG_SESSION", ["COV_UNIT_STORE", "CE_CONFIG_SESSION"]),
        ("ST-001-ST-005", ["ST-001", "ST-005"]),
        ("(AC-1) **SC-002** `REQ-003` ADR-007's", ["AC-1", "SC-002", "REQ-003", "ADR-007"]),
        ("xIMPL_001 IMPL_001xy REQ-001-based docs/FR-001.md MYREQ-1", []),
        ("Cov_Mixed and test_data are no markers, nor is test_case_12", []),
        ("", []),
    ],
)
def test_whole_identifiers_only(text: str, found: list[str]) -> None:
    """A marker is found whole or not at all, in any case of its prefix."""
    assert [each.id for each in GRAMMAR.find(text)] == found


def identifiers(kind: Kind) -> st.SearchStrategy[str]:
    """Make ids of a kind."""
    number = st.from_regex(r"[0-9]{1,4}", fullmatch=True)
    slug = st.from_regex(r"[A-Z0-9]{1,6}(_[A-Z0-9]{1,6}){0,2}", fullmatch=True)
    rest = number if kind.form is Form.NUMBER else slug
    return rest.map(lambda text: f"{kind.prefix}{kind.separator}{text}")


@given(st.data(), st.sampled_from(KINDS), st.sampled_from([" ", ", ", ": ", ". ", " (", ") ", "\t", "** "]))
def test_every_kind_is_found_between_anything(data: st.DataObject, kind: Kind, between: str) -> None:
    """Ids of every kind are found again, with their kind and place, whatever separates them."""
    written = data.draw(st.lists(identifiers(kind), min_size=1, max_size=4))
    text = between.join(written)
    found = list(GRAMMAR.find(text))
    assert [each.id for each in found] == written
    assert all(text[each.start : each.end] == each.id and each.kind == kind for each in found)
    assert GRAMMAR.kind_of(written[0]) == kind


def test_a_project_adds_a_kind() -> None:
    """A kind of the project's own is found as the built-in ones are, and its tasks are counted under its name."""
    grammar = Grammar((*KINDS, Kind("QA", "qa", "_", Form.NUMBER, Role.TASK)))
    assert [each.id for each in grammar.find("qa_001 after QA_2")] == ["qa_001", "QA_2"]
    assert grammar.count_name("qa_001") == "QA"
    assert GRAMMAR.count_name("qa_001") == GRAMMAR.count_name(None) == "TASK"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Task impl_001: Kettle", "impl_001"),
        ("**Task 1.1:** Boil", "Task 1.1"),
        ("**Task 1.1 (Red)**: Boil", "Task 1.1"),
        ("Task 3A.2", "Task 3A.2"),
        ("Step 1 — Boil", "Step 1"),
        ("✅ Step 4: Pour", "Step 4"),
        ("T001 [P] [US1] Boil", "T001"),
        ("T-B1 Boil", "T-B1"),
        ("T090.1 Boil", "T090.1"),
        ("TASK-012 Boil", "TASK-012"),
        ("Phase 7.5: Rest", "Phase 7.5"),
        ("Task 0A2.1: Boil", "Task 0A2.1"),
        ("Task 0.5A.1", "Task 0.5A.1"),
        ("Task 1I-A: Boil", "Task 1I-A"),
        ("Task 1.1.a", "Task 1.1.a"),
        ("[x] Task 1.1 — Boil", "Task 1.1"),
        ("Phase F: Rest", "Phase F"),
        ("Phase IV — Rest", "Phase IV"),
        ("Task 1.1-beta", None),
        ("Phase Completion", None),
        ("Tasks 1 to 4", None),
        ("Taskforce 1", None),
        ("The kettle of Task 1", None),
    ],
)
def test_the_label_that_opens_a_text(text: str, label: str | None) -> None:
    """A task label is found at the start of a text, with its word unless the word precedes an id."""
    found = leading_label(text)
    assert (found.id if found else None) == label
    if found:
        assert text[found.start : found.end] == label


@pytest.mark.parametrize(
    ("first", "last", "ids"),
    [
        ("T001", "T003", ("T001", "T002", "T003")),
        ("T008", "010", ("T008", "T009", "T010")),
        ("2.1", "2.3", ("2.1", "2.2", "2.3")),
        ("REQ-AB-01", "REQ-AB-02", ("REQ-AB-01", "REQ-AB-02")),
        ("T003", "T001", None),
        ("T001", "X002", None),
        ("T001", "T999999", None),
        ("T001", "here", None),
    ],
)
def test_ranges(first: str, last: str, ids: tuple[str, ...] | None) -> None:
    """Two ids with the same prefix span a range in the width of the first; anything else spans none."""
    assert expand_range(first, last) == ids


def test_requirements_of_any_prefix() -> None:
    """In a requirements field any capitals with a number are a requirement."""
    assert [each.id for each in find_requirements("SEC-001 AC-1, PERF-002 (UTF), A1-B-003, x-1")] == [
        "SEC-001",
        "PERF-002",
        "A1-B-003",
    ]


@given(st.text())
def test_any_text_has_tokens(text: str) -> None:
    """Tokens of any text stand where they say, from left to right."""
    last = 0
    for token in reference_tokens(text):
        assert last <= token.start < token.end
        assert text[token.start : token.end] == token.text
        last = token.end


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("FR-PI-001A, FR-001a", ["FR-PI-001A", "FR-001a"]),
        ("PROD-010.FR-001 and PROD-010", ["PROD-010.FR-001", "PROD-010"]),
        ("FR-001. Then more", ["FR-001"]),
        ("FR-001ABC", []),
    ],
)
def test_requirements_with_letters_behind_or_a_document_before_are_cited_whole(text: str, ids: list[str]) -> None:
    """A letter behind the number, and the document before a full stop, are part of the id."""
    assert [found.id for found in find_requirements(text)] == ids


@pytest.mark.parametrize(
    ("identifier", "parts"),
    [
        ("T-B12", ("T-B", 12, 2)),
        ("SC-001", ("SC-", 1, 3)),
        ("FR-001a", None),
        ("COV_X", None),
        ("", None),
        ("SC-" + "1" * 5000, None),
        ("1" * 50_000 + "a1", ("1" * 50_000 + "a", 1, 1)),
    ],
)
def test_the_number_of_an_id_is_its_last(identifier: str, parts: tuple[str, int, int] | None) -> None:
    """An id is parted before its last number, however long it is; what is no number of anything is none."""
    assert split_number(identifier) == parts
