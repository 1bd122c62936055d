"""The file of a baseline: what is written reads back, what people wrote stays, and what is wrong is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.errors import ConfigError
from flowkit.model.baseline import Entry
from flowkit.record.baseline_file import HEAD, parse, text_of

TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12) | st.sampled_from(
    ['"""', "[[finding]]\n", "\\u0041", "# no remark", "\x7f\x00\x1f", "a\r\nb", "'''"]
)
ENTRIES = st.builds(
    Entry,
    rule=TEXTS,
    path=TEXTS,
    message=TEXTS,
    reason=TEXTS.filter(str.strip),
    marker=st.none() | TEXTS,
    until=st.none() | st.dates(),
    count=st.integers(1, 99),
)


def without_lines(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return entries as they are before they are written."""
    return tuple(replace(entry, line=None) for entry in entries)


@given(st.lists(ENTRIES, max_size=4).map(tuple))
def test_what_is_written_reads_back(entries: tuple[Entry, ...]) -> None:
    """Whatever an entry says, its text reads back to it, and writing it again changes nothing."""
    text = text_of(entries)
    read = parse(text, "b.toml")
    assert without_lines(read) == entries
    assert text_of(read, text) == text


@given(st.lists(ENTRIES, min_size=1, max_size=4).map(tuple), st.data())
def test_what_people_wrote_stays(entries: tuple[Entry, ...], data: st.DataObject) -> None:
    """Remarks above and in entries stay as long as their entries do, and at the head in any case."""
    remarks = "\n".join(
        f"# why {at}\n{text_of([entry]).removeprefix(HEAD).strip()}  # so" for at, entry in enumerate(entries)
    )
    text = f"# ours\n\n{remarks}\n"
    read = parse(text, "b.toml")
    kept = data.draw(st.lists(st.sampled_from(read), unique=True).map(tuple))
    after = text_of(kept, text)
    assert without_lines(parse(after, "b.toml")) == without_lines(kept)
    assert after.startswith("# ours\n")
    assert [f"# why {read.index(entry)}\n" in after for entry in kept] == [True] * len(kept)


ENTRY = 'rule = "x"\npath = "a.md"\nmessage = "m"\n'


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        (f"\n[[finding]]\n{ENTRY}", "b.toml:2", "reason is missing"),
        (f'[[finding]]\n{ENTRY}reason = " "\n', "b.toml:1", "its reason is empty"),
        (f'[[finding]]\n{ENTRY}reason = "r"\n\n[[finding]]\n{ENTRY}reason = "r"\ncount = 0\n', "b.toml:7", "count"),
        (f'[[finding]]\n{ENTRY}reason = "r"\nuntil = "2026-01-01"\n', "b.toml:1", "without quotes"),
        (f'[[finding]]\n{ENTRY}reason = "r"\nuntill = 2026-01-01\n', "b.toml:1", "did you mean until"),
        (f'[[findings]]\n{ENTRY}reason = "r"\n', "b.toml:1", "did you mean finding"),
        ("[[finding]]\nrule = x\n", "b.toml:2", "is not valid TOML"),
        ("finding = 3\n", "b.toml:1", "a list"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, where: str, words: str) -> None:
    """An entry without a reason, or with a key or value that cannot be, is an error at its line."""
    with pytest.raises(ConfigError, match=words) as raised:
        parse(text, "b.toml")
    assert raised.value.where == where


def test_entries_without_headings_have_no_place() -> None:
    """Entries in a list of TOML are read, and written anew as flowkit writes them."""
    text = 'finding = [{rule = "x", path = "a.md", message = "m", reason = "r", until = 2026-01-01}]\n'
    read = parse(text, "b.toml")
    assert read == (Entry("x", "a.md", "m", "r", None, date(2026, 1, 1)),)
    assert without_lines(parse(text_of(read, text), "b.toml")) == read
