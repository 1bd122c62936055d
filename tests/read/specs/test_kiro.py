"""A requirements.md of Kiro is read with its user stories and numbered criteria, which are cited as 1.2."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.model.intent import Spec
from flowkit.model.marker import Grammar
from flowkit.read.document import document_from_bytes
from flowkit.read.markdown import read_outline
from flowkit.read.spec import read_spec
from flowkit.read.specs import recognise

SPEC = """# Requirements Document

## Introduction

Seeds are lent in spring and given back in autumn.

## Requirements

### Requirement 1: Lending seeds

**User Story:** As a gardener, I want to lend seeds, so that I can try them.

#### Acceptance Criteria

1. WHEN a gardener asks for seeds that are there THEN THE SYSTEM SHALL note the loan
2. IF no seeds are left THEN THE SYSTEM SHALL name the next spring:
   - by its month
   - by its year

### Requirement 2

**User Story:** As a gardener, I want a list of my loans, so that I remember what I owe.

#### Acceptance Criteria

1. THE SYSTEM SHALL list loans by their end
"""


def spec(text: str, path: str = ".kiro/specs/seed-library/requirements.md") -> Spec:
    """Read a spec from its text."""
    return read_spec(read_outline(document_from_bytes(text.encode(), path)))


def test_requirements_and_criteria_are_read() -> None:
    """A requirement has its label, its title or else its story, and criteria by the number of both."""
    read = spec(SPEC)
    first, second = read.requirements
    assert (first.id, first.title) == ("Requirement 1", "Lending seeds")
    assert first.text == ("As a gardener, I want to lend seeds, so that I can try them.",)
    assert [entry.id for entry in first.criteria] == ["1.1", "1.2"]
    assert first.criteria[1].text.endswith("SHALL name the next spring: by its month; by its year")
    assert (second.id, second.title) == (
        "Requirement 2",
        "As a gardener, I want a list of my loans, so that I remember what I owe.",
    )
    assert [entry.id for entry in second.criteria] == ["2.1"]
    assert second.text == ()


def test_the_head_comes_from_the_folder() -> None:
    """A document that says nothing but its kind is called after its folder; the introduction is the overview."""
    read = spec(SPEC)
    assert (read.id, read.title) == ("seed-library", "seed-library")
    assert read.overview == ("Seeds are lent in spring and given back in autumn.",)
    assert spec(SPEC.replace("Document", "Document: Seed library", 1)).title == "Seed library"


def test_values_keep_their_places() -> None:
    """Requirements and criteria know their lines."""
    read, lines = spec(SPEC), SPEC.split("\n")
    for requirement in read.requirements:
        assert requirement.id in lines[requirement.span.line - 1]
        for entry in requirement.criteria:
            assert entry.text.split(":")[0] in lines[entry.span.line - 1]


@pytest.mark.parametrize(
    ("heading", "identifier", "title"),
    [
        ("### Requirement 7: Lend", "Requirement 7", "Lend"),
        ("### Requirement 7 - Lend", "Requirement 7", "Lend"),
        ("## Requirement 7. Lend", "Requirement 7", "Lend"),
        ("### **Requirement 7: Lend**", "Requirement 7", "Lend"),
        ("### Non-Functional Requirement 7: Lend", "Non-Functional Requirement 7", "Lend"),
        ("### 要件 7: 貸出", "要件 7", "貸出"),
        ("### 需求 7：借", "需求 7", "借"),
        ("### Requisito 7: Prestar", "Requisito 7", "Prestar"),
        ("### 7. Lend", "7", "Lend"),
    ],
)
def test_headings_of_requirements_are_understood(heading: str, identifier: str, title: str) -> None:
    """The label of a requirement is kept as written, in several languages; a bare number needs a user story."""
    text = f"# Requirements\n\n{heading}\n\n**User Story:** As a gardener, I lend.\n\n1. WHEN a THE SYSTEM SHALL b\n"
    (requirement,) = spec(text).requirements
    assert (requirement.id, requirement.title) == (identifier, title)
    assert [entry.id for entry in requirement.criteria] == ["7.1"]


@pytest.mark.parametrize(
    ("criteria", "ids"),
    [
        ("1. a\n2. b", ["1.1", "1.2"]),
        ("1. a\n1. b", ["1.1", "1.2"]),
        ("3. a\n4. b", ["1.3", "1.4"]),
        ("1. a\n\nAnd when it rains:\n\n1. b\n2. c", ["1.1", "1.2", "1.3"]),
        ("- 1.1 a\n- 1.2 b", ["1.1", "1.2"]),
        ("1.1 a\n1.2 b", ["1.1", "1.2"]),
        ("- **1.4** a", ["1.4"]),
        ("- a\n- b", ["1.1", "1.2"]),
        ("- **Acceptance Criteria:**\n  1. a\n  2. b", ["1.1", "1.2"]),
        ("- [ ] 1.1 a", ["1.1"]),
    ],
)
def test_criteria_are_numbered_as_they_are_cited(criteria: str, ids: list[str]) -> None:
    """A criterion has its own number where it carries one, and otherwise its place in the lists of its requirement."""
    text = f"# R\n\n### Requirement 1: A\n\n{criteria}\n\n### Requirement 2: B\n\n1. x\n"
    assert [entry.id for entry in spec(text).requirements[0].criteria] == ids


@given(st.lists(st.integers(0, 6), min_size=1, max_size=8).filter(any))
def test_every_criterion_is_read_once(counts: list[int]) -> None:
    """However many requirements and criteria there are, each is read once, in order."""
    parts = ["# Requirements Document", "", "## Requirements", ""]
    for number, count in enumerate(counts, start=1):
        parts += [
            f"### Requirement {number}",
            "",
            "**User Story:** As a gardener, I lend.",
            "",
            "#### Acceptance Criteria",
        ]
        parts += ["", *(f"{one}. WHEN {number}.{one} THE SYSTEM SHALL work" for one in range(1, count + 1)), ""]
    read = spec("\n".join(parts))
    assert [one.id for one in read.requirements] == [f"Requirement {n}" for n in range(1, len(counts) + 1)]
    for number, (requirement, count) in enumerate(zip(read.requirements, counts, strict=True), start=1):
        assert [entry.id for entry in requirement.criteria] == [f"{number}.{one}" for one in range(1, count + 1)]
        assert all(f" {entry.id} " in entry.text for entry in requirement.criteria)


def test_ids_in_groups_that_are_called_requirements_stay_requirements() -> None:
    """Where numbered headings only group requirements that have ids, the ids are what is read."""
    read = spec("# R\n\n## Requirement 1: Seeds\n\n- FR-001: a\n- FR-002: b\n")
    assert [(one.id, one.group) for one in read.requirements] == [
        ("FR-001", "Requirement 1: Seeds"),
        ("FR-002", "Requirement 1: Seeds"),
    ]


def test_it_is_recognised() -> None:
    """A document of Kiro is told from the other formats."""
    assert recognise(read_outline(document_from_bytes(SPEC.encode(), "x.md")), Grammar()) == "kiro"
