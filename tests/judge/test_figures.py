"""Results that do not follow, targets without a figure, averages for percentiles, and tasks that say nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.judge.arithmetic import wrong_arithmetic
from flowkit.judge.completeness import empty_task
from flowkit.judge.targets import criterion_evidence_mismatch, unmeasurable_target
from flowkit.model.claim import Claim, ClaimKind
from flowkit.model.plan import Plan
from flowkit.model.source import Span
from flowkit.model.task import CoverageTarget, Criterion, Item, Task
from flowkit.model.verdict import Surroundings
from flowkit.read.document import document_from_bytes
from flowkit.read.plans import read_plan

SPAN = Span(0, 1, 1, 1)
AROUND = Surroundings()


def judged(subject: str, operands: tuple[str, ...], value: str) -> list[str]:
    """Return what the rule says of a statement."""
    claim = Claim(ClaimKind.ARITHMETIC, "...", SPAN, subject, value, operands=operands)
    return [finding.message for finding in wrong_arithmetic(Plan("p", "p.md", "story", claims=(claim,)), AROUND)]


@pytest.mark.parametrize(
    ("subject", "operands", "value"),
    [
        ("better", ("0.68ms", "5ms"), "86%"),
        ("better", ("1.61ms", "2ms"), "19%"),
        ("better", ("1.61ms", "2ms"), "20%"),
        ("better", ("0.5s", "2000ms"), "75%"),
        ("above", ("1,200rps", "1,000rps"), "20%"),
        ("utilization", ("1.32MB", "512MB"), "0.26%"),
        ("utilization", ("512KB", "1GB"), "0.05%"),
        ("utilization", ("512KiB", "1GiB"), "0.049%"),
        ("utilization", ("3s", "5MB"), "1%"),
        ("share", ("16", "16"), "100%"),
        ("share", ("2", "3"), "66%"),
        ("share", ("2", "3"), "67%"),
        ("share", ("1", "0"), "50%"),
        ("reduction", ("80ms", "20ms"), "75%"),
        ("increase", ("20", "80"), "300%"),
        ("sum", ("2", "2", "1"), "5"),
        ("sum", ("0.33", "0.33", "0.33"), "1.0"),
    ],
)
def test_what_may_have_been_rounded_or_cut_is_right(subject: str, operands: tuple[str, ...], value: str) -> None:
    """And what cannot be compared at all is not called wrong."""
    assert judged(subject, operands, value) == []


@pytest.mark.parametrize(
    ("subject", "operands", "value", "message"),
    [
        ("better", ("0.68ms", "5ms"), "96%", "0.68ms is 86.4% below 5ms, not 96%"),
        ("utilization", ("1.32MB", "512MB"), "2.6%", "1.32MB of 512MB is 0.26%, not 2.6%"),
        ("share", ("2", "3"), "68%", "2 of 3 is 66.7%, not 68%"),
        ("share", ("16", "16"), "99%", "16 of 16 is 100%, not 99%"),
        ("reduction", ("80ms", "20ms"), "400%", "from 80ms to 20ms is a reduction of 75%, not 400%"),
        ("sum", ("2", "2", "1"), "6", "the column adds up to 5, not 6"),
    ],
)
def test_what_no_rounding_explains_is_told(subject: str, operands: tuple[str, ...], value: str, message: str) -> None:
    """The message gives the figures, what they come to and what is written."""
    assert judged(subject, operands, value) == [message]


@given(st.lists(st.integers(0, 10_000), min_size=1), st.integers(-5, 5))
def test_a_sum_of_whole_numbers_is_exact(numbers: list[int], off: int) -> None:
    """Counts stand for themselves, so that being off by one is being wrong."""
    found = judged("sum", tuple(map(str, numbers)), str(abs(sum(numbers) + off)))
    assert bool(found) == (abs(sum(numbers) + off) != sum(numbers))


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_a_share_may_be_cut_or_rounded(part: int, whole: int) -> None:
    """Both ways of writing a share without decimals are right."""
    assert judged("share", (str(part), str(whole)), f"{part * 100 // whole}%") == []
    assert judged("share", (str(part), str(whole)), f"{(part * 200 + whole) // (2 * whole)}%") == []


def target(minimum: float | None, of: str | None) -> CoverageTarget:
    """Return a coverage target."""
    return CoverageTarget("COV_A", "...", None, minimum, of, "TEST_001", SPAN)


@pytest.mark.parametrize(
    ("minimum", "of", "count"), [(None, None, 1), (None, "a.py", 1), (90.0, None, 0), (0.0, "a.py", 0)]
)
def test_a_target_needs_a_figure(minimum: float | None, of: str | None, count: int) -> None:
    """Even nought is a figure."""
    task = Task("TEST_001", "TEST_001", "TEST", "work", SPAN, coverage_targets=(target(minimum, of),))
    assert len(list(unmeasurable_target(Plan("p", "p.md", "markers", tasks=(task,)), AROUND))) == count


def measured(*claims: tuple[ClaimKind, str, str]) -> int:
    """Return how many mismatches claims of kind, subject and task make."""
    made = tuple(Claim(kind, "...", SPAN, subject, "1ms", task) for kind, subject, task in claims)
    return len(list(criterion_evidence_mismatch(Plan("p", "p.md", "story", claims=made), AROUND)))


def test_an_average_answers_no_percentile() -> None:
    """Each demand of a task that reports nothing but averages is told."""
    demand, average = (ClaimKind.DEMAND, "percentile", "A"), (ClaimKind.REPORT, "average", "A")
    assert measured(demand, average) == 1
    assert measured(demand, demand, average) == 2
    assert measured(demand, average, (ClaimKind.REPORT, "percentile", "A")) == 0
    assert measured(demand) == measured(average) == 0
    assert measured(demand, (ClaimKind.REPORT, "average", "B")) == 0


def test_a_task_that_says_nothing_is_told_and_a_group_is_not() -> None:
    """Criteria, checks and the like say something; a task with tasks below it need not."""
    empty = Task("T3", "T3", "TASK", "work", SPAN)
    tasks = (
        Task("17", "17", "TASK", "group", SPAN),
        Task("17.1", "17.1", "TASK", "work", SPAN, criteria=(Criterion(None, "holds"),)),
        Task("T1", "T1", "TASK", "work", SPAN, how_to_test=(Item(None, "run it"),)),
        Task("T2", "T2", "TASK", "work", SPAN, commands=("make",)),
        empty,
    )
    (found,) = empty_task(Plan("p", "p.md", "markers", tasks=tasks), AROUND)
    assert found.marker == "p:T3"


def test_a_command_in_a_fence_says_something() -> None:
    """A step that consists of a command block is not empty; a step of prose alone is."""
    text = "# Plan\n\n### Step 1 — Install\n\n```bash\nmake install\n```\n\n### Step 2 — Think\n\nThink well.\n"
    found = empty_task(read_plan(document_from_bytes(text.encode(), "plan.md")), AROUND)
    assert [finding.marker for finding in found] == ["plan:Step 2"]
