"""What Python sources define."""

from __future__ import annotations

import sys
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.collect.files.symbols import Defined, read_symbols
from flowkit.collect.parsing import Unparsed


def defined(text: str | bytes, *, stub: bool = False) -> Defined:
    """Read a source that can be parsed."""
    found = read_symbols(dedent(text).encode() if isinstance(text, str) else text, stub=stub)
    assert isinstance(found, Defined)
    return found


def kinds(text: str, *, stub: bool = False) -> dict[str, str]:
    """Return name and kind of all that a source defines."""
    return {one.name: one.kind for one in defined(text, stub=stub).definitions}


def empty(text: str, *, stub: bool = False) -> set[str]:
    """Return the names whose bodies do nothing."""
    return {one.name for one in defined(text, stub=stub).definitions if one.empty}


def test_every_kind_of_definition() -> None:
    """Classes, functions, methods, attributes and constants are told by their dotted names; imports are not."""
    source = """
        import os
        from tea import Leaf, brew as boil
        LIMIT, (SIZE, *REST) = 1, (2, 3)
        ANSWER: int = 42
        DECLARED: int
        async def pour(cup):
            local = 1
            class Lid: ...
            def drop(): return local
        class Pot(Leaf):
            colour = "red"
            size: int
            def __init__(self, hot): self.hot = hot; self.lid: int = 1; other.x = 2
            @property
            def full(self): return 1
            @full.setter
            def full(self, value): pass
            @staticmethod
            def make(): return Pot(1)
            class Handle:
                def hold(self): return 2
    """
    assert kinds(source) == {
        "LIMIT": "constant",
        "SIZE": "constant",
        "REST": "constant",
        "ANSWER": "constant",
        "pour": "function",
        "pour.Lid": "class",
        "pour.drop": "function",
        "Pot": "class",
        "Pot.colour": "attribute",
        "Pot.size": "attribute",
        "Pot.__init__": "method",
        "Pot.hot": "attribute",
        "Pot.lid": "attribute",
        "Pot.full": "method",
        "Pot.make": "method",
        "Pot.Handle": "class",
        "Pot.Handle.hold": "method",
    }


def test_definitions_in_branches() -> None:
    """A definition in a branch counts, and of two in branches the one that does something."""
    source = """
        if TYPE_CHECKING:
            def a(): return 1
        try:
            def b(): return 1
        except ImportError:
            def b(): pass
        else:
            with x: C = 1
        for i in y:
            def d(): pass
        while z:
            def d(): return 1
        match x:
            case 1:
                def e(): return 1
    """
    assert kinds(source) == {"a": "function", "b": "function", "C": "constant", "d": "function", "e": "function"}
    assert empty(source) == set()


def test_the_last_of_two_definitions_counts() -> None:
    """A definition that is replaced further down is no longer there."""
    assert empty("def a(): return 1\ndef a(): pass\ndef b(): pass\ndef b(): return 1\n") == {"a"}


@pytest.mark.parametrize(
    "body",
    [
        "pass",
        "...",
        '"""Says."""',
        '"""Says."""\n    pass',
        "raise NotImplementedError",
        "raise NotImplementedError('later')",
        "return",
        "return None",
        "0; pass",
    ],
)
def test_a_body_that_does_nothing(body: str) -> None:
    """A function is empty whose body only passes, says, returns nothing or is not implemented."""
    assert empty(f"def f():\n    {body}\n\n\nasync def g():\n    {body}\n") == {"f", "g"}


@pytest.mark.parametrize("body", ["return 1", "raise ValueError", "x()", "yield", "del x", "return x", "raise"])
def test_a_body_that_does_something(body: str) -> None:
    """A function is not empty that returns, calls or raises anything."""
    assert empty(f"def f():\n    {body}\n") == set()


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("class A: pass", {"A"}),
        ("class A:\n '''Says.'''", {"A"}),
        ("class A(B): ...", {"A"}),
        ("class A:\n def f(self): pass\n def g(self): return None", {"A", "A.f", "A.g"}),
        ("class A:\n def f(self): pass\n def g(self): return 1", {"A.f"}),
        ("class A:\n x: int", set()),
        ("@dataclass\nclass A:\n x: int = 1", set()),
        ("@dataclass\nclass A: pass", {"A"}),
        ("class A(Protocol):\n def f(self): ...\n x: int", set()),
        ("class A(typing.Protocol[T]):\n def f(self): ...", set()),
        ("class A(Protocol): ...", {"A"}),
        ("class A(B, C, Protocol): ...", set()),
        ("class A(ABC):\n @abstractmethod\n def f(self): ...", set()),
        ("class A(metaclass=abc.ABCMeta):\n @abc.abstractmethod\n def f(self): ...", set()),
        ("class A:\n @abstractmethod\n def f(self): raise NotImplementedError", set()),
        ("class A(TypedDict):\n x: int", set()),
        ("class AError(Exception):\n '''Says.'''", set()),
        ("class A(tea.PourError): pass\nclass B(A): pass", set()),
        ("class A(KeyboardInterrupt): pass", set()),
        ("@overload\ndef f(a: int): ...\n@overload\ndef f(a: str): ...\ndef f(a): return a", set()),
        ("@overload\ndef f(a: int): ...\ndef f(a): pass", {"f"}),
        ("@overload\ndef f(a: int): ...\n@overload\ndef f(a: str): ...", set()),
        ("class A:\n @property\n def x(self): pass\n @x.setter\n def x(self, v): self.y = v", {"A.x"}),
        ("class A:\n def f(self):\n  self.f = 1\n def g(self): pass", {"A.g"}),
        ("Store = None", {"Store"}),
        ("Store = ...", {"Store"}),
        ("STORE = None\nstore = None\nStore2 = 1", set()),
    ],
)
def test_what_is_empty(source: str, names: set[str]) -> None:
    """What is abstract, a protocol, a field or an exception is not empty; a class without any member that acts is."""
    assert empty(source) == names


