"""A spec in spec-kit's layout is read with its stories, requirements, measures of success, edges and entities."""

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

SPEC = """# Feature Specification: Loan reminders

**Feature Branch**: `004-loan-reminders`
**Created**: 2026-02-11
**Status**: Draft
**Input**: User description: "Remind readers before a loan ends"

## User Scenarios & Testing *(mandatory)*

### User Story 1 - A mail before the loan ends (Priority: P1)

A reader gets a mail three days before a loan ends.

**Why this priority**: Most fines come from loans that were forgotten.

**Independent Test**: Lend a book for four days and wait one.

**Acceptance Scenarios**:

1. **Given** a loan that ends in three days, **When** the nightly run starts, **Then** its reader gets one mail
2. **Given** a loan that was renewed, **When** the nightly run starts,
   **Then** nobody gets a mail
   - and the renewal is not counted

### User Story 2 - Quiet hours (Priority: P3)

A reader chooses when no mail is to come.

### Edge Cases

- What happens when a reader has no address?
- How are loans treated that end on a holiday?

## Requirements *(mandatory)*

### Functional Requirements

**Sending**

- **FR-001**: The system MUST send one mail for each loan
- **FR-002**: Readers MUST be able to opt out [NEEDS CLARIFICATION: for all loans or for one?]
- ~~**FR-003**: The system MUST send letters~~

### Key Entities

- **Loan**: a book that a reader has, with its end
- **Reader**: who has loans

## Success Criteria *(mandatory)*

- **SC-001**: Fines fall by a third within a quarter
- **SC-002**: No reader gets two mails for one loan
"""


def spec(text: str, path: str = "specs/004-loan-reminders/spec.md") -> Spec:
    """Read a spec from its text."""
    return read_spec(read_outline(document_from_bytes(text.encode(), path)))


def test_the_head_is_read() -> None:
    """Branch, title, date and the words of the user are found."""
    read = spec(SPEC)
    assert (read.id, read.title, read.created) == ("004-loan-reminders", "Loan reminders", "2026-02-11")
    assert read.overview == ("Remind readers before a loan ends",)


def test_stories_have_priorities_and_scenarios() -> None:
    """A story has its label, title, priority, words and scenarios; what is listed below a step is part of it."""
    first, second = spec(SPEC).stories
    assert (first.id, first.title) == ("User Story 1", "A mail before the loan ends")
    assert [story.priority.value for story in (first, second) if story.priority] == ["P1", "P3"]
    assert first.text[0] == "A reader gets a mail three days before a loan ends."
    assert "Independent Test: Lend a book for four days and wait one." in first.text
    assert [scenario.id for scenario in first.scenarios] == ["1", "2"]
    assert first.scenarios[0].steps == (
        "Given a loan that ends in three days",
        "When the nightly run starts",
        "Then its reader gets one mail",
    )
    assert first.scenarios[1].steps[-1] == "Then nobody gets a mail; and the renewal is not counted"
    assert (second.scenarios, second.criteria) == ((), ())


def test_requirements_are_told_from_measures_of_success() -> None:
    """FR-001 is a requirement, SC-001 a measure of success and no scenario; what is struck out is left out by name."""
    read = spec(SPEC)
    assert [requirement.id for requirement in read.requirements] == ["FR-001", "FR-002"]
    assert read.requirements[0].title == "The system MUST send one mail for each loan"
    assert {requirement.group for requirement in read.requirements} == {"Sending"}
    assert [(entry.id, entry.text) for entry in read.outcomes] == [
        ("SC-001", "Fines fall by a third within a quarter"),
        ("SC-002", "No reader gets two mails for one loan"),
    ]
    assert read.non_goals == ("FR-003: The system MUST send letters",)


def test_edges_entities_and_questions_are_read() -> None:
    """Edge cases and entities are lists; what needs to be clarified is a question at its requirement."""
    read = spec(SPEC)
    assert len(read.edge_cases) == 2
    assert [(entry.id, entry.text) for entry in read.entities] == [
        ("Loan", "a book that a reader has, with its end"),
        ("Reader", "who has loans"),
    ]
    (question,) = read.questions
    assert (question.text, question.concerns) == ("for all loans or for one?", "FR-002")


def test_values_keep_their_places() -> None:
    """Stories, scenarios, requirements, edges and questions know their lines."""
    read = spec(SPEC)
    lines = SPEC.split("\n")
    for requirement in (*read.requirements, *read.stories):
        assert requirement.id in lines[requirement.span.line - 1]
    for entry in (*read.outcomes, *read.entities):
        assert str(entry.id) in lines[entry.span.line - 1]
    assert "[NEEDS CLARIFICATION" in lines[read.questions[0].span.line - 1]
    assert lines[read.stories[0].scenarios[1].span.line - 1].startswith("2. ")


