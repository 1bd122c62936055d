"""What proves the parts of plans: scenarios, tests, code and files, below what they prove."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flowkit.guide.tracing.setting import Setting
from flowkit.guide.tracing.witnesses import node_of_file, node_of_tag, node_of_test, plain_name
from flowkit.guide.tracing.work import Woven
from flowkit.model.evidence import Age, Outcome, TagFact, TestFact
from flowkit.model.feature import Feature, FeatureScenario
from flowkit.model.marker import Role
from flowkit.model.trace import Kind, Node, Web
from flowkit.model.verdict import Place

_SHOWS, _VERIFIES, _IMPLEMENTS, _LEAVES = "is shown by", "is verified by", "is implemented by", "leaves behind"
_WORST_FIRST = (
    Outcome.FAILED,
    Outcome.ERROR,
    Outcome.UNDEFINED,
    Outcome.XPASSED,
    Outcome.SKIPPED,
    Outcome.DESELECTED,
    Outcome.XFAILED,
    Outcome.RETRIED,
    Outcome.PASSED,
)


class Proofs:
    """Weaves what proves the parts of plans.

    Args:
        web: where it is woven into.
        setting: what is at hand.
        parts: the parts that are in the web.
    """

    def __init__(self, web: Web, setting: Setting, parts: Sequence[Woven]) -> None:
        self._web, self._setting, self._parts = web, setting, parts
        features = setting.background.features
        self._written = tuple((feature, scenario) for feature in features for scenario in feature.scenarios)
        self._planned = self._scenarios()
        self._cases = self._grouped_tests()

    def weave(self) -> None:
        """Add scenarios, tests, code and files, and join them to what they prove."""
        verifying, implementing = self._setting.bound("verifies"), self._setting.bound("implements")
        for one in self._parts:
            for test in self._setting.tests.get(one.ref, ()):
                self._prove(one, test)
            for tag in verifying.get(one.ref, ()):
                if not any(_is_within(test, tag) for test in self._setting.tests.get(one.ref, ())):
                    self._web.join(one.key, self._web.add(self._tagged(tag)), _VERIFIES)
            for tag in implementing.get(one.ref, ()):
                self._web.join(one.key, self._web.add(self._tagged(tag)), _IMPLEMENTS)
            if one.part.role is Role.TASK:
                self._leave(one)
        for path, names in self._setting.ran.items():
            self._execute(path, names)

    def _scenarios(self) -> Mapping[tuple[str, str], Sequence[Woven]]:
        """Return the planned scenarios by the feature and the title that they have there, and tell where they stand."""
        tagged: dict[str, list[tuple[Feature, FeatureScenario]]] = {}
        for feature, scenario in self._written:
            for tag in scenario.tags:
                tagged.setdefault(tag, []).append((feature, scenario))
        found: dict[tuple[str, str], list[Woven]] = {}
        at_home = (one for one in self._parts if one.plan.path not in self._setting.foreign)
        for one in (one for one in at_home if one.part.role is Role.SCENARIO):
            written = tagged.get(one.part.id or "", [])
            for feature, scenario in written:
                found.setdefault((feature.path, scenario.name or ""), []).append(one)
            if written:
                node, (feature, scenario) = self._web.nodes[one.key], written[0]
                text = node.text or scenario.name or ""
                self._web.nodes[one.key] = replace(node, source=Place(feature.path, scenario.span), text=text)
        return found

    def _grouped_tests(self) -> Mapping[str, list[TestFact]]:
        """Return the tests by what they are called without their parameters."""
        groups: dict[str, list[TestFact]] = {}
        for test in {test.test: test for tests in self._setting.tests.values() for test in tests}.values():
            groups.setdefault(plain_name(test.test), []).append(test)
        return groups

    def _prove(self, one: Woven, test: TestFact) -> None:
        """Join a part to a test, through the scenario that the test runs where it runs one."""
        key = self._web.add(self._test(test))
        if test.scenario is None or one.part.role is Role.SCENARIO:
            self._web.join(one.key, key, _VERIFIES)
            return
        path, title = self._setting.seen(test.scenario[0]), test.scenario[1]
        planned = [other.key for other in self._planned.get((path, title), ()) if other.plan is one.plan]
        for scenario in planned or [self._unplanned(path, title)]:
            self._web.join(one.key, scenario, _SHOWS)
            self._web.join(scenario, key, _VERIFIES)

    def _unplanned(self, path: str, title: str) -> str:
        spans = (each.span for feature, each in self._written if feature.path == path and each.name == title)
        place = Place(path, next(spans, None))
        return self._web.add(Node(f"scenario {path} {title}", Kind.SCENARIO, title, title, "", place))

    def _test(self, test: TestFact) -> Node:
        name = plain_name(test.test)
        group = self._cases[name]
        worst = min(group, key=lambda each: _WORST_FIRST.index(each.outcome))
        aged = next((each.freshness for each in group if each.freshness.age is not Age.FRESH), None)
        why = worst.reason if worst.outcome is not Outcome.PASSED else aged.reason if aged else None
        text = f"{len(group)} cases" if len(group) > 1 else ""
        place = Place(self._setting.seen(test.path), group[0].span)
        return node_of_test(name, place, text, worst.outcome.value, why)

    def _tagged(self, tag: TagFact) -> Node:
        return node_of_tag(tag, self._setting.seen(tag.path))

    def _leave(self, one: Woven) -> None:
        """Join a task to the files that it leaves behind; a file that is not there is told."""
        judged = one.plan.path in self._setting.markers
        for entry in one.part.task.files:
            named = entry.path or ""
            found = self._setting.files.get(named, ()) if judged else ()
            for path in map(self._setting.seen, found):
                self._web.join(one.key, self._web.add(node_of_file(path)), _LEAVES)
            if not found:
                missing = node_of_file(
                    self._setting.seen(named) if judged else named, "is not there" if judged else None
                )
                self._web.join(one.key, self._web.add(missing), _LEAVES)

    def _execute(self, path: str, names: Sequence[str]) -> None:
        """Join the tests that are in the web to a file that they executed."""
        tests = [key for key in dict.fromkeys(f"test {plain_name(name)}" for name in names) if key in self._web.nodes]
        if tests:
            file = self._web.add(node_of_file(self._setting.seen(path)))
            for test in tests:
                self._web.join(test, file, "executes")


def _is_within(test: TestFact, tag: TagFact) -> bool:
    if test.path != tag.path:
        return False
    return tag.owner is None or (test.span is not None and tag.first <= test.span.line <= tag.last)
