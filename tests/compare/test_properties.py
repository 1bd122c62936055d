"""What holds of the comparison of any two plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowkit.compare.plans import compare
from flowkit.model.change import Change, ChangeKind, Part, Stated
from flowkit.model.plan import Plan
from flowkit.model.task import Criterion, Deliverable, Dependency, Effort, Label, State, Task

from .generated import ANY_PLAN, PHASES, PLANS

# Tried widely, in a run of its own: `pytest -m broad`.
pytestmark = pytest.mark.broad


T = TypeVar("T")

MIRRORED = {
    ChangeKind.ADDED: ChangeKind.DROPPED,
    ChangeKind.DROPPED: ChangeKind.ADDED,
    ChangeKind.TICKED: ChangeKind.UNTICKED,
    ChangeKind.UNTICKED: ChangeKind.TICKED,
}


def mirrored(change: Change) -> Change:
    """Return a change as it is on the way back."""
    kind = MIRRORED.get(change.kind, change.kind)
    return Change(kind, change.part, change.new_task, change.old_task, change.new, change.old)


@settings(deadline=None)
@given(ANY_PLAN, st.randoms(use_true_random=False))
def test_a_plan_does_not_differ_from_itself_in_any_order(plan: Plan, random: Random) -> None:
    """The same tasks and entries in another order are no difference."""
    assert compare(plan, plan).changes == ()

    def shuffled(things: Sequence[T]) -> tuple[T, ...]:
        return tuple(random.sample(things, len(things)))

    tasks = (
        replace(
            task,
            criteria=shuffled(task.criteria),
            scenarios=shuffled(task.scenarios),
            depends_on=shuffled(task.depends_on),
        )
        for task in plan.tasks
    )
    assert compare(plan, replace(plan, tasks=shuffled(tuple(tasks)))).changes == ()


@settings(deadline=None)
@given(ANY_PLAN, ANY_PLAN)
def test_swapped_plans_have_the_mirrored_changes(old: Plan, new: Plan) -> None:
    """What was added is dropped on the way back, what was ticked unticked, and what was old is new."""
    there, back = compare(old, new).changes, compare(new, old).changes
    assert Counter(map(mirrored, there)) == Counter(back)


@settings(deadline=None)
@given(PLANS, st.data())
def test_new_numbers_alone_are_renumberings_alone(plan: Plan, data: st.DataObject) -> None:
    """Where every task gets another number, be it one that another task had, nothing else is told."""
    old = [task.key for task in plan.tasks]
    new = data.draw(st.permutations([*old, "IMPL_8", "IMPL_9"]))[: len(old)]
    names = dict(zip(old, new, strict=True))
    tasks = tuple(
        replace(
            task,
            id=names[task.key],
            key=names[task.key],
            # What names no task is written as before, unless it would name another one now.
            depends_on=tuple(replace(each, on=names.get(each.on, each.on)) for each in task.depends_on),
        )
        for task in plan.tasks
    )
    told = compare(plan, replace(plan, tasks=tasks)).changes
    assert {change.kind for change in told} <= {ChangeKind.RENUMBERED}
    assert {(change.old_task, change.new_task) for change in told} == {
        pair for pair in names.items() if pair[0] != pair[1]
    }


Edit = tuple[Task | None, ChangeKind, Part, str | None, str | None]
"""The task after an edit, None where it is gone, and the one change: kind, part, words before, words after."""


def tick(task: Task) -> Edit | None:
    """Tick a task, or take its tick away."""
    done = task.state is State.DONE
    state = State.OPEN if done else State.DONE
    kind = ChangeKind.UNTICKED if done else ChangeKind.TICKED
    before = "" if task.state is State.UNKNOWN else task.state.value
    return replace(task, state=state), kind, Part.TASK, before, state.value


def drop(task: Task) -> Edit | None:
    """Take a task out."""
    return None, ChangeKind.DROPPED, Part.TASK, task.title, None


def strike_out(task: Task) -> Edit | None:
    """Strike a task out."""
    return replace(task, state=State.DROPPED), ChangeKind.DROPPED, Part.TASK, task.title, task.title


def move(task: Task) -> Edit | None:
    """Move a task to the other phase."""
    phase = PHASES[PHASES[0] == task.phase]
    return replace(task, phase=phase), ChangeKind.MOVED, Part.TASK, task.phase, phase


def retitle(task: Task) -> Edit | None:
    """Give a task another title."""
    title = "Sweep up"
    return replace(task, title=title), ChangeKind.RESCOPED, Part.TITLE, task.title, title


def prioritise(task: Task) -> Edit | None:
    """Give a task another priority."""
    before = task.priority.value if task.priority else None
    return replace(task, priority=Label("P3")), ChangeKind.RESCOPED, Part.PRIORITY, before, "P3"


def estimate(task: Task) -> Edit | None:
    """Give a task another effort."""
    before = task.effort.text if task.effort else None
    return replace(task, effort=Effort("3d", 24, 24)), ChangeKind.RESCOPED, Part.EFFORT, before, "3d"


def demand(task: Task) -> Edit | None:
    """Add a criterion."""
    criterion = Criterion("AC-9", "Nobody burns a finger")
    criteria = (criterion, *task.criteria)
    return replace(task, criteria=criteria), ChangeKind.RESCOPED, Part.CRITERION, None, criterion.text


def forgive(task: Task) -> Edit | None:
    """Take the first criterion out."""
    if not task.criteria:
        return None
    return replace(task, criteria=task.criteria[1:]), ChangeKind.RESCOPED, Part.CRITERION, task.criteria[0].text, None


def reword(task: Task) -> Edit | None:
    """Say something else in the last scenario."""
    if not task.scenarios:
        return None
    *others, last = task.scenarios
    scenarios = (*others, replace(last, text="It rains"))
    return replace(task, scenarios=scenarios), ChangeKind.RESCOPED, Part.SCENARIO, last.text, "It rains"


def check(task: Task) -> Edit | None:
    """Tick the first criterion, or take its tick away."""
    if not task.criteria:
        return None
    first, *others = task.criteria
    kind = ChangeKind.UNTICKED if first.done else ChangeKind.TICKED
    changed = replace(task, criteria=(replace(first, done=not first.done), *others))
    return changed, kind, Part.CRITERION, first.text, first.text


def deliver(task: Task) -> Edit | None:
    """Add a file."""
    file = Deliverable("`spoon.py`", "spoon.py")
    changed = replace(task, deliverables=(*task.deliverables, file))
    return changed, ChangeKind.RESCOPED, Part.DELIVERABLE, None, file.text


def narrow(task: Task) -> Edit | None:
    """Lower a bound of coverage."""
    if not task.coverage_targets:
        return None
    (target,) = task.coverage_targets
    lower = replace(target, minimum=1.0, text="1% of tea.py")
    changed = replace(task, coverage_targets=(lower,))
    return changed, ChangeKind.RESCOPED, Part.COVERAGE_TARGET, target.text, lower.text


def wait(task: Task) -> Edit | None:
    """Wait for something more."""
    changed = replace(task, depends_on=(*task.depends_on, Dependency("IMPL_7")))
    return changed, ChangeKind.RESCOPED, Part.DEPENDENCY, None, "IMPL_7"


def answer(task: Task) -> Edit | None:
    """Answer for one requirement less."""
    if not task.requirements:
        return None
    first = task.requirements[0]
    return replace(task, requirements=task.requirements[1:]), ChangeKind.RESCOPED, Part.REQUIREMENT, first.id, None


EDITS: tuple[Callable[[Task], Edit | None], ...] = (
    tick, drop, strike_out, move, retitle, prioritise, estimate, demand, forgive, reword, check, deliver, narrow, wait,
    answer,
)  # fmt: skip


@settings(deadline=None)
@given(PLANS, st.sampled_from(EDITS), st.data())
def test_an_edit_is_told_as_that_change_and_no_other(
    plan: Plan, edit: Callable[[Task], Edit | None], data: st.DataObject
) -> None:
    """One edit of a plan is one change, of the task that was edited, with the words before and after."""
    place = data.draw(st.integers(0, len(plan.tasks) - 1))
    made = edit(plan.tasks[place])
    if made is None:
        return
    task, *expected = made
    tasks = (*plan.tasks[:place], *((task,) if task else ()), *plan.tasks[place + 1 :])
    (change,) = compare(plan, replace(plan, tasks=tasks)).changes

    def text(stated: Stated | None) -> str | None:
        return None if stated is None else stated.text

    assert [change.kind, change.part, text(change.old), text(change.new)] == expected
    assert change.old_task == plan.tasks[place].key
    assert change.new_task == (task.key if task else None)
