"""What the page tells: the outcome, the figures, the reasons."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.task import Citation, State, Task
from flowkit.model.verdict import Finding, MarkerVerdict, Obligation, Place, Verdict, Verification
from flowkit.report.html.looks import LOOKS
from flowkit.report.html.overview import tally
from flowkit.report.html.page import page_of

from .works import work

VERDICTS = [*Verdict, None]


def verified(*tasks: tuple[Verdict, State]) -> Verification:
    """Return a verification of tasks with a verdict and a state each."""
    made = tuple(
        Task(f"T{number}", f"T{number}", "TASK", "Brew", state=state) for number, (_, state) in enumerate(tasks)
    )
    plan = Plan("tea", "tea.md", "markers", title="Tea", tasks=made)
    markers = tuple(
        MarkerVerdict(
            f"tea:T{number}",
            verdict,
            f"T{number}",
            (Obligation("file", f"tea:T{number}", "it is there", verdict, f"why {number}"),),
        )
        for number, (verdict, _) in enumerate(tasks)
    )
    held = frozenset(task.key for task in made if task.state is State.DONE)
    return Verification((plan,), (), markers, {"tea.md": held})


PROVEN_DONE = (Verdict.PROVEN, State.DONE)


# verifies: feat-reports-and-repair:IMPL_002/AC-2
@pytest.mark.parametrize(
    ("tasks", "headline", "tone"),
    [
        ([PROVEN_DONE], "Everything that the plan asks for is proven", "proven"),
        ([(Verdict.MANUAL, State.DONE)], "Everything that the plan asks for is proven", "proven"),
        ([PROVEN_DONE, (Verdict.MISSING, State.DONE)], "1 task claimed done does not hold", "failing"),
        ([(Verdict.FAILING, State.DONE), (Verdict.MISSING, State.DONE)], "2 tasks claimed done do not hold", "failing"),
        ([PROVEN_DONE, (Verdict.STALE, State.DONE)], "1 task claimed done is not proven", "unproven"),
        ([PROVEN_DONE, (Verdict.MISSING, State.OPEN)], "What is claimed is proven; 1 task is still open", "proven"),
        ([(Verdict.MISSING, State.OPEN)], "No task is claimed done; 1 task is still open", "unproven"),
    ],
)
def test_the_headline_is_the_outcome(tasks: list[tuple[Verdict, State]], headline: str, tone: str) -> None:
    """What is claimed and refuted comes first, then what is claimed and not proven; open work is no fault."""
    page = page_of(verified(*tasks))
    assert (page.headline, page.tone) == (headline, tone)


@pytest.mark.parametrize(("errors", "words"), [(1, "1 error was found"), (2, "2 errors were found")])
def test_a_proven_plan_with_errors_is_not_called_well(errors: int, words: str) -> None:
    """A wrong total, say, says nothing against the work, and is told beside it all the same."""
    wrong = (Finding("count-mismatch", Severity.ERROR, "wrong", Place("tea.md")),) * errors
    page = page_of(replace(verified(PROVEN_DONE), findings=wrong))
    assert (page.headline, page.tone) == (f"Everything that the plan asks for is proven, but {words}", "failing")


def test_a_part_is_not_taken_for_the_whole() -> None:
    """What is told since a revision says so, also where that is nothing."""
    assert page_of(replace(verified(PROVEN_DONE), since="main")).title == "Tea, changes since main alone"
    page = page_of(Verification((), (), since="main"))
    assert (page.title, page.headline) == ("0 work plans, changes since main alone", "There is no task here")


def test_a_plan_that_was_held_against_nothing_is_not_called_proven() -> None:
    """Without evidence there is no verdict, and the page says so."""
    found = replace(verified(PROVEN_DONE), markers=(), held={})
    page = page_of(found)
    assert page.headline == "No task here was held against any evidence"
    assert (page.tone, page.markers.proven) == ("unjudged", 0)
    assert [share.look.word for share in page.markers.shares] == ["not judged"]


# verifies: feat-reports-and-repair:IMPL_002/AC-2
@given(st.lists(st.sampled_from(VERDICTS), max_size=60))
def test_figures_add_up_and_are_never_rounded_up(verdicts: list[Verdict | None]) -> None:
    """Every verdict is counted once, the shares fill the whole, and 100 per cent means all."""
    found = tally(verdicts)
    assert sum(share.count for share in found.shares) == found.total == len(verdicts)
    assert abs(sum(share.length for share in found.shares) - (100 if verdicts else 0)) < 0.1
    assert (found.per_cent == 100) == (bool(verdicts) and set(verdicts) == {Verdict.PROVEN})
    assert tally([*verdicts, *[Verdict.PROVEN] * 999, Verdict.MANUAL]).per_cent <= 99


def test_what_is_claimed_is_told_first_among_the_reasons() -> None:
    """Of each kind of reason the worst verdict comes first, and in it what is claimed and does not hold."""
    open_one, done_one = (Verdict.MISSING, State.OPEN), (Verdict.MISSING, State.DONE)
    page = page_of(verified((Verdict.UNPROVEN, State.OPEN), *[open_one] * 4, done_one))
    assert [(reason.look.word, reason.count, reason.held, reason.more) for reason in page.reasons] == [
        ("missing", 5, 1, 2),
        ("unproven", 1, 0, 0),
    ]
    assert page.reasons[0].examples[0][2] == "why 5"


# verifies: feat-reports-and-repair:IMPL_002/AC-3
def test_the_matrix_leads_from_each_requirement_to_its_tasks() -> None:
    """A task has a row for each requirement that it names, once; those that name none come last."""
    tasks = (
        Task("T1", "T1", "TASK", "Boil", requirements=(Citation("REQ-2"), Citation("REQ-1"), Citation("REQ-2"))),
        Task("T2", "T2", "TASK", "Pour"),
        Task("T3", "T3", "TASK", "Drink", requirements=(Citation("REQ-1"),)),
    )
    plan = Plan("tea", "tea.md", "markers", tasks=tasks)
    page = page_of(Verification((plan,), (), definitions={"REQ-1": Place("spec.md")}))
    assert [(row.requirement, row.card.task.key, row.defined is not None) for row in page.chains] == [
        ("REQ-1", "T1", True),
        ("REQ-1", "T3", True),
        ("REQ-2", "T1", False),
        (None, "T2", False),
    ]


def test_two_plans_of_one_name_keep_their_verdicts() -> None:
    """What is proven of one plan is not shown as proven of another that has its name."""
    one = verified(PROVEN_DONE)
    other = replace(one.plans[0], path="other.md")
    page = page_of(replace(one, plans=(other, *one.plans)))
    assert [section.tasks.proven for section in page.sections] == [0, 1]
    anchors = [card.anchor for _, card in page.cards]
    assert len(set(anchors)) == 2


def test_findings_stand_by_their_rule_and_by_their_task() -> None:
    """Findings are gathered by rule; a task has those that tell more than its obligations do."""
    page = page_of(work(24))
    (group,) = page.groups
    assert (group.rule, len(group.findings)) == ("phantom-completion", page.errors)
    told = [finding for _, card in page.cards for finding in card.findings]
    assert sorted(told, key=str) == sorted(group.findings, key=str)


def test_no_two_verdicts_look_alike() -> None:
    """Each has a word and a shape of its own, so that colour never speaks alone."""
    assert len({look.word for look in LOOKS}) == len({look.icon for look in LOOKS}) == len(LOOKS) == 7
