"""Python sources taken apart without Python's own tokeniser and parser, held against both."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from flowkit.collect.parsing import Unparsed, docstrings, parse
from flowkit.collect.tags.python_lexing import is_bare, split
from flowkit.collect.tags.python_text import PythonText

# Tried widely, in a run of its own: `pytest -m broad`.
pytestmark = pytest.mark.broad


ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("src", "tests", "examples/session_timeout", "benchmarks")
BLOCKS = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
Place = tuple[str, int, int]


def tokens(text: str) -> Iterator[Place]:
    """Yield the comments and strings of a source as the tokeniser tells them; places count characters."""
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    opening, closing = getattr(tokenize, "FSTRING_START", None), getattr(tokenize, "FSTRING_END", None)
    depth = begun = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        start = starts[token.start[0] - 1] + token.start[1]
        end = starts[token.end[0] - 1] + token.end[1]
        if token.type == opening:
            begun = start if depth == 0 else begun
            depth += 1
        elif token.type == closing:
            depth -= 1
            if depth == 0:
                yield unprefixed(text, begun, end)
        elif depth == 0 and token.type == tokenize.COMMENT:
            yield "comment", start, end
        elif depth == 0 and token.type == tokenize.STRING:
            yield unprefixed(text, start, end)


def unprefixed(text: str, start: int, end: int) -> Place:
    """Return the place of a string without the letters in front of its quotes."""
    found = re.compile("[\"']").search(text, start)
    assert found is not None
    return "string", found.start(), end


def taken_apart(text: str) -> list[Place]:
    """Return the comments and strings of a source in ASCII, as they are told here."""
    _, pieces = split(text.encode())
    offsets = list(accumulate(map(len, pieces), initial=0))
    kinds = ("comment" if piece.startswith(b"#") else "string" for piece in pieces[1::2])
    return list(zip(kinds, offsets[1::2], offsets[2::2], strict=False))


def blocks(tree: ast.AST, prefix: str = "") -> Iterator[tuple[int, int, str]]:
    """Yield first line, last line and dotted name of every class and function, as the syntax tree tells them."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, BLOCKS):
            lines = [node.lineno, *(decorator.lineno for decorator in node.decorator_list)]
            yield min(lines), node.end_lineno or 0, prefix + node.name
            yield from blocks(node, f"{prefix}{node.name}.")
        else:
            yield from blocks(node, prefix)


def check(data: bytes) -> None:
    """Hold blocks and docstrings of a source against its syntax tree."""
    tree = parse(data)
    assert not isinstance(tree, Unparsed)
    text = PythonText(data)
    assert sorted(text._extent_of(block) for block in text._blocks) == sorted(blocks(tree))
    places = docstrings(data)
    strings = [at for at, piece in zip(text._offsets, text._pieces, strict=False) if piece[:1] in {b'"', b"'"}]
    for at in strings:
        assert text.speaks(at) == any(start <= at < end for start, end in places)
    assert all(text.speaks(end - 1) for _, end in places if data[end - 1 : end] != b")")


@pytest.mark.parametrize("folder", FOLDERS)
def test_this_project_is_read_as_python_reads_it(folder: str) -> None:
    """Comments, strings, docstrings, classes and functions of real sources are those that Python finds."""
    for path in (ROOT / folder).rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        plain = text.encode("ascii", "replace").decode()
        assert taken_apart(plain) == list(tokens(plain)), path
        check(text.encode())


STRINGS = [
    '"a"', "'b'", '"""c\n# d\n"""', "'''e\\''''", 'r"\\"', "b'#'", 'f"{x}"', "f'{x!r:>{y}}'", 'f"{{#}}"',
    "rf'\\d{x}'", 'f"""{\nx}\n#"""', "f'{x:\"}'", 'u"#"', "'a\\\nb'", "f\"{d['#']}\"", 'f"{ {1: 2}[1] }"', "''",
    '""', "f'\\N{DASH}{x}'", "f'{x:{y}}}}'", "x['a']", 'x @ "b"', "('c')",
]  # fmt: skip
LINES = [
    "x = {s}", "# {c}", "x = ({s}  # {c}\n)", "def f(a={s}): # {c}\n  {s}\n  return 1", "class A: {s}", "{s}", "",
    "@d({s})\n# {c}\n@e\nclass B(\nC\n):\n  {s} {s}\n\n  def g(self): pass", "for x in y: pass\n# {c}",
    "if x:\n\tasync def h():\n\t\t# {c}\n\t\treturn (\n1)", "x = 1 + \\\n  2", "def k() -> (\n  lambda: 0\n): {s}",
    "x = [\n# {c}\na\n@ b\n]", "def m() -> lambda: 0:\n    # {c}\n    {s}",
    "def p():\n  x = 1 + \\\n2\n  return {s}", "async \\\n  def n(): {s}; {s}",
]  # fmt: skip
COMMENTS = ["plain", '"', "'''", "(", "\\", "f'{", "def f():"]


@cache
def is_python(text: str) -> bool:
    """Whether a source can be parsed."""
    return not isinstance(parse(text.encode()), Unparsed)


@given(
    st.lists(
        st.builds(
            lambda line, string, comment: line.replace("{s}", string).replace("{c}", comment),
            st.sampled_from(LINES),
            st.sampled_from(STRINGS),
            st.sampled_from(COMMENTS),
        ),
        max_size=8,
    ),
    st.sampled_from(["\n", "\n\n", "\n\f\n"]),
)
def test_made_up_sources_are_read_as_python_reads_them(lines: list[str], between: str) -> None:
    """Whatever Python accepts is taken apart as Python does it."""
    text = between.join(lines) + "\n"
    assume(is_python(text))
    assert taken_apart(text) == list(tokens(text))
    check(text.encode())
    check(text.replace("\n", "\r\n").encode())


@given(st.text(alphabet="\"'f{}#\\\n\r(a:)[]!rR \tdefclass@\f"))
def test_any_bytes_are_taken_apart(text: str) -> None:
    """Pieces of any bytes make the whole again, and every place in it can be asked about."""
    data, pieces = split(text.encode())
    assert b"".join(pieces) == data
    assert len(data) == len(text)
    python = PythonText(text.encode())
    for at in range(len(data)):
        if python.speaks(at):
            extent = python.extent(at)
            assert extent.owner is None or extent.first <= extent.last


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("", True),
        ('"""Tea."""\n# x\n\n', True),
        ("\ufeff'''a\n''' ; pass\n...\n", True),
        ("# a\r# b\r", True),
        ("pass_ = 1", False),
        ("import tea", False),
        ("# a\rx = 1", False),
        ("x# a", False),
        ('"a" + b', False),
    ],
)
def test_what_holds_no_code(text: str, bare: bool) -> None:
    """Comments, strings and ``pass`` alone are no code."""
    assert is_bare(text.encode()) is bare


def test_docstrings_behind_a_byte_order_mark() -> None:
    """Places count the bytes of the file, its byte order mark among them."""
    assert docstrings("\ufeff'a'".encode()) == ((3, 6),)


@pytest.mark.parametrize(
    "data", [b"x = (", b"\0", b"(" * 5_000, b"-" * 200_000 + b"1", b"# coding: nonesuch\n", b"\xff"]
)
def test_what_cannot_be_parsed_is_told(data: bytes) -> None:
    """A source that is broken, nested too deeply or of an unknown encoding gives a reason, never an exception."""
    found = parse(data)
    assert isinstance(found, Unparsed)
    assert found.reason
    assert docstrings(data) == ()
