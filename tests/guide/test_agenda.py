"""What can be worked on now, in which order, and why."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from flowkit.guide.agenda import agenda
from flowkit.model.plan import Drawing, Edge
from flowkit.model.task import State, Unresolved
from flowkit.model.verdict import MarkerVerdict, Obligation, Verdict
from flowkit.model.work import Agenda, Standing

from .tasks import SPAN, plan, task


def verdict(key: str, told: Verdict, reason: str = "so it is") -> MarkerVerdict:
    """Return the verdict of a task."""
    duty = Obligation("test", f"tea:{key}", f"{key} is done", told, reason)
    return MarkerVerdict(f"tea:{key}", told, key, (duty,))


def keys(found: Agenda, standing: Standing) -> list[str]:
    """The keys of the tasks of one standing, in order."""
    return [step.task.key for step in found.of(standing)]


def reasons(found: Agenda, key: str) -> tuple[str, ...]:
    """Why a task stands as it does."""
    return next(step.reasons for step in found.steps if step.task.key == key)


# verifies: feat-flowkit-commands:IMPL_005/AC-1
def test_what_holds_up_the_longest_chain_comes_first() -> None:
    """Of what can be started, that comes first which others wait for longest; nothing else changes the plan's order."""
    found = agenda(plan(task("a"), task("b"), task("c", "b"), task("d", "c"), task("e"), task("f", "e")), None)
    assert keys(found, Standing.READY) == ["b", "e", "a"]
    assert keys(found, Standing.WAITING) == ["c", "d", "f"]
    assert reasons(found, "b") == ("waits for nothing",)
    assert reasons(found, "d") == ("c is open",)


def test_chains_are_measured_in_hours_where_every_task_has_some() -> None:
    """One long task behind another weighs more than two short ones; a missing figure is not taken for zero."""
    tasks = (task("a", hours=1), task("b", "a", hours=1), task("c", "b", hours=1), task("d", hours=1))
    whole = agenda(plan(*tasks, task("e", "d", hours=9)), None)
    assert keys(whole, Standing.READY) == ["d", "a"]
    assert [(step.chain, step.hours) for step in whole.of(Standing.READY)] == [(2, 10), (3, 3)]
    assert [step.task.key for step in whole.steps if step.critical] == ["d", "e"]
    holed = agenda(plan(*tasks, task("e", "d")), None)
    assert keys(holed, Standing.READY) == ["a", "d"]
    assert {step.hours for step in holed.steps} == {None}


def test_what_is_begun_comes_first_and_what_is_optional_last() -> None:
    """Finishing comes before beginning."""
    found = agenda(plan(task("a", optional=True), task("b"), task("c", state=State.IN_PROGRESS)), None)
    assert keys(found, Standing.READY) == ["c", "b", "a"]
    assert reasons(found, "c") == ("is in progress", "waits for nothing")


# verifies: feat-flowkit-commands:IMPL_005/AC-2
def test_a_tick_that_evidence_refutes_is_work_again() -> None:
    """It stands before all other work, and what waits for it waits on, with the reason."""
    tasks = (task("a"), task("b", state=State.DONE), task("c", "b"))
    markers = (verdict("a", Verdict.UNPROVEN), verdict("b", Verdict.MISSING, "b.py is not there"))
    found = agenda(plan(*tasks), (*markers, verdict("c", Verdict.UNPROVEN)))
    assert keys(found, Standing.READY) == ["b", "a"]
    assert reasons(found, "b") == ("is done and missing: b.py is not there", "waits for nothing")
    assert reasons(found, "c") == ("b is done and missing: b.py is not there",)


def test_the_reason_names_the_part_that_is_refuted() -> None:
    """A criterion that fails is named, since the task alone would say too little."""
    duty = Obligation("test", "tea:a/AC-1", "it boils", Verdict.FAILING, "test_boil failed")
    markers = (MarkerVerdict("tea:a", Verdict.FAILING, "a"), MarkerVerdict("tea:a/AC-1", Verdict.FAILING, "a", (duty,)))
    found = agenda(plan(task("a", state=State.DONE)), markers)
    assert reasons(found, "a") == ("is done and failing: a/AC-1: test_boil failed", "waits for nothing")


