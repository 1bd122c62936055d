"""Specs: requirements, components and what belongs to them."""

from __future__ import annotations

import pytest

from flowkit.errors import ReadError

from .own_specs import component, documented, spec


def test_the_documented_example_is_read() -> None:
    """The example in the documentation is a spec with all that it shows."""
    read = spec(documented())
    assert (read.id, read.title, read.created) == ("feat-parcel-labels", "Parcel labels", "2026-01-20")
    assert [reference.name for reference in read.adr] == ["ADR-012"]
    assert list(read.feature_paths) == ["features/labels.feature"]
    assert [(r.id, len(r.criteria)) for r in read.requirements] == [("REQ-001", 2), ("REQ-002", 1)]
    assert [(c.kind, c.name) for c in read.components] == [
        ("IMPL", "Label layout"),
        ("IMPL", "Print queue"),
        ("TEST", "Tests of the layout"),
        ("TEST", "Tests with a printer"),
        ("DOC", "Guide for the warehouse"),
    ]
    queue = read.components[1]
    assert [delivery.path for delivery in queue.deliverables] == [
        "src/labels/queue.py",
        "migrations/0007_print_queue.sql",
    ]
    assert [delivery.note for delivery in queue.deliverables] == ["the class PrintQueue", "its table"]
    assert queue.effort is not None
    assert queue.effort.hours == 8
    assert [reference.name for reference in queue.depends_on] == ["Label layout"]
    assert [reference.name for reference in queue.contracts] == ["CE_LABEL_PRINT"]
    assert len(queue.criteria) == len(queue.notes) == 1
    layout = read.components[2].coverage[0]
    assert (layout.id, layout.metric, layout.minimum, layout.of) == ("COV_UNIT_LAYOUT", "branch", 95.0, "layout.py")
    assert [scenario.id for scenario in read.components[2].scenarios] == ["SC-001", "SC-002"]
    assert [entry.id for entry in read.contracts] == ["CE_LABEL_PRINT"]
    assert [question.id for question in read.questions] == ["OQ-PRINT-001"]
    assert read.non_goals == ("Labels in colour",)
    assert (read.risks[0].subject.name, read.risks[0].mitigation) == (
        "Print queue",
        "Give up after a time that can be configured",
    )


def test_values_keep_their_lines() -> None:
    """Components, references and criteria know the lines that they were read from."""
    read = spec(
        "# Ovens\n\n## Requirements\n\n### REQ-001: Heat\n\n- AC-1: Warm\n\n## Components\n\n"
        "### Door\n\n**Implements:** REQ-001\n"
    )
    assert read.span.line == 1
    assert (read.requirements[0].span.line, read.requirements[0].criteria[0].span.line) == (5, 7)
    assert (read.components[0].span.line, read.components[0].implements[0].span.line) == (11, 13)


def test_a_small_spec_is_a_spec() -> None:
    """Only the title is needed; the id is that of the file."""
    read = spec("# Ovens\n\nWarm.\n\nVery warm.\n")
    assert (read.id, read.overview, read.requirements, read.created) == ("ovens", ("Warm.", "Very warm."), (), None)


def test_features_are_paths_from_the_root() -> None:
    """A path is understood with backticks and with a leading dot."""
    read = spec("# A\n\n**Features:** `./features/a.feature`, features//b.feature\n")
    assert list(read.feature_paths) == ["features/a.feature", "features/b.feature"]


def test_the_id_is_the_name_of_the_file_unless_it_is_given() -> None:
    """A file whose name cannot be an id needs one in the header."""
    assert spec("# A\n", "specs/b_1.v2.md").id == "b_1.v2"
    with pytest.raises(ReadError, match="'my oven' cannot be an id"):
        spec("# A\n", "specs/my oven.md")


@pytest.mark.parametrize(
    "body",
    [
        "**Effort:** 2h\n**Depends on:** Hinge, Frame",
        "**Effort**: 2h\n**Depends on**: Hinge, Frame",
        "- **Effort:** 2h\n- **Depends on:** Hinge, Frame",
        "**Estimated effort:** 2h\n**Dependencies:** Hinge, Frame",
        "**Effort:** 2h\n\n**Depends on:**\n\n- Hinge\n- `Frame`",
        "#### Effort\n\n2h\n\n#### Depends on\n\n- Hinge\n- Frame",
    ],
)
def test_fields_have_several_forms(body: str) -> None:
    """Bold words, entries of a list and headings of their own are fields, and plans' own names are understood."""
    door = component(body).components[0]
    assert [reference.name for reference in door.depends_on] == ["Hinge", "Frame"]


