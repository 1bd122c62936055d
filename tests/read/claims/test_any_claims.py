"""Texts of any kind, and long ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.read.claims.claims import read_claims

from .claiming import GRAMMAR, outline_of, task_on


@given(st.text(alphabet="0123456789%/.,()<>≤ ofFmsT:*_`~-–✅\n|#[]x", max_size=300))
def test_any_text_has_claims_or_none(text: str) -> None:
    """No text stops the reader, and every claim lies where it says."""
    outline = outline_of(text)
    for claim in read_claims(outline, (), (), GRAMMAR):
        assert 1 <= claim.span.line <= len(outline.document.lines)
        assert claim.span.start < claim.span.end


@pytest.mark.parametrize("length", [19_000, 200_000])
@pytest.mark.parametrize(
    "unit",
    [
        *(
            "1",
            "1,",
            "1 of ",
            "1/1 (",
            "1/1 (1%) ",
            "1ms (target: ",
            "from 1 to ",
            "* ",
            "*_`",
            "total ",
            "into 1 ",
            "✅ ",
        ),
        *(
            "âœ… ",
            "âœ…",
            "p95 ",
            "1% ",
            "a b ",
            "status: ",
            "1.1",
            "( ",
            "1 tasks ",
            "<",
            "average ",
            "- ",
            "complete ",
        ),
    ],
)
def test_a_long_line_of_anything_is_read_to_its_end(unit: str, length: int) -> None:
    """A line that repeats what the patterns look for thousands of times is an ordinary line."""
    line = (unit * length)[:length]
    text = f"# Plan\n\n{line} % total status average tasks\n\n**Status:** {line}\n\n**Total tasks:** {line}\n"
    read_claims(outline_of(text), (), (), GRAMMAR)
    read_claims(outline_of(text), (task_on(text, 1, 7),), (), GRAMMAR)
