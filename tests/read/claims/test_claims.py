"""What a plan says of itself, line by line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.model.claim import Claim, ClaimKind
from flowkit.model.marker import Grammar
from flowkit.model.outline import Outline
from flowkit.model.task import Task
from flowkit.read.claims.claims import read_claims
from flowkit.read.document import document_from_bytes
from flowkit.read.markdown import read_outline

GRAMMAR = Grammar()


def outline_of(text: str) -> Outline:
    """Return the outline of a text."""
    return read_outline(document_from_bytes(text.encode(), "plan.md"))


def claims(text: str, kind: ClaimKind, tasks: tuple[Task, ...] = ()) -> list[Claim]:
    """Return the claims of one kind in a text."""
    return [claim for claim in read_claims(outline_of(text), tasks, (), GRAMMAR) if claim.kind is kind]


def totals(text: str) -> list[tuple[str, str]]:
    """Return subject and value of each total in a text."""
    return [(claim.subject, claim.value) for claim in claims(text, ClaimKind.TOTAL)]


def task_on(text: str, first: int, last: int) -> Task:
    """Return a task that holds some lines of a text."""
    document = outline_of(text).document
    return Task("Task 1", "Task 1", "TASK", "work", document.line_span(first), end_line=last)


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


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("# Plan\n\n**Status:** Complete\n", "complete"),
        ("# Plan\n\n**Status**: ✅ Completed 2026-02-01\n", "complete"),
        ("# Plan\n\n**Status:** Done\n", "complete"),
        ("# Plan\n\n**Status:** In Progress\n", "In Progress"),
        ("# Plan\n\n**Status:** Complete except for the docs\n", "Complete except for the docs"),
        ("# Plan\n\n**Status:** Draft / Done / Final\n", "Draft / Done / Final"),
        ("# Plan\n\n**Status:** 80% complete\n", "80% complete"),
        ("# Plan\n\n## Work\n\nText.\n\n## Story Status: **COMPLETE** ✅\n", "complete"),
        ("# Plan\n\n## Next\n\n**Implementation Status**: âœ… Complete\n", "complete"),
        ("---\nstatus: done\n---\n\n# Plan\n", "complete"),
        ("# Plan\n\n## Current Status\n\n**Status:** Completed\n", "complete"),
    ],
)
def test_a_status_is_read_where_it_speaks_of_the_plan(text: str, value: str) -> None:
    """At the head, in a section on status, with a qualified name or in the front matter."""
    (claim,) = claims(text, ClaimKind.STATUS)
    assert claim.value == value


@pytest.mark.parametrize(
    "text",
    [
        "# Plan\n\n## Design\n\n### The old store\n\n**Status:** Complete\n",
        "# Plan\n\n**Validation Status:** Complete\n",
        "# Plan\n\nThe status line says: complete\n",
        "# Plan\n\n```yaml\nstatus: complete\n```\n",
    ],
)
def test_a_status_of_something_else_is_none_of_the_plan(text: str) -> None:
    """A part, a review or an example has a status of its own."""
    assert claims(text, ClaimKind.STATUS) == []


def test_check_marks_claim_for_their_whole_section() -> None:
    """A section on success claims once, at its heading, how many entries carry a mark."""
    inner = "### Functions\n- ✅ a\n- ✔ b\n\n### Quality Gates\n- âœ… c\n"
    text = f"# Plan\n\n## Success Criteria\n\n{inner}\n## Pros\n- ✅ d\n"
    (claim,) = claims(text, ClaimKind.CHECK_MARK)
    assert (claim.span.line, claim.value, claim.subject) == (3, "3", "criteria")


@pytest.mark.parametrize("entry", ["- ❌ c", "- [ ] c", "- c", "- ⏳ c"])
def test_a_section_with_an_entry_without_a_check_mark_claims_nothing(entry: str) -> None:
    """Marks that are set with care tell what is reached from what is not."""
    assert claims(f"# Plan\n\n## Success Criteria\n\n- ✅ a\n- ✅ b\n{entry}\n", ClaimKind.CHECK_MARK) == []


@pytest.mark.parametrize("lead", ["We are done when:", "All of this must hold:", "**The release is good if:**"])
def test_check_marks_below_a_condition_are_bullets(lead: str) -> None:
    """A definition of success declares nothing; a plain sentence before the marks takes nothing back."""
    text = "# Plan\n\n## Success Criteria\n\n{}\n\n- ✅ a\n- ✅ b\n"
    assert claims(text.format(lead), ClaimKind.CHECK_MARK) == []
    assert len(claims(text.format("What came of it:"), ClaimKind.CHECK_MARK)) == 1


def test_a_summary_lists_ids_and_the_ids_of_ranges() -> None:
    """Each id is a claim; a range claims those between its ends."""
    text = "# Plan\n\n## Marker Summary\n\n- IMPL_001 - IMPL_004, TEST_001\n\n## Other\n\nIMPL_009\n"
    found = claims(text, ClaimKind.SUMMARY)
    assert [claim.value for claim in found] == ["IMPL_001", "IMPL_002", "IMPL_003", "IMPL_004", "TEST_001"]


@pytest.mark.parametrize(
    "line",
    [
        "- RISKY_TASKS: 2 (IMPL_002, IMPL_005)",
        "- WAITING: IMPL_002",
        "- 2 (IMPL_002, IMPL_005)",
        "- The rest follows IMPL_002",
    ],
)
def test_an_inventory_that_only_mentions_ids_lists_none(line: str) -> None:
    """Ids in brackets behind a number, in a sentence or behind a key of something else are mentions."""
    assert claims(f"# Plan\n\n## Inventory\n\n{line}\n", ClaimKind.SUMMARY) == []


@pytest.mark.parametrize(
    "line",
    ["- SUBTASK: IMPL_001", "**IMPL:** IMPL_001", "- **IMPL markers:** 1 (IMPL_001)", "- `IMPL_001`: the reader"],
)
def test_an_inventory_lists_ids_as_entries(line: str) -> None:
    """Ids are listed where the line begins with them or with a key that names them."""
    found = claims(f"# Plan\n\n## Inventory\n\n{line}\n", ClaimKind.SUMMARY)
    assert [claim.value for claim in found] == ["IMPL_001"]


def test_a_summary_gives_numbers_of_kinds() -> None:
    """The name of a kind with a number, in a marker summary and nowhere else."""
    text = "# Plan\n\n## Marker Summary\n\n- **IMPL:** 5\n- TEST: 3\n\n## Other\n\n- DOC: 2\n"
    assert totals(text) == [("IMPL", "5"), ("TEST", "3")]


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


@given(st.text(alphabet="0123456789%/.,()<>≤ ofFmsT:*_`~-–✅\n|#[]x", max_size=300))
def test_any_text_has_claims_or_none(text: str) -> None:
    """No text stops the reader, and every claim lies where it says."""
    outline = outline_of(text)
    for claim in read_claims(outline, (), (), GRAMMAR):
        assert 1 <= claim.span.line <= len(outline.document.lines)
        assert claim.span.start < claim.span.end


@pytest.mark.parametrize("length", [19_000, 200_000])
@pytest.mark.parametrize(
    "unit",
    [
        *(
            "1",
            "1,",
            "1 of ",
            "1/1 (",
            "1/1 (1%) ",
            "1ms (target: ",
            "from 1 to ",
            "* ",
            "*_`",
            "total ",
            "into 1 ",
            "✅ ",
        ),
        *(
            "âœ… ",
            "âœ…",
            "p95 ",
            "1% ",
            "a b ",
            "status: ",
            "1.1",
            "( ",
            "1 tasks ",
            "<",
            "average ",
            "- ",
            "complete ",
        ),
    ],
)
def test_a_long_line_of_anything_is_read_to_its_end(unit: str, length: int) -> None:
    """A line that repeats what the patterns look for thousands of times is an ordinary line."""
    line = (unit * length)[:length]
    text = f"# Plan\n\n{line} % total status average tasks\n\n**Status:** {line}\n\n**Total tasks:** {line}\n"
    read_claims(outline_of(text), (), (), GRAMMAR)
    read_claims(outline_of(text), (task_on(text, 1, 7),), (), GRAMMAR)