@pytest.mark.parametrize("value", ["None", "none.", "-", ""])
def test_nothing_is_no_dependency(value: str) -> None:
    """The word None, a dash and an empty field mean that there is nothing to wait for."""
    assert component(f"**Priority:** P1\n**Depends on:** {value}").components[0].depends_on == ()


def test_a_description_is_what_belongs_to_no_field() -> None:
    """Paragraphs before and after the fields are the description; comments are for the author alone."""
    door = component("Opens.\n\n**Effort:** 2h\n\n<!-- think of the cat -->\n\nCloses\nagain.").components[0]
    assert door.text == ("Opens.", "Closes again.")


def test_single_criteria_can_be_implemented() -> None:
    """A component answers for a whole requirement or for one of its criteria."""
    door = component("**Implements:** REQ-001, REQ-002/AC-2, NFR-SEC-001").components[0]
    assert [reference.name for reference in door.implements] == ["REQ-001", "REQ-002/AC-2", "NFR-SEC-001"]


@pytest.mark.parametrize(
    ("entry", "path", "note"),
    [
        ("`src/door.py` - the door", "src/door.py", "the door"),
        ("`src/door.py`: the door", "src/door.py", "the door"),
        ("`src/door.py` the door", "src/door.py", "the door"),
        ("`src/door.py`", "src/door.py", None),
        ("`Makefile`", "Makefile", None),
        ("`.env`", ".env", None),
        ("`docs/`", "docs/", None),
        ("`Door` opens", None, None),
        ("A note on `src/door.py`", "src/door.py", None),
    ],
)
def test_a_deliverable_is_a_path_with_a_note_or_a_text(entry: str, path: str | None, note: str | None) -> None:
    """An entry that names a path is a file, and what follows is its note; anything else is text alone."""
    delivery = component(f"**Deliverables:**\n- {entry}").components[0].deliverables[0]
    assert (delivery.path, delivery.note, delivery.text) == (path, note, entry)


@pytest.mark.parametrize(
    ("text", "metric", "minimum", "of"),
    [
        ("90% line coverage of door.py", "line", 90.0, "door.py"),
        ("at least 87.5 % of branches on `door.py`", "branch", 87.5, "door.py"),
        ("90% of the lines", "line", 90.0, None),
        ("90% of the lines of door.py.", "line", 90.0, "door.py"),
        ("Every way through the door", None, None, None),
        ("100% of lines in door.py", "line", 100.0, "door.py"),
    ],
)
def test_a_coverage_target_says_what_it_says(
    text: str, metric: str | None, minimum: float | None, of: str | None
) -> None:
    """What a target does not say is None, and is never guessed."""
    target = component(f"**Coverage:**\n- COV_DOOR: {text}", "Tests").components[0].coverage[0]
    assert (target.metric, target.minimum, target.of) == (metric, minimum, of)


def test_scenarios_are_ids_or_ids_with_titles() -> None:
    """Scenarios are listed by id alone, between commas, or with their titles."""
    short = component("**Scenarios:** SC-001, SC-002", "Tests").components[0].scenarios
    assert [(scenario.id, scenario.title) for scenario in short] == [("SC-001", None), ("SC-002", None)]
    long = component("**Scenarios:**\n\n- SC-001: It opens, then closes\n- **SC-002**", "Tests").components[0].scenarios
    assert [(scenario.id, scenario.title) for scenario in long] == [
        ("SC-001", "It opens, then closes"),
        ("SC-002", None),
    ]


def test_risks_are_a_table_or_a_list() -> None:
    """A risk names its component and its mitigation in a row, or in an entry with a list below it."""
    table = spec(
        "# O\n\n## Risks\n\n| Component | Risk | Mitigation |\n|---|---|---|\n"
        "| Door | Sticks | Oil |\n| Door | Falls | |\n"
    )
    listed = spec("# O\n\n## Risks\n\n- Door: Sticks\n  - Oil\n- Door: Falls\n")
    for read in (table, listed):
        assert [(risk.subject.name, risk.text, risk.mitigation) for risk in read.risks] == [
            ("Door", "Sticks", "Oil"),
            ("Door", "Falls", None),
        ]


def test_the_authors_own_sections_are_left_alone() -> None:
    """A section of another name is no error and adds nothing."""
    read = spec("# O\n\n## History\n\n### 1890\n\n**Effort:** none\n\n## Components\n\n### Door\n")
    assert [component.name for component in read.components] == ["Door"]


def test_markers_in_fences_and_comments_are_text() -> None:
    """A requirement inside a fence or a comment is not defined."""
    read = spec("# O\n\n## Requirements\n\n```\n### REQ-001: Heat\n```\n\n<!--\n### REQ-002: Cold\n-->\n")
    assert read.requirements == ()
