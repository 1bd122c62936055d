"""Evidence in the order in which it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from flowkit.model.evidence import (
    Age,
    BodyFact,
    ChangeFact,
    ContractFact,
    CoverageFact,
    Evidence,
    ExecutionFact,
    FileFact,
    GoneFact,
    SymbolFact,
    TagFact,
    TestFact,
    Unmeasured,
    WordFact,
)
from flowkit.model.feature import Feature, FeatureScenario
from flowkit.model.verdict import Binding

_Fact = TypeVar("_Fact")


class Facts:
    """Every fact by what it speaks of.

    Args:
        evidence: the facts.
        bindings: what tags and tests name; one that is ambiguous or unknown speaks of nothing.
        features: the feature files at hand.
    """

    def __init__(self, evidence: Sequence[Evidence], bindings: Iterable[Binding], features: Iterable[Feature]) -> None:
        self.files = _grouped((one for one in evidence if isinstance(one, FileFact)), lambda one: one.asked)
        self.contracts = _grouped((one for one in evidence if isinstance(one, ContractFact)), lambda one: one.marker)
        self.executed = _grouped((one for one in evidence if isinstance(one, ExecutionFact)), lambda one: one.test)
        self.bodies = {one.path: one.lines for one in evidence if isinstance(one, BodyFact)}
        self.recorded = frozenset(one.measured for one in evidence if isinstance(one, ExecutionFact) and one.lines)
        self.changes = {one.commit: one for one in evidence if isinstance(one, ChangeFact)}
        self.gone = {one.path: one for one in evidence if isinstance(one, GoneFact)}
        self.words = {one.name: one for one in evidence if isinstance(one, WordFact)}
        self.coverage = tuple(one for one in evidence if isinstance(one, CoverageFact))
        self.unmeasured = _grouped((one for one in evidence if isinstance(one, Unmeasured)), lambda one: one.subject)
        symbols = [one for one in evidence if isinstance(one, SymbolFact)]
        self.empty_files = _grouped((one for one in symbols if one.kind == "file" and one.empty), lambda one: one.path)
        self._symbols = _grouped(
            (one for one in symbols if one.kind != "file"), lambda one: one.name.rpartition(".")[2]
        )
        self.implementing: dict[str, list[TagFact]] = {}
        self._tests: dict[str, list[TestFact]] = {}
        self._verifying: dict[str, list[TagFact]] = {}
        for binding in bindings:
            if len(binding.names) == 1:
                self._bind(binding.names[0], binding.fact)
        self._by_file = _grouped((one for one in evidence if isinstance(one, TestFact)), lambda one: one.path)
        self._by_scenario = _grouped(
            (one for one in evidence if isinstance(one, TestFact) and one.scenario), lambda one: one.scenario
        )
        self._titled: dict[tuple[str, str], set[str]] = {}
        features = tuple(features)
        self._folders = {feature.path.rpartition("/")[0] for feature in features}
        self._scenarios: dict[str, list[tuple[Feature, FeatureScenario]]] = {}
        self._called: dict[str, list[tuple[Feature, FeatureScenario]]] = {}
        for feature in features:
            for scenario in feature.scenarios:
                self._called.setdefault(scenario.name or "", []).append((feature, scenario))
                self._titled.setdefault((feature.path, scenario.name or ""), set()).update(scenario.tags)
                for tag in scenario.tags:
                    self._scenarios.setdefault(tag, []).append((feature, scenario))

    def _bind(self, name: str, fact: TagFact | TestFact) -> None:
        match fact:
            case TestFact():
                self._tests.setdefault(name, []).append(fact)
            case TagFact(verb="implements"):
                self.implementing.setdefault(name, []).append(fact)
            case TagFact():
                self._verifying.setdefault(name, []).append(fact)

    def symbols(self, name: str) -> tuple[SymbolFact, ...]:
        """Return the definitions of a symbol, by its name or the end of its dotted name."""
        last = name.rpartition(".")[2]
        return tuple(one for one in self._symbols.get(last, ()) if one.name == name or one.name.endswith(f".{name}"))

    def scenarios(self, name: str) -> tuple[tuple[Feature, FeatureScenario], ...]:
        """Return the scenarios of the feature files that carry an id as a tag."""
        return tuple(self._scenarios.get(name, ()))

    def scenarios_called(self, title: str) -> tuple[tuple[Feature, FeatureScenario], ...]:
        """Return the scenarios of the feature files that have a title."""
        return tuple(self._called.get(title, ())) if title else ()

    def runs_of(self, written: Iterable[tuple[Feature, FeatureScenario]]) -> list[TestFact]:
        """Return the tests that ran some scenarios."""
        return [
            test
            for feature, scenario in written
            for test in self._by_scenario.get((feature.path, scenario.name or ""), ())
        ]

    def tests(self, name: str) -> tuple[TestFact, ...]:
        """Return the tests that verify a marker, by its full name.

        A test does so by a mark, a tag of its feature or its name; by a ``verifies:`` tag within it or for its whole
        file; or by running a scenario that carries the marker's id.
        """
        found = {id(one): one for one in self._tests.get(name, ())}
        if not self._by_file:
            return tuple(found.values())
        for tag in self._verifying.get(name, ()):
            found |= {id(one): one for one in self._by_file.get(tag.path, ()) if _within(one, tag)}
        for feature, scenario in self.scenarios(name.rpartition(":")[2]):
            key = (feature.path, scenario.name or "")
            found |= {id(one): one for one in self._by_scenario.get(key, ())}
        return tuple(found.values())

    def is_tagged(self, name: str) -> bool:
        """Whether some tag says that a marker is verified, whether or not a test is there."""
        return bool(self._verifying.get(name))

    def is_gone(self, test: TestFact, name: str) -> bool:
        """Whether a test ran a scenario that is no more: its feature has none of that title, or is gone itself.

        A scenario that has lost the tag since its test ran is gone too, for the marker of that name.
        """
        if test.scenario is None:
            return False
        tags = self._titled.get(test.scenario)
        if tags is not None:
            return test.freshness.age is Age.STALE and name.rpartition(":")[2] not in tags and name not in tags
        # Features that lie in other folders than the configured ones are not at hand.
        return test.scenario[0].rpartition("/")[0] in self._folders


def _within(test: TestFact, tag: TagFact) -> bool:
    return tag.owner is None or (test.span is not None and tag.first <= test.span.line <= tag.last)


def _grouped(facts: Iterator[_Fact], key: Callable[[_Fact], object]) -> Mapping[object, list[_Fact]]:
    found: dict[object, list[_Fact]] = {}
    for fact in facts:
        found.setdefault(key(fact), []).append(fact)
    return found
