"""Every document is of one format, and whatever it holds is read or refused in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.errors import ReadError
from flowkit.model.marker import Grammar
from flowkit.model.outline import Outline
from flowkit.read.document import document_from_bytes, read_document
from flowkit.read.markdown import read_outline
from flowkit.read.spec import read_spec
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


def test_a_spec_that_is_only_begun_is_of_the_own_format() -> None:
    """A section of flowkit's format, even misspelt, is enough if nothing says otherwise."""
    assert recognise(outline(b"# Ovens\n\n## Compnents\n\n### Door\n"), Grammar()) == "flowkit"
    assert recognise(outline(b"# Ovens\n\n## Requirements\n\n- FR-1: x\n"), Grammar()) == "requirements"


@pytest.mark.parametrize("text", ["", "# Notes\n\nNothing is wanted.\n", "- a\n- b\n"])
def test_a_document_that_is_no_spec_is_refused(text: str) -> None:
    """An error says what a document lacks that no format recognises, and what to do."""
    with pytest.raises(ReadError, match=r"x\.md:1: is no spec .*labels no requirement.*FR-001"):
        read_spec(outline(text.encode()))


PIECES = [
    "# Feature Specification: A\n", "### User Story 1 - B (Priority: P1)\n", "### Requirement 1: C\n",
    "### Requirement: D\n", "#### Scenario: E\n", "## ADDED Requirements\n", "- FROM: `### Requirement: F`\n",
    "- **FR-001**: G\n", "| ID | H |\n|---|---|\n", "| FR-2 | I |\n", "1. **Given** j, **When** k\n", "- WHEN l\n",
    "  - m\n", "**Priority:** P1\n", "~~FR-3: n~~\n", "\n", "> ", "[NEEDS CLARIFICATION: o]", "## Key Entities\n",
    "#### Acceptance Criteria\n", "```\n", "<!--", "-->", "### US-1: p\n", "**", "1.2 q\n", "**Scenario:** r\n",
    "**Given**: s\n", "- Given t\n- When u\n", "- \n",
]  # fmt: skip


# A document with many NUL bytes is refused before any format sees it.
ANY_TEXT = st.text(st.characters(exclude_characters="\0"), max_size=8)


@given(st.lists(st.sampled_from(PIECES) | ANY_TEXT, max_size=16).map("".join))
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
