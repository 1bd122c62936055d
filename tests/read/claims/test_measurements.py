"""Demands, reports and figures that follow from one another."""

from __future__ import annotations

import pytest

from flowkit.model.claim import ClaimKind
from flowkit.read.claims.claims import read_claims

from .claiming import GRAMMAR, claims, outline_of, task_on


@pytest.mark.parametrize(
    ("line", "kind", "subject"),
    [
        ("under 5ms for 95% of requests", ClaimKind.DEMAND, "percentile"),
        ("p99 below 80 ms", ClaimKind.DEMAND, "percentile"),
        ("the 95th percentile stays under 2 s", ClaimKind.DEMAND, "percentile"),
        ("p95 is 4.1ms", ClaimKind.REPORT, "percentile"),
        ("takes 0.9ms on average", ClaimKind.REPORT, "average"),
        ("achieving 0.9ms average read time", ClaimKind.REPORT, "average"),
        ("average: 12 ms", ClaimKind.REPORT, "average"),
    ],
)
def test_demands_and_reports_are_told_apart(line: str, kind: ClaimKind, subject: str) -> None:
    """A bound makes a demand, a bare figure a report."""
    text = f"# Plan\n\n### Task 1\n\n- {line}\n"
    (claim,) = read_claims(outline_of(text), (task_on(text, 3, 5),), (), GRAMMAR)
    assert (claim.kind, claim.subject, claim.task) == (kind, subject, "Task 1")


@pytest.mark.parametrize(
    "line", ["90% line coverage", "average below 5ms", "an average user waits", "95% of users like it"]
)
def test_other_percentages_and_averages_are_neither(line: str) -> None:
    """Coverage, bounds on averages and averages without a figure claim nothing here."""
    text = f"# Plan\n\n### Task 1\n\n- {line}\n"
    assert read_claims(outline_of(text), (task_on(text, 3, 5),), (), GRAMMAR) == ()


@pytest.mark.parametrize(
    ("line", "subject", "operands", "value"),
    [
        ("9/11 (82%)", "share", ("9", "11"), "82%"),
        ("7 of 8 checks passed (88%)", "share", ("7", "8"), "88%"),
        ("a 100% pass rate (16/16 tests)", "share", ("16", "16"), "100%"),
        ("uses 1.3MB of 512MB, **0.25% utilization**", "utilization", ("1.3MB", "512MB"), "0.25%"),
        ("0.7ms average (Target: <5ms) ✅ **86% better**", "better", ("0.7ms", "5ms"), "86%"),
        ("1,200 rps (target: >1,000 rps) 20% above", "above", ("1,200rps", "1,000rps"), "20%"),
        ("went from 80ms to 20ms (75% reduction)", "reduction", ("80ms", "20ms"), "75%"),
        ("from 20 to 80 (300% increase)", "increase", ("20", "80"), "300%"),
    ],
)
def test_arithmetic_is_read_with_its_operands(line: str, subject: str, operands: tuple[str, ...], value: str) -> None:
    """A result is a claim where the figures that it comes from stand beside it."""
    (claim,) = claims(f"# Plan\n\n- {line}\n", ClaimKind.ARITHMETIC)
    assert (claim.subject, claim.operands, claim.value) == (subject, operands, value)


@pytest.mark.parametrize(
    "line",
    [
        "from 7-10 calls to <4 calls (60% reduction)",
        "due 12/25 (50% sure)",
        "built on 3/4/2026 (50%)",
        "coverage is 90%",
        "5ms (target: <10ms) is 20% of the work",
        "version 1.2/1.3 (10%)",
    ],
)
def test_figures_that_can_be_meant_otherwise_are_no_arithmetic(line: str) -> None:
    """Ranges, dates and lone percentages claim nothing."""
    assert claims(f"# Plan\n\n- {line}\n", ClaimKind.ARITHMETIC) == []


def test_a_share_is_of_the_total_in_the_same_section() -> None:
    """A total above in the section is what a percentage is of; one of another section is not."""
    text = "# Plan\n\n**Total Tasks**: 40\n**Completed**: 10 (25%)\n\n## By state\n\n- Completed: 10 (90%)\n"
    (claim,) = claims(text, ClaimKind.ARITHMETIC)
    assert (claim.operands, claim.value) == (("10", "40"), "25%")


@pytest.mark.parametrize("cell", ["2-3", "~2", "", "n/a", "two"])
def test_a_column_with_anything_but_plain_quantities_has_no_sum(cell: str) -> None:
    """What cannot be added is not judged."""
    text = f"| Part | Days |\n|---|---|\n| a | 2 days |\n| b | {cell} |\n| Total | 9 days |\n"
    assert claims(text, ClaimKind.ARITHMETIC) == []
