"""The verdict of each marker, and the rules that they break."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flowkit.model.evidence import UNDATED, Evidence, Outcome, SymbolFact, Unmeasured
from flowkit.model.verdict import Verdict

from .kettle import (
    ALL,
    ASKED,
    BOILS,
    CLASS,
    CONTRACT,
    COVERED,
    IMPLEMENTS,
    KETTLE,
    STALE,
    WHISTLES,
    a_test,
    assessed,
    findings,
    instead,
    rules_broken,
    verdicts,
    without,
)


# verifies: feat-flowkit-commands:IMPL_002/AC-2
def test_a_plan_of_which_everything_holds_is_proven() -> None:
    """Files, symbols, tests, coverage and contract together prove every marker, and nothing is found."""
    assert set(verdicts().values()) == {"proven"}
    assert list(verdicts()) == [
        "IMPL_001", "IMPL_001/AC-1", "IMPL_001/AC-2", "CE_KETTLE", "TEST_001", "SC-001", "COV_KETTLE"
    ]  # fmt: skip
    assert findings() == ()


# verifies: feat-flowkit-commands:IMPL_002/AC-1
# verifies: feat-flowkit-commands:IMPL_002/AC-3, feat-flowkit-commands:IMPL_002/AC-4
@pytest.mark.parametrize(
    ("evidence", "marker", "verdict", "rule"),
    [
        (without(KETTLE, CLASS), "IMPL_001", "missing", "deliverable-missing"),
        ((*without(KETTLE, CLASS), replace(CLASS, path="a/kettle.py")), "IMPL_001", "missing", "deliverable-moved"),
        (without(CLASS), "IMPL_001", "missing", "symbol-missing"),
        (instead(CLASS, replace(CLASS, empty=True)), "IMPL_001", "failing", "symbol-missing"),
        (instead(CLASS, Unmeasured("src/kettle.py", "Kettle", "no reader")), "IMPL_001", "unproven", None),
        ((*ALL, SymbolFact("src/kettle.py", "src/kettle.py", "file", None, True)), "IMPL_001", "failing",
         "symbol-missing"),
        (without(BOILS), "IMPL_001/AC-1", "unproven", "criterion-unproven"),
        (instead(BOILS, replace(BOILS, outcome=Outcome.FAILED)), "IMPL_001/AC-1", "failing", "test-failed"),
        (instead(BOILS, replace(BOILS, outcome=Outcome.ERROR)), "IMPL_001/AC-1", "failing", "test-failed"),
        (instead(BOILS, replace(BOILS, outcome=Outcome.UNDEFINED)), "IMPL_001/AC-1", "failing", "test-failed"),
        (instead(BOILS, replace(BOILS, outcome=Outcome.SKIPPED)), "IMPL_001/AC-1", "unproven", "test-skipped"),
        (instead(BOILS, replace(BOILS, outcome=Outcome.XFAILED)), "IMPL_001/AC-1", "unproven", "test-skipped"),
        (instead(BOILS, replace(BOILS, outcome=Outcome.RETRIED)), "IMPL_001/AC-1", "unproven", "test-skipped"),
        (instead(BOILS, replace(BOILS, outcome=Outcome.DESELECTED)), "IMPL_001/AC-1", "unproven", "test-skipped"),
        (instead(BOILS, replace(BOILS, hollow=True)), "IMPL_001/AC-1", "unproven", "hollow-test"),
        (instead(BOILS, replace(BOILS, freshness=STALE)), "IMPL_001/AC-1", "stale", "stale-evidence"),
        (instead(BOILS, replace(BOILS, freshness=UNDATED)), "IMPL_001/AC-1", "unproven", "criterion-unproven"),
        (without(WHISTLES), "SC-001", "unproven", "scenario-not-run"),
        (instead(WHISTLES, replace(WHISTLES, outcome=Outcome.FAILED)), "SC-001", "failing", "test-failed"),
        (without(COVERED), "COV_KETTLE", "unproven", "coverage-unmeasured"),
        (instead(COVERED, replace(COVERED, covered=8)), "COV_KETTLE", "failing", "coverage-below"),
        (instead(COVERED, replace(COVERED, metric="branch")), "COV_KETTLE", "unproven", "coverage-unmeasured"),
        (instead(COVERED, replace(COVERED, freshness=STALE)), "COV_KETTLE", "stale", "stale-evidence"),
        (instead(COVERED, replace(COVERED, measured="src/kettle.pyx")), "COV_KETTLE", "unproven",
         "coverage-unmeasured"),
        (without(CONTRACT), "CE_KETTLE", "unproven", "contract-missing"),
        (instead(CONTRACT, replace(CONTRACT, found=False)), "CE_KETTLE", "missing", "contract-missing"),
        (instead(CONTRACT, replace(CONTRACT, found=None)), "CE_KETTLE", "unproven", "contract-missing"),
        (instead(CONTRACT, replace(CONTRACT, broken=("a property went",))), "CE_KETTLE", "failing", "contract-broken"),
        (without(IMPLEMENTS), "CE_KETTLE", "unproven", "contract-missing"),
        (without(ASKED), "CE_KETTLE", "unproven", "criterion-unproven"),
    ],
)  # fmt: skip
def test_each_way_not_to_hold_has_its_verdict_and_its_rule(
    evidence: tuple[Evidence, ...], marker: str, verdict: str, rule: str | None
) -> None:
    """One thing that is missing, wrong, old or open is the verdict of its marker, and the finding of its rule."""
    assert verdicts(evidence)[marker] == verdict
    told = rules_broken(evidence)
    assert rule is None or (rule, marker) in told
    task = marker.partition("/")[0] if marker.startswith("IMPL") else {"CE_KETTLE": "IMPL_001"}.get(marker, "TEST_001")
    completion = "phantom-completion" if verdict in {"failing", "missing"} else "unproven-completion"
    assert (completion, task) in told


def test_the_worst_verdict_wins() -> None:
    """A task is what the worst of its parts is, whatever else of it is proven."""
    evidence = instead(BOILS, replace(BOILS, outcome=Outcome.FAILED))
    assert verdicts(evidence)["IMPL_001"] == "failing"
    assert verdicts(without(BOILS))["IMPL_001"] == "unproven"


def test_an_unproven_dependency_blocks_and_does_not_roll_up() -> None:
    """A task whose dependency is unproven keeps its own verdict, and says what it waits for."""
    found = {one.ref: one for one in assessed(without(BOILS)).markers["plans/tea.md"]}
    assert found["tea:TEST_001"].verdict is Verdict.PROVEN
    assert found["tea:TEST_001"].blocked_by == ("tea:IMPL_001",)
    assert found["tea:IMPL_001"].blocked_by == ()


def test_one_failure_outweighs_many_passes() -> None:
    """A criterion that two tests verify holds only if both pass."""
    other = a_test("test_boils_again", "IMPL_001/AC-1", outcome=Outcome.FAILED)
    assert verdicts((*ALL, other))["IMPL_001/AC-1"] == "failing"
    assert verdicts((*ALL, replace(other, outcome=Outcome.SKIPPED)))["IMPL_001/AC-1"] == "unproven"
