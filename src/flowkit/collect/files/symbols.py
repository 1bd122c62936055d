"""What a Python source defines, by its syntax tree: classes, functions, methods, attributes and constants.

A name that is imported is defined elsewhere. Names inside functions are those of the classes and functions in them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from flowkit.collect.files.emptiness import does_nothing, is_abstract, is_beside, is_exception, is_exempt, is_nothing
from flowkit.collect.parsing import Offsets, Unparsed, parse
from flowkit.model.source import Span

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_DEEPEST = 200


@dataclass(frozen=True, slots=True)
class Definition:
    """A name that a source defines.

    Attributes:
        name: the dotted name (``Store.read``).
        kind: ``class``, ``function``, ``method``, ``attribute`` or ``constant``.
        line, column: where its statement begins, as the syntax tree counts.
        empty: its body does nothing, and it is neither abstract nor part of a protocol.
        conditional: it stands in a branch, so that it may not be the one that counts.
    """

    name: str
    kind: str
    line: int
    column: int
    empty: bool = False
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class Defined:
    """What a source defines, and where: ``is_empty`` says that there is no code in it at all."""

    definitions: tuple[Definition, ...]
    offsets: Offsets
    is_empty: bool

    def named(self, symbol: str, path: str) -> tuple[Definition, ...]:
        """Return what a symbol means in the source at ``path``: a dotted name or the end of one.

        A whole name goes before the ends of others. The source's own module may stand in front (``auth.store.Store``).
        """
        whole = [one for one in self.definitions if one.name == symbol]
        ends = [one for one in self.definitions if one.name.endswith(f".{symbol}")]
        if whole or ends:
            return tuple(whole or ends)
        modules = _modules(path)
        inner = [symbol.removeprefix(f"{module}.") for module in modules if symbol.startswith(f"{module}.")]
        return tuple(replace(one, name=symbol) for one in self.definitions if one.name in inner)

    def span(self, definition: Definition) -> Span:
        """Return the place of a definition's name."""
        name = definition.name.rpartition(".")[2].encode()
        start = self.offsets.find(name, self.offsets.at(definition.line, definition.column))
        return self.offsets.places.span(start, start + len(name))


def _modules(path: str) -> list[str]:
    """Return the names under which a source may be imported, longest first: ``src.auth.store``, ``auth.store`` ..."""
    parts = path.rpartition(".")[0].removesuffix("/__init__").split("/")
    return [".".join(parts[at:]) for at in range(len(parts))]


def read_symbols(data: bytes, *, stub: bool = False) -> Defined | Unparsed:
    """Return what a Python source defines; ``stub`` says that it holds types alone (``.pyi``)."""
    tree = parse(data)
    if isinstance(tree, Unparsed):
        return tree
    reader = _Reader(stub=stub)
    found = _settled(reader.body(tree.body, ""))
    return Defined(found, Offsets(data), all(is_nothing(statement) for statement in tree.body))


