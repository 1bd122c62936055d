"""Evidence in a few words and with its place, as it stands beside an obligation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from flowkit.model.evidence import (
    Age,
    BodyFact,
    ChangeFact,
    ContractFact,
    CoverageFact,
    Evidence,
    ExecutionFact,
    FileFact,
    Flaw,
    Freshness,
    GoneFact,
    Outcome,
    ReportFact,
    RunFact,
    SymbolFact,
    TagFact,
    TestFact,
    Unmeasured,
    WordFact,
)
from flowkit.model.verdict import Obligation, Place
from flowkit.report.matrix import at, place_of


@dataclass(frozen=True, slots=True)
class Witness:
    """A piece of evidence: what it says beside its place (nothing where the place says it all), and the place."""

    told: str
    place: Place

    @property
    def at(self) -> str:
        """Where it is, as people write it."""
        return at(self.place)


def witness(fact: Evidence) -> Witness:
    """Return a piece of evidence as it is shown."""
    return Witness(_told(fact), place_of(fact))


def outcomes(duties: Iterable[Obligation]) -> tuple[tuple[Outcome, int], ...]:
    """Return how the tests ended that obligations rest on, each test counted once."""
    tests = {fact.test: fact.outcome for duty in duties for fact in duty.evidence if isinstance(fact, TestFact)}
    return tuple(Counter(tests.values()).most_common())


def _told(fact: Evidence) -> str:
    match fact:
        case TestFact():
            name = fact.test.removeprefix(f"{fact.path}::")
            return f"{name}: {fact.outcome.value}{_age(fact.freshness)}"
        case CoverageFact():
            counted = f"{fact.covered} of {fact.total} ({fact.metric}) of {fact.measured}"
            return f"{counted}{_age(fact.freshness)}"
        case SymbolFact():
            return f"{fact.kind} {fact.name}"
        case TagFact():
            return f"{fact.verb or 'names'} {fact.marker}"
        case ContractFact():
            return fact.name
        case ChangeFact():
            return f"commit {fact.commit}"
        case GoneFact():
            return fact.reason
        case RunFact():
            return fact.command
        case ExecutionFact():
            return f"{fact.test} runs {fact.measured}"
        case Flaw():
            return fact.message
        case Unmeasured():
            return fact.reason
        case WordFact():
            return f"the word {fact.name}"
        case FileFact() | BodyFact() | ReportFact():
            return ""
        case _:
            assert_never(fact)


def _age(freshness: Freshness) -> str:
    return "" if freshness.age is Age.FRESH else f" ({freshness.reason or freshness.age.value})"
