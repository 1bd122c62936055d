"""Facts found in the repository, each with its place and with what it depends on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from flowkit.model.source import Span


class Outcome(StrEnum):
    """How a test ended."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    SKIPPED = "skipped"
    XFAILED = "xfailed"
    DESELECTED = "deselected"
    RETRIED = "retried"


@dataclass(frozen=True, slots=True)
class Dependence:
    """What a fact depends on: a file, by the digest that it had when the fact was recorded (None: not recorded)."""

    path: str
    sha256: str | None


@dataclass(frozen=True, slots=True)
class FileFact:
    """A file of the repository is there."""

    path: str
    depends_on: tuple[Dependence, ...] = ()


@dataclass(frozen=True, slots=True)
class SymbolFact:
    """A symbol is defined in a file: its dotted name and what it is (``class``, ``function``, ``constant`` ...)."""

    path: str
    name: str
    kind: str
    span: Span | None = None
    depends_on: tuple[Dependence, ...] = ()


@dataclass(frozen=True, slots=True)
class TagFact:
    """A comment or docstring names a marker: ``verb`` is ``implements``, ``verifies`` or None for a bare mention."""

    path: str
    verb: str | None
    marker: str
    span: Span | None = None
    depends_on: tuple[Dependence, ...] = ()


@dataclass(frozen=True, slots=True)
class TestFact:
    """A test ended in some way; ``markers`` are the ids that it says it verifies, ``commit`` is where it ran."""

    path: str
    test: str
    outcome: Outcome
    markers: tuple[str, ...] = ()
    commit: str | None = None
    span: Span | None = None
    depends_on: tuple[Dependence, ...] = ()


@dataclass(frozen=True, slots=True)
class CoverageFact:
    """What was measured of one file: ``covered`` of ``total`` lines or branches, by ``metric``."""

    path: str
    measured: str
    metric: str
    covered: int
    total: int
    depends_on: tuple[Dependence, ...] = ()


@dataclass(frozen=True, slots=True)
class ContractFact:
    """A contract file holds an operation or a property."""

    path: str
    name: str
    span: Span | None = None
    depends_on: tuple[Dependence, ...] = ()


@dataclass(frozen=True, slots=True)
class Attestation:
    """A named person vouches for a marker at a commit; ``date`` is ISO 8601."""

    path: str
    marker: str
    name: str
    date: str
    commit: str
    span: Span | None = None
    depends_on: tuple[Dependence, ...] = ()


Evidence: TypeAlias = FileFact | SymbolFact | TagFact | TestFact | CoverageFact | ContractFact | Attestation
