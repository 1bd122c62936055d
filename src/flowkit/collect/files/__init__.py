"""The files that plans name, and the symbols in them: no source is parsed unless a symbol is sought in it.

What is not where a plan says is looked for in the rest of the project, so that a move can be told from a gap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from flowkit.collect import Inquiry
from flowkit.collect.files.symbols import Defined, read_symbols
from flowkit.collect.parsing import Unparsed
from flowkit.collect.places import Places
from flowkit.collect.repository import Repository
from flowkit.collect.tags.comments import PYTHON, is_silent, kind_of
from flowkit.model.evidence import FileFact, Flaw, SymbolFact, Unmeasured
from flowkit.model.task import DOCUMENTATION, Deliverable, Task

Found: TypeAlias = FileFact | SymbolFact | Flaw | Unmeasured
Reader: TypeAlias = Callable[[bytes], Defined | Unparsed]

READERS: Mapping[str, Reader] = {
    "py": read_symbols,
    "pyw": read_symbols,
    "pyi": lambda data: read_symbols(data, stub=True),
}
"""What reads the symbols of a language, by the ending of its files; others are not measured for now."""

DOCUMENTS = frozenset({"md", "markdown", "mdx", "rst", "txt", "adoc", "asciidoc"})

_MAY_BE_EMPTY = frozenset({"__init__.py", "py.typed", ".gitkeep", ".keep"})
_DEFINES = re.compile(rb"(?:class|def)[ \t]+([A-Za-z_\x80-\xff][\w\x80-\xff]*)")
_MOST_PLACES = 20


def collect(inquiry: Inquiry) -> Iterator[Found]:
    """Yield what is there of the files and symbols that the deliverables of the plans name, and what is wrong with it.

    Each file is told once for each way in which it is named. A path that leads out of the project is a flaw.
    """
    search = _Search(inquiry.repository)
    tasks = [task for plan in inquiry.plans for task in plan.tasks]
    # What one plan names strictly is not found by what another one says in passing.
    for loosely in (False, True):
        for task in tasks:
            for entry in task.files:
                if entry.loose is loosely:
                    yield from search.files(entry.path or "", loosely=loosely)
    for task in tasks:
        for entry in task.owed:
            yield from search.symbols(task, entry)
    yield from search.in_folders()
    yield from search.elsewhere()


@dataclass(slots=True)
class _Search:
    """What was asked so far.

    Attributes:
        repository: the files of the project.
        meant: path of a plan -> the files and folders that it means.
        folders: folder -> the files in it and below it.
        sources: source -> what it defines; None where it cannot be read.
        sought: the symbols that were sought in a file.
        found: symbol -> the files that it was found in.
        owed: symbol -> the files and folders in one of which it is to be.
        below: file in such a folder -> the symbols that are to be sought in it.
    """

    repository: Repository
    meant: dict[str, tuple[str, ...]] = field(default_factory=dict)
    folders: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sources: dict[str, Defined | None] = field(default_factory=dict)
    sought: set[tuple[str, str]] = field(default_factory=set)
    found: dict[str, set[str]] = field(default_factory=dict)
    owed: dict[str, list[list[str]]] = field(default_factory=dict)
    below: dict[str, dict[str, None]] = field(default_factory=dict)

    def files(self, path: str, *, loosely: bool = False) -> Iterator[Found]:
        """Yield the files that a path of a plan means, each with what is wrong with it.

        A bare name, or any path that is to be taken ``loosely``, may be the end of a longer one.
        """
        if path in self.meant:
            return
        found = self.repository.named(path)
        if not found and (loosely or ("/" not in path and "\\" not in path)):
            found = self.repository.ending_in(path)
        if not found and self.repository.inside(self.repository.mapped(path)) is None:
            hint = "Name a file below the project's root, by its path from there."
            yield Flaw(path, f"{path} leads out of the project, so it is not looked at", hint=hint)
        self.meant[path] = found
        for one in found:
            if self.repository.is_folder(one):
                held = self.folders.setdefault(one, self.repository.below(one))
                yield FileFact(one, path, held)
                if not held and self.repository.is_empty(one):
                    yield SymbolFact(one, one, "file", empty=True)
            else:
                yield FileFact(one, path)
                yield from self._emptiness(one)

    def _emptiness(self, path: str) -> Iterator[Found]:
        data = self.repository.read(path)
        if data is None:
            yield Flaw(path, f"{path} cannot be read, or has more than {self.repository.max_size:,} bytes")
        elif path.rpartition("/")[2] not in _MAY_BE_EMPTY and is_silent(path, data):
            yield SymbolFact(path, path, "file", empty=True)

    def symbols(self, task: Task, entry: Deliverable) -> Iterator[Found]:
        """Yield the symbols that a deliverable names, in its own files or, if it names none, in those of its task."""
        if not entry.symbols or entry.loose:
            return
        homes = [home for path in task.homes_of(entry) for home in self.meant[path]]
        if entry.path is None and task.kind != DOCUMENTATION:
            homes = [home for home in homes if kind_of(home) not in DOCUMENTS]
        for symbol in entry.symbols:
            self.owed.setdefault(symbol, []).append(homes)
            for home in homes:
                if home not in self.folders:
                    yield from self._sought(home, symbol)
                for file in self.folders.get(home, ()):
                    if task.kind == DOCUMENTATION or kind_of(file) not in DOCUMENTS:
                        self.below.setdefault(file, {})[symbol] = None

    def in_folders(self) -> Iterator[Found]:
        """Yield what the files of folders that plans name say of the symbols that are to be in one of them."""
        for path, symbols in self.below.items():
            data = self.repository.read(path) or b""
            for symbol in symbols:
                if symbol.rpartition(".")[2].encode() in data:
                    yield from self._sought(path, symbol)

    def _sought(self, path: str, symbol: str) -> Iterator[Found]:
        """Yield what a file says of a symbol, once."""
        if (path, symbol) in self.sought:
            return
        self.sought.add((path, symbol))
        kind = kind_of(path)
        if kind in DOCUMENTS:
            yield from self._mentions(path, symbol)
        elif kind in READERS:
            yield from self._read(path)
            yield from self._definitions(path, symbol)
        elif "." in path.rpartition("/")[2]:
            self.found.setdefault(symbol, set()).add(path)
            reason = f"symbols of .{kind} files are not read, so {symbol} in {path} is not measured"
            yield Unmeasured(path, symbol, reason)

    def _read(self, path: str) -> Iterator[Flaw]:
        """Read what a source defines, unless it was read before."""
        if path in self.sources:
            return
        self.sources[path] = None
        data = self.repository.read(path)
        defined = READERS[kind_of(path)](data) if data is not None else None
        if isinstance(defined, Unparsed):
            places = Places(data or b"")
            start = places.start(defined.line)
            hint = "Mend it, so that what it defines can be read."
            yield Flaw(path, f"{path} {defined.reason}", places.span(start, start), hint)
        else:
            self.sources[path] = defined

    def _definitions(self, path: str, symbol: str) -> Iterator[SymbolFact]:
        defined = self.sources[path]
        for one in defined.named(symbol, path) if defined is not None else ():
            self.found.setdefault(symbol, set()).add(path)
            yield SymbolFact(path, one.name, one.kind, defined.span(one) if defined else None, one.empty)

    def _mentions(self, path: str, symbol: str) -> Iterator[SymbolFact]:
        data = self.repository.read(path) or b""
        found = re.search(rb"(?<!\w)%b(?!\w)" % re.escape(symbol.encode()), data)
        if found is not None:
            self.found.setdefault(symbol, set()).add(path)
            yield SymbolFact(path, symbol, "mention", Places(data).span(*found.span()))

    def elsewhere(self) -> Iterator[SymbolFact]:
        """Yield the definitions in the rest of the project of the symbols that were not found where they are to be."""
        wanted: dict[bytes, list[str]] = {}
        counts = dict.fromkeys((symbol for symbol in self.owed if self._is_missing(symbol)), 0)
        for symbol in counts:
            wanted.setdefault(symbol.rpartition(".")[2].encode(), []).append(symbol)
        for path in self.repository.files if wanted else ():
            if kind_of(path) not in PYTHON:
                continue
            names = set(_DEFINES.findall(self.repository.read(path) or b"")) & wanted.keys()
            for symbol in [symbol for name in sorted(names) for symbol in wanted[name]]:
                if counts[symbol] < _MOST_PLACES and (path, symbol) not in self.sought:
                    for _ in self._read(path):
                        pass  # a source that nobody asked for need not be whole
                    facts = list(self._definitions(path, symbol))
                    counts[symbol] += bool(facts)
                    yield from facts

    def _is_missing(self, symbol: str) -> bool:
        """Whether a symbol is not in any of the files and folders in which some entry wants it."""
        found = self.found.get(symbol, set())
        return any(
            found.isdisjoint(file for home in homes for file in self.folders.get(home, (home,)))
            for homes in self.owed[symbol]
        )
