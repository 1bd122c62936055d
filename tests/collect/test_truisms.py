"""Assertions that cannot fail."""

from __future__ import annotations

import ast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flowkit.collect.assertions.truisms import is_truism

atoms = st.sampled_from(["x", "f()", "x.y", "1", "0", "'a'", "''", "[]", "[x]", "True", "None"])
expressions = st.recursive(
    atoms,
    lambda inner: (
        st.builds("({} {} {})".format, inner, st.sampled_from(["or", "and", "==", "is", "<="]), inner)
        | st.builds("(not {})".format, inner)
    ),
    max_leaves=6,
)


class Anything:
    """What equals nothing and is never true."""

    def __bool__(self) -> bool:
        return False

    def __le__(self, other: object) -> bool:
        return self is other

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return 0


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@settings(max_examples=500, deadline=None)
@example("([x] is [x])")
@given(expressions)
def test_what_can_fail_is_no_truism(text: str) -> None:
    """An expression that names what the code gives, and is false for something, is not called a truism."""
    node = ast.parse(text, mode="eval").body
    names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    if not names or not is_truism(node):
        return
    something = Anything()
    try:
        value = eval(text, {"x": something, "f": lambda: something})  # noqa: S307 - made of the atoms above
    except (AttributeError, TypeError):
        return
    assert value
