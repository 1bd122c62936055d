"""Statuses and check marks."""

from __future__ import annotations

import pytest

from flowkit.model.claim import ClaimKind

from .claiming import claims


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("# Plan\n\n**Status:** Complete\n", "complete"),
        ("# Plan\n\n**Status**: ✅ Completed 2026-02-01\n", "complete"),
        ("# Plan\n\n**Status:** Done\n", "complete"),
        ("# Plan\n\n**Status:** In Progress\n", "In Progress"),
        ("# Plan\n\n**Status:** Complete except for the docs\n", "Complete except for the docs"),
        ("# Plan\n\n**Status:** Draft / Done / Final\n", "Draft / Done / Final"),
        ("# Plan\n\n**Status:** 80% complete\n", "80% complete"),
        ("# Plan\n\n## Work\n\nText.\n\n## Story Status: **COMPLETE** ✅\n", "complete"),
        ("# Plan\n\n## Next\n\n**Implementation Status**: âœ… Complete\n", "complete"),
        ("---\nstatus: done\n---\n\n# Plan\n", "complete"),
        ("# Plan\n\n## Current Status\n\n**Status:** Completed\n", "complete"),
    ],
)
def test_a_status_is_read_where_it_speaks_of_the_plan(text: str, value: str) -> None:
    """At the head, in a section on status, with a qualified name or in the front matter."""
    (claim,) = claims(text, ClaimKind.STATUS)
    assert claim.value == value


@pytest.mark.parametrize(
    "text",
    [
        "# Plan\n\n## Design\n\n### The old store\n\n**Status:** Complete\n",
        "# Plan\n\n**Validation Status:** Complete\n",
        "# Plan\n\nThe status line says: complete\n",
        "# Plan\n\n```yaml\nstatus: complete\n```\n",
    ],
)
def test_a_status_of_something_else_is_none_of_the_plan(text: str) -> None:
    """A part, a review or an example has a status of its own."""
    assert claims(text, ClaimKind.STATUS) == []


def test_check_marks_claim_for_their_whole_section() -> None:
    """A section on success claims once, at its heading, how many entries carry a mark."""
    inner = "### Functions\n- ✅ a\n- ✔ b\n\n### Quality Gates\n- âœ… c\n"
    text = f"# Plan\n\n## Success Criteria\n\n{inner}\n## Pros\n- ✅ d\n"
    (claim,) = claims(text, ClaimKind.CHECK_MARK)
    assert (claim.span.line, claim.value, claim.subject) == (3, "3", "criteria")


@pytest.mark.parametrize("entry", ["- ❌ c", "- [ ] c", "- c", "- ⏳ c"])
def test_a_section_with_an_entry_without_a_check_mark_claims_nothing(entry: str) -> None:
    """Marks that are set with care tell what is reached from what is not."""
    assert claims(f"# Plan\n\n## Success Criteria\n\n- ✅ a\n- ✅ b\n{entry}\n", ClaimKind.CHECK_MARK) == []


@pytest.mark.parametrize("lead", ["We are done when:", "All of this must hold:", "**The release is good if:**"])
def test_check_marks_below_a_condition_are_bullets(lead: str) -> None:
    """A definition of success declares nothing; a plain sentence before the marks takes nothing back."""
    text = "# Plan\n\n## Success Criteria\n\n{}\n\n- ✅ a\n- ✅ b\n"
    assert claims(text.format(lead), ClaimKind.CHECK_MARK) == []
    assert len(claims(text.format("What came of it:"), ClaimKind.CHECK_MARK)) == 1
