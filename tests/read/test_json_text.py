"""JSON whose values know where they stand."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.errors import ReadError
from flowkit.model.source import Document
from flowkit.read.document import document_from_bytes
from flowkit.read.json_text import JsonText, Node, Number

_LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
_VALUES = st.recursive(_LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12)


def document(text: str) -> Document:
    """Return a document that holds a text."""
    return document_from_bytes(text.encode("utf-8", "surrogatepass"), "tasks.json")


def plain(node: Node) -> object:
    """Return what a value is to Python."""
    if isinstance(node.value, dict):
        return {key: plain(value) for key, value in node.value.items()}
    if isinstance(node.value, list):
        return [plain(entry) for entry in node.value]
    return json.loads(node.value) if isinstance(node.value, Number) else node.value


@given(_VALUES, st.sampled_from([None, 2, "\t"]), st.booleans())
def test_any_json_is_read_as_it_was_written(value: object, indent: int | str | None, ascii_only: bool) -> None:
    """Whatever the layout, each value comes back, and stands where it is told to stand."""
    text = JsonText(document(json.dumps(value, indent=indent, ensure_ascii=ascii_only)))
    assert plain(text.root) == value
    left = [text.root]
    while left:
        node = left.pop()
        left += [*node.members.values(), *node.entries]
        assert json.loads(text.text[node.start : node.end]) == plain(node)


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ('{\n  "tasks": [\n    {"id": 1,}\n  ]\n}', 3, "a key in quotes is expected"),
        ('{"a" 1}', 1, ": is expected"),
        ("[1\n 2]", 2, ", is expected"),
        ('{"a":', 1, "a value is expected at its end"),
        ('{"a": "b\n"}', 1, "invalid control character"),
        ("{}\n{}", 2, "there is something behind its end"),
        ("[" * 5000, 1, "it is nested more than 100 deep"),
        ("", 1, "a value is expected at its end"),
    ],
)
def test_broken_json_is_told_at_its_line(text: str, place: int, what: str) -> None:
    """What is no JSON is refused with the line where that shows, however it is broken."""
    with pytest.raises(ReadError, match=what) as caught:
        JsonText(document(text))
    assert caught.value.where == f"tasks.json:{place}"


def test_half_a_character_does_no_harm() -> None:
    """An escape that is half of a character is read as one that is lost."""
    assert JsonText(document('"\\ud83d \\ud83d\\ude00"')).root.text == "\N{REPLACEMENT CHARACTER} 😀"


def test_a_string_stands_between_its_quotes() -> None:
    """The place of a string is what stands between the quotes, on its line and in its column."""
    text = JsonText(document('{\n  "id": "ä1",\n  "n": 12\n}'))
    spans = [text.span(node) for node in text.root.members.values()]
    assert [(span.line, span.column, span.end - span.start) for span in spans] == [(2, 10, 3), (3, 8, 2)]
