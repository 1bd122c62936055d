"""Whether a function of the tests asserts something that can fail: a walk over it and over what it calls."""

from __future__ import annotations

import ast
from pathlib import PurePosixPath

from flowkit.collect.assertions.body import Body
from flowkit.collect.assertions.endings import called_name, holds_assertion, says_so
from flowkit.collect.assertions.namespaces import Found, Module, Namespaces, is_test_code
from flowkit.collect.assertions.truisms import Function

_DEPTH = 12


class AssertionWalk:
    """Walks from the tests of one file, some of which may stand in another one: those of a base class.

    Args:
        namespaces: what names stand for.
        path: the file; what lies beside it belongs to the tests.
    """

    def __init__(self, namespaces: Namespaces, path: str) -> None:
        self.namespaces = namespaces
        self._path = path
        self._folders = {PurePosixPath(path).parent}
        self._seen: dict[ast.AST, bool] = {}
        self._methods: dict[tuple[str, str], bool] = {}
        self._depth = 0

    def begin(self, test: Found) -> None:
        """Begin with a test; forget which functions assert nothing, as one that was met in a circle may yet."""
        self._folders = {PurePosixPath(self._path).parent, PurePosixPath(test.module.path).parent}
        self._depth = 0
        self._seen = {node: True for node, asserts in self._seen.items() if asserts}
        self._methods = {key: True for key, asserts in self._methods.items() if asserts}

    def asserts(self, found: Found, *, is_test: bool = False) -> bool:
        """Whether a function asserts, or a class where it is made or used in a ``with``; a circle asserts nothing.

        What lies too deep to be looked at has the benefit of the doubt.
        """
        node = found.node
        if node is None or self._depth >= _DEPTH:
            return node is not None
        if node not in self._seen:
            self._seen[node] = False
            self._depth += 1
            self._seen[node] = self._walk(found, is_test=is_test)
            self._depth -= 1
        return self._seen[node]

    def _walk(self, found: Found, *, is_test: bool) -> bool:
        match found.node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return Body(self, found, found.node, is_test=is_test).asserts()
            case ast.ClassDef():
                names = ("__init__", "__post_init__", "__enter__", "__exit__", "__aenter__", "__aexit__", "__call__")
                methods = (self.namespaces.method(found.module, found.node, name) for name in names)
                return any(self.asserts(method) for method in methods if method is not None)
            case _:
                return False

    def keeps(self, test: Found) -> bool:
        """Whether the decorators of a test that the tests define let it run and fail; others are trusted."""
        decorators = test.node.decorator_list if isinstance(test.node, Function) else []
        return all(self._keeps(test.module, decorator) for decorator in decorators)

    def _keeps(self, module: Module, decorator: ast.expr) -> bool:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        found = self.namespaces.find(module, called.id) if isinstance(called, ast.Name) else None
        if found is None or not isinstance(found.node, Function) or not self.is_ours(found.module):
            return True
        functions = [node for node in ast.walk(found.node) if isinstance(node, Function)]
        given = {one.args.args[0].arg for one in functions if one.args.args}
        bodies = (Body(self, Found(found.module, one), one, asserting=given) for one in functions)
        return any(body.asserts() for body in bodies)

    def is_ours(self, module: Module) -> bool:
        """Whether a module belongs to the tests."""
        return is_test_code(module.path) or PurePosixPath(module.path).parent in self._folders

    def counts(self, found: Found, name: str) -> bool:
        """Whether to call what was found is to assert: of code under test, only what says so and raises."""
        if self.is_ours(found.module):
            return self.asserts(found)
        if not isinstance(found.node, Function):
            return False
        raised = [node.exc for node in ast.walk(found.node) if isinstance(node, ast.Raise)]
        if any(one is not None and called_name(one) == "AssertionError" for one in raised):
            return True
        return says_so(name) and bool(raised or holds_assertion(found.node))

    def some_method(self, module: Module, name: str) -> bool:
        """Whether a class of the tests within reach of a module has a method of that name that asserts."""
        key = module.path, name
        if key not in self._methods:
            self._methods[key] = False
            self._methods[key] = self._some_method(module, name)
        return self._methods[key]

    def _some_method(self, module: Module, name: str) -> bool:
        near = [module, *self.namespaces.conftests(self._path)]
        for reached in dict.fromkeys([*near, *(one for each in near for one in self.namespaces.imported_by(each))]):
            if not self.is_ours(reached):
                continue
            for node in reached.definitions.values():
                method = self.namespaces.method(reached, node, name) if isinstance(node, ast.ClassDef) else None
                if method is not None and self.asserts(method):
                    return True
        return False

    def fixture(self, module: Module, name: str) -> Found | None:
        """Return the fixture that a test of a module is given by a name."""
        for place in (module, *self.namespaces.conftests(self._path)):
            found = self.namespaces.find(place, name)
            if found is not None and isinstance(found.node, Function):
                return found
        return None
