"""Which tasks are held to the evidence, and what is told of them."""

from __future__ import annotations

from flowkit.read.document import document_from_bytes
from flowkit.read.plans import read_plan

from .kettle import ALL, CLASS, CONTRACT, IMPLEMENTS, KETTLE, PLAN, TESTS, findings, plan, rules_broken, verdicts


def test_what_is_open_is_held_to_nothing() -> None:
    """A task that says that it is open has no finding for what is not there yet."""
    assert rules_broken((), plan("\n**Status:** Open\n")) == set()


def test_a_dropped_task_owes_nothing() -> None:
    """A task that is struck out has no verdict at all."""
    text = PLAN.format(status="", attested="").replace("IMPL_001: Kettle", "~~IMPL_001: Kettle~~")
    dropped = read_plan(document_from_bytes(text.encode(), "plans/tea.md"))
    assert "IMPL_001" not in verdicts(ALL, dropped)


def test_a_plan_without_states_is_held_to_its_word_once_it_is_under_way() -> None:
    """Where no task tells a state, nothing is found before any work is there, and everything once some is."""
    assert rules_broken((), plan("")) == set()
    assert ("deliverable-missing", "TEST_001") in rules_broken((KETTLE, CLASS), plan(""))


def test_what_is_proven_and_open_may_be_ticked() -> None:
    """A task that says that it is open, and is proven, is told of as information."""
    assert rules_broken(ALL, plan("\n**Status:** Open\n")) == {("unticked", "IMPL_001"), ("unticked", "TEST_001")}


def test_a_plan_that_no_report_speaks_of_is_told_of_once() -> None:
    """Ticks of a plan that no test, coverage or attestation speaks of make one finding, not one a marker."""
    evidence = (KETTLE, CLASS, TESTS, CONTRACT, IMPLEMENTS)
    found = findings(evidence)
    assert [one.rule for one in found] == ["unproven-completion"]
    assert found[0].message == "2 tasks are ticked, and no report speaks of this plan"
