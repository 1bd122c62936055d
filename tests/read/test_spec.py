"""A spec is read as its format has it; what cannot be read is said with the line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.errors import ReadError
from flowkit.model.intent import Spec
from flowkit.model.outline import Fence
from flowkit.read.document import document_from_bytes, read_document
from flowkit.read.markdown import read_outline
from flowkit.read.spec import read_spec

ROOT = Path(__file__).resolve().parents[2]


def spec(text: str | bytes, path: str = "docs/specs/ovens.md") -> Spec:
    """Read a spec from its text."""
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    return read_spec(read_outline(document_from_bytes(data, path)))


def documented() -> str:
    """Return the whole example of the documentation of the format."""
    outline = read_outline(read_document(ROOT / "docs" / "spec-format.md"))
    fences = [block for section in outline.sections for block in section.blocks if isinstance(block, Fence)]
    return next("\n".join(line.text for line in fence.lines) for fence in fences if "**Id:**" in str(fence.lines))


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
    assert [entry.id for entry in (*read.contracts, *read.questions)] == ["CE_LABEL_PRINT", "OQ-PRINT-001"]
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


def component(body: str, heading: str = "Components") -> Spec:
    """Read a spec with one component of the given body."""
    return spec(f"# Ovens\n\n## {heading}\n\n### Door\n\n{body}\n")


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


@pytest.mark.parametrize(
    ("text", "line", "words", "hint"),
    [
        ("no title", 1, "no title", "# What is to be made"),
        ("# A\n\n# B\n", 3, "second title", "##"),
        ("# A\n\n## Componets\n", 3, "'Componets' is not known", "Components"),
        ("# A\n\n**Idd:** x\n", 3, "unknown field 'Idd'", "Id"),
        ("# A\n\n**Id:** x\n**Run ID:** y\n", 4, "twice", "one field"),
        ("# A\n\n**Id:** my oven\n", 3, "'my oven' cannot be an id", "feat-parcel-labels"),
        ("# A\n\n**Id:** ../oven\n", 3, "'../oven' cannot be an id", "feat-parcel-labels"),
        ("# A\n\n**ADR:** the seventh\n", 3, "names no decision", "ADR-007"),
        ("# A\n\n## Requirements\n\n### Heat\n", 5, "lacks an id", "### REQ-001"),
        ("# A\n\n## Requirements\n\n### REQ-001\n", 5, "lacks a title", "### REQ-001"),
        ("# A\n\n## Requirements\n\n### AC-1: Heat\n", 5, "lacks an id", "### REQ-001"),
        ("# A\n\n## Requirements\n\n### REQ-001: X\n\n### REQ-001: Y\n", 7, "twice, at line 5", "of its own"),
        ("# A\n\n## Requirements\n\n### REQ-001: X\n\n- AC-1: a\n- AC-1: b\n", 8, "AC-1 twice", "of its own"),
        ("# A\n\n## Requirements\n\n### REQ-001: X\n\n- AC-1: a\n- b\n", 8, "id of a criterion", "AC-1: What is true"),
        ("# A\n\n## Requirements\n\n### REQ-001: X\n\n- AC-1:\n", 7, "no text", "AC-1: What is true"),
        ("# A\n\n## Components\n\n### Door, front\n", 5, "comma", "Depends on"),
        ("# A\n\n## Components\n\n### Door\n\n**Efort:** 2h\n", 7, "unknown field 'Efort'", "Effort"),
        ("# A\n\n## Components\n\n### Door\n\n**Colour:** red\n", 7, "unknown field 'Colour'", "known are: priority"),
        ("# A\n\n## Components\n\n### Door\n\n**Scenarios:** SC-001\n", 7, "unknown field 'Scenarios'", "known are"),
        ("# A\n\n## Components\n\n### Door\n\n**Implements:** heat\n", 7, "'heat' is no requirement", "REQ-001"),
        ("# A\n\n## Components\n\n### Door\n\n**Contract:** yes\n", 7, "no part of a contract", "CE_"),
        ("# A\n\n## Tests\n\n### Door\n\n**Scenarios:** opens\n", 7, "id of a scenario", "SC-001"),
        ("# A\n\n## Tests\n\n### Door\n\n**Coverage:**\n- 90%\n", 8, "id of a coverage", "COV_UNIT_STORE"),
        (
            "# A\n\n## Tests\n\n### Door\n\n**Coverage:**\n- COV_A: 950 % of a.py\n",
            8,
            "COV_A demands 950 %",
            "up to 100",
        ),
        ("# A\n\n## Tests\n\n### Door\n\n**Coverage:**\n- COV_A: 100.5% lines\n", 8, "demands 100.5 %", "up to 100"),
        ("# A\n\n**Features:** a.feature, /etc/passwd\n", 3, "'/etc/passwd' leads out of the project", "from the root"),
        ("# A\n\n**Features:** a/../../b.feature\n", 3, "leads out of the project", "from the root"),
        ("# A\n\n**Features:** `C:\\b.feature`\n", 3, "leads out of the project", "from the root"),
        ("# A\n\n**Features:** `..\\b.feature`\n", 3, "leads out of the project", "from the root"),
        ("# A\n\n## Tests\n\n### Door\n\n**Feature:** ../b.feature\n", 7, "leads out of the project", "from the root"),
        ("# A\n\n## Contracts\n\n- CE_A: x\n- CE_A: y\n", 6, "twice, at line 5", "of its own"),
        ("# A\n\n## Contracts\n\n- x\n", 5, "id of a contract", "CE_"),
        ("# A\n\n## Risks\n\n- everything\n", 5, "names no component", "Component: the risk"),
        ("# A\n\n## Risks\n\n| a | b |\n|---|---|\n| Door | Falls |\n", 7, "tells no risk", "three cells"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, line: int, words: str, hint: str) -> None:
    """An error names the line, what is wrong there, and what to do."""
    with pytest.raises(ReadError) as caught:
        spec(text)
    assert caught.value.where == f"docs/specs/ovens.md:{line}"
    assert words in caught.value.message
    assert hint in str(caught.value.hint)


PIECES = [
    "# A\n",
    "\n## Requirements\n",
    "\n### REQ-001: X\n",
    "\n## Components\n",
    "\n### Door\n",
    "- AC-1: a\n",
    "**Effort:** 2h\n",
    "**Depends on:** ",
    "Door, ",
    "**Deliverables:**\n",
    "- `a/b.py` - c\n",
    "\n## Tests\n",
    "**Coverage:** COV_A: 9%\n",
    "## Risks\n",
    "| a | b | c |\n|---|---|---|\n",
    "| x | y |\n",
    "- a: b\n",
    "  - c\n",
    "```\n",
    "<!--",
    "\0",
    "\n",
    "**",
    ":",
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.binary(max_size=60))
def test_any_text_gives_a_spec_or_a_clear_error(text: str | bytes) -> None:
    """Whatever a file holds, the answer is a spec or an error with a place."""
    try:
        spec(text)
    except ReadError as error:
        place = error.where
    else:
        place = "none is needed"
    assert place is not None
