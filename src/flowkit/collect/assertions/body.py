"""Whether the body of one function asserts something that can fail: a walk over its statements and expressions."""

from __future__ import annotations

import ast
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import TYPE_CHECKING

from flowkit.collect.assertions.bearing import Bearing
from flowkit.collect.assertions.endings import (
    after_yield,
    called_name,
    catches,
    compares,
    ends,
    expects_anything,
    holds_assertion,
    is_wrapping,
    raises,
    says_so,
    shows_nothing,
)
from flowkit.collect.assertions.namespaces import Found
from flowkit.collect.assertions.truisms import Function, constants_of, is_always, is_settled, is_truism

if TYPE_CHECKING:
    from flowkit.collect.assertions.walk import AssertionWalk

_EXPECTING = frozenset({"raises", "assertRaises", "assertRaisesRegex"})
# Of the fixtures that are called and that nobody here has written, pytest's own assert nothing.
_SILENT = frozenset({"record_property", "record_xml_attribute", "record_testsuite_property"})


class Body:
    """The body of one function.

    Args:
        walk: the walk that it belongs to.
        found: the function and its module.
        function: the function.
        is_test: it is a test or step itself, where a plain ``raise`` is a way to fail.
        asserting: the names of what asserts if it is called, such as the test that a decorator is given.
    """

    def __init__(
        self,
        walk: AssertionWalk,
        found: Found,
        function: Function,
        *,
        is_test: bool = False,
        asserting: AbstractSet[str] = frozenset(),
    ) -> None:
        self.asserting = asserting
        wrapping = (node for node in ast.walk(function) if asserting and is_wrapping(node))
        self.wrapped = {inner for node in wrapping for inner in ast.walk(node)}
        self.walk, self.module, self.owner, self.function, self.is_test = (
            walk,
            found.module,
            found.owner,
            function,
            is_test,
        )
        nodes = list(ast.walk(function))
        inner = (node for node in nodes if isinstance(node, Function | ast.ClassDef) and node is not function)
        self.inner: dict[str, Function | ast.ClassDef] = {node.name: node for node in inner}
        arguments = [one for one in nodes if isinstance(one, ast.arg)]
        self.given = {one.arg: one.annotation for one in arguments}
        self.stored = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        self.made = {
            target.id: node.value.func
            for node in nodes
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
            for target in node.targets
            if isinstance(target, ast.Name)
        }

    def asserts(self) -> bool:
        """Whether a statement that can be reached asserts."""
        return self._block(self.function.body) or self._has_checking_fixture()

    def _has_checking_fixture(self) -> bool:
        """Whether a fixture that a test asks for asserts once the test is over."""
        names = self.given if self.is_test else ()
        fixtures = (self.walk.fixture(self.module, name) for name in names)
        return any(self.walk.asserts(Found(one.module, after_yield(one.node))) for one in fixtures if one is not None)

    def _block(self, statements: list[ast.stmt]) -> bool:
        for statement in statements:
            if self._statement(statement):
                return True
            if ends(statement) or self._may_end(statement):
                return False
        return False

    def _may_end(self, statement: ast.stmt) -> bool:
        """Whether a condition that the code under test has no part in may keep what follows from being reached."""
        match statement:
            case ast.If(test=test, body=body) if is_settled(test, self._constants):
                return any(ends(one) or self._may_end(one) for one in body)
            case _:
                return False

    def _statement(self, statement: ast.stmt) -> bool:
        match statement:
            case ast.Assert(test=test):
                return not self._is_truism(test)
            case ast.If(test=test, body=body, orelse=orelse) | ast.While(test=test, body=body, orelse=orelse):
                first = not is_always(test, value=False) and self._block(body)
                return first or self._expression(test) or (not is_always(test, value=True) and self._block(orelse))
            case ast.For(iter=values, body=body, orelse=orelse) | ast.AsyncFor(iter=values, body=body, orelse=orelse):
                none = is_always(values, value=False) or ast.unparse(values) == "range(0)"
                return self._expression(values) or (not none and self._block(body)) or self._block(orelse)
            case ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body):
                return self._with(items, body)
            case ast.Try() | ast.TryStar():
                return self._try(statement)
            case ast.Match(subject=subject, cases=cases):
                return self._expression(subject) or any(self._block(case.body) for case in cases)
            case ast.Raise(exc=raised):
                name = called_name(raised) if raised is not None else ""
                return self.is_test or name == "AssertionError" or name.startswith("Fail")
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return False  # it counts where it is used
            case _:
                return any(self._expression(part) for part in ast.iter_child_nodes(statement))

    def _is_truism(self, test: ast.expr) -> bool:
        if is_truism(test):
            return True
        # What the constants are is worked out only where the answer may depend on it.
        free = any(isinstance(node, ast.Attribute | ast.Await | ast.comprehension) for node in ast.walk(test))
        return (not free and is_truism(test, self._constants)) or self._bearing.is_own(test)

    @cached_property
    def _constants(self) -> frozenset[str]:
        return constants_of(self.function, self.walk.namespaces.constants(self.module))

    @cached_property
    def _bearing(self) -> Bearing:
        namespaces, module = self.walk.namespaces, self.module
        return Bearing(
            self.function,
            self._constants,
            lambda name: None if namespaces.find(module, name) is not None else module.imports.get(name),
        )

    def _with(self, items: list[ast.withitem], body: list[ast.stmt]) -> bool:
        for item in items:
            call = item.context_expr
            name = called_name(call)
            if isinstance(call, ast.Call) and name == "suppress" and catches(ast.Tuple(elts=call.args)):
                return False
            # What raises by itself shows nothing of the code under test, and any error at all shows little of it.
            if name in _EXPECTING and (all(map(shows_nothing, body)) or expects_anything(call, body)):
                return False
            if self._expression(call):
                return True
        return self._block(body)

    def _try(self, statement: ast.Try | ast.TryStar) -> bool:
        if self._block(statement.finalbody):
            return True
        if any(isinstance(one, ast.Return) for one in statement.finalbody):
            return False
        handlers = statement.handlers
        caught = [one for one in handlers if one.type is None or catches(one.type)]
        swallowed = any(not raises(one) and not self._block(one.body) for one in caught[:1])
        guarded = not swallowed and self._block(statement.body)
        return guarded or any(self._block(one.body) for one in handlers) or self._block(statement.orelse)

    def _expression(self, expression: ast.AST) -> bool:
        return any(self._node(node) for node in ast.walk(expression))

    def _node(self, node: ast.AST) -> bool:
        match node:
            case ast.Call():
                return self._call(node)
            case ast.Name(id=name, ctx=ast.Load()) if name in self.asserting:
                return node not in self.wrapped
            case ast.Name(id=name, ctx=ast.Load()) if name in self.inner:
                return self.walk.asserts(Found(self.module, self.inner[name], self.owner))
            case ast.Name(id=name, ctx=ast.Load()) if name not in self.given:
                found = self.walk.namespaces.find(self.module, name)
                return found is not None and isinstance(found.node, Function) and self.walk.counts(found, name)
            case _:
                return False

    def _call(self, call: ast.Call) -> bool:
        if any(one.arg == "check" and is_always(one.value, value=True) for one in call.keywords):
            return True  # subprocess.run(..., check=True) raises where the command fails
        match call.func:
            case ast.Name(id=name) if name in self.inner:
                return self.walk.asserts(Found(self.module, self.inner[name], self.owner))
            case ast.Name(id=name) if name in self.given and name not in self.made:
                if name in _SILENT:
                    return False
                fixture = self.walk.fixture(self.module, name)
                return fixture is None or not self.is_test or holds_assertion(fixture.node)
            case ast.Name(id=name):
                found = self.walk.namespaces.find(self.module, name)
                return says_so(name) if found is None else self.walk.counts(found, name)
            case ast.Attribute(value=holder, attr=name):
                given = [*call.args, *(one.value for one in call.keywords)]
                if (compares(name) or self._bearing.is_own(holder)) and all(map(self._bearing.is_own, given)):
                    return False  # a mock that only the test knows, or two values of the test's own
                found = self._attribute(holder, name)
                if found is not None:
                    return self.walk.counts(found, name)
                return says_so(name) or self.walk.some_method(self.module, name)
            case _:
                return False

    def _attribute(self, holder: ast.expr, name: str) -> Found | None:
        """Return what ``holder.name`` stands for, where the class or module of the holder is known."""
        of = self._type(holder)
        if of is None:
            return None
        if of.node is None:
            return self.walk.namespaces.find(of.module, name)
        return self.walk.namespaces.method(of.module, of.node, name) if isinstance(of.node, ast.ClassDef) else None

    def _type(self, holder: ast.expr) -> Found | None:
        """Return the class of a value, or the class or module that a name stands for."""
        match holder:
            case ast.Name(id="self" | "cls") if self.owner is not None:
                return Found(self.module, self.owner)
            case ast.Name(id=name) if name in self.made and name not in self.given:
                # Each is looked up once, so that ``page = page.next()`` does not go round in a circle.
                made = self.made.pop(name)
                found = self._type(made)
                self.made[name] = made
                return found
            case ast.Name(id=name) if name in self.given:
                return self._given(name)
            case ast.Name(id=name) if name in self.inner:
                return Found(self.module, self.inner[name])
            case ast.Name(id=name) if name not in self.stored:
                return self.walk.namespaces.find(self.module, name)
            case ast.Call(func=func):
                return self._type(func)
            case ast.Attribute(value=value, attr=attribute):
                return self._attribute(value, attribute)
            case _:
                return None

    def _given(self, name: str) -> Found | None:
        """Return the class of an argument, by its annotation or that of the fixture that gives it."""
        annotation, module = self.given[name], self.module
        if annotation is None and (fixture := self.walk.fixture(module, name)) is not None:
            annotation = fixture.node.returns if isinstance(fixture.node, Function) else None
            module = fixture.module
        text = ast.unparse(annotation).strip("'\"") if annotation is not None else ""
        return self.walk.namespaces.find(module, text.partition("[")[0])
