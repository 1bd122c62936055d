"""Hollow tests: those that verify something and, by their syntax tree, assert nothing.

A test asserts by an ``assert`` that can fail, by ``pytest.raises`` and its like, by a call whose name says so
(``assert_same``, ``expect``, ``check_...``), or by calling a function of the project's tests that asserts. What cannot
be reached, and what is caught again, does not count. What cannot be resolved is given the benefit of the doubt where it
may be an assertion: a fixture that is called, an unknown function whose name says that it checks. A direct call of the
code under test is none.
"""

from __future__ import annotations

import ast
import re
from pathlib import PurePosixPath

from flowkit.collect.assertions.namespaces import Found, Module, Namespaces
from flowkit.collect.assertions.truisms import Function
from flowkit.collect.assertions.walk import AssertionWalk
from flowkit.collect.recordings import RecordedTest
from flowkit.collect.repository import Repository
from flowkit.model.evidence import Outcome

_TAG = re.compile(rb"verifies\s*:", re.IGNORECASE)


class Assertions:
    """Tells hollow tests.

    Args:
        repository: where the tests are read.
    """

    def __init__(self, repository: Repository) -> None:
        self.namespaces = Namespaces(repository)
        self._places: dict[str, dict[int, Found]] = {}
        self._known: dict[tuple[str, object], bool] = {}
        self._tagged: dict[str, bool] = {}
        self._walks: dict[str, AssertionWalk] = {}

    def is_hollow(self, test: RecordedTest, base: str = "") -> bool:
        """Whether a test asserts nothing although it verifies something, or its file has a tag that may say so.

        Args:
            test: the test, as its run recorded it.
            base: the folder that its paths are relative to, with ``/`` at its end; empty for the root.
        """
        path = base + test.path
        if path not in self._tagged:
            self._tagged[path] = _TAG.search(self.namespaces.repository.read(path) or b"") is not None
        verifies = test.markers or test.scenario or self._tagged[path]
        return bool(verifies) and self.asserts_nothing(test, base)

    def asserts_nothing(self, test: RecordedTest, base: str = "") -> bool:
        """Whether a test asserts nothing, whatever it verifies; one that cannot be found in its file is not said to."""
        # Whatever it is parametrised with, a function asserts or does not; a scenario does what its steps do.
        key = base + test.id.partition("[")[0], (test.outcome, test.steps) if test.scenario else None
        if key not in self._known:
            try:
                self._known[key] = self._asserts_nothing(test, base)
            except RecursionError:
                self._known[key] = False  # a file nested too deeply to be read says nothing
        return self._known[key]

    def _asserts_nothing(self, test: RecordedTest, base: str) -> bool:
        function = self._function(test, base)
        if test.scenario is not None:
            return self._is_hollow_scenario(test, base, function)
        return function is not None and not self._asserts(function, base + test.path)

    def _is_hollow_scenario(self, test: RecordedTest, base: str, function: Found | None) -> bool:
        """Whether one of the Then steps that ran asserts nothing, or there is none: they are what has to come of it."""
        if test.outcome is not Outcome.PASSED or (function is not None and self._asserts(function, base + test.path)):
            return False
        steps = [self._at(base, place) for place in dict.fromkeys(test.steps)]
        known = [step for step in steps if step is not None]
        if len(known) < len(steps):
            return False
        outcomes = [step for step in known if _is_decorated(step, "then") or _is_decorated(step, "step")]
        return not outcomes or not all(self._asserts(step, step.module.path) for step in outcomes)

    def _asserts(self, function: Found, path: str) -> bool:
        walk = self._walks.setdefault(path, AssertionWalk(self.namespaces, path))
        walk.begin(function)
        return walk.asserts(function, is_test=True) and walk.keeps(function)

    def _function(self, test: RecordedTest, base: str) -> Found | None:
        """Return the function of a test, by the names in its id."""
        module = self.namespaces.module(base + test.path)
        names = test.id.removeprefix(test.path).partition("[")[0].split("::")[1:]
        if module is None or not names:
            return None
        found = self.namespaces.find(module, names[0])
        for name in names[1:]:
            if found is None or not isinstance(found.node, ast.ClassDef):
                return None
            found = self.namespaces.method(found.module, found.node, name)
        if found is None or not isinstance(found.node, Function):
            return None
        # What a scenario does is done by its steps, and here nobody knows which they were.
        return None if test.scenario is None and _is_decorated(found, "scenario") else found

    def _at(self, base: str, place: str) -> Found | None:
        """Return the function that begins at ``path:line``, at its first decorator."""
        path, _, line = place.rpartition(":")
        if PurePosixPath(path).suffix != ".py" or not line.isdecimal():
            return None
        if base + path not in self._places:
            module = self.namespaces.module(base + path)
            self._places[base + path] = {} if module is None else _by_line(module)
        return self._places[base + path].get(int(line))


def _by_line(module: Module) -> dict[int, Found]:
    functions = (node for node in ast.walk(module.tree) if isinstance(node, Function))
    return {min([node.lineno, *(one.lineno for one in node.decorator_list)]): Found(module, node) for node in functions}


def _is_decorated(function: Found, name: str) -> bool:
    """Whether a function has a decorator of a name (``then``, ``pytest_bdd.then``), called or not."""
    decorators = function.node.decorator_list if isinstance(function.node, Function) else []
    called = (one.func if isinstance(one, ast.Call) else one for one in decorators)
    return any(ast.unparse(one).rpartition(".")[2] == name for one in called)
