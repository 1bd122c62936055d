"""Documents of requirements are read wherever an id stands: heading, list, paragraph or table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.model.intent import Spec
from flowkit.read.document import document_from_bytes
from flowkit.read.markdown import read_outline
from flowkit.read.spec import read_spec


def spec(text: str, path: str = "docs/PRD.md") -> Spec:
    """Read a spec from its text."""
    return read_spec(read_outline(document_from_bytes(text.encode(), path)))


def ids(text: str) -> list[str]:
    """Return the ids of the requirements in a text."""
    return [one.id for one in spec(text).requirements]


@pytest.mark.parametrize(
    ("line", "identifier", "title"),
    [
        ("- **FR-001**: Bees fly", "FR-001", "Bees fly"),
        ("- **FR-BEE-01:** Bees fly", "FR-BEE-01", "Bees fly"),
        ("- FR-001 - Bees fly", "FR-001", "Bees fly"),
        ("- [ ] FR-001: Bees fly", "FR-001", "Bees fly"),
        ("* `REQ_012` Bees fly", "REQ_012", "Bees fly"),
        ("1. FR1: Bees fly", "FR1", "Bees fly"),
        ("- FR-1.2.3 Bees fly", "FR-1.2.3", "Bees fly"),
        ("- FR-001a: Bees fly", "FR-001a", "Bees fly"),
        ("- FR-PI-001A: Bees fly", "FR-PI-001A", "Bees fly"),
        ("- PROD-010.FR-001: Bees fly", "PROD-010.FR-001", "Bees fly"),
        ("- [FR-001](#fr-001) Bees fly", "FR-001", "Bees fly"),
        ("- <a id='fr-1'></a>FR-1: Bees fly", "FR-1", "Bees fly"),
        ("- RNF-02 – Bees fly", "RNF-02", "Bees fly"),
        ("- NFR-TEST-001: Bees fly", "NFR-TEST-001", "Bees fly"),
        ("- FR-001：蜂が飛ぶ", "FR-001", "蜂が飛ぶ"),
        ("**NFR-SEC-001**: Bees fly", "NFR-SEC-001", "Bees fly"),
        ("**FR-001: Bees fly** - high up", "FR-001", "Bees fly"),
        ("### FR-001: Bees fly", "FR-001", "Bees fly"),
        ("#### 3.1.2 FR-001: Bees fly", "FR-001", "Bees fly"),
        ("### Requirement FR-001: Bees fly", "FR-001", "Bees fly"),
        ("### ✅ [FR-001] Bees fly", "FR-001", "Bees fly"),
        ("### Bees fly (FR-001)", "FR-001", "Bees fly"),
        ("> - **FR-001**: Bees fly", "FR-001", "Bees fly"),
        ("| ID | What |\n|---|---|\n| FR-001 | Bees fly |", "FR-001", "Bees fly"),
        ("| ID | What |\n|---|---|\n| **FR-001** | Bees fly |", "FR-001", "Bees fly"),
        ("| No. | Ref | What |\n|---|---|---|\n| 1 | FR-001 | Bees fly |", "FR-001", "1"),
        ("| ID | FR-001 |\n|---|---|\n| **Title** | Bees fly |", "FR-001", "Bees fly"),
    ],
)
def test_a_requirement_is_read_in_every_form(line: str, identifier: str, title: str) -> None:
    """An id that opens a heading, an item, a line or a row states a requirement, however it is marked."""
    (requirement,) = spec(f"# Bees\n\n{line}\n").requirements
    assert (requirement.id, requirement.title) == (identifier, title)


@pytest.mark.parametrize(
    "line",
    [
        "FR-001 is met by the hive",
        "- See FR-001: it says so",
        "### FR-001 – FR-009: Bees",
        "- FR-001, FR-002: both",
        "- FR-001 to FR-004: all four",
        "- UTF-8: an encoding",
        "- ADR-001: a decision",
        "- TC-001: a test",
        "- SC-001: a measure",
        "<!-- - FR-001: hidden -->",
        "```\n- FR-001: an example\n```",
    ],
)
def test_what_only_speaks_of_ids_states_nothing(line: str) -> None:
    """A mention, a range, an id of another kind, a comment and a fence state no requirement."""
    assert ids(f"# Bees\n\n- FR-077: Bees fly\n\n{line}\n") == ["FR-077"]


def test_ids_of_other_words_count_among_requirements() -> None:
    """Below a heading that speaks of requirements any id counts that has its like; elsewhere none does."""
    text = (
        "# Bees\n\n## {}\n\n### Safety\n\n- SAFE-001: No stings\n- SAFE-002: No fire\n- ISO-9001: a norm\n\n- FR-1: x\n"
    )
    assert ids(text.format("Non-functional requirements")) == ["SAFE-001", "SAFE-002", "FR-1"]
    assert ids(text.format("Anforderungen")) == ["SAFE-001", "SAFE-002", "FR-1"]
    assert ids(text.format("History")) == ["FR-1"]


def test_what_stands_below_a_heading_belongs_to_its_requirement() -> None:
    """Priority, words, criteria and what else is said are read; a requirement inside another is one of its own."""
    (outer, inner) = spec(
        "# Bees\n\n### FR-001: Hives\n\n**Priority:** Must Have\n**Description:** A hive has a queen.\n\n"
        "**Acceptance Criteria:**\n\n- [ ] AC-1: There is one queen\n- Nobody is stung\n\n**Rationale:** Honey.\n\n"
        "- FR-001.1: Queens are marked\n"
    ).requirements
    assert outer.priority is not None
    assert outer.priority.value == "Must Have"
    assert outer.text == ("A hive has a queen.", "Rationale: Honey.")
    assert [(entry.id, entry.text) for entry in outer.criteria] == [
        ("AC-1", "There is one queen"),
        (None, "Nobody is stung"),
    ]
    assert (inner.id, inner.title, inner.criteria) == ("FR-001.1", "Queens are marked", ())


def test_the_columns_of_a_table_are_understood() -> None:
    """Priority and criteria have their places; what other columns say is said with their titles."""
    (one,) = spec(
        "# Bees\n\n| ID | Requirement | Priority | Acceptance criteria | Owner |\n|---|---|---|---|---|\n"
        "| FR-001 | Bees fly | P1 | At 10 degrees | Ada |\n"
    ).requirements
    assert one.priority is not None
    assert (one.title, one.priority.value, one.text) == ("Bees fly", "P1", ("Owner: Ada",))
    assert [entry.text for entry in one.criteria] == ["At 10 degrees"]


@pytest.mark.parametrize(
    ("title", "path", "identifier", "subject"),
    [
        ("Product Requirements Document: Bees — at night", "docs/PRD.md", "PRD", "Bees — at night"),
        ("PRD", "bees/docs/PRD.md", "bees", "bees"),
        ("需求文档", "bees/requirements.md", "bees", "bees"),
        ("Bees: at night", "docs/my bees.md", "my-bees", "Bees: at night"),
    ],
)
def test_a_document_is_called_after_what_it_is_about(title: str, path: str, identifier: str, subject: str) -> None:
    """The kind of document is left out of the title; a name that many files have gives way to that of the folder."""
    read = spec(f"# {title}\n\n- FR-1: x\n", path)
    assert (read.id, read.title) == (identifier, subject)


def test_a_table_that_traces_states_nothing_that_stands_elsewhere() -> None:
    """The statement of a requirement counts, not the matrix before it."""
    (one,) = spec(
        "# Bees\n\n## Traceability\n\n| Requirement | Test |\n|---|---|\n| FR-001 | TC-9 |\n\n- FR-001: Bees fly\n"
    ).requirements
    assert (one.title, one.span.line) == ("Bees fly", 9)


def test_an_id_that_is_stated_twice_is_a_question() -> None:
    """Of two statements in one form the first counts, and which one holds is asked."""
    read = spec("# Bees\n\n- FR-001: Bees fly\n- FR-001: Bees sleep\n- FR-002: x\n- FR-002: x\n")
    assert [(one.id, one.title) for one in read.requirements] == [("FR-001", "Bees fly"), ("FR-002", "x")]
    (question,) = read.questions
    assert (question.concerns, question.span.line) == ("FR-001", 4)
    assert "lines 3 and 4" in question.text


def test_stories_with_ids_are_stories() -> None:
    """A user story that has an id is a story, with its criteria and scenarios."""
    (story,) = spec(
        "# Bees\n\n- FR-1: x\n\n### US-001: Keepers look in\n\n**Acceptance Criteria**:\n\n"
        "- Given a hive, When it is opened, Then smoke is there\n- Gloves are worn\n\n"
        "**Scenario 2:** At night\n\n- Given a dark night\n- When a hive is opened\n- Then nothing is seen\n"
    ).stories
    assert (story.id, story.title) == ("US-001", "Keepers look in")
    assert [entry.text for entry in story.criteria] == ["Gloves are worn"]
    assert [(scenario.title, len(scenario.steps)) for scenario in story.scenarios] == [(None, 3), ("At night", 3)]


def test_questions_and_what_is_left_out_are_read() -> None:
    """Open questions without those that are ticked, and what is out of scope, without words of a template."""
    read = spec(
        "# PRD: Bees\n\n- FR-1: x\n\n## Out of Scope\n\n- Wasps\n- [Feature not in scope]\n\n"
        "## Open Questions\n\n- [ ] OQ-1: How many?\n- [x] Which colour? Yellow\n"
    )
    assert read.title == "Bees"
    assert read.non_goals == ("Wasps",)
    assert [(question.id, question.text) for question in read.questions] == [("OQ-1", "How many?")]


FORMS = [
    "### {}: {}\n\nWords.\n",
    "- **{}**: {}\n",
    "**{}:** {}\n",
    "| ID | What |\n|---|---|\n| {} | {} |\n",
    "1. {} - {}\n",
]
PREFIXES = st.sampled_from(["FR-", "NFR-SEC-", "REQ-", "FR", "RF_", "PROD-1.FR-"])


@given(
    st.lists(
        st.tuples(PREFIXES, st.integers(1, 999), st.sampled_from(FORMS)),
        min_size=1, max_size=8, unique_by=lambda one: one[:2],
    )
)  # fmt: skip
def test_every_id_is_read_once_in_order(stated: list[tuple[str, int, str]]) -> None:
    """Whatever ids a document states in whatever forms, each is read once, in order, at its line."""
    names = [f"{prefix}{number}" for prefix, number, _ in stated]
    text = "# Bees\n\n" + "\n".join(
        form.format(name, f"x{name}x") for name, (_, _, form) in zip(names, stated, strict=True)
    )
    read = spec(text)
    assert [one.id for one in read.requirements] == names
    lines = text.split("\n")
    assert all(one.id in lines[one.span.line - 1] and one.title == f"x{one.id}x" for one in read.requirements)


def test_a_field_right_below_a_labelled_item_is_no_part_of_its_title() -> None:
    """What an item says in a field belongs to its requirement, indented or not; a label of its own states another."""
    first = "- **FR-001**: Bees fly\n**Priority:** high\n"
    second = "- **FR-002**: Bees rest\n  **Priority:** low\n**FR-003**: Bees hum\n"
    read = spec(f"# Bees\n\n{first}{second}").requirements
    found = [(each.id, each.title, each.priority and each.priority.value) for each in read]
    assert found == [("FR-001", "Bees fly", "high"), ("FR-002", "Bees rest", "low"), ("FR-003", "Bees hum", None)]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("FR-003: ~~Bees may~~ Bees must fly", "Bees must fly"),
        ("**FR-003:** ~~Bees may~~ **Bees** must fly", "**Bees** must fly"),
        ("**FR-003** ~~Bees may~~ Bees must fly", "Bees must fly"),
        ("FR-003:~~Bees may~~ Bees must fly", "Bees must fly"),
        ("FR-003: Bees must ~~walk~~ fly", "Bees must fly"),
        ("**FR-003** **Bees** must fly", "**Bees** must fly"),
        ("FR-003: _Bees_ must fly", "_Bees_ must fly"),
        ("**FR-003: Bees** - they ~~walk~~ fly", "Bees"),
    ],
)
def test_what_is_struck_out_in_a_requirement_is_no_part_of_it(line: str, title: str) -> None:
    """Struck words go without a trace; emphasis that the text opens stays in it, and only that of the label goes."""
    for form in ("- {}\n", "{}\n", "### {}\n"):
        (requirement,) = spec(f"# Bees\n\n{form.format(line)}").requirements
        assert requirement.title == title
        assert not any("~~" in text for text in requirement.text)


@pytest.mark.parametrize(
    "line",
    [
        "FR-003: ~~Bees sting~~",
        "**FR-003** ~~Bees sting~~",
        "FR-003: ~~Bees sting~~ (dropped in May)",
        "~~**FR-003**: Bees sting~~",
        "**~~FR-003~~**: Bees sting",
    ],
)
def test_a_requirement_that_is_struck_out_is_left_out_by_name(line: str) -> None:
    """Whether the label is struck out or all of its text, the requirement is among what is left out."""
    read = spec(f"# Bees\n\n- FR-001: Bees fly\n- {line}\n")
    assert [one.id for one in read.requirements] == ["FR-001"]
    assert [one.removesuffix(" (dropped in May)") for one in read.non_goals] == ["FR-003: Bees sting"]


def test_what_is_struck_out_in_a_row_or_a_criterion_goes_too() -> None:
    """A row whose words are struck out is left out, and so is a criterion; what is left of a row is what is wanted."""
    rows = "| FR-001 | ~~Bees sting~~ |\n| FR-002 | ~~Bees walk~~ Bees fly |\n"
    read = spec(
        f"# Bees\n\n| ID | What |\n|---|---|\n{rows}\n- FR-003: Bees rest\n  - ~~AC-1: at noon~~\n  - at night\n"
    )
    titles = [(one.id, one.title, [entry.text for entry in one.criteria]) for one in read.requirements]
    assert titles == [("FR-002", "Bees fly", []), ("FR-003", "Bees rest", ["at night"])]
    assert read.non_goals == ("FR-001: Bees sting",)
