"""What every format of coverage report gives, before it is known which file of the project is meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from flowkit.model.evidence import Unmeasured


class UnusableReportError(Exception):
    """A report that cannot be used: what is wrong with it, and what to do."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of the lines or branches of a file were run."""

    covered: int
    total: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file of the project that is asked for.

    Attributes:
        number: the place of its name among the names of the report.
        path: the file, relative to the root.
        lines: how many lines it has; None where it cannot be read.
    """

    number: int
    path: str
    lines: int | None


@dataclass(frozen=True, slots=True)
class Measured:
    """What was counted in one file.

    Attributes:
        counts: by metric, ``line`` and ``branch``; a metric that was not measured is not there.
        last: the last line that the report tells of.
    """

    counts: Mapping[str, Counts]
    last: int = 0


class Report(Protocol):
    """A report of any format."""

    @property
    def names(self) -> Sequence[tuple[str, ...]]:
        """The files that it tells of: the paths that each may have, as the report gives them."""

    @property
    def costly(self) -> bool:
        """Whether to count a file takes more than to look it up."""

    def measured(self, wanted: Wanted) -> Measured | Unmeasured:
        """Return the counts of a file, or why they cannot be had."""

    def tests(self, wanted: Wanted) -> Iterator[tuple[str, frozenset[int]]]:
        """Yield each test that ran lines of a file, and those lines; nothing where that was not recorded."""

    def every_test(self) -> Sequence[str]:
        """Return every test that ran lines of any file; nothing where that was not recorded."""

    def close(self) -> None:
        """Let go of the file."""


@dataclass(slots=True)
class Lines:
    """The lines and branches of one file as a report lists them; whoever reads the report adds to them.

    Attributes:
        names: the paths that the file may have.
        known: the lines that count.
        run: those that were run.
        exits: the branches that count, each by whatever tells it from the others.
        taken: those that were taken.
        contexts: line -> the contexts that ran it.
    """

    names: tuple[str, ...]
    known: set[int] = field(default_factory=set)
    run: set[int] = field(default_factory=set)
    exits: set[object] = field(default_factory=set)
    taken: set[object] = field(default_factory=set)
    contexts: Mapping[int, Sequence[str]] = field(default_factory=dict)

    @property
    def measured(self) -> Measured:
        """The counts of the lines, and of the branches."""
        counts = {
            "line": Counts(len(self.run & self.known), len(self.known)),
            "branch": Counts(len(self.taken & self.exits), len(self.exits)),
        }
        return Measured(counts, max(self.known, default=0))


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A report that lists the lines of each file.

    Attributes:
        files: the files.
        branches: branches were measured at all, so that a file without any has nothing to be covered.
    """

    files: Sequence[Lines]
    branches: bool

    @property
    def names(self) -> Sequence[tuple[str, ...]]:
        """The paths that each file may have."""
        return [lines.names for lines in self.files]

    @property
    def costly(self) -> bool:
        """It is counted already."""
        return False

    def measured(self, wanted: Wanted) -> Measured:
        """Return the counts of a file."""
        found = self.files[wanted.number].measured
        return found if self.branches else Measured({"line": found.counts["line"]}, found.last)

    def tests(self, wanted: Wanted) -> Iterator[tuple[str, frozenset[int]]]:
        """Yield each test that ran lines of a file, and those lines."""
        found: dict[str, set[int]] = {}
        for line, contexts in self.files[wanted.number].contexts.items():
            for context in contexts:
                if test := test_of(context):
                    found.setdefault(test, set()).add(line)
        yield from ((test, frozenset(lines)) for test, lines in found.items())

    def every_test(self) -> Sequence[str]:
        """Return every test that ran lines of any file."""
        contexts = {one for lines in self.files for many in lines.contexts.values() for one in many}
        return sorted({test for test in map(test_of, contexts) if test})

    def close(self) -> None:
        """Do nothing: the report was read as a whole."""


_PHASES = ("|run", "|setup", "|teardown")


def test_of(context: str) -> str | None:
    """Return the test that a context of coverage.py stands for, or None for what ran outside of tests.

    pytest-cov writes ``nodeid|run``, and ``setup`` and ``teardown`` for the phases around it; a static context stands
    before the two, with another bar. ``dynamic_context = test_function`` gives dotted names, which are kept.
    """
    for phase in _PHASES:
        if context.endswith(phase):
            test = context.removesuffix(phase)
            static, bar, rest = test.partition("|")
            return rest if bar and "::" not in static and "::" in rest else test
    return context or None
