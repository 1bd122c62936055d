"""Fields against drawings, cycles, and ticks that come too early."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flowkit.judge.dependencies import dependency_cycle, done_before_dependency, graph_drift
from flowkit.model.outline import Box
from flowkit.model.plan import Drawing, Edge, Plan
from flowkit.model.source import Span
from flowkit.model.task import Dependency, State, Task
from flowkit.model.verdict import Surroundings

AROUND = Surroundings()
NAMES = "ABCDEF"
Pairs = list[tuple[str, str]]
PAIRS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=12)


def at(line: int) -> Span:
    """Return a span on a line."""
    return Span(line * 10, line * 10 + 1, line, 1)


def task(name: str, on: list[str], state: State = State.OPEN, *, field: bool = True) -> Task:
    """Return a task with a box and, unless told otherwise, a dependencies field."""
    line = NAMES.index(name) + 1
    box = Box("x" if state is State.DONE else " ", at(line), False)
    depends = tuple(Dependency(other, None, at(line + 20)) for other in on)
    span = at(line + 20) if field else None
    return Task(name, name, "TASK", "work", at(line), state, box, depends_on=depends, dependencies_span=span)


def plan(fields: Pairs, *drawings: Pairs, without_field: str = "") -> Plan:
    """Return a plan of all six tasks."""
    tasks = tuple(
        task(name, [on for start, on in fields if start == name], field=name not in without_field) for name in NAMES
    )
    drawn = tuple(
        Drawing(tuple(Edge(start, on, at(50 + row)) for row, (start, on) in enumerate(edges)), (), at(49))
        for edges in drawings
    )
    return Plan("p", "p.md", "markers", tasks=tasks, drawings=drawn)


@given(PAIRS, st.randoms())
def test_a_drawing_of_the_same_edges_has_no_drift(fields: Pairs, random: object) -> None:
    """Order and repetition do not matter."""
    shuffled = sorted(fields, key=lambda _: random.random())  # type: ignore[attr-defined]  # Hypothesis's Random
    assert list(graph_drift(plan(fields, shuffled + shuffled[:2]), AROUND)) == []


@given(PAIRS)
def test_implied_edges_are_no_drift(fields: Pairs) -> None:
    """A drawing of all that follows from the fields says nothing new."""
    whole = set(fields)
    for _ in NAMES:
        whole |= {(a, d) for a, b in whole for c, d in whole if b == c}
    assert list(graph_drift(plan(fields, sorted(whole)), AROUND)) == []
    assert list(graph_drift(plan(sorted(whole), fields), AROUND)) == []


def test_drift_is_told_at_the_arrow_and_at_the_field() -> None:
    """An extra arrow stands in the drawing, a missing one in the dependencies field."""
    found = list(graph_drift(plan([("B", "A"), ("D", "C")], [("B", "A"), ("C", "B"), ("D", "A")]), AROUND))
    assert [(finding.message, finding.place.span and finding.place.span.line) for finding in found] == [
        ("the drawing makes C depend on B; its dependencies field does not", 51),
        ("the drawing makes D depend on A; its dependencies field does not", 52),
        ("D depends on C; the drawing neither has nor implies it", 24),
    ]


def test_a_task_without_a_dependencies_field_contradicts_no_drawing() -> None:
    """Who says nothing of dependencies has not denied any."""
    assert list(graph_drift(plan([("B", "A")], [("B", "A"), ("C", "B")], without_field="C"), AROUND)) == []


def test_nodes_that_name_no_task_are_compared_with_nothing() -> None:
    """A drawing of layers or phases is not one of tasks."""
    assert list(graph_drift(plan([("B", "A")], [("Service", "Database"), ("API", "Service")]), AROUND)) == []


def test_a_drawing_of_a_few_tasks_may_leave_the_others_out() -> None:
    """A critical path is not the whole plan; a drawing of nearly all tasks is."""
    fields = [("B", "A"), ("C", "B"), ("F", "E")]
    assert list(graph_drift(plan(fields, [("B", "A"), ("C", "B")]), AROUND)) == []
    nearly_all = [("B", "A"), ("C", "B"), ("D", "A"), ("E", "A")]
    found = list(graph_drift(plan([*fields, ("D", "A"), ("E", "A")], nearly_all), AROUND))
    assert [finding.message for finding in found] == ["F depends on E; the drawing neither has nor implies it"]


def test_an_arrow_that_another_drawing_of_the_same_tasks_lacks_is_no_drift() -> None:
    """The one is the graph, the other a schedule."""
    fields = [("C", "A"), ("D", "C"), ("D", "B")]
    graph = [("C", "A"), ("D", "C"), ("D", "B")]
    schedule = [("C", "A"), ("C", "B"), ("D", "C")]
    assert list(graph_drift(plan(fields, graph, schedule), AROUND)) == []


def test_a_cycle_is_told_once_with_its_way_round() -> None:
    """The finding names every task of the circle, and the places of the other steps."""
    (found,) = dependency_cycle(plan([("A", "B"), ("B", "C"), ("C", "A"), ("D", "A")]), AROUND)
    assert found.message == "the tasks wait for one another: A → B → C → A"
    assert [place.note for place in found.related] == ["B depends on C", "C depends on A"]


def test_a_task_that_waits_for_itself_is_a_cycle() -> None:
    """The shortest circle has one task."""
    (found,) = dependency_cycle(plan([("A", "A")]), AROUND)
    assert found.message == "A depends on itself"


def test_a_cycle_in_fields_and_drawing_is_told_once() -> None:
    """The drawing repeats what the fields say."""
    circle = [("A", "B"), ("B", "A")]
    assert len(list(dependency_cycle(plan(circle, circle), AROUND))) == 1
    assert len(list(dependency_cycle(plan([], circle), AROUND))) == 1


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=15))
def test_edges_that_lead_one_way_make_no_cycle(numbers: list[tuple[int, int]]) -> None:
    """Where every task waits for an earlier one only, nothing is told."""
    fields = [(NAMES[max(pair)], NAMES[min(pair)]) for pair in numbers if pair[0] != pair[1]]
    assert list(dependency_cycle(plan(fields), AROUND)) == []


def test_a_tick_before_its_dependency_is_told_at_the_tick() -> None:
    """Done waits for open: one of the two is wrong."""
    tasks = (task("A", []), task("B", ["A"], State.DONE), task("C", ["B"], State.DONE))
    (found,) = done_before_dependency(Plan("p", "p.md", "spec-kit", tasks=tasks), AROUND)
    assert found.message == "B is done, but A, which it depends on, is open"
    assert found.place.span == at(2)


def test_a_dependency_that_was_dropped_or_says_nothing_holds_nobody_up() -> None:
    """What was struck out is no longer waited for, and what has no box or status is not known to be open."""
    silent = Task("C", "C", "IMPL", "work", at(3))
    tasks = (task("A", [], State.DROPPED), silent, task("B", ["A", "C"], State.DONE))
    assert list(done_before_dependency(Plan("p", "p.md", "markers", tasks=tasks), AROUND)) == []
