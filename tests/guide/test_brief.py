"""All that is at hand about one task."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flowkit.errors import UsageError
from flowkit.guide.brief import Setting, brief, find_task
from flowkit.model.brief import Background, Passage, Witness
from flowkit.model.evidence import Outcome, TagFact, TestFact
from flowkit.model.feature import Feature, FeatureScenario
from flowkit.model.intent import Adr
from flowkit.model.plan import Mention
from flowkit.model.source import Span
from flowkit.model.task import Citation, ContractEndpoint, Criterion, Scenario, State
from flowkit.model.verdict import Assessment, Binding, MarkerVerdict, Obligation, Place, Verdict

from .tasks import SPAN, plan, task

ADR = Adr("ADR-001", "Tea", "accepted", None, "We drink tea.", (), None, (), None, (), "docs/tea.md", SPAN)
SETTING = Setting(Background(), None, {}, None, str)


def at(line: int) -> Span:
    """A span at the start of a line."""
    return Span(line, line + 1, line, 1)


# verifies: feat-flowkit-commands:IMPL_006/AC-2
def test_a_task_is_found_by_its_id_or_its_full_name() -> None:
    """Either says which task is meant where one plan alone has it."""
    tea = plan(task("IMPL_001"), task("Task 1.1"))
    assert find_task("Task 1.1", [tea]) == (tea, tea.tasks[1])
    assert find_task("tea:IMPL_001", [tea]) == (tea, tea.tasks[0])


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("impl_1", "did you mean IMPL_001?"),
        ("IMPL_0O1", "did you mean IMPL_001?"),
        ("tea:IMPL_1", "did you mean tea:IMPL_001?"),
        ("zzz", "the tasks are IMPL_001, Task 1.1"),
        ("", "the tasks are IMPL_001, Task 1.1"),
    ],
)
def test_an_unknown_task_is_refused_with_the_nearest(name: str, hint: str) -> None:
    """A slip of the pen is put right; what resembles nothing is answered with what there is."""
    with pytest.raises(UsageError, match="there is no task") as refused:
        find_task(name, [plan(task("IMPL_001"), task("Task 1.1"))])
    assert refused.value.hint == hint


def test_an_ambiguous_name_is_refused_with_those_that_it_may_mean() -> None:
    """Full names part the tasks; plans that share their id are parted by their paths."""
    tea = plan(task("IMPL_001"))
    milk = replace(tea, id="milk", path="plans/milk.md")
    with pytest.raises(UsageError, match="2 plans have a task IMPL_001") as refused:
        find_task("IMPL_001", [tea, milk])
    assert refused.value.hint == "say tea:IMPL_001 or milk:IMPL_001"
    with pytest.raises(UsageError) as refused:
        find_task("tea:IMPL_001", [tea, replace(milk, id="tea")])
    assert refused.value.hint == "name one of the plans: plans/tea.md, plans/milk.md"


def test_a_task_that_was_dropped_has_no_brief() -> None:
    """Nobody is to do it."""
    tea = plan(task("a", state=State.DROPPED))
    with pytest.raises(UsageError, match="the task a was dropped") as refused:
        brief(tea, tea.tasks[0], SETTING)
    assert refused.value.where == "plans/tea.md:1"


def mention(name: str, line: int) -> Mention:
    """A decision that a plan names on a line."""
    return Mention("ADR", "decision", name, at(line))


def test_decisions_are_those_of_the_plan_and_of_the_task() -> None:
    """What another task names for itself is none of this one's business; what nothing defines is told."""
    first = replace(task("a"), span=at(10), end_line=19)
    second = replace(task("b"), span=at(20), end_line=29, requirements=(Citation("REQ-9"),))
    mentions = (mention("ADR-001", 2), mention("ADR-002", 12), mention("ADR-003", 22))
    tea = replace(plan(first, second), adr="ADR-001", mentions=mentions)
    found = brief(tea, second, replace(SETTING, background=Background((ADR,))))
    assert found.decisions == (ADR,)
    assert found.undefined == ("ADR-003", "REQ-9")


