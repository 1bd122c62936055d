"""Totals that a plan claims."""

from __future__ import annotations

import pytest

from flowkit.model.claim import ClaimKind
from flowkit.model.task import Task
from flowkit.read.claims.claims import read_claims

from .claiming import GRAMMAR, claims, outline_of, task_on, totals


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("**Total subtasks:** 7", [("subtasks", "7")]),
        ("**Total Tasks**: 40 (six of them new)", [("tasks", "40")]),
        ("- **Task count:** 12", [("tasks", "12")]),
        ("Total tasks: 12", [("tasks", "12")]),
        ("**Number of scenarios:** 4", [("scenarios", "4")]),
        ("**Implementation tasks:** 5", [("IMPL", "5")]),
        ("**What I did:** Split the work into 6 subtasks with their tests.", [("subtasks", "6")]),
        ("The work is broken into 14 small tasks.", [("tasks", "14")]),
        ("There are 9 tasks in total.", [("tasks", "9")]),
        ("**Scope**: All 3 phases = 20 tasks", [("tasks", "20")]),
        ("**Everything**: 20 tasks (All phases)", [("tasks", "20")]),
        ("**Progress:** 2/9 tasks complete (22%)", [("done tasks", "2"), ("tasks", "9")]),
        ("**Completed tasks:** 3 of 8", [("done tasks", "3"), ("tasks", "8")]),
        ("**Parallel Tasks**: 4 tasks marked [P]", [("parallel tasks", "4")]),
        ("**Total Tasks**: 40\n**Completed**: 10 (25%)", [("tasks", "40"), ("done tasks", "10")]),
        ("## Completed tasks (4/6)", [("done tasks", "4"), ("tasks", "6")]),
    ],
)
def test_a_total_is_read_from_fields_prose_and_headings(line: str, expected: list[tuple[str, str]]) -> None:
    """What is counted, and the number as written."""
    assert totals(f"# Plan\n\n{line}\n") == expected


@pytest.mark.parametrize(
    "line",
    [
        "**Total tasks:** about 12",
        "**Total tasks:** ~12",
        "**Total tasks:** 8-10",
        "**Total tasks:** 12+",
        "**Total tasks:** many",
        "**Total effort:** 12 days",
        "Split phase 2 into 3 tasks.",
        "The first 3 tasks can run in parallel.",
        "**First step**: 28 tasks (Phases 1-3)",
        "Each story is broken into 3 tasks.",
        "We expect to split it into at least 9 tasks.",
        "It runs 200 tasks in the background.",
        "Updated on 3/4 tasks",
    ],
)
def test_what_is_only_nearly_a_total_is_none(line: str) -> None:
    """Approximations, ranges and shares of the work claim nothing."""
    assert totals(f"# Plan\n\n{line}\n") == []


def test_a_total_points_at_the_number_alone() -> None:
    """The span of a total is what a repair would replace."""
    text = "# Plan ✅\r\n\r\n**Total subtasks:** 27 (with docs)\r\n"
    (claim,) = claims(text, ClaimKind.TOTAL)
    assert text.encode()[claim.span.start : claim.span.end] == b"27"
    assert (claim.span.line, claim.span.column) == (3, 21)


def test_nothing_inside_a_task_is_a_total_of_the_plan() -> None:
    """A task may speak of tasks of its own."""
    text = "# Plan\n\n### Task 1\n\n**Total tasks:** 3\n"
    assert read_claims(outline_of(text), (task_on(text, 3, 5),), (), GRAMMAR) == ()


def test_a_total_row_counts_where_its_column_counts_tasks() -> None:
    """The total of a column named after tasks is a total, and a sum besides."""
    text = "# Plan\n\n| Phase | Tasks |\n|---|---|\n| 1 | 4 |\n| 2 | 5 |\n| **Total** | **9** |\n"
    assert totals(text) == [("tasks", "9")]
    (found,) = claims(text, ClaimKind.ARITHMETIC)
    assert (found.subject, found.operands, found.value) == ("sum", ("4", "5"), "9")


def test_a_fraction_in_a_phase_speaks_of_that_phase() -> None:
    """A line of progress below the name of a phase that tasks have is scoped to it."""
    line = "- 1/2 tasks completed\n"
    text = f"# Plan\n\n## Summary\n\n### Phase 1: Base\n\n{line}\n### Phase 9: Other\n\n{line}"
    task = Task("T001", "T001", "TASK", "work", None, phase="Phase 1: Base")
    found = claims(text, ClaimKind.TOTAL, (task,))
    assert [(claim.subject, claim.scope) for claim in found] == [
        ("done tasks", "Phase 1: Base"),
        ("tasks", "Phase 1: Base"),
    ]


def test_an_overall_fraction_speaks_of_the_whole_plan_wherever_it_stands() -> None:
    """Progress that is called overall is that of the plan, also below the last phase of a summary."""
    text = "# Plan\n\n## Summary\n\n### Phase 1: Base\n\n**Overall Progress**: 3/5 tasks completed\n"
    task = Task("T001", "T001", "TASK", "work", None, phase="Phase 1: Base")
    found = claims(text, ClaimKind.TOTAL, (task,))
    assert [(claim.value, claim.scope) for claim in found] == [("3", None), ("5", None)]


def test_a_section_of_finished_tasks_does_not_hold_them_all() -> None:
    """The second number of ``Completed tasks (4/6)`` counts tasks that stand elsewhere."""
    task = Task("T001", "T001", "TASK", "work", None, phase="Completed tasks (4/6)")
    assert claims("# Plan\n\n## Completed tasks (4/6)\n\nText.\n", ClaimKind.TOTAL, (task,)) == []


@pytest.mark.parametrize(
    "line",
    [
        "**Progress:** 90% (9 / 10 tasks complete through Phase 4)",
        "**Total Tasks**: 30 (0/30 for Phases 4-6)",
        "**Completed tasks:** 3 of 8 so far",
        "**Progress:** 8/8 tasks complete (Phases 0-2 complete)",
    ],
)
def test_a_number_that_is_taken_back_behind_it_is_no_total(line: str) -> None:
    """A share of the work is told by what follows the number as well."""
    assert totals(f"# Plan\n\n{line}\n") == []
