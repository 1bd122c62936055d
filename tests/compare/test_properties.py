"""What holds of the comparison of any two plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from flowkit.compare.plans import compare
from flowkit.model.change import Change, ChangeKind, Part, Stated
from flowkit.model.outline import Box
from flowkit.model.plan import Phase, Plan, PlanBox
from flowkit.model.source import Span
from flowkit.model.task import (
    Citation,
    CoverageTarget,
    Criterion,
    Deliverable,
    Dependency,
    Effort,
    Label,
    Scenario,
    State,
    Task,
)

T = TypeVar("T")

PHASES = ("Before the fair", "At the fair")
WORDS = ("kettle", "boils", "water", "for", "the", "tea", "pot", "of", "two", "cups")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
HERE = Span(0, 1, 7, 1)


def criteria(make: type[Criterion | Scenario], prefix: str) -> st.SearchStrategy[tuple[Criterion | Scenario, ...]]:
    """Return lists of criteria or scenarios, each with an id of its own."""
    entries = st.lists(st.tuples(TEXTS, st.sampled_from([None, False, True])), max_size=3)
    return entries.map(lambda made: tuple(make(f"{prefix}-{n}", *entry) for n, entry in enumerate(made, start=1)))


BODIES = st.builds(
    Task,
    id=st.none(),
    key=st.just(""),
    kind=st.just("IMPL"),
    title=TEXTS,
    state=st.sampled_from([state for state in State if state is not State.DROPPED]),
    phase=st.sampled_from(PHASES),
    priority=st.none() | st.sampled_from(["P0", "P1"]).map(Label),
    effort=st.none() | st.integers(1, 9).map(lambda hours: Effort(f"{hours}h", hours, hours)),
    depends_on=st.lists(st.integers(1, 5).map(lambda n: Dependency(f"IMPL_{n}")), max_size=2).map(tuple),
    deliverables=st.lists(TEXTS.map(lambda text: Deliverable(text, f"{text.split()[0]}.py")), max_size=2).map(tuple),
    requirements=st.lists(st.sampled_from(["REQ-1", "REQ-2"]).map(Citation), max_size=2).map(tuple),
    criteria=criteria(Criterion, "AC"),
    scenarios=criteria(Scenario, "SC"),
    coverage_targets=st.lists(
        st.integers(50, 99).map(lambda n: CoverageTarget("COV_TEA", f"{n}% of tea.py", None, n, "tea.py", None)),
        max_size=1,
    ).map(tuple),
    sources=st.lists(st.sampled_from(["spec.md#REQ-1", "spec.md#REQ-2"]), max_size=2, unique=True).map(tuple),
)
"""Tasks without an id; each may wait for any of five."""


def plan_of(tasks: list[Task]) -> Plan:
    """Return the plan of tasks, with a box outside of them."""
    box = PlanBox(Box(" ", HERE, optional=False), "Somebody has tasted it", ("Gates",), None, HERE)
    return Plan("tea", "tea.md", "markers", phases=tuple(map(Phase, PHASES)), tasks=tuple(tasks), boxes=(box,))


ANY_PLAN = st.lists(st.tuples(st.none() | st.integers(1, 5), BODIES), max_size=4).map(
    lambda made: plan_of(
        [
            replace(
                task,
                id=f"IMPL_{identifier}" if identifier else None,
                key=f"IMPL_{identifier}" if identifier else f"#{n}",
            )
            for n, (identifier, task) in enumerate(made, start=1)
        ]
    )
)
"""Plans in which ids and words may repeat, and tasks may have no id."""

PLANS = st.lists(BODIES, min_size=1, max_size=4).map(
    lambda made: plan_of(
        [
            replace(task, id=f"IMPL_{n}", key=f"IMPL_{n}", title=f"Stall {n}: {task.title}")
            for n, task in enumerate(made, start=1)
        ]
    )
)
"""Plans whose tasks have an id and a title of their own."""

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
    changed = (replace(first, done=not first.done), *others)
    return replace(task, criteria=changed), kind, Part.CRITERION, first.text, first.text


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
    first, *others = task.requirements
    return replace(task, requirements=tuple(others)), ChangeKind.RESCOPED, Part.REQUIREMENT, first.id, None


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
