"""The YAML that tools keep for people."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from flowkit.read.plain_yaml import Entry, by_key, numbered, read_entries

TEXT = """\
id: JAR-7
title: >-
  A lid that: closes
  for good
assignee: [@ada, 'Bob''s', "c, \\"d\\""]  # who
reporter: @ada
remark: Fix: the lid  # soon
labels:
  - glass   # clear
  - '@home'
- unindented
refs: [
  one,
  two
]
empty: []
nothing:
stories:
  # the first
  epic-1: done  # today
  1-1-lid: "in progress"
long: one
  two
"""


def entries(text: str) -> dict[str, Entry]:
    """Return the entries of a text by key."""
    return by_key(read_entries(numbered(text.split("\n"))))


def test_what_strict_yaml_refuses_is_read() -> None:
    """Values, lists and keys below keys are read, with what is no valid YAML among them."""
    found = entries(TEXT)
    assert {key: entry.text for key, entry in found.items()} == {
        "id": "JAR-7",
        "title": "A lid that: closes for good",
        "assignee": '@ada Bob\'s c, "d"',
        "reporter": "@ada",
        "remark": "Fix: the lid",
        "labels": "glass @home unindented",
        "refs": "one two",
        "empty": "",
        "nothing": "",
        "stories": "",
        "long": "one two",
    }
    assert [key for key, entry in found.items() if entry.listed] == ["assignee", "labels", "refs", "empty"]
    assert [(one.key.text, one.text) for one in found["stories"].entries] == [
        ("epic-1", "done"),
        ("1-1-lid", "in progress"),
    ]


def test_every_value_stands_where_it_is_told_to() -> None:
    """A value without escapes is the text at its line and column."""
    lines = TEXT.split("\n")
    found = entries(TEXT)
    values = [line for entry in found.values() for line in entry.values if line.text[:2] not in {"Bo", "c,"}]
    assert all(lines[value.line - 1][value.column - 1 :].startswith(value.text) for value in values)


@given(st.dictionaries(st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True), st.lists(st.text(max_size=12)) | st.text()))
def test_any_text_is_read_without_harm(value: dict[str, object]) -> None:
    """What a tool writes of any texts has the same keys; what it writes of plain words has the same values."""
    found = entries(yaml.safe_dump(value, allow_unicode=True))
    assert set(value) <= set(found)
    for key, own in value.items():
        if isinstance(own, str) and own.isascii() and own.isalpha() and own not in {"n", "y", "null"}:
            assert found[key].text == own


@given(st.text())
def test_any_text_is_survived(text: str) -> None:
    """No text at all is too odd to be looked at."""
    assert isinstance(entries(text), dict)
