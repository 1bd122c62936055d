"""The choice of rules, and the run of all of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from flowkit.errors import ConfigError
from flowkit.judge.table import BUILT_IN, GROUP, chosen, entries, rule_names, rules
from flowkit.judge.verification import judge
from flowkit.model.marker import Role
from flowkit.model.plan import Mention, Plan
from flowkit.model.severity import Severity
from flowkit.model.source import Span
from flowkit.model.task import CoverageTarget, Task
from flowkit.model.verdict import Finding, Place, Rule, Surroundings
from flowkit.plugins import table


def at(line: int, column: int = 1) -> Span:
    """Return a span on a line."""
    return Span(line * 100 + column, line * 100 + column + 1, line, column)


def target(name: str, line: int) -> CoverageTarget:
    """Return a coverage target without a figure."""
    return CoverageTarget(name, "all of it", None, None, None, "TEST_001", at(line))


def plan_at(path: str) -> Plan:
    """Return a plan in which three rules find something."""
    task = Task(
        "TEST_001", "TEST_001", "TEST", "work", at(3), coverage_targets=(target("COV_B", 9), target("COV_A", 5))
    )
    other = Task("TEST_002", "TEST_002", "TEST", "work", at(12))
    mention = Mention("REQ", Role.REQUIREMENT, "REQ-001", at(2))
    return Plan("plan", path, "markers", tasks=(task, other), mentions=(mention,))


def test_findings_come_in_order_of_path_line_and_column() -> None:
    """The order of the plans and of the rules does not show."""
    found = judge([plan_at("b.md"), plan_at("a.md")])
    places = [(finding.place.path, finding.place.span and finding.place.span.line) for finding in found]
    assert places == [(path, line) for path in ("a.md", "b.md") for line in (2, 5, 9, 12)]


def test_rules_are_selected_and_ignored_by_name() -> None:
    """Only the selected rules run, and of those none that is ignored."""
    every = {finding.rule for finding in judge([plan_at("a.md")])}
    assert every == {"undefined-reference", "unmeasurable-target", "empty-task"}
    assert {finding.rule for finding in judge([plan_at("a.md")], select=["empty-task"])} == {"empty-task"}
    assert {finding.rule for finding in judge([plan_at("a.md")], ignore=["empty-task"])} == every - {"empty-task"}
    assert judge([plan_at("a.md")], select=["empty-task"], ignore=["empty-task"]) == ()


def test_severities_are_set_by_name() -> None:
    """The configuration's severity replaces the rule's own, for that rule alone."""
    found = judge([plan_at("a.md")], severities={"empty-task": Severity.ERROR})
    by_rule = {finding.rule: finding.severity for finding in found}
    assert by_rule["empty-task"] is Severity.ERROR
    assert by_rule["unmeasurable-target"] is Severity.WARNING


@pytest.mark.parametrize("keyword", ["select", "ignore"])
def test_an_unknown_name_is_an_error_that_names_the_nearest(keyword: str) -> None:
    """A rule that does not exist cannot be chosen."""
    with pytest.raises(ConfigError) as caught:
        judge([], **{keyword: ["graph-drit"]})  # type: ignore[arg-type]  # the keyword is one of two that take names
    assert "graph-drit" in caught.value.message and keyword in caught.value.message
    assert caught.value.hint == "did you mean graph-drift?"


def test_an_unknown_name_among_the_severities_is_an_error() -> None:
    """A severity for a rule that does not exist is a mistake too."""
    with pytest.raises(ConfigError, match="counts"):
        judge([], severities={"counts": Severity.INFO})


def test_what_other_documents_define_is_defined() -> None:
    """Ids of sources and of the other plans count."""
    plans = (plan_at("a.md"),)
    around = Surroundings(plans, {"REQ-001": Place("spec.md")})
    assert judge(plans, around, select=["undefined-reference"]) == ()


def no_mondays(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find something in every plan, as another package's rule may."""
    del around
    yield NO_MONDAYS.finding(plan.path, None, "this plan was made on a Monday")


NO_MONDAYS = Rule("no-mondays", Severity.INFO, "A plan was made on a Monday", no_mondays, page="# no-mondays\n")


class Entry:
    """An entry point of another package."""

    value = "other_package:RULE"

    def __init__(self, loaded: object) -> None:
        """Stand for a rule, for something else, or for an error."""
        self.loaded = loaded

    def load(self) -> object:
        """Return the rule, or fail as an import does."""
        if isinstance(self.loaded, Exception):
            raise self.loaded
        return self.loaded


@pytest.fixture
def with_entry(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    """Install an entry point beside the built-in rules."""
    built_in = table(GROUP, BUILT_IN)
    monkeypatch.setattr(
        "flowkit.judge.table.table", lambda group, known: {**built_in, "no-mondays": Entry(request.param)}
    )
    for cached in (entries, rules):
        cached.cache_clear()
    yield
    for cached in (entries, rules):
        cached.cache_clear()


@pytest.mark.parametrize("with_entry", [NO_MONDAYS], indirect=True)
@pytest.mark.usefixtures("with_entry")
def test_a_rule_of_another_package_is_a_rule_like_any_other() -> None:
    """It is listed, selected and run as the built-in ones are."""
    assert "no-mondays" in rule_names()
    (found,) = judge([plan_at("a.md")], select=["no-mondays"])
    assert (found.rule, found.place) == ("no-mondays", Place("a.md"))


@pytest.mark.parametrize("with_entry", [ImportError("no such module"), "no rule at all"], indirect=True)
@pytest.mark.usefixtures("with_entry")
def test_a_rule_that_cannot_be_loaded_is_an_error_that_names_it() -> None:
    """A broken package is told by name, not by a traceback."""
    with pytest.raises(ConfigError, match="no-mondays"):
        chosen(None, ())


def test_the_table_names_each_rule_as_the_rule_names_itself() -> None:
    """The name in the table and the name of the rule are one."""
    assert {name: rule.name for name, rule in rules().items()} == {name: name for name in rule_names()}
