"""A decision that takes the place of another is told by either of them, by id, file, number or title."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowkit.model.intent import Adr
from flowkit.read.adr import read_adr
from flowkit.read.document import document_from_bytes
from flowkit.read.markdown import read_outline
from flowkit.read.succession import settle


def adr(text: str, path: str = "docs/decisions/note.md") -> Adr:
    """Read a decision from its text."""
    return read_adr(read_outline(document_from_bytes(text.encode(), path)))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("# Tags\n\n## Status\n\nAccepted\n\nSupersedes ADR-0002 and ADR-0003\n", ("ADR-0002", "ADR-0003")),
        ("# Tags\n\n## Status\n\nAccepted\n\nSupercedes [2. Old](0002-old.md)\n", ("0002-old.md",)),
        ("# Tags\n\n- Status: accepted\n- Supersedes: [ADR-0002](0002-old.md)\n", ("ADR-0002",)),
        ("---\nstatus: accepted\nsupersedes: [ADR-0002, ADR-0003]\n---\n# Tags\n", ("ADR-0003", "ADR-0002")),
        ("# Tags\n\n## Links\n\n- Replaces ADR-0002. See ADR-0009 too.\n", ("ADR-0002",)),
        ("# Tags\n\n## Status\n\nAccepted\n\n## Context\n\nThis supersedes ADR-0002 in spirit.\n", ()),
    ],
)
def test_what_a_decision_takes_the_place_of_is_found(text: str, named: tuple[str, ...]) -> None:
    """Predecessors are named in the status, in the header, in the front matter or among the links, by id or file."""
    assert sorted(adr(text).supersedes) == sorted(named)


def test_successors_are_found_by_whatever_name(tmp_path: Path) -> None:
    """A successor that is named by file, number or title is known by its id among the decisions of the project."""
    texts = {
        "0001-a.md": "# 1. A\n\n## Status\n\nSuperseded by [4. D](0004-d.md#why)\n",
        "0002-b.md": "# 2. B\n\n## Status\n\nSuperseded by 4\n",
        "0003-c.md": "# 3. C\n\n## Status\n\nSuperseded by The last word\n",
        "0004-d.md": "# 4. The last word\n\n## Status\n\nAccepted\n",
        "0005-e.md": "# 5. E\n\n## Status\n\nSuperseded by a decision to come\n",
    }
    settled = settle(adr(text, f"{tmp_path}/{name}") for name, text in texts.items())
    assert [one.superseded_by for one in settled] == ["ADR-0004"] * 3 + [None, "a decision to come"]


def test_a_decision_is_superseded_by_one_that_says_so() -> None:
    """Where only the successor tells of it, the old decision is superseded; a proposal takes no place yet."""
    old, kept = adr("# ADR-001: A\n\nStatus: accepted\n"), adr("# ADR-002: B\n\nStatus: accepted\n")
    new = adr("# ADR-003: C\n\nStatus: accepted\nSupersedes: ADR-001\n")
    planned = adr("# ADR-004: D\n\nStatus: proposed\nSupersedes: ADR-002\n")
    settled = settle([old, kept, new, planned])
    assert [(one.status, one.superseded_by) for one in settled] == [
        ("superseded", "ADR-003"),
        ("accepted", None),
        ("accepted", None),
        ("proposed", None),
    ]
