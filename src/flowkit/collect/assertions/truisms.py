"""Expressions of Python whose value the code under test has no part in, so that asserting them shows nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import TypeAlias

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

_BOUNDS = frozenset({"abs", "all", "any", "len", "max", "min", "range", "round", "sorted", "sum"})
_TYPES = frozenset({"bool", "dict", "float", "frozenset", "int", "list", "repr", "set", "str", "tuple"})
PURE = _BOUNDS | _TYPES | {"callable", "isinstance", "type"}
"""Functions of Python whose answer is in what they are given."""
_SAME = (ast.Eq, ast.Is, ast.LtE, ast.GtE)


def is_truism(node: ast.expr, constants: AbstractSet[str] = frozenset()) -> bool:
    """Whether an assertion of an expression shows nothing: it is made of constants alone, or true whatever happens.

    Args:
        node: the expression.
        constants: names that are bound to constants.
    """
    return is_settled(node, constants) or is_always(node, value=True)


def is_settled(node: ast.AST, constants: AbstractSet[str] = frozenset()) -> bool:
    """Whether an expression is made of literals, constant names and plain operations alone."""
    match node:
        case ast.Constant() | ast.Lambda() | ast.expr_context() | ast.operator() | ast.cmpop() | ast.boolop():
            return True
        case ast.Name(id=name):
            return name in constants
        case ast.Call(func=ast.Name(id=name)):
            arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
            return name in PURE and all(is_settled(one, constants) for one in arguments)
        case ast.Call() | ast.Attribute() | ast.Await() | ast.Yield() | ast.YieldFrom() | ast.comprehension():
            return False
        case _:
            return all(is_settled(child, constants) for child in ast.iter_child_nodes(node))


def is_always(node: ast.expr, *, value: bool) -> bool:
    """Whether an expression is true (or false, as ``value`` says) whatever happens."""
    match node:
        case ast.Constant():
            return bool(node.value) is value
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            return bool(parts) is value and not any(isinstance(part, ast.Starred) for part in parts)
        case ast.Dict(keys=keys):
            return bool(keys) is value and None not in keys
        case ast.Lambda() | ast.GeneratorExp():
            return value
        case ast.JoinedStr(values=values):
            return value and any(isinstance(part, ast.Constant) and part.value for part in values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return is_always(operand, value=not value)
        case ast.NamedExpr(value=bound):
            return is_always(bound, value=value)
        case ast.IfExp(body=one, orelse=other):
            return is_always(one, value=value) and is_always(other, value=value)
        case ast.BoolOp(op=operator, values=values):
            decides = isinstance(operator, ast.Or) is value
            return (any if decides else all)(is_always(part, value=value) for part in values) or (
                decides and _are_opposites(values)
            )
        case ast.Compare() | ast.Call():
            return value and _is_plain_truth(node)
        case _:
            return False


def _are_opposites(values: list[ast.expr]) -> bool:
    """Whether one of several expressions is the negation of another: ``x or not x``."""
    spelled = {ast.dump(one) for one in values}
    return any(
        isinstance(one, ast.UnaryOp) and isinstance(one.op, ast.Not) and ast.dump(one.operand) in spelled
        for one in values
    )


def _is_plain_truth(node: ast.Compare | ast.Call) -> bool:
    """Whether it is ``x == x``, ``len(x) >= 0`` or ``isinstance(x, object)``."""
    match node:
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            if isinstance(operator, _SAME) and ast.dump(left) == ast.dump(right):
                if isinstance(operator, ast.Is) and not isinstance(left, ast.Name | ast.Attribute):
                    return False  # ``[x] is [x]`` is false
                return not any(isinstance(part, ast.Call | ast.Await | ast.Yield) for part in ast.walk(left))
            least = {ast.GtE: 0, ast.Gt: -1}.get(type(operator))
            return least is not None and ast.unparse(left).startswith("len(") and _number(right) == least
        case ast.Call(func=ast.Name(id="isinstance"), args=[_, ast.Name(id="object")]):
            return True
        case _:
            return False


def _number(node: ast.expr) -> object:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError):
        return None


def constants_of(function: Function, outer: AbstractSet[str] = frozenset()) -> frozenset[str]:
    """Return the names in a function that are bound once, to a constant; ``outer`` are those of its module."""
    own = {argument.arg for argument in _arguments(function)}
    return (frozenset(outer) - own | _bound(function.body, stored(function), outer)) | _parameters(function)


def constants_in(module: ast.Module) -> frozenset[str]:
    """Return the names at the top of a module that are bound once, to a constant."""
    return _bound(module.body, stored(module), frozenset())


def _bound(body: list[ast.stmt], stored: dict[str, int], outer: AbstractSet[str]) -> frozenset[str]:
    found: set[str] = {name for name in outer if name not in stored}
    for statement in body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ) if stored.get(name) == 1 and _is_fixed(value, found):
                found.add(name)
            case ast.For(target=ast.Name(id=name), iter=values) if stored.get(name) == 1 and is_settled(values, found):
                found.add(name)
            case _:
                pass
    return frozenset(found)


def _is_fixed(value: ast.expr, constants: AbstractSet[str]) -> bool:
    """Whether a value is settled and cannot change afterwards, as a list can."""
    changing = ast.List | ast.Dict | ast.Set | ast.Call | ast.Lambda
    return is_settled(value, constants) and not any(isinstance(part, changing) for part in ast.walk(value))


def stored(scope: ast.AST) -> dict[str, int]:
    """Return how often each name is bound in a scope or in what is nested in it."""
    found: dict[str, int] = {}
    for node in ast.walk(scope):
        for name in _names_bound(node):
            found[name] = found.get(name, 0) + 1
    return found


def _names_bound(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield name
        case ast.AugAssign(target=ast.Name(id=name)):
            yield name
        case ast.alias(name=name, asname=asname):
            yield asname or name.partition(".")[0]
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case ast.arg(arg=name):
            yield name
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            yield from names
        case _:
            pass


def _arguments(function: Function) -> list[ast.arg]:
    arguments = function.args
    extra = [one for one in (arguments.vararg, arguments.kwarg) if one is not None]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *extra]


def _parameters(function: Function) -> frozenset[str]:
    """Return the arguments that ``pytest.mark.parametrize`` gives literals alone."""
    found: set[str] = set()
    for decorator in function.decorator_list:
        match decorator:
            case ast.Call(func=ast.Attribute(attr="parametrize"), args=[names, values, *_], keywords=keywords):
                if is_settled(values) and not any(keyword.arg == "indirect" for keyword in keywords):
                    found.update(_spelled_names(names))
            case _:
                pass
    return frozenset(found)


def _spelled_names(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield from (name.strip() for name in text.split(","))
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _spelled_names(part)
        case _:
            pass
