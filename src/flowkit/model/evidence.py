"""Facts found in the repository, each with its place and with what it depends on.

Paths are relative to the project's root, with ``/`` between their parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, TypeAlias

from flowkit.model.source import Span


class Age(StrEnum):
    """Whether evidence still speaks of what is there now."""

    FRESH = "fresh"
    STALE = "stale"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Freshness:
    """How old evidence is: ``reason`` says in words what changed since, or why it is not known."""

    age: Age
    reason: str = ""


FRESH = Freshness(Age.FRESH)
UNDATED = Freshness(Age.UNKNOWN, "freshness unknown")

OWN_REPORT = ("reported-by", "flowkit verify")
"""The property of every suite of the JUnit XML that flowkit writes itself: a verdict is no evidence."""


class Outcome(StrEnum):
    """How a test ended. ``RETRIED`` passed, but not at the first try; ``UNDEFINED`` has a step that nothing defines."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    UNDEFINED = "undefined"
    SKIPPED = "skipped"
    XFAILED = "xfailed"
    XPASSED = "xpassed"
    DESELECTED = "deselected"
    RETRIED = "retried"


@dataclass(frozen=True, slots=True)
class Dependence:
    """What a fact depends on: a file, by the digest that it had when the fact was recorded (None: not recorded)."""

    path: str
    sha256: str | None


@dataclass(frozen=True, slots=True)
class FileFact:
    """A file or folder that a plan names is there.

    Attributes:
        path: where it is.
        asked: the path or pattern as the plan names it.
        holds: of a folder, the files in it and below it; None for a file.
    """

    path: str
    asked: str
    holds: tuple[str, ...] | None = None
    depends_on: tuple[Dependence, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """The file itself, or those of the folder."""
        return (self.path,) if self.holds is None else self.holds


@dataclass(frozen=True, slots=True)
class SymbolFact:
    """A symbol stands in a file: its dotted name, and what it is.

    ``kind`` is ``class``, ``function``, ``method``, ``attribute``, ``constant`` or, in a text that is no code,
    ``mention``. ``empty`` says that its body does nothing (``pass``, ``...``, a docstring, ``NotImplementedError``)
    although it is no member of a protocol or abstract.
    """

    path: str
    name: str
    kind: str
    span: Span | None = None
    empty: bool = False
    depends_on: tuple[Dependence, ...] = ()


@dataclass(frozen=True, slots=True)
class WordFact:
    """A name stands as a word in a file of code, whatever it means there."""

    path: str
    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class TagFact:
    """A comment or docstring names a marker.

    Attributes:
        path: the file.
        verb: ``implements``, ``verifies``, or None for a bare mention.
        marker: the marker as written: a short name (``SC-003``, ``IMPL_002/AC-1``) or a full one.
        span: the marker in the file.
        first, last: the lines that the tag speaks for: those of the class or function that it stands in or directly
            above, or the whole file.
        owner: the dotted name of that class or function; None where it is the whole file.
    """

    path: str
    verb: str | None
    marker: str
    span: Span | None = None
    first: int = 1
    last: int = 1
    owner: str | None = None
    depends_on: tuple[Dependence, ...] = ()


@dataclass(frozen=True, slots=True)
class TestFact:
    """A test ended in some way.

    Attributes:
        path: the file that the test stands in; that of the report where it names none.
        test: its name in the report (``tests/test_store.py::test_read[1]``).
        outcome: how it ended.
        report: the file that tells it.
        markers: the markers that it says it verifies, as written.
        reason: why it was skipped or failed, in the report's words, one line.
        span: its first line in its file.
        scenario: the feature file and the name of the scenario that it runs, where it runs one.
        hollow: it verifies something and asserts nothing, by its syntax tree.
        commit: the commit that it ran at.
        freshness: whether what it ran is still what is there.
    """

    __test__: ClassVar[bool] = False  # so that pytest does not take it for a class of tests

    path: str
    test: str
    outcome: Outcome
    report: str
    markers: tuple[str, ...] = ()
    reason: str | None = None
    span: Span | None = None
    scenario: tuple[str, str] | None = None
    hollow: bool = False
    commit: str | None = None
    freshness: Freshness = UNDATED
    depends_on: tuple[Dependence, ...] = ()


@dataclass(frozen=True, slots=True)
class CoverageFact:
    """What was measured of one file: ``covered`` of ``total``, by ``metric`` (``line``, ``branch``)."""

    path: str
    measured: str
    metric: str
    covered: int
    total: int
    freshness: Freshness = UNDATED
    depends_on: tuple[Dependence, ...] = ()


@dataclass(frozen=True, slots=True)
class ExecutionFact:
    """The lines of one file that one test executed, by the contexts of a coverage report."""

    path: str
    measured: str
    test: str
    lines: frozenset[int]
    freshness: Freshness = UNDATED
    depends_on: tuple[Dependence, ...] = ()


@dataclass(frozen=True, slots=True)
class BodyFact:
    """The lines of a measured file that run when what it defines is used, and not already when it is imported."""

    path: str
    lines: frozenset[int]
    depends_on: tuple[Dependence, ...] = ()


@dataclass(frozen=True, slots=True)
class ContractFact:
    """What a contract file holds for a contract marker.

    Attributes:
        path: the contract file.
        marker: the contract marker that is bound to it.
        name: the operation or pointer that it is bound to, as configured.
        found: it is there; None where that, or whether it is compatible, cannot be known.
        broken: what it takes away from the last accepted version, in words; empty where it is compatible.
        reason: why it is not there or not known, in words.
        hint: what to do about that.
    """

    path: str
    marker: str
    name: str
    found: bool | None
    broken: tuple[str, ...] = ()
    span: Span | None = None
    depends_on: tuple[Dependence, ...] = ()
    reason: str | None = None
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeFact:
    """What changed since a commit: the paths, or None where the repository does not know the commit."""

    path: str
    commit: str
    changed: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class GoneFact:
    """A file that a plan names is not there, and ``reason`` says why that is no sign that it never was."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class RunFact:
    """The test command was run at ``since`` (nanoseconds since 1970); ``code``: its exit code, or why there is none."""

    path: str
    command: str
    since: int
    code: int | str


@dataclass(frozen=True, slots=True)
class ReportFact:
    """A report of coverage lies there; what it says is told by other facts, where a plan asks for it."""

    path: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """Evidence that cannot be used, and why: a report that is broken, a path that leaves the root."""

    path: str
    message: str
    span: Span | None = None
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """Something that was asked of a file and that nothing here can measure (a symbol of an unread language)."""

    path: str
    subject: str
    reason: str


Evidence: TypeAlias = (
    FileFact
    | SymbolFact
    | WordFact
    | TagFact
    | TestFact
    | CoverageFact
    | ExecutionFact
    | BodyFact
    | ContractFact
    | ChangeFact
    | GoneFact
    | RunFact
    | ReportFact
    | Flaw
    | Unmeasured
)
