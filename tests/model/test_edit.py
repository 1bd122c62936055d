"""Edits: what they change, and what they leave alone."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.model.edit import Edit, OverlapError, Patch, apply
from flowkit.model.source import Document, Span
from flowkit.read.document import document_from_bytes

CODECS = {"utf-8": b"", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


def edit(document: Document, line: int, column: int, length: int, text: str) -> Edit:
    """Return an edit of some characters of a line."""
    return Edit(document.span(line, column, length), text)


@given(
    st.lists(st.tuples(st.text("aé漢\U0001f600 ", max_size=4), st.none() | st.text("bü", max_size=3)), max_size=8),
    st.sampled_from(list(CODECS)),
    st.randoms(),
)
def test_the_bytes_outside_of_edits_stay(pieces: list[tuple[str, str | None]], codec: str, random: Random) -> None:
    """In any encoding and any order, each run of bytes becomes its own text and all else is as it was."""
    text = "".join(piece for piece, _ in pieces)
    document = document_from_bytes(CODECS[codec] + text.encode(codec), "a.md")
    edits, at = [], 1
    for piece, new in pieces:
        if new is not None and piece:
            edits.append(edit(document, 1, at, len(piece), new))
        at += len(piece)
    random.shuffle(edits)
    assert apply(document, edits) == "".join(new if new is not None and piece else piece for piece, new in pieces)


@pytest.mark.parametrize(
    ("first", "second", "result"),
    [
        ((1, 2, "x"), (3, 2, "y"), "xyef"),
        ((1, 2, "x"), (2, 2, "y"), None),
        ((1, 4, ""), (2, 1, "y"), None),
        ((1, 4, ""), (3, 0, "y"), None),
        ((1, 4, ""), (1, 0, "y"), "yef"),
        ((1, 4, ""), (5, 0, "y"), "yef"),
        ((3, 0, "x"), (3, 0, "y"), "abxycdef"),
        ((3, 0, "x"), (3, 0, "x"), "abxcdef"),
        ((1, 2, "x"), (1, 2, "x"), "xcdef"),
        ((1, 2, "x"), (1, 2, "y"), None),
    ],
)
def test_edits_that_overlap_are_refused(
    first: tuple[int, int, str], second: tuple[int, int, str], result: str | None
) -> None:
    """Edits that touch fit, one and the same edit counts once, and two that change the same byte are refused."""
    document = document_from_bytes(b"abcdef", "a.md")
    edits = [edit(document, 1, *first), edit(document, 1, *second)]
    if result is None:
        with pytest.raises(OverlapError, match="line 1"):
            apply(document, edits)
    else:
        assert apply(document, edits) == result


def test_edits_are_taken_all_or_none() -> None:
    """Where one of several edits does not fit, none of them is taken."""
    document = document_from_bytes(b"abcdef", "a.md")
    patch = Patch()
    assert patch.add((edit(document, 1, 1, 1, "x"),))
    assert not patch.add((edit(document, 1, 4, 1, "y"), edit(document, 1, 1, 2, "z")))
    assert patch.applied_to(document) == "xbcdef"


def test_an_edit_has_its_place() -> None:
    """The place of an edit is its first byte and the one behind its last."""
    assert Edit(Span(3, 5, 1, 4), "").place == (3, 5)
