"""Declarations of success against boxes, and states that nobody knows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.judge.states import status_contradiction, unknown_state
from flowkit.model.claim import Claim, ClaimKind
from flowkit.model.outline import Box
from flowkit.model.plan import Plan, PlanBox
from flowkit.model.source import Span
from flowkit.model.task import Criterion, Label, State, Task
from flowkit.model.verdict import Surroundings


def at(line: int) -> Span:
    """Return a span on a line."""
    return Span(line * 10, line * 10 + 1, line, 1)


def box(
    line: int, mark: str = " ", section: str = "Work", *, task: str | None = None, optional: bool = False
) -> PlanBox:
    """Return a box of a plan."""
    return PlanBox(Box(mark, at(line), optional), "something", ("Plan", section), task, at(line))


STATUS = Claim(ClaimKind.STATUS, "**Status:** Complete", at(1), "Status", "complete")
CHECKS = Claim(ClaimKind.CHECK_MARK, "Success Criteria", at(2), "criteria", "4")
STATUS_CHECKS = Claim(ClaimKind.CHECK_MARK, "Current Status", at(2), "status", "4")


def told(**parts: object) -> list[str]:
    """Return what the rule says of a plan with these parts."""
    plan = Plan("p", "p.md", "story", **parts)  # type: ignore[arg-type]  # the callers name fields of Plan
    return [finding.message for finding in status_contradiction(plan, Surroundings())]


@given(st.lists(st.sampled_from(" xX"), max_size=10))
def test_a_complete_status_is_contradicted_by_any_open_box(marks: list[str]) -> None:
    """One open box is enough, and a plan without any contradicts nothing."""
    boxes = tuple(box(number + 10, mark) for number, mark in enumerate(marks))
    assert bool(told(claims=(STATUS,), boxes=boxes)) == (" " in marks)


@pytest.mark.parametrize("section", ["Future Enhancements", "Follow-ups", "Next Steps", "Out of scope", "Optional"])
def test_later_work_contradicts_nothing(section: str) -> None:
    """Boxes for what comes later stay open with good reason."""
    assert told(claims=(STATUS, CHECKS), boxes=(box(9, "x"), box(10, " ", section))) == []


def test_a_box_before_the_name_of_a_field_is_nothing_to_tick() -> None:
    """Some people put a box before every line; a list of files is no work of its own."""
    files = PlanBox(Box(" ", at(10), False), "**Files**: `src/a.py`", ("Plan", "Work"), None, at(10))
    assert told(claims=(STATUS,), boxes=(box(9, "x"), files)) == []


def test_optional_and_dropped_work_contradicts_nothing() -> None:
    """Nobody has to tick what need not be done."""
    dropped = Task("T2", "T2", "TASK", "work", at(11), State.DROPPED, Box(" ", at(11), False))
    boxes = (box(9, "x"), box(10, " ", optional=True), box(11, " ", task="T2"))
    assert told(claims=(STATUS,), boxes=boxes, tasks=(dropped,)) == []


def test_a_complete_status_is_contradicted_by_a_task_that_says_open() -> None:
    """Without boxes, the statuses of the tasks count."""
    tasks = (
        Task("A", "A", "TASK", "work", at(3), State.DONE, status=Label("done", None, at(4))),
        Task("B", "B", "TASK", "work", at(5), State.OPEN, status=Label("todo", None, at(6))),
        Task("C", "C", "TASK", "work", at(7)),
    )
    assert told(claims=(STATUS,), tasks=tasks) == ["Status says complete; 1 of 3 tasks is not done"]


@pytest.mark.parametrize(("ticked", "expected"), [(0, True), (1, True), (2, False), (4, False)])
def test_check_marks_are_contradicted_by_a_plan_less_than_half_ticked(ticked: int, expected: bool) -> None:
    """A few open boxes beside check marks are no contradiction; a plan hardly begun is."""
    boxes = tuple(box(10 + number, "x" if number < ticked else " ") for number in range(4))
    assert bool(told(claims=(CHECKS,), boxes=boxes)) is expected


def test_check_marks_under_a_status_tell_what_is_done_so_far() -> None:
    """They are contradicted only where nothing at all is ticked."""
    assert told(claims=(STATUS_CHECKS,), boxes=(box(9, "x"), box(10), box(11))) == []
    assert told(claims=(STATUS_CHECKS,), boxes=(box(10), box(11))) == [
        "4 entries carry a check mark here; 0 of 2 boxes are ticked"
    ]


def done_task(*marks: bool | None, state: State = State.DONE) -> Task:
    """Return a task with a box and criteria that are ticked, open or without a box."""
    criteria = tuple(Criterion(None, "holds", done, at(20 + number)) for number, done in enumerate(marks))
    own = Box("x" if state is State.DONE else " ", at(9), False)
    return Task("Task 1.1", "Task 1.1", "TASK", "work", at(9), state, own, criteria=criteria)


def test_evidence_that_is_all_open_contradicts_tasks_that_are_all_done() -> None:
    """A section of evidence with no tick is told; one with a tick, or beside an open task, is not."""
    evidence = (box(30, " ", "Completion Evidence"), box(31, " ", "Completion Evidence"))
    assert told(tasks=(done_task(),), boxes=(box(9, "x", task="Task 1.1"), *evidence)) == [
        "every task is done, but 0 of 2 boxes of “Completion Evidence” are ticked"
    ]
    assert told(tasks=(done_task(state=State.OPEN),), boxes=evidence) == []
    assert told(tasks=(done_task(),), boxes=(evidence[0], box(31, "x", "Completion Evidence"))) == []


@pytest.mark.parametrize(
    ("state", "marks", "expected"),
    [
        (State.DONE, (False, False), "Task 1.1 is done, but none of its 2 acceptance criteria is ticked"),
        (State.DONE, (True, False), None),
        (State.DONE, (None, None), None),
        (State.DONE, (), None),
        (State.OPEN, (True, True), "Task 1.1 is open, but all of its 2 acceptance criteria are ticked"),
        (State.OPEN, (True, False), None),
        (State.OPEN, (None,), None),
    ],
)
def test_a_task_and_its_criteria_contradict_each_other(
    state: State, marks: tuple[bool | None, ...], expected: str | None
) -> None:
    """All open under a tick, or all ticked under an open box; in between, work is under way."""
    assert told(tasks=(done_task(*marks, state=state),)) == ([expected] if expected else [])


def test_a_box_and_a_status_of_one_task_must_agree() -> None:
    """A ticked box with the status pending is told, whichever of the two is right."""
    ticked = Task("A", "A", "TASK", "work", at(3), State.DONE, Box("x", at(3), False), Label("Pending", None, at(4)))
    agreed = Task(
        "B", "B", "TASK", "work", at(5), State.DONE, Box("x", at(5), False), Label("✅ COMPLETED", None, at(6))
    )
    assert told(tasks=(ticked, agreed)) == ["A is ticked, but its status is Pending"]


@given(st.sampled_from("?!/>*sX x~-✅"))
def test_a_mark_that_is_not_agreed_on_is_an_unknown_state(mark: str) -> None:
    """Space and x have a meaning; all others are told."""
    plan = Plan("p", "p.md", "story", boxes=(box(5, mark),))
    assert bool(list(unknown_state(plan, Surroundings()))) == (mark not in " xX")


def test_a_task_in_an_unknown_state_is_told_once() -> None:
    """The task's own box is not told a second time as a box."""
    task = Task("A", "A", "TASK", "work", at(5), State.UNKNOWN, Box("?", at(5), False))
    plan = Plan("p", "p.md", "story", tasks=(task,), boxes=(box(5, "?", task="A"),))
    (found,) = unknown_state(plan, Surroundings())
    assert found.marker == "p:A"


@pytest.mark.parametrize(("words", "known"), [("Already Complete", True), ("Not yet started", True), ("Blue", False)])
def test_a_status_that_says_done_or_open_with_a_qualifier_is_known(words: str, known: bool) -> None:
    """A qualifier before a plain word is no riddle."""
    task = Task("A", "A", "TASK", "work", at(5), State.UNKNOWN, status=Label(words, None, at(6)))
    assert bool(list(unknown_state(Plan("p", "p.md", "story", tasks=(task,)), Surroundings()))) != known


@pytest.mark.parametrize("text", ["Optional: tag it", "Change the docs (not required)", "Option B: a table"])
def test_a_box_that_says_itself_that_it_is_not_due_contradicts_nothing(text: str) -> None:
    """What need not be done, or is one choice of several, may stay open."""
    entry = PlanBox(Box(" ", at(10), False), text, ("Plan", "Work"), None, at(10))
    assert told(claims=(STATUS,), boxes=(box(9, "x"), entry)) == []
