"""The lines of a Python source that run when what it defines is used, and not already when it is imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flowkit.collect.files.emptiness import does_nothing, is_nothing
from flowkit.collect.parsing import Unparsed, parse


def body_lines(data: bytes) -> frozenset[int] | None:
    """Return the lines of the bodies of all functions in a source, or None where it cannot be parsed.

    What decorates or begins a function, its docstring and the body of a class run on import. A function whose body
    does nothing, as that of a protocol's member, has no line to run. A body on the line of its ``def`` cannot be told
    from it, and counts.
    """
    tree = parse(data)
    if isinstance(tree, Unparsed):
        return None
    return frozenset(line for first, last in _bodies(tree) for line in range(first, last + 1))


def _bodies(tree: ast.Module) -> Iterator[tuple[int, int]]:
    """Yield the first and last line of each statement of each function; nested functions are within them."""
    left: list[ast.AST] = [tree]
    while left:
        node = left.pop()
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() if does_nothing(node):
                pass
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield from (_lines(one) for one in node.body if not is_nothing(one))
            case ast.Assign(value=ast.Lambda(body=body)) | ast.AnnAssign(value=ast.Lambda(body=body)):
                yield _lines(body)
            case _:
                left.extend(ast.iter_child_nodes(node))


def _lines(node: ast.stmt | ast.expr) -> tuple[int, int]:
    return node.lineno, node.end_lineno or node.lineno