def test_a_tick_that_nothing_refutes_is_believed() -> None:
    """What is done and unproven holds nobody up, and is told to be unproven."""
    tasks = (task("a", state=State.DONE), task("b", "a"))
    found = agenda(plan(*tasks), (verdict("a", Verdict.UNPROVEN), verdict("b", Verdict.UNPROVEN)))
    assert keys(found, Standing.FINISHED) == ["a"]
    assert reasons(found, "b") == ("a is done and unproven",)


def test_what_is_proven_is_finished_ticked_or_not() -> None:
    """Evidence decides where a box was forgotten, and where a plan has no boxes at all."""
    boxless = replace(task("b", "a"), box=None)
    found = agenda(plan(task("a"), boxless), (verdict("a", Verdict.PROVEN), verdict("b", Verdict.UNPROVEN)))
    assert keys(found, Standing.FINISHED) == ["a"]
    assert reasons(found, "b") == ("is unproven", "a is proven")


def test_a_dropped_task_is_no_step_and_holds_up_nobody() -> None:
    """What was struck out will never be done."""
    found = agenda(plan(task("a", state=State.DROPPED), task("b", "a")), None)
    assert keys(found, Standing.READY) == ["b"]
    assert len(found.steps) == 1


def test_a_drawing_speaks_for_tasks_without_a_dependencies_field() -> None:
    """Where a task has no such field, the arrows say what it waits for; a field has the last word."""
    silent = replace(task("b"), dependencies_span=None)
    drawing = Drawing((Edge("b", "a", SPAN), Edge("c", "a", SPAN)), (), SPAN)
    found = agenda(replace(plan(task("a"), silent, task("c")), drawings=(drawing,)), None)
    assert keys(found, Standing.READY) == ["a", "c"]
    assert keys(found, Standing.WAITING) == ["b"]


def test_words_that_name_no_task_are_told_and_hold_up_nobody() -> None:
    """Nobody knows whether they hold; whoever begins has to look."""
    found = agenda(plan(replace(task("a"), unresolved=(Unresolved("the blessing"),))), None)
    assert reasons(found, "a") == ("waits for nothing", "names 'the blessing' as well, which is no task")


def test_tasks_that_wait_for_one_another_wait_for_ever() -> None:
    """The circle is told; what has nothing to do with it can be worked on."""
    found = agenda(plan(task("a", "b"), task("b", "a"), task("c"), task("d", "d")), None)
    assert keys(found, Standing.READY) == ["c"]
    assert found.cycle in {("a", "b", "a"), ("b", "a", "b"), ("d", "d")}
    done = agenda(plan(task("a", "b", state=State.DONE), task("b", "a", state=State.DONE)), None)
    assert done.cycle is None


KEYS = "abcdefgh"
TASKS = st.tuples(*(st.tuples(st.lists(st.sampled_from(KEYS), max_size=2), st.sampled_from(State)) for _ in KEYS))


@given(TASKS)
def test_every_task_has_one_standing(drawn: tuple[tuple[list[str], State], ...]) -> None:
    """Ready is what waits for nothing unfinished; without a circle something is ready as long as something is left."""
    tasks = [task(key, *on, state=state) for key, (on, state) in zip(KEYS, drawn, strict=True)]
    found = agenda(plan(*tasks), None)
    live = [each.key for each in tasks if each.state is not State.DROPPED]
    assert sorted(step.task.key for step in found.steps) == live
    for step in found.steps:
        if step.standing is not Standing.FINISHED:
            assert (step.standing is Standing.READY) == all(one.finished for one in step.awaits)
        assert step.reasons
    assert found.cycle is not None or found.of(Standing.READY) or not found.of(Standing.WAITING)
