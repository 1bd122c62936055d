"""Text from other documents keeps its words and cannot change the structure of a plan."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.draft.prose import anchor, cell, entry, inline, label, opening
from flowkit.model.outline import Block, ItemList, Paragraph, Table
from flowkit.read.document import document_from_bytes
from flowkit.read.field_names import PLAIN_FIELDS
from flowkit.read.fields import read_fields
from flowkit.read.markdown import read_outline

NASTY = st.text(
    alphabet=st.sampled_from("ab1 \n\r\t\u2028\x00#*_`~<>!-=+|[]().:\\{}&'\"x") | st.characters(codec="utf-8"),
    max_size=40,
)
PIECES = st.lists(
    st.sampled_from(
        [
            "<!--",
            "-->",
            "**",
            "Priority",
            ":",
            " ",
            "```",
            "~~~",
            "# ",
            "- ",
            "[x] ",
            "|",
            "1. ",
            "> ",
            "a",
            "\n",
            "_",
            "\\",
            "<",
            "</",
            "div",
            "x",
            " a='b'",
            "/>",
            ">",
            "?",
        ]
    ),
    max_size=12,
).map("".join)
TEXTS = (NASTY | PIECES).filter(lambda text: bool(opening(text)))


def test_words_stay_and_lines_join() -> None:
    """Ordinary text comes through as it is, on one line."""
    assert inline("Reads `a_b.py` and *stops*;\n  50% of them") == "Reads `a_b.py` and *stops*; 50% of them"
    assert opening("A lock - around everything") == "A lock - around everything"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("# Title", r"\# Title"),
        ("- item", r"\- item"),
        ("* item", r"\* item"),
        ("12) item", r"12\) item"),
        ("> quote", r"\> quote"),
        ("```python", r"\```python"),
        ("[x] done", r"\[x] done"),
        ("| a | b |", r"\| a | b |"),
        ("<div>", r"\<div>"),
        ("<Name of it>", r"\<Name of it>"),
        ("</b>", r"\</b>"),
        ("<?php", r"\<?php"),
        ("<p class='x'> and more", r"\<p class='x'> and more"),
        ("<What is to be made, in a word>", "<What is to be made, in a word>"),
        ("<b>bold</b> word", "<b>bold</b> word"),
        ("<https://example.org/a> says so", "<https://example.org/a> says so"),
        ("<3 ms", "<3 ms"),
        ("**Priority:** P3", r"Priority\: P3"),
        ("Depends on: the weather", r"Depends on\: the weather"),
        ("HTTP status: 200", r"HTTP status\: 200"),
        ("Total number of tasks: 9", r"Total number of tasks\: 9"),
        ("TODO: tbd", "TODO: tbd"),
        ("Two kinds: small ones", "Two kinds: small ones"),
        ("Three kinds of stores: all small", "Three kinds of stores: all small"),
        ("a <!-- b --> c", "a &lt;!-- b --&gt; c"),
        ("<!*--x:* y", "&lt;!--x: y"),
        ("<!_--x: y_", "&lt;!--x: y"),
        ("**bold** word", "**bold** word"),
        ("__init__ sets it", "__init__ sets it"),
        ("-5 degrees", r"\-5 degrees"),
        ("[US2]: a story", r"\[US2]: a story"),
        ("~~dropped~~", r"\~~dropped~~"),
        ("_~~dropped~~_", r"_\~~dropped~~_"),
    ],
)
def test_what_would_open_a_block_is_escaped(text: str, safe: str) -> None:
    """A mark at the start of a line that means something in Markdown gets a backslash."""
    assert opening(text) == safe


def outline_of(text: str) -> tuple[Block, ...]:
    """Return the blocks of a document."""
    return read_outline(document_from_bytes(text.encode("utf-8", "surrogatepass"), "plan.md")).root.blocks


@given(TEXTS)
def test_a_paragraph_stays_a_paragraph(text: str) -> None:
    """Safe text at the start of a line is one paragraph of one line, with no field in it, and reads back as it is."""
    blocks = outline_of(f"{opening(text)}\n")
    assert len(blocks) == 1
    block = blocks[0]
    assert isinstance(block, Paragraph)
    assert [line.text for line in block.lines] == [opening(text)]
    assert read_fields((block,), PLAIN_FIELDS).fields == ()


@pytest.mark.parametrize("name", sorted(PLAIN_FIELDS))
def test_no_name_of_a_field_makes_one(name: str) -> None:
    """Whatever name of a field a plan knows, a sentence that begins with it stays a sentence."""
    (block,) = outline_of(f"{opening(f'{name.capitalize()}: later')}\n")
    assert isinstance(block, Paragraph)
    assert read_fields((block,), PLAIN_FIELDS).fields == ()


@given(TEXTS)
def test_an_entry_stays_an_entry(text: str) -> None:
    """Safe text as an entry of a list is one entry without a box, and reads back as it is, in a field's list too."""
    blocks = outline_of(f"- first\n- {opening(text)}\n- {entry(text)}\n- last\n")
    assert len(blocks) == 1
    assert isinstance(blocks[0], ItemList)
    items = blocks[0].items
    assert [tuple(line.text for line in item.lines) for item in items] == [
        ("first",),
        (opening(text),),
        (entry(text),),
        ("last",),
    ]
    assert all(item.box is None and item.blocks == () for item in items)
    owned = read_fields(outline_of(f"**Notes:**\n- {entry(text)}\n"), PLAIN_FIELDS)
    assert [field.key for field in owned.fields] == ["notes"]


@given(TEXTS)
def test_a_title_stays_a_title(text: str) -> None:
    """Safe text behind an id is the title of its heading, and reads back as it is."""
    outline = read_outline(document_from_bytes(f"### IMPL_001: {inline(text)}\n\nText.\n".encode(), "plan.md"))
    assert [section.title.text for section in outline.sections][1:] == [f"IMPL_001: {inline(text)}".strip()]


@given(TEXTS, TEXTS)
def test_a_row_stays_a_row(first: str, second: str) -> None:
    """Safe cells make a row of as many cells, whatever pipes they held."""
    blocks = outline_of(f"| a | b |\n|---|---|\n| x{cell(first)} | y{cell(second)} |\n\nAfter.\n")
    assert len(blocks) == 2
    assert isinstance(blocks[0], Table)
    assert [len(row) for row in blocks[0].rows] == [2]
    assert blocks[0].rows[0][1].text.startswith("y")


@given(TEXTS)
def test_making_text_safe_twice_changes_nothing_more(text: str) -> None:
    """Safe text behind an id is already safe."""
    assert inline(inline(text)) == inline(text)


def test_a_label_is_words() -> None:
    """The label of a node holds no mark that a drawing gives a meaning."""
    assert label('Unit Tests - "Session" --> [x]; a-b {IMPL_001}') == "Unit Tests Session x a-b IMPL 001"


def test_an_anchor_is_that_of_the_heading() -> None:
    """An anchor has the form that code forges give a heading."""
    assert anchor("Unit Tests - SessionStore") == "unit-tests---sessionstore"
    assert anchor("`store.py`, the store") == "storepy-the-store"