def test_a_spec_without_numbered_stories_tells_one() -> None:
    """Before stories were numbered, one section told the story and another listed its scenarios."""
    read = spec(
        "# Feature Specification: Loans\n\n## User Scenarios & Testing\n\n### Primary User Story\nA reader lends.\n\n"
        "### Acceptance Scenarios\n1. **Given** a book, **When** it is lent, **Then** it is gone\n"
    )
    (story,) = read.stories
    assert (story.id, story.title, len(story.scenarios)) == ("Primary User Story", "A reader lends.", 1)


@pytest.mark.parametrize(
    ("heading", "identifier", "title", "priority"),
    [
        ("### User Story 1 - Lend (Priority: P2)", "User Story 1", "Lend", "P2"),
        ("### User Story 1: Lend", "User Story 1", "Lend", None),
        ("### User Story 1 – Lend (P1) 🎯 MVP", "User Story 1", "Lend", "P1"),
        ("### Story 12 - Lend (a book) (Priority: P1)", "Story 12", "Lend (a book)", "P1"),
        ("### ユーザーストーリー 3 - 貸出 (優先度: P2)", "ユーザーストーリー 3", "貸出", "P2"),
        ("### 用户故事 2 - 借书（优先级：P1）", "用户故事 2", "借书", "P1"),
        ("### Käyttäjätarina 2 - Lainaa (Prioriteetti: P1)", "Käyttäjätarina 2", "Lainaa", "P1"),
    ],
)
def test_headings_of_stories_are_understood(heading: str, identifier: str, title: str, priority: str | None) -> None:
    """The label of a story is kept as written, in any language that gives a priority or a word for a story."""
    (story,) = spec(f"# Feature Specification: Loans\n\n{heading}\n\nWords.\n").stories
    found = story.priority.value if story.priority else None
    assert (story.id, story.title, found) == (identifier, title, priority)


@pytest.mark.parametrize(
    "line",
    [
        "1. **Given** a book **When** it is lent **Then** it is gone",
        "1. Given a book, when shelved, When it is lent, Then it is gone",
        "1. **GIVEN** a book, **WHEN** it is lent, **THEN** it is gone",
        "1. **Given**: a book; **When**: it is lent; **Then**: it is gone",
        "1. **Étant donné** a book, **Quand** it is lent, **Alors** it is gone",
    ],
)
def test_steps_are_told_apart(line: str) -> None:
    """Steps are told by their keywords, bold or plain, in any language of Gherkin."""
    (story,) = spec(f"# Feature Specification: L\n\n### User Story 1 - A (Priority: P1)\n\n{line}\n").stories
    (scenario,) = story.scenarios
    assert len(scenario.steps) == 3
    assert scenario.steps[-1].endswith("it is gone")


WORDS = st.text("abc é字`<", min_size=1, max_size=12).map(str.strip).filter(lambda text: text.strip("` ") != "")


@given(
    st.lists(st.tuples(st.integers(1, 999), WORDS), max_size=6, unique_by=lambda pair: pair[0]),
    st.lists(st.tuples(WORDS, st.integers(1, 3), st.integers(0, 3)), max_size=4),
    st.lists(WORDS, max_size=3),
)
def test_every_part_comes_out_as_it_went_in(
    requirements: list[tuple[int, str]], stories: list[tuple[str, int, int]], outcomes: list[str]
) -> None:
    """Whatever stories, requirements and measures a spec has, each is read once, in order, with its scenarios."""
    parts = ["# Feature Specification: Loans", "", "## User Scenarios & Testing", ""]
    for number, (title, priority, scenarios) in enumerate(stories, start=1):
        parts += [f"### User Story {number} - x{title} (Priority: P{priority})", ""]
        parts += [f"{one}. **Given** a, **When** b, **Then** c" for one in range(1, scenarios + 1)] + [""]
    parts += ["## Requirements", "", *(f"- **FR-{number:03d}**: x{text}" for number, text in requirements), ""]
    parts += [
        "## Success Criteria",
        "",
        *(f"- **SC-{n:03d}**: x{text}" for n, text in enumerate(outcomes, start=1)),
        "",
    ]
    read = spec("\n".join(parts))
    assert [(one.id, one.title) for one in read.requirements] == [
        (f"FR-{n:03d}", f"x{text}") for n, text in requirements
    ]
    told = [(one.title, one.priority.value if one.priority else "", len(one.scenarios)) for one in read.stories]
    assert told == [(f"x{title}", f"P{priority}", scenarios) for title, priority, scenarios in stories]
    assert [entry.text for entry in read.outcomes] == [f"x{text}" for text in outcomes]


def test_it_is_recognised() -> None:
    """A spec of spec-kit is told from the other formats."""
    assert recognise(read_outline(document_from_bytes(SPEC.encode(), "spec.md")), Grammar()) == "spec-kit"
