"""What single statements and names say of how a test can fail: where a block ends, what is caught, what checks."""

from __future__ import annotations

import ast
import re

from flowkit.collect.assertions.truisms import Function, is_always, is_settled

_SAYS_SO = re.compile(
    r"_*(?:asserts?|expects?|checks?|verify|verifies|should|ensures?|must|fail|raises|warns|deprecated_call)(?![a-z])"
)
# They raise where what they look at is not as it should be, and their names do not say so.
_RAISING = frozenset(
    {"fnmatch_lines", "no_fnmatch_line", "re_match_lines", "no_re_match_line", "raise_for_status", "testmod"}
)
_ENDING = frozenset({"pytest.skip", "pytest.xfail", "pytest.exit", "self.skipTest", "sys.exit"})
_SWALLOWED = frozenset({"AssertionError", "Exception", "BaseException"})
_ANYTHING = frozenset({"Exception", "BaseException"})
# The assertions of unittest that look at what they are given and at nothing else.
_COMPARES = re.compile(
    r"assert(?:(?:Not)?(?:AlmostEqual|Equal|In|Is|IsInstance|IsNone)|IsNot(?:None)?|True|False|(?:Greater|Less)(?:Equal)?"
    r"|(?:Dict|List|Set|Tuple|Sequence|Count|MultiLine)Equal|Not(?:Regex|IsInstance)|Regex)"
)


def says_so(name: str) -> bool:
    """Whether the name of a function says that it asserts."""
    return name in _RAISING or _SAYS_SO.match(name) is not None


def called_name(node: ast.expr) -> str:
    """Return the last part of the name of what is called, or of a name itself; empty for anything else."""
    named = node.func if isinstance(node, ast.Call) else node
    match named:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def ends(statement: ast.stmt) -> bool:
    """Whether nothing behind a statement is reached."""
    match statement:
        case ast.Return() | ast.Raise() | ast.Continue() | ast.Break():
            return True
        case ast.Expr(value=ast.Call(func=called)):
            return ast.unparse(called) in _ENDING
        case ast.If(test=test, body=body) if is_always(test, value=True):
            return any(ends(one) for one in body)
        case ast.If(body=body, orelse=orelse):
            return any(map(ends, body)) and any(map(ends, orelse))
        case ast.With(body=body):
            return any(isinstance(one, ast.Return) for one in body)
        case _:
            return False


def catches(caught: ast.expr) -> bool:
    """Whether a failed assertion is among what is caught."""
    kinds = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(ast.unparse(kind).rpartition(".")[2] in _SWALLOWED for kind in kinds)


def compares(name: str) -> bool:
    """Whether a method of that name asserts something of its arguments alone."""
    return _COMPARES.fullmatch(name) is not None


def shows_nothing(statement: ast.stmt) -> bool:
    """Whether a statement fails by itself, so that to expect its failure shows nothing."""
    match statement:
        case ast.Raise():
            return True
        case ast.Assert(test=test):
            return is_settled(test)
        case _:
            return False


def expects_anything(call: ast.expr, body: list[ast.stmt]) -> bool:
    """Whether any exception will do, of an assertion too, or of any of several statements."""
    if not isinstance(call, ast.Call) or any(one.arg == "match" for one in call.keywords):
        return False
    kinds = [ast.unparse(one).rpartition(".")[2] for one in call.args[:1]]
    asserts = any(isinstance(node, ast.Assert) for statement in body for node in ast.walk(statement))
    return bool(_ANYTHING.intersection(kinds)) and (asserts or len(body) > 1)


def raises(handler: ast.ExceptHandler) -> bool:
    """Whether what a handler caught, or something else, is raised by it."""
    return any(isinstance(node, ast.Raise) for statement in handler.body for node in ast.walk(statement))


def is_wrapping(node: ast.AST) -> bool:
    """Whether one function is only made to look like another: by ``wraps`` or as its ``__wrapped__``."""
    match node:
        case ast.Assign(targets=[ast.Attribute(attr="__wrapped__")]):
            return True
        case ast.Call():
            return called_name(node) in {"wraps", "update_wrapper"}
        case _:
            return False


def holds_assertion(node: ast.AST | None) -> bool:
    """Whether an assertion stands anywhere in a fixture, such as in a function that it hands out."""
    if not isinstance(node, Function):
        return False
    return any(
        isinstance(one, ast.Assert | ast.Raise) or (isinstance(one, ast.Call) and says_so(called_name(one)))
        for one in ast.walk(node)
    )


def after_yield(node: ast.AST | None) -> Function | None:
    """Return what a fixture does once its test is over, as a function of its own."""
    if not isinstance(node, Function):
        return None
    for index, statement in enumerate(node.body):
        if any(isinstance(one, ast.Yield) for one in ast.walk(statement)):
            rest = ast.parse("def after(): pass").body[0]
            if isinstance(rest, ast.FunctionDef):
                held = statement.body if isinstance(statement, ast.With | ast.Try) else []
                rest.body = [*(one for one in held if not isinstance(one, ast.Expr)), *node.body[index + 1 :]]
                rest.args = node.args
                return rest
    return None
