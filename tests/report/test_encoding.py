"""Shapes as JSON."""

from __future__ import annotations

import json

import pytest

from flowkit.report.encoding import dump, dump_lines
from flowkit.report.shapes import CountShape, FileCountShape, TotalCountShape

FILES = (FileCountShape("a.md", {"IMPL": 2}, {}), FileCountShape('“b”\n"\ud800.md', {}, {"AC": 1}))
SHAPE = CountShape("flowkit-count-1", FILES, TotalCountShape({"IMPL": 2}, {"AC": 1}))


def test_each_entry_of_a_list_has_a_line() -> None:
    """The lines say what the indented form says, in ASCII, and each entry of a list stands on one of them."""
    text = dump_lines(SHAPE)
    assert text.isascii()
    assert json.loads(text) == json.loads(dump(SHAPE))
    assert [json.loads(line.rstrip(","))["path"] for line in text.splitlines()[3:5]] == [file.path for file in FILES]


def test_an_empty_list_is_short() -> None:
    """A list without entries stands behind its name."""
    empty = CountShape("flowkit-count-1", (), TotalCountShape({}, {}))
    assert '\n  "files": [],\n' in dump_lines(empty)
    assert json.loads(dump_lines(empty)) == json.loads(dump(empty))


def test_only_shapes_have_a_form() -> None:
    """Anything that JSON does not know is a mistake of ours, and told as such."""
    with pytest.raises(TypeError, match="object has no form in JSON"):
        dump({"a": object()})
