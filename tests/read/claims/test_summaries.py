"""Inventories of ids and numbers."""

from __future__ import annotations

import pytest

from flowkit.model.claim import ClaimKind

from .claiming import claims, totals


def test_a_summary_lists_ids_and_the_ids_of_ranges() -> None:
    """Each id is a claim; a range claims those between its ends."""
    text = "# Plan\n\n## Marker Summary\n\n- IMPL_001 - IMPL_004, TEST_001\n\n## Other\n\nIMPL_009\n"
    found = claims(text, ClaimKind.SUMMARY)
    assert [claim.value for claim in found] == ["IMPL_001", "IMPL_002", "IMPL_003", "IMPL_004", "TEST_001"]


@pytest.mark.parametrize(
    "line",
    [
        "- RISKY_TASKS: 2 (IMPL_002, IMPL_005)",
        "- WAITING: IMPL_002",
        "- 2 (IMPL_002, IMPL_005)",
        "- The rest follows IMPL_002",
    ],
)
def test_an_inventory_that_only_mentions_ids_lists_none(line: str) -> None:
    """Ids in brackets behind a number, in a sentence or behind a key of something else are mentions."""
    assert claims(f"# Plan\n\n## Inventory\n\n{line}\n", ClaimKind.SUMMARY) == []


@pytest.mark.parametrize(
    "line",
    ["- SUBTASK: IMPL_001", "**IMPL:** IMPL_001", "- **IMPL markers:** 1 (IMPL_001)", "- `IMPL_001`: the reader"],
)
def test_an_inventory_lists_ids_as_entries(line: str) -> None:
    """Ids are listed where the line begins with them or with a key that names them."""
    found = claims(f"# Plan\n\n## Inventory\n\n{line}\n", ClaimKind.SUMMARY)
    assert [claim.value for claim in found] == ["IMPL_001"]


def test_a_summary_gives_numbers_of_kinds() -> None:
    """The name of a kind with a number, in a marker summary and nowhere else."""
    text = "# Plan\n\n## Marker Summary\n\n- **IMPL:** 5\n- TEST: 3\n\n## Other\n\n- DOC: 2\n"
    assert totals(text) == [("IMPL", "5"), ("TEST", "3")]
