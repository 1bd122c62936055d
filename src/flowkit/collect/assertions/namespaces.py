"""What a name in a Python file of the project stands for, found by reading: through imports, classes and bases."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TypeAlias

from flowkit.collect.assertions.truisms import Function, constants_in
from flowkit.collect.repository import Repository

_DEPTH = 10
_TEST_FOLDERS = frozenset({"test", "tests", "e2e"})

Definition: TypeAlias = Function | ast.ClassDef | ast.Assign | ast.AnnAssign
Import: TypeAlias = ast.Import | ast.ImportFrom


@dataclass(frozen=True, slots=True, eq=False)
class Module:
    """A file that was parsed: what its top level defines and imports."""

    path: str
    tree: ast.Module
    definitions: dict[str, Definition]
    imports: dict[str, Import]


@dataclass(frozen=True, slots=True)
class Found:
    """What a name stands for: a definition in a module, or with None the module itself.

    ``owner`` is the class that a method was sought in: its ``self``.
    """

    module: Module
    node: Definition | None
    owner: ast.ClassDef | None = field(default=None, compare=False)


class Namespaces:
    """The Python files of a project.

    Args:
        repository: where they are read.
    """

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self._modules: dict[str, Module | None] = {}
        self._places: dict[tuple[str, str, int], Module | None] = {}
        self._names: dict[tuple[str, str], Found | None] = {}
        self._near: dict[str, tuple[Module, ...]] = {}
        self._constants: dict[str, frozenset[str]] = {}
        self._files = frozenset(repository.files)

    def module(self, path: str) -> Module | None:
        """Return a file parsed, or None where it is not there or is no Python."""
        if path not in self._modules:
            self._modules[path] = self._parsed(path)
        return self._modules[path]

    def _parsed(self, path: str) -> Module | None:
        data = self.repository.read(path)
        if data is None:
            return None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SyntaxWarning)
                tree = ast.parse(data)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
        definitions: dict[str, Definition] = {}
        imports: dict[str, Import] = {}
        for statement in _top_level(tree.body):
            match statement:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                    definitions[name] = statement
                case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                    definitions[name] = statement
                case ast.Import(names=names) | ast.ImportFrom(names=names):
                    imports.update((one.asname or one.name.partition(".")[0], statement) for one in names)
                case _:
                    pass
        return Module(path, tree, definitions, imports)

    def constants(self, module: Module) -> frozenset[str]:
        """Return the names at the top of a module that stand for constants."""
        if module.path not in self._constants:
            self._constants[module.path] = constants_in(module.tree)
        return self._constants[module.path]

    def find(self, module: Module, name: str) -> Found | None:
        """Return what a name at the top of a module stands for, or None where it is not of this project."""
        key = module.path, name
        if key not in self._names:
            self._names[key] = self._find(module, name, _DEPTH)
        return self._names[key]

    def _find(self, module: Module, name: str, depth: int) -> Found | None:
        defined = module.definitions.get(name)
        if isinstance(defined, ast.Assign | ast.AnnAssign) and isinstance(defined.value, ast.Name) and depth:
            return self._find(module, defined.value.id, depth - 1)
        if defined is not None:
            return Found(module, defined)
        statement = module.imports.get(name)
        if statement is None or not depth:
            return None
        for alias in statement.names:
            if (alias.asname or alias.name.partition(".")[0]) == name:
                return self._imported(module, statement, alias, depth - 1)
        return None

    def _imported(self, module: Module, statement: Import, alias: ast.alias, depth: int) -> Found | None:
        if isinstance(statement, ast.Import):
            dotted = alias.name if alias.asname else alias.name.partition(".")[0]
            target = self._located(module.path, dotted, 0)
            return None if target is None else Found(target, None)
        package = self._located(module.path, statement.module or "", statement.level)
        found = self._find(package, alias.name, depth) if package is not None else None
        if found is not None:
            return found
        dotted = f"{statement.module}.{alias.name}" if statement.module else alias.name
        target = self._located(module.path, dotted, statement.level)
        return None if target is None else Found(target, None)

    def _located(self, path: str, dotted: str, level: int) -> Module | None:
        """Return the module that a dotted name means: from the file's folder upwards, or anywhere if there is one."""
        folder = path.rpartition("/")[0]
        key = folder, dotted, level
        if key not in self._places:
            self._places[key] = self._sought(folder, dotted.replace(".", "/"), level)
        return self._places[key]

    def _sought(self, folder: str, tail: str, level: int) -> Module | None:
        folders = [folder]
        while folders[-1]:
            folders.append(folders[-1].rpartition("/")[0])
        for above in folders[level - 1 : level] if level else folders:
            place = "/".join(part for part in (above, tail) if part)
            for candidate in (f"{place}.py", f"{place}/__init__.py" if place else "__init__.py"):
                if candidate in self._files:
                    return self.module(candidate)
        if level or not tail:
            return None
        ending = self.repository.ending_in(f"{tail}.py") or self.repository.ending_in(f"{tail}/__init__.py")
        return self.module(ending[0]) if len(ending) == 1 else None

    def method(self, module: Module, owner: ast.ClassDef, name: str, depth: int = _DEPTH) -> Found | None:
        """Return a method of a class or of one of its bases."""
        for statement in owner.body:
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and statement.name == name:
                return Found(module, statement, owner)
        for base in owner.bases if depth else ():
            found = self.find(module, base.id) if isinstance(base, ast.Name) else None
            if found is not None and isinstance(found.node, ast.ClassDef):
                inherited = self.method(found.module, found.node, name, depth - 1)
                if inherited is not None:
                    return Found(inherited.module, inherited.node, owner)
        return None

    def conftests(self, path: str) -> Iterator[Module]:
        """Yield the conftest files that a test file may take fixtures from, the nearest first."""
        for folder in PurePosixPath(path).parents:
            name = (folder / "conftest.py").as_posix()
            module = self.module(name) if name in self._files else None
            if module is not None:
                yield module

    def imported_by(self, module: Module) -> tuple[Module, ...]:
        """Return the modules of the project that a module imports from."""
        if module.path not in self._near:
            found = (self.find(module, name) for name in module.imports)
            self._near[module.path] = tuple({one.module.path: one.module for one in found if one is not None}.values())
        return self._near[module.path]


def is_test_code(path: str) -> bool:
    """Whether a file belongs to the tests rather than to what they test."""
    *folders, name = path.split("/")
    is_test = name == "conftest.py" or name.startswith("test_") or name.endswith("_test.py")
    return is_test or any(folder in _TEST_FOLDERS for folder in folders)


def _top_level(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield statements of a module, those within a condition or an attempt too."""
    for statement in body:
        yield statement
        match statement:
            case ast.If(body=one, orelse=other):
                yield from _top_level([*one, *other])
            case ast.Try(body=one, handlers=handlers, orelse=other):
                yield from _top_level([*one, *(each for handler in handlers for each in handler.body), *other])
            case _:
                pass
