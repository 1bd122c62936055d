"""Baselines: what they leave out, and which entries have had their day."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.model.baseline import Entry, Fingerprint
from flowkit.model.severity import Severity
from flowkit.model.source import Span
from flowkit.model.verdict import Finding, Place
from flowkit.record.baseline import renewed, settle

TODAY = date(2026, 3, 2)


def fingerprint(finding: Finding) -> Fingerprint:
    """Return what a finding is known by."""
    return finding.rule, finding.place.path, finding.marker, finding.message


def finding(message: str, line: int = 1) -> Finding:
    """Return a finding on a line."""
    return Finding("count-mismatch", Severity.ERROR, message, Place("a.md", Span(line, line + 1, line, 1)))


def entry(message: str, until: date | None = None, count: int = 1, line: int | None = 1) -> Entry:
    """Return an entry."""
    return Entry("count-mismatch", "a.md", message, "because", None, until, count, line)


@pytest.mark.parametrize(
    ("until", "left_out", "expired"),
    [(None, 1, 0), (date(2026, 3, 3), 1, 0), (TODAY, 1, 0), (date(2026, 3, 1), 0, 1)],
)
def test_an_entry_holds_through_its_day(until: date | None, left_out: int, expired: int) -> None:
    """The day that is named is the last on which a finding is left out; then it is told, and the entry with it."""
    settled = settle([entry("m", until)], [finding("m")], fingerprint, TODAY)
    assert (len(settled.left_out), len(settled.told), len(settled.expired)) == (left_out, 1 - left_out, expired)
    assert settled.unused == ()


def test_an_entry_leaves_out_no_more_than_it_counts() -> None:
    """Of findings that read alike, one more than the entry stands for is new, wherever its line is."""
    settled = settle([entry("m", count=2)], [finding("m", line) for line in (3, 5, 9)], fingerprint, TODAY)
    assert ([one.place.span for one in settled.told], len(settled.left_out)) == ([Span(9, 10, 9, 1)], 2)
    assert settled.unused == ()


def test_an_entry_that_counts_too_many_is_unused() -> None:
    """An entry that stands for more than is there says how many are."""
    many = entry("m", count=3)
    gone = entry("x", date(2020, 1, 1))
    settled = settle([many, gone], [finding("m")], fingerprint, TODAY)
    assert (settled.unused, settled.expired) == (((many, 1), (gone, 0)), ())


MESSAGES = st.sampled_from(["a", "b", "c"])
UNTIL = st.none() | st.sampled_from([date(2020, 1, 1), date(2030, 1, 1)])


ENTRIES = st.lists(st.builds(entry, MESSAGES, UNTIL, st.integers(1, 3)), max_size=5)


@given(ENTRIES, st.lists(MESSAGES, max_size=8), st.booleans())
def test_a_renewed_baseline_leaves_out_all_and_no_more(entries: list[Entry], messages: list[str], whole: bool) -> None:
    """Recorded today, today's findings are all left out; once all was looked at, no entry is expired or unused."""
    found = [finding(message, line) for line, message in enumerate(messages, 1)]
    new = renewed(entries, Counter(map(fingerprint, found)), "since then", None, TODAY, lambda _: whole)
    settled = settle(new, found, fingerprint, TODAY)
    assert (settled.told, settled.expired) == ((), ())
    assert settled.unused == () or not whole
    again = renewed(new, Counter(map(fingerprint, found)), "later", None, TODAY, lambda _: whole)
    assert again == new


@given(st.lists(st.builds(entry, MESSAGES, UNTIL), max_size=5))
def test_what_was_not_looked_at_stays(entries: list[Entry]) -> None:
    """Entries on what a run does not look at are neither dropped nor changed."""
    assert renewed(entries, Counter(), "r", None, TODAY, lambda _: False) == tuple(entries)