def test_a_method_is_told_before_an_attribute_of_its_name() -> None:
    """What a method assigns to its instance hides no method."""
    assert kinds("class A:\n def f(self): self.f = 1") == {"A": "class", "A.f": "method"}


def test_a_stub_is_never_empty() -> None:
    """In a stub every body is left out, and what is only declared is defined."""
    source = "X: int\nclass A: ...\ndef f(a: int) -> int: ...\n@overload\ndef g() -> int: ...\n"
    assert kinds(source, stub=True) == {"X": "constant", "A": "class", "f": "function", "g": "function"}
    assert empty(source, stub=True) == set()


@pytest.mark.parametrize(
    ("symbol", "names"),
    [
        ("Store", ["Store"]),
        ("read", ["Store.read", "Cache.read"]),
        ("Store.read", ["Store.read"]),
        ("Inner", ["Cache.Inner"]),
        ("session.store.Store", ["session.store.Store"]),
        ("store.Store.read", ["store.Store.read"]),
        ("other.Store", []),
        ("tore", []),
        ("Stor", []),
        ("store", []),
    ],
)
def test_what_a_symbol_means(symbol: str, names: list[str]) -> None:
    """A symbol is a whole name, the end of one behind a dot, or a name behind its module."""
    source = "class Store:\n def read(self): return 1\nclass Cache:\n def read(self): return 1\n class Inner: x = 1\n"
    assert [one.name for one in defined(source).named(symbol, "src/session/store.py")] == names


def test_the_module_of_a_package_stands_in_front() -> None:
    """A symbol behind the name of a package is found in the package's own file."""
    assert [one.name for one in defined("X = 1").named("auth.X", "src/auth/__init__.py")] == ["auth.X"]


@pytest.mark.parametrize(
    ("data", "name", "place"),
    [
        (b"\xef\xbb\xbfclass c: x = 1", "c", (9, 1, 7)),
        ("# é\r\nß = 'é'; c = 1".encode(), "c", (17, 2, 10)),
        (b"# coding: latin-1\n'\xe9'; c = 1", "c", (23, 2, 6)),
        (b"x = 1\rdef c(): return 1\r", "c", (10, 2, 5)),
        (b"@c\nasync def c(): return 1", "c", (13, 2, 11)),
        (b"class A:\n def c(self): return 1", "A.c", (14, 2, 6)),
    ],
)
def test_where_a_definition_stands(data: bytes, name: str, place: tuple[int, int, int]) -> None:
    """The place of a definition is that of its name, in bytes of the file and in characters of the line."""
    found = defined(data)
    (one,) = [one for one in found.definitions if one.name == name]
    span = found.span(one)
    assert (span.start, span.line, span.column) == place
    assert span.end == span.start + 1


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"x = 1\ny = (\n", 2),
        (b"def f(:\n", 1),
        (b"x = 1\n\0", 1),
        (b"\xff", 1),
        (b"x\n" + b"[" * 3_000, 2),
        (b"x = " + b"-" * 100_000 + b"1", 1),
        (b"x = " + b"a." * 100_000 + b"a", 1),
        (b"# coding: nonesuch\nx = 1", 1),
        (b"".join(b" " * at + b"if x:\n" for at in range(200)), 101),
    ],
)
def test_what_cannot_be_parsed(data: bytes, line: int) -> None:
    """A source that Python refuses, however it does so, is told with the line where that shows."""
    found = read_symbols(data)
    assert isinstance(found, Unparsed)
    assert found.line in {line, 1}
    assert found.reason


def test_long_chains_of_branches_end() -> None:
    """A chain of branches as long as Python takes it is read without an error."""
    found = read_symbols(b"if x: a = 1\n" + b"elif x: b = 1\n" * 900)
    assert isinstance(found, Defined | Unparsed)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="the statement is new in Python 3.12")
def test_a_type_statement_defines_a_constant() -> None:
    """A named type is a constant."""
    assert kinds("type Cup = int") == {"Cup": "constant"}


@given(st.text(alphabet="classdef AB():=1\n \t.,@\"'#[]{}\\"))
def test_any_text_is_read(text: str) -> None:
    """Any text is read or refused, and every name has a place."""
    found = read_symbols(text.encode())
    if isinstance(found, Defined):
        for one in found.definitions:
            assert 0 <= found.span(one).start <= len(text)
