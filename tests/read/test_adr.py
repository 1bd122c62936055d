"""Decisions are read in Nygard's form and in MADR's, with the variants that people write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from flowkit.errors import ReadError
from flowkit.model.intent import Adr
from flowkit.read.adr import read_adr
from flowkit.read.document import document_from_bytes, read_document
from flowkit.read.markdown import read_outline


def adr(text: str | bytes, path: str = "docs/decisions/note.md") -> Adr:
    """Read a decision from its text."""
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    return read_adr(read_outline(document_from_bytes(data, path)))


NYGARD = """# 9. Keep prices as integers

Date: 2025-11-03

## Status

Accepted

## Context

Sums of floating point numbers drift.

## Decision

We keep prices in cents.

The smallest unit of each currency decides.

## Consequences

Old reports need a new query.

- Sums are exact
- Every display divides by a hundred
"""

MADR = """---
status: accepted
date: 2025-11-03
decision-makers: [ada, bob]
---
# Keep prices as integers

## Considered Options

* Integers
* Decimals
* … <!-- more will do -->

## Decision Outcome

Chosen option: "Integers", because every database has them.

### Consequences

* Good, because sums are exact
* Bad, because displays divide

### Confirmation

A test adds up ten thousand prices.
"""


def test_nygards_form_is_read() -> None:
    """Title, date, status, decision and consequences are found in their sections."""
    read = adr(NYGARD, "docs/adr/0009-prices.md")
    assert (read.id, read.title, read.status, read.date) == (
        "ADR-0009",
        "Keep prices as integers",
        "accepted",
        "2025-11-03",
    )
    assert read.decision == "We keep prices in cents.\n\nThe smallest unit of each currency decides."
    assert read.consequences == ("Sums are exact", "Every display divides by a hundred")
    assert (read.chosen, read.options, read.superseded_by) == (None, (), None)


def test_madrs_form_is_read() -> None:
    """Front matter gives status and date; options, choice, consequences and confirmation have their sections."""
    read = adr(MADR)
    assert (read.id, read.title, read.status, read.date) == (None, "Keep prices as integers", "accepted", "2025-11-03")
    assert (read.options, read.chosen) == (("Integers", "Decimals"), "Integers")
    assert read.consequences == ("Good, because sums are exact", "Bad, because displays divide")
    assert read.confirmation == ("A test adds up ten thousand prices.",)


@pytest.mark.parametrize(
    ("heading", "path", "identifier", "title"),
    [
        ("# ADR-0004: Tags in tests", "adr/x.md", "ADR-0004", "Tags in tests"),
        ("# ADR 101: Tags in tests", "adr/x.md", "ADR-101", "Tags in tests"),
        ("# 4. Tags in tests", "adr/x.md", "ADR-4", "Tags in tests"),
        ("# 4. Tags in tests", "adr/0004-tags.md", "ADR-0004", "Tags in tests"),
        ("# Tags in tests", "adr/adr-012-tags.md", "ADR-012", "Tags in tests"),
        ("# Architecture Decision Record: Tags in tests", "adr/adr-012-tags.md", "ADR-012", "Tags in tests"),
        ("# Tags in tests", "adr/20260302-tags.md", None, "Tags in tests"),
        ("# Tags in tests", "adr/use-python-3-for-tags.md", None, "Tags in tests"),
        ("# [ADR-0004] Tags in tests", "adr/x.md", "ADR-0004", "Tags in tests"),
        ("# Tags instead of ADR-0004", "adr/0009-tags.md", "ADR-0009", "Tags instead of ADR-0004"),
        ("# **ADR-0004**: Tags in tests", "adr/x.md", "ADR-0004", "Tags in tests"),
        ("Tags in tests\n=============", "adr/0009-tags.md", "ADR-0009", "Tags in tests"),
    ],
)
def test_the_number_is_found(heading: str, path: str, identifier: str | None, title: str) -> None:
    """An id in the title comes first, then the number of the file, then the number of the title; a date is none."""
    read = adr(f"{heading}\n\nText.\n", path)
    assert (read.id, read.title) == (identifier, title)


@pytest.mark.parametrize(
    ("status", "state", "successor"),
    [
        ("## Status\n\nAccepted\n", "accepted", None),
        ("## Status\n\nAccepted on 2025-01-01 by the board\n", "accepted", None),
        ("## Status\n\n**Proposed**\n", "proposed", None),
        ("## Status\n\n~~Proposed~~ Rejected\n", "rejected", None),
        ("## Status\n\nAccepted\n\nSuperceded by [12. Other](0012-other.md)\n", "superseded", "0012-other.md"),
        ("## Status\n\nSuperseded by ADR-0123\n", "superseded", "ADR-0123"),
        ("## Status\n\nSuperseded by [ADR-0123](0123-other.md)\n", "superseded", "ADR-0123"),
        ("## Status\n\nSuperseded\n", "superseded", None),
        ("## Status\n\nOn hold until spring\n", "on hold", None),
        ("## Status\n\nUnder review, see below\n", "under review", None),
        ("* Status: accepted\n* Date: 2025-01-01\n", "accepted", None),
        ("- **Status**: superseded by ADR-0005\n", "superseded", "ADR-0005"),
        ("Status: Deprecated\n", "deprecated", None),
        ("## Status\n\n{proposed | rejected | accepted}\n", None, None),
        ("## Status\n", None, None),
        ("", None, None),
        ("## Status: Accepted\n", "accepted", None),
        ("## 1. Status\n\nAccepted\n", "accepted", None),
        ("| Status | Accepted |\n|---|---|\n| Date | 2025-01-01 |\n", "accepted", None),
        ("| Field | Value |\n|---|---|\n| **Status** | Accepted |\n", "accepted", None),
        ("## Status\n\n- Accepted\n- Supersedes ADR-0002\n", "accepted", None),
        ("## Status\n\nSupersedes ADR-0002\n\nAccepted\n", "accepted", None),
        ("## Status\n\nAccepted, partially superseded by ADR-0007\n", "accepted", None),
        ("Status: Accepted\nSuperseded by: ADR-0007\n", "superseded", "ADR-0007"),
        ("Status: Accepted\nSuperseded by: None\n", "accepted", None),
        ("Status: Accepted\n\n## Links\n\n- Superseded by [ADR-0007](0007-x.md)\n", "superseded", "ADR-0007"),
        ("Status: Accepted\n\n## Links\n\n- What superseded by whom is told [here](x.md)\n", "accepted", None),
        ("## Status\n\n✅ Accepted\n", "accepted", None),
        ('## Status\n\nReplaced by "Tags in code"\n', "superseded", "Tags in code"),
        ("## Status\n\nSuperseded by 12\n", "superseded", "12"),
    ],
)
def test_the_status_is_found(status: str, state: str | None, successor: str | None) -> None:
    """The status stands in a section, in a list or on a line; a successor makes a decision superseded."""
    read = adr(f"# Tags\n\n{status}\n## Context\n\nStatus: rejected is what we feared.\n")
    assert (read.status, read.superseded_by) == (state, successor)


def test_a_title_in_the_front_matter_will_do() -> None:
    """A decision without a heading is called as its front matter calls it, and the title keeps its place."""
    read = adr("---\nid: ADR-031\ntitle: Tags in code\nstatus: Accepted\n---\n\n## Decision\n\nTags.\n")
    assert (read.id, read.title, read.status, read.decision) == ("ADR-031", "Tags in code", "accepted", "Tags.")
    assert (read.span.line, read.span.column) == (3, 8)


def test_a_decision_in_one_sentence_is_read() -> None:
    """A sentence that tells context, concern, choice, aim and cost gives the choice, and the cost as a consequence."""
    read = adr(
        "# Prices\n\nIn the context of the shop, facing sums that drift, we decided for **whole cents** and against\n"
        "decimals, to achieve exact sums, accepting that every display divides by a hundred.\n"
    )
    assert read.chosen == "whole cents"
    assert read.consequences == ("every display divides by a hundred",)
    assert read.decision is not None and read.decision.startswith("In the context of the shop")


def test_options_may_have_sections_of_their_own() -> None:
    """Options that are told below headings of their own are named by them, and their good and bad sides are none."""
    read = adr("# T\n\n## Options Considered\n\n### In code\n\n- Good: near\n\n### In a file\n\n- Bad: far\n")
    assert read.options == ("In code", "In a file")


def test_front_matter_that_is_not_yaml_is_read_by_lines() -> None:
    """A name with an at sign breaks YAML; status and date are found all the same."""
    read = adr("---\nstatus: accepted\ndate: 2025-01-01\ndecision-makers: @ada\n---\n# Tags\n")
    assert (read.status, read.date) == ("accepted", "2025-01-01")


def test_an_example_in_a_fence_is_no_decision() -> None:
    """A fenced example of front matter and title says nothing of this decision."""
    read = adr(
        "# Tags\n\n## Context\n\n```markdown\n---\nstatus: rejected\n---\n# Other\n\n## Status\n\nRejected\n```\n"
    )
    assert (read.title, read.status) == ("Tags", None)


@pytest.mark.parametrize(
    ("line", "chosen"),
    [
        ('Chosen option: "Tags in code", because they are near.', "Tags in code"),
        ("Chosen option: Tags, because they are near.", "Tags"),
        ("Chosen option: `Tags`, because they are near.", "Tags"),
        ('Chosen option: _"1. Ada\'s tags"_, because they are near.', "1. Ada's tags"),
        ("Chosen option: 'Ada's tags', because they are near.", "Ada's tags"),
        ('**Chosen option:** "Tags".\nBecause they are near.', "Tags"),
        ("Chosen option: [Tags](https://tags.example/), since they are near.", "Tags"),
        ("We flipped a coin.", None),
    ],
)
def test_the_chosen_option_is_found(line: str, chosen: str | None) -> None:
    """The option is what is quoted, otherwise what comes before the reason."""
    assert adr(f"# Tags\n\n## Decision Outcome\n\n{line}\n").chosen == chosen


def test_consequences_of_several_headings_come_together() -> None:
    """Positive and negative consequences, beside or below one heading, are one list."""
    read = adr(
        "# Tags\n\n## Consequences\n\n### Positive\n\n- Near\n\n### Negative\n\n- Many\n\n### Neutral\n\nMore lines.\n"
    )
    assert read.consequences == ("Near", "Many", "More lines.")
    beside = adr(
        "# T\n\n## Decision Outcome\n\nX.\n\n### Positive Consequences\n\n- Near\n\n"
        "### Negative Consequences\n\n- Many\n"
    )
    assert beside.consequences == ("Near", "Many")


def test_a_document_without_a_title_is_no_decision() -> None:
    """An error says where the title is missing and what it looks like."""
    with pytest.raises(ReadError, match=r"note\.md:1: .* no title .*# ADR-001"):
        adr("Some text.\n")


PIECES = ["# ", "## Status\n", "## Decision\n", "Chosen option: ", "\n", "---\n", "status: ", '"', "a", "[", "](", "~~"]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join) | st.binary(max_size=60))
def test_any_text_gives_a_decision_or_a_clear_error(text: str | bytes) -> None:
    """Whatever a file holds, the answer is a decision or an error with a place."""
    try:
        adr(text)
    except ReadError as error:
        place = error.where
    else:
        place = "none is needed"
    assert place is not None


def truth(shared: Path) -> list[dict[str, Any]]:
    """Return what was read by hand in the real decisions."""
    documents = yaml.safe_load((shared / "corpus" / "TRUTH.yaml").read_text(encoding="utf-8"))
    documents = documents.get("documents", documents) if isinstance(documents, dict) else documents
    return [entry for entry in documents if entry["kind"] == "adr"]


def test_real_decisions_are_read_as_by_hand(shared: Path) -> None:
    """Title, number, status, date, options and choice agree with what a person found."""
    entries = truth(shared)
    assert entries
    for entry in entries:
        read = read_adr(read_outline(read_document(shared / "corpus" / entry["file"])))
        expected = entry["adr"]
        assert (read.title, read.status, read.chosen) == (expected["title"], expected["status"], expected["chosen"])
        assert read.id == f"ADR-{expected['number']}"
        assert read.date == expected.get("date")
        assert list(read.options) == expected["considered_options"]
        assert len(read.consequences) == expected.get("positive", 0) + expected.get("negative", 0)


def test_every_real_decision_is_read(shared: Path) -> None:
    """No decision that somebody has written is refused, and each has a title."""
    files = sorted((shared / "corpus" / "adr").glob("*.md"))
    assert files
    for file in files:
        assert read_adr(read_outline(read_document(file))).title
