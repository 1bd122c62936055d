"""Whether code does nothing: what is left when somebody takes a body away and keeps the name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

_ABSTRACT = frozenset({"abstractmethod", "abstractproperty", "abstractclassmethod", "abstractstaticmethod", "overload"})
_BESIDE = frozenset({"setter", "deleter"})
_EXEMPT = frozenset({"Protocol", "ABC", "ABCMeta", "TypedDict", "NamedTuple"})
_FAILURES = ("Error", "Exception", "Warning", "ExceptionGroup", "Interrupt", "Exit", "StopIteration")


def is_nothing(statement: ast.stmt) -> bool:
    """Whether a statement does nothing: ``pass``, ``...``, a docstring or any other value that nobody takes."""
    return isinstance(statement, ast.Pass) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )


def does_nothing(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether the body of a function does nothing, returns nothing, or raises ``NotImplementedError``."""
    return all(is_nothing(statement) or _gives_nothing(statement) for statement in function.body)


def _gives_nothing(statement: ast.stmt) -> bool:
    match statement:
        case ast.Return(value=None) | ast.Return(value=ast.Constant(value=None)):
            return True
        case ast.Raise(exc=ast.Call(func=raised)) | ast.Raise(exc=raised):
            return raised is not None and _last_name(raised) == "NotImplementedError"
        case _:
            return False


def is_abstract(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function is abstract or an overload: what it does is written elsewhere."""
    return not _ABSTRACT.isdisjoint(_last_name(decorator) for decorator in function.decorator_list)


def is_beside(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function sets or deletes a property, which its getter defines."""
    return not _BESIDE.isdisjoint(_last_name(decorator) for decorator in function.decorator_list)


def is_exempt(node: ast.ClassDef) -> bool:
    """Whether a class says what others do: a protocol, an abstract class, a class of fields alone."""
    return any(name in _EXEMPT for name in _bases(node))


def is_exception(node: ast.ClassDef, known: AbstractSet[str]) -> bool:
    """Whether a class is an exception, by the names of its bases; ``known`` are those that the file defines."""
    return any(name in known or name.endswith(_FAILURES) for name in _bases(node))


def _bases(node: ast.ClassDef) -> Iterator[str]:
    for base in (*node.bases, *(keyword.value for keyword in node.keywords if keyword.arg == "metaclass")):
        yield _last_name(base)


def _last_name(node: ast.expr) -> str:
    """Return the last part of a name, called or subscribed or not: ``Protocol`` of ``typing.Protocol[T]``."""
    while isinstance(node, ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""
