"""Which lines of a source run when it is used."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.collect.coverage.bodies import body_lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("x = 1\n\n\ndef f():\n    return x\n", {5}),
        ('@cache\ndef f(\n    a=1,\n):\n    """Adds."""\n    return (\n        a\n    )\n', {6, 7, 8}),
        ("class A:\n    x = 1\n\n    def f(self):\n        self.x += 1\n", {5}),
        ("def f():\n    def g():\n        return 1\n\n    return g\n", {2, 3, 5}),
        ("async def f():\n    class B:\n        y = 1\n", {2, 3}),
        ("if True:\n    def f():\n        return 1\n", {3}),
        ("def f(): return 1\n", {1}),
        ("f = lambda: 1\n", {1}),
        ("f: Callable[[], int] = lambda: (\n    1\n)\n", {2}),
        (
            "class P(Protocol):\n    def f(self) -> int: ...\n\n    def g(self):\n        raise NotImplementedError\n",
            set(),
        ),
        ("class C:\n    x: int = field(default_factory=lambda: 3)\n", set()),
        ("x = 1\r\ndef f():\r\n    return x\r\n", {3}),
        ("", set()),
    ],
)
def test_lines_of_bodies(text: str, lines: set[int]) -> None:
    """Statements in functions count; definitions, decorators, docstrings, class bodies and stubs do not."""
    assert set(body_lines(text.encode()) or ()) == lines


def test_what_cannot_be_parsed_has_no_known_bodies() -> None:
    """Of a source that is no Python nothing is known."""
    assert body_lines(b"def f(:\n") is None


@given(st.integers(1, 200))
def test_depth_does_not_matter(depth: int) -> None:
    """However deep functions are nested, the lines of the innermost count."""
    text = "".join(f"{' ' * level}def f{level}():\n" for level in range(min(depth, 90))) + " " * 90 + "return 1\n"
    found = body_lines(text.encode())
    assert found is None or text.count("\n") in found