def _settled(definitions: Iterable[Definition]) -> tuple[Definition, ...]:
    """Return one definition for each name: the last; of those in branches one that does something.

    What a method assigns to its instance is told only where nothing else has the name.
    """
    found: dict[str, Definition] = {}
    for one in definitions:
        before = found.get(one.name)
        if before is not None and one.kind == "attribute" and before.kind != "attribute":
            continue
        if before is None or not one.conditional or before.empty or not one.empty:
            found[one.name] = one
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a statement stands: in a ``class``, ``function`` or ``module``, behind which prefix, in a branch or not."""

    kind: str
    prefix: str
    conditional: bool
    exempt: bool
    depth: int


class _Reader:
    def __init__(self, *, stub: bool) -> None:
        self._stub = stub
        self._exceptions: set[str] = set()

    def body(self, statements: Sequence[ast.stmt], prefix: str) -> Iterator[Definition]:
        """Yield what statements of a module define."""
        return self._body(statements, _Place("module", prefix, conditional=False, exempt=False, depth=0))

    def _body(self, statements: Sequence[ast.stmt], place: _Place) -> Iterator[Definition]:
        if place.depth > _DEEPEST:
            return
        for statement in statements:
            match statement:
                case ast.ClassDef():
                    yield from self._class(statement, place)
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    yield from self._function(statement, place)
                case _:
                    yield from self._values(statement, place)
                    below = replace(place, conditional=True, depth=place.depth + 1)
                    for block in _blocks(statement):
                        yield from self._body(block, below)

    def _class(self, node: ast.ClassDef, place: _Place) -> Iterator[Definition]:
        name = place.prefix + node.name
        failing = is_exception(node, self._exceptions)
        if failing:
            self._exceptions.add(node.name)
        exempt = self._stub or is_exempt(node)
        inner = _Place("class", f"{name}.", place.conditional, exempt, place.depth + 1)
        members = list(self._body(node.body, inner))
        own = [one for one in members if one.name.count(".") == name.count(".") + 1]
        hollow = bool(own) and all(one.empty for one in own)
        combined = exempt and len(node.bases) > 1
        empty = not failing and not self._stub and not combined and (not own or hollow)
        yield Definition(name, "class", node.lineno, node.col_offset, empty, place.conditional)
        yield from members

    def _function(self, node: _Function, place: _Place) -> Iterator[Definition]:
        name = place.prefix + node.name
        kind = "method" if place.kind == "class" else "function"
        empty = not self._stub and not place.exempt and not is_abstract(node) and does_nothing(node)
        if not is_beside(node):
            yield Definition(name, kind, node.lineno, node.col_offset, empty, place.conditional)
        if place.kind == "class":
            yield from _attributes(node, place)
        inner = _Place("function", f"{name}.", place.conditional, exempt=False, depth=place.depth + 1)
        yield from self._body(node.body, inner)

    def _values(self, statement: ast.stmt, place: _Place) -> Iterator[Definition]:
        if place.kind == "function":
            return
        kind = "attribute" if place.kind == "class" else "constant"
        value = getattr(statement, "value", None)
        void = kind == "constant" and isinstance(value, ast.Constant) and value.value in {None, ...}
        targets: list[ast.expr] = []
        match statement:
            case ast.Assign():
                targets = statement.targets
            case ast.AnnAssign() if statement.value is not None or place.kind == "class" or self._stub:
                targets = [statement.target]
            case _ if hasattr(ast, "TypeAlias") and isinstance(statement, ast.TypeAlias):
                targets = [statement.name]
            case _:
                pass
        for name in _names(targets):
            # What is written as classes are, and is nothing, is no class.
            empty = void and name[0].isupper() and not name.isupper()
            full = place.prefix + name
            yield Definition(full, kind, statement.lineno, statement.col_offset, empty, place.conditional)


def _blocks(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    """Yield the blocks of a compound statement."""
    for field in ("body", "orelse", "finalbody"):
        block = getattr(statement, field, None)
        if isinstance(block, list):
            yield block
    for field in ("handlers", "cases"):
        for part in getattr(statement, field, ()):
            yield part.body


def _names(targets: Sequence[ast.expr]) -> Iterator[str]:
    """Yield the plain names that are assigned to, in tuples too."""
    waiting = list(reversed(targets))
    while waiting:
        target = waiting.pop()
        match target:
            case ast.Name(id=name):
                yield name
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                waiting += reversed(parts)
            case ast.Starred(value=value):
                waiting.append(value)
            case _:
                pass


def _attributes(method: _Function, place: _Place) -> Iterator[Definition]:
    """Yield what a method assigns to its instance (``self.x``), as attributes of its class."""
    first = next(iter([*method.args.posonlyargs, *method.args.args]), None)
    if first is None:
        return
    for node in ast.walk(method):
        match node:
            case ast.Attribute(value=ast.Name(id=owner), ctx=ast.Store()) if owner == first.arg:
                yield Definition(place.prefix + node.attr, "attribute", node.lineno, node.col_offset, conditional=True)
            case _:
                pass
