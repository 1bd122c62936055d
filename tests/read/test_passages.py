"""What documents say of an id where they define it."""

from __future__ import annotations

from flowkit.model.marker import Grammar
from flowkit.read.document import document_from_bytes
from flowkit.read.markdown import read_outline
from flowkit.read.passages import read_passages

SPEC = """\
# Tea

REQ-004 is spoken of here, and not defined.

## REQ-001: Hot

It is hot.

### How hot

- AC-1: Boiling

## More

- **REQ-002**: Sweet,
  or not
  - by choice
- REQ-003: Cheap

REQ-005: Strong,
and dark.

| id | what |
|---|---|
| REQ-006 | Fair |

REQ-001: Hot again
"""


def passages(*ids: str) -> dict[str, tuple[int, tuple[str, ...]]]:
    """The line and the text of each passage about some ids."""
    outline = read_outline(document_from_bytes(SPEC.encode(), "docs/specs/tea.md"))
    found = list(read_passages(outline, Grammar(), ids))
    assert {one.place.path for one in found} <= {"docs/specs/tea.md"}
    assert len(found) == len({one.id for one in found})
    return {one.id: (one.place.span.line if one.place.span else 0, one.lines) for one in found}


def test_a_heading_brings_all_that_stands_below_it() -> None:
    """Its text, its lists and its own sections are part of the passage; of two definitions the first counts."""
    lines = ("## REQ-001: Hot", "", "It is hot.", "", "### How hot", "", "- AC-1: Boiling")
    assert passages("REQ-001") == {"REQ-001": (5, lines)}


def test_an_item_a_paragraph_and_a_row_end_where_they_end() -> None:
    """An item has its nested items with it, a paragraph its lines, a row itself."""
    assert passages("REQ-002", "REQ-003", "REQ-005", "REQ-006") == {
        "REQ-002": (15, ("- **REQ-002**: Sweet,", "  or not", "  - by choice")),
        "REQ-003": (18, ("- REQ-003: Cheap",)),
        "REQ-005": (20, ("REQ-005: Strong,", "and dark.")),
        "REQ-006": (25, ("| REQ-006 | Fair |",)),
    }


def test_a_citation_is_no_passage() -> None:
    """An id in the middle of a sentence defines nothing, and one that is nowhere gives nothing."""
    assert passages("REQ-004", "REQ-009") == {}
