"""What a test makes of literals and the standard library alone, and gives to nobody: to assert that shows nothing.

A name is a test's own if it is bound once, in the body of the test itself, to something of its own, and if every other
statement with it stands there too and has to do with nothing else. Whatever the code under test is given, returns or
decides (a branch, a loop, an exception that was caught) is not.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from flowkit.collect.assertions.truisms import PURE, Function, stored

_MAKING = PURE | frozenset({"bytearray", "bytes", "chr", "divmod", "enumerate", "hash", "hex", "id", "object", "ord"})
# Modules that look at nothing but what they are given. What tells the time, or of the system, may be in question.
_NEUTRAL = frozenset(
    {
        "base64", "collections", "copy", "decimal", "enum", "fractions", "functools", "hashlib", "itertools", "json",
        "math", "mock", "operator", "re", "statistics", "string", "textwrap", "types", "unittest.mock", "uuid",
    }
)  # fmt: skip
_PATCHING = frozenset({"patch", "mock_open"})


@dataclass(slots=True)
class Bearing:
    """Tells the expressions of one function that have no bearing on the code under test.

    Args:
        function: the function.
        constants: the names in it that are bound to constants.
        imported: the statement at the top of its module that imports a name from elsewhere, if there is one.
    """

    function: Function
    constants: AbstractSet[str]
    imported: Callable[[str], ast.Import | ast.ImportFrom | None]
    _own: set[str] = field(default_factory=set, init=False)
    _inner: dict[str, ast.Import | ast.ImportFrom] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        counts = stored(self.function)
        body = self.function.body
        for statement in body:
            if isinstance(statement, ast.Import | ast.ImportFrom):
                self._inner |= dict.fromkeys((one.asname or one.name for one in statement.names), statement)
        bound = {name for statement in body for name in _bound(statement)}
        self._own = {name for name in bound if counts.get(name) == 1}
        while lost := {name for statement in body for name in self._lost(statement)} & self._own:
            self._own -= lost

    def is_own(self, node: ast.AST) -> bool:
        """Whether an expression has no part of the code under test in it."""
        match node:
            case ast.Name(id=name):
                return name in self._own or name in self.constants or self._is_neutral(name)
            case ast.Call(func=func):
                inner = [*node.args, *(keyword.value for keyword in node.keywords)]
                return (self._is_maker(func) or self.is_own(func)) and all(map(self.is_own, inner))
            case ast.Attribute(value=value, attr=name):
                return name not in _PATCHING and self.is_own(value)
            case ast.Lambda() | ast.Await() | ast.Yield() | ast.YieldFrom() | ast.NamedExpr() | ast.comprehension():
                return False
            case _:
                return all(map(self.is_own, ast.iter_child_nodes(node)))

    def _is_maker(self, func: ast.expr) -> bool:
        return isinstance(func, ast.Name) and func.id in _MAKING and self.imported(func.id) is None

    def _is_neutral(self, name: str) -> bool:
        """Whether a name is imported from a module of the standard library that looks at nothing by itself."""
        statement = self._inner.get(name) or self.imported(name)
        match statement:
            case ast.ImportFrom(module=str(module), names=names, level=0):
                named = [one.name for one in names if (one.asname or one.name) == name and one.name not in _PATCHING]
                return any(module in _NEUTRAL or f"{module}.{one}" in _NEUTRAL for one in named)
            case ast.Import(names=names):
                return any((one.asname or one.name) == name and one.name in _NEUTRAL for one in names)
            case _:
                return False

    def _lost(self, statement: ast.stmt) -> Iterator[str]:
        """Yield the names of a statement that are not the test's own, for something else has to do with them."""
        match statement:
            case ast.Assign(targets=[target], value=value) | ast.AnnAssign(target=target, value=ast.expr() as value):
                is_own = self.is_own(value) and (isinstance(target, ast.Name) or self.is_own(target))
            case ast.Expr(value=value) | ast.Assert(test=value):
                is_own = self.is_own(value)
            case _:
                is_own = False
        if not is_own:
            yield from (node.id for node in ast.walk(statement) if isinstance(node, ast.Name))


def _bound(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case _:
            pass
