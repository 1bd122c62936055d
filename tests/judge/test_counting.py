"""Totals and marker summaries against what is defined."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from flowkit.judge.counts import count_mismatch, summary_drift
from flowkit.model.claim import Claim, ClaimKind
from flowkit.model.outline import Box
from flowkit.model.plan import Definition, Plan, PlanBox
from flowkit.model.source import Span
from flowkit.model.task import State, Task
from flowkit.model.verdict import Surroundings

SPAN = Span(0, 1, 1, 1)
AROUND = Surroundings()


def total(value: int, subject: str = "tasks", scope: str | None = None) -> Claim:
    """Return the claim that a plan makes by a total."""
    return Claim(ClaimKind.TOTAL, f"{value} {subject}", SPAN, subject, str(value), scope=scope)


def task(number: int, *, done: bool = False, phase: str | None = None) -> Task:
    """Return a task with a box of its own."""
    state = State.DONE if done else State.OPEN
    return Task(f"T{number:03}", f"T{number:03}", "TASK", "work", SPAN, state, Box("x", SPAN, False), phase=phase)


def messages(plan: Plan) -> list[str]:
    """Return what the rule says of a plan."""
    return [finding.message for finding in count_mismatch(plan, AROUND)]


@given(st.integers(1, 30), st.integers(0, 40))
def test_a_total_is_reported_exactly_if_it_differs(defined: int, stated: int) -> None:
    """Of plain tasks there is one right number."""
    plan = Plan("p", "p.md", "spec-kit", tasks=tuple(task(n) for n in range(defined)), claims=(total(stated),))
    assert bool(messages(plan)) == (stated != defined)


@given(st.lists(st.booleans(), min_size=1, max_size=20), st.integers(0, 20))
def test_a_number_of_done_tasks_is_compared_with_the_ticks(ticks: list[bool], stated: int) -> None:
    """What is claimed as done is what is ticked, no more and no less."""
    tasks = tuple(task(number, done=done) for number, done in enumerate(ticks))
    plan = Plan("p", "p.md", "spec-kit", tasks=tasks, claims=(total(stated, "done tasks"),))
    assert bool(messages(plan)) == (stated != sum(ticks))


@given(st.lists(st.sampled_from(["Phase 1", "Phase 2"]), min_size=1, max_size=12))
def test_a_total_of_a_phase_counts_that_phase_alone(phases: list[str]) -> None:
    """A number that speaks of a phase is right about it, whatever the others hold."""
    tasks = tuple(task(number, phase=phase) for number, phase in enumerate(phases))
    first = phases.count(phases[0])
    right = Plan("p", "p.md", "spec-kit", tasks=tasks, claims=(total(first, scope=phases[0]),))
    wrong = Plan("p", "p.md", "spec-kit", tasks=tasks, claims=(total(first + 1, scope=phases[0]),))
    assert messages(right) == []
    assert len(messages(wrong)) == 1


def test_what_is_not_counted_anywhere_is_not_compared_with_zero() -> None:
    """A total of scenarios says nothing wrong of a plan whose scenarios flowkit does not see."""
    plan = Plan("p", "p.md", "spec-kit", tasks=(task(1),), claims=(total(7, "scenarios"),))
    assert messages(plan) == []


def test_done_tasks_are_not_judged_where_no_task_says_how_far_it_is() -> None:
    """Without boxes and statuses, nothing contradicts a number of done tasks."""
    silent = Task("IMPL_001", "IMPL_001", "IMPL", "work", SPAN)
    plan = Plan("p", "p.md", "markers", tasks=(silent,), claims=(total(1, "done tasks"),))
    assert messages(plan) == []


def test_a_summary_of_one_kind_is_complete_without_the_others() -> None:
    """What a summary leaves out is told for the kinds that it lists."""
    definitions = tuple(Definition(name[:-4], name, None, SPAN) for name in ("IMPL_001", "IMPL_002", "TEST_001"))
    listed = (Claim(ClaimKind.SUMMARY, "", SPAN, "IMPL", "IMPL_001"),)
    plan = Plan("p", "p.md", "markers", definitions=definitions, claims=listed)
    assert [finding.marker for finding in summary_drift(plan, AROUND)] == ["p:IMPL_002"]


def test_a_total_may_count_the_boxes() -> None:
    """People call every box a task."""
    boxes = tuple(PlanBox(Box("x", SPAN, False), "something", ("Plan",), None, SPAN) for _ in range(3))
    one = Task("IMPL_001", "IMPL_001", "IMPL", "work", SPAN, State.DONE, Box("x", SPAN, False))
    right = Plan("p", "p.md", "markers", tasks=(one,), boxes=boxes, claims=(total(3), total(3, "done tasks")))
    assert messages(right) == []
    assert len(messages(replace(right, claims=(total(2), total(2, "done tasks"))))) == 2


@given(st.sets(st.integers(1, 9), min_size=1), st.sets(st.integers(1, 9), min_size=1))
def test_a_summary_is_reported_for_each_id_on_one_side_only(defined: set[int], listed: set[int]) -> None:
    """Each id that is either listed or defined, but not both, makes one finding."""
    plan = Plan(
        "p",
        "p.md",
        "markers",
        definitions=tuple(Definition("IMPL", f"IMPL_{number:03}", None, SPAN) for number in sorted(defined)),
        claims=tuple(Claim(ClaimKind.SUMMARY, "", SPAN, "IMPL", f"IMPL_{number:03}") for number in sorted(listed)),
    )
    assert len(list(summary_drift(plan, AROUND))) == len(defined ^ listed)
