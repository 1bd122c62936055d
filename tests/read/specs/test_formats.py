"""Every document is of one format, and whatever it holds is read or refused in plain words."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from flowkit.errors import ReadError
from flowkit.model.marker import Grammar
from flowkit.model.outline import Outline
from flowkit.read.document import document_from_bytes, read_document
from flowkit.read.markdown import read_outline
from flowkit.read.specs import FORMATS, load, recognise

ROOT = Path(__file__).resolve().parents[3]


def outline(data: bytes) -> Outline:
    """Read the outline of a text."""
    return read_outline(document_from_bytes(data, "x.md"))


def test_the_projects_own_specs_are_of_its_own_format() -> None:
    """Flowkit's specs are recognised as such, though they state requirements by ids."""
    files = sorted((ROOT / "docs" / "specs").glob("*.md"))
    assert files
    for file in files:
        assert recognise(read_outline(read_document(file)), Grammar()) == "flowkit"


def test_a_document_that_is_no_spec_is_held_to_be_of_the_own_format() -> None:
    """So that what is said about it is what its writer can do about it."""
    assert recognise(outline(b"# Notes\n\nNothing is wanted.\n"), Grammar()) == "flowkit"
    assert recognise(outline(b""), Grammar()) == "flowkit"


PIECES = [
    "# Feature Specification: A\n", "### User Story 1 - B (Priority: P1)\n", "### Requirement 1: C\n",
    "### Requirement: D\n", "#### Scenario: E\n", "## ADDED Requirements\n", "- FROM: `### Requirement: F`\n",
    "- **FR-001**: G\n", "| ID | H |\n|---|---|\n", "| FR-2 | I |\n", "1. **Given** j, **When** k\n", "- WHEN l\n",
    "  - m\n", "**Priority:** P1\n", "~~FR-3: n~~\n", "\n", "> ", "[NEEDS CLARIFICATION: o]", "## Key Entities\n",
    "#### Acceptance Criteria\n", "```\n", "<!--", "-->", "### US-1: p\n", "**", "1.2 q\n", "**Scenario:** r\n",
    "**Given**: s\n", "- Given t\n- When u\n", "- \n",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=16).map("".join))
def test_every_format_reads_any_text(text: str) -> None:
    """Each format but flowkit's own reads anything; what it reads lies within the document; flowkit's may refuse it."""
    read = outline(text.encode("utf-8", "surrogatepass"))
    size = len(read.document.data)
    for name in FORMATS:
        form = load(name)
        assert 0 <= form.recognise(read, Grammar()) <= 1
        try:
            spec = form.read(read, Grammar())
        except ReadError as error:
            assert name == "flowkit" and error.where is not None  # noqa: PT017  others raise nothing
            continue
        places = [one.span for one in (*spec.requirements, *spec.stories)]
        places += [one.span for one in spec.questions] + [one.span for one in (*spec.outcomes, *spec.edge_cases)]
        assert all(0 <= place.start <= place.end <= size for place in places)
        for one in (*spec.requirements, *spec.stories):
            assert one.id and one.title
        assert spec.id and spec.title