def test_requirements_scenarios_and_contracts_come_with_their_places() -> None:
    """Each is told where it is defined: in a spec, in a feature, in a contract file."""
    passage = Passage("REQ-1", ("- REQ-1: It is hot",), Place("docs/specs/tea.md", at(3)))
    scenario = FeatureScenario("Hot", ("SC-1",), None, outline=False, steps=("Given tea",), examples=0, span=at(5))
    feature = Feature("Tea", "en", (), (), (scenario,), "features/tea.feature", at(1))
    one = replace(
        task("a"),
        requirements=(Citation("REQ-1"),),
        scenarios=(Scenario("SC-1", "", span=at(12)), Scenario("SC-2", "Cold", span=at(13))),
        contract_endpoints=(ContractEndpoint("CE_TEA", "GET /tea", "a", at(14)),),
    )
    contract = Place("openapi.yaml", note="getTea")
    setting = Setting(Background((), (feature,), {"REQ-1": passage}), None, {"CE_TEA": contract}, "pytest", str)
    found = brief(plan(one), one, setting)
    assert found.requirements == (passage,)
    hot, cold = found.scenarios
    assert (hot.ref, hot.text, hot.steps) == ("tea:SC-1", "Hot", ("Given tea",))
    assert (hot.place, hot.source) == (Place("plans/tea.md", at(12)), Place("features/tea.feature", at(5)))
    assert (cold.text, cold.steps, cold.source) == ("Cold", (), None)
    assert found.contracts[0].source == contract
    assert found.test_command == "pytest"
    assert found.verify == "flowkit verify plans/tea.md"


def test_a_path_with_a_blank_is_quoted_in_the_command() -> None:
    """The command can be copied as it stands."""
    tea = replace(plan(task("a")), path="my plans/tea;rm.md")
    assert brief(tea, tea.tasks[0], SETTING).verify == "flowkit verify 'my plans/tea;rm.md'"


# verifies: feat-flowkit-commands:IMPL_006/AC-1
def test_verdicts_tests_and_neighbours() -> None:
    """Each part has its verdict; the tests and tags that name the task or a part of it are told with their places."""
    one = replace(task("b", "a"), criteria=(Criterion("AC-1", "It boils"), Criterion(None, "It sings")))
    tea = plan(task("a", state=State.DONE), one, task("c", "b"))
    tag = TagFact("kettle.py", "implements", "b", at(3), owner="boil")
    test = TestFact("test_kettle.py", "test_kettle.py::test_boil", Outcome.PASSED, "r.json", span=at(6))
    other = TagFact("pot.py", "implements", "c", at(1))
    duty = Obligation("test", "tea:b/AC-1", "It boils", Verdict.PROVEN, "passed", (test,))
    markers = (
        MarkerVerdict("tea:a", Verdict.PROVEN, "a"),
        MarkerVerdict("tea:b", Verdict.UNPROVEN, "b"),
        MarkerVerdict("tea:b/AC-1", Verdict.PROVEN, "b", (duty,)),
        MarkerVerdict("tea:b/2", Verdict.UNPROVEN, "b"),
        MarkerVerdict("tea:c", Verdict.UNPROVEN, "c"),
    )
    bindings = (
        Binding(tag, "b", ("tea:b",)),
        Binding(test, "b/AC-1", ("tea:b/AC-1",)),
        Binding(other, "c", ("tea:c",)),
        Binding(tag, "x", ("tea:b", "milk:b")),
    )
    assessment = Assessment({tea.path: markers}, bindings)
    found = brief(tea, one, Setting(Background(), assessment, {}, None, lambda path: f"../{path}"))
    assert [(demand.ref, demand.verdict) for demand in found.criteria] == [
        ("tea:b/AC-1", markers[2]),
        ("tea:b/2", markers[3]),
    ]
    assert found.verdict == markers[1]
    assert [one.task.key for one in found.step.awaits] == ["a"]
    assert [one.task.key for one in found.dependents] == ["c"]
    assert found.witnesses == (
        Witness("tea:b", "implements", "boil", None, Place("../kettle.py", at(3))),
        Witness(
            "tea:b/AC-1", "verifies", "test_kettle.py::test_boil", Outcome.PASSED, Place("../test_kettle.py", at(6))
        ),
    )


def test_a_plan_that_stands_alone_has_a_brief_too() -> None:
    """Without evidence nothing is said of verdicts."""
    tea = plan(task("a"))
    found = brief(tea, tea.tasks[0], SETTING)
    assert found.verdict is None
    assert not found.agenda.judged
    assert found.witnesses == ()
