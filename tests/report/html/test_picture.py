"""The drawing of a network: boxes that are clear of one another, and lines that lead from left to right."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from flowkit.guide.network import network
from flowkit.model.plan import Plan
from flowkit.model.task import Dependency, State, Task
from flowkit.model.verdict import Verification
from flowkit.report.html.cards import hands_of
from flowkit.report.html.picture import HEIGHT, WIDTH, Picture, picture

Waits = dict[int, list[int]]


def drawn(waits: Waits) -> Picture | None:
    """Return the drawing of tasks that wait for others, by number."""
    tasks = tuple(
        Task(
            f"T{number}",
            f"T{number}",
            "TASK",
            f"Task {number}",
            depends_on=tuple(Dependency(f"T{on}") for on in awaited),
        )
        for number, awaited in waits.items()
    )
    plan = Plan("tea", "tea.md", "markers", tasks=tasks)
    found = Verification((plan,), (), networks=(network(plan),))
    (hand,) = hands_of(found)
    return picture(found.networks[0], hand)


@st.composite
def networks(draw: st.DrawFn) -> Waits:
    """Up to 20 tasks, each of which may wait for any other, itself and circles among them."""
    count = draw(st.integers(1, 20))
    numbers = st.integers(0, count - 1)
    return {number: draw(st.lists(numbers, max_size=4, unique=True)) for number in range(count)}


@given(networks())
def test_boxes_are_clear_of_one_another_and_inside(waits: Waits) -> None:
    """Each task has one box, in the column of its level; no two touch, and all lie within the drawing."""
    found = drawn(waits)
    if found is None:
        assert not any(waits.values())
        return
    assert sorted(node.card.task.key for node in found.nodes) == sorted(f"T{number}" for number in waits)
    columns: dict[float, list[float]] = {}
    for node in found.nodes:
        columns.setdefault(node.x, []).append(node.y)
        assert 0 <= node.x <= found.width - WIDTH
        assert 0 <= node.y <= found.height - HEIGHT
    assert all(below - above > HEIGHT for ys in columns.values() for above, below in pairwise(sorted(ys)))


@given(networks())
def test_every_dependency_has_a_line_between_its_boxes(waits: Waits) -> None:
    """A line begins at the right edge of the task that is waited for, and ends at the task that waits for it."""
    found = drawn(waits)
    if found is None:
        return
    boxes = {node.number: node for node in found.nodes}
    awaited = sum(len(others) for others in waits.values())
    assert len(found.lines) == awaited
    for line in found.lines:
        points = [float(number) for number in re.findall(r"-?[\d.]+", line.path)]
        first, last = boxes[line.first], boxes[line.last]
        assert points[0] == first.x + WIDTH
        assert abs(points[1] - (first.y + HEIGHT / 2)) < 0.2
        assert abs(points[-1] - (last.y + HEIGHT / 2)) < 0.2
        back = first.x >= last.x
        assert points[-2] == (last.x + WIDTH if back else last.x)


def test_a_line_passes_beside_the_boxes_of_a_level_that_it_skips() -> None:
    """A task that waits for two others, one of which waits for the other, has a line around the box between."""
    found = drawn({0: [], 1: [0], 2: [0, 1]})
    assert found is not None
    (long,) = (line for line in found.lines if (line.first, line.last) == (0, 2))
    middle = next(node for node in found.nodes if node.number == 1)
    lane = float(re.findall(r"H[\d.]+", long.path)[0][1:])
    assert lane == middle.x + WIDTH
    (height,) = {float(y) for y in re.findall(rf"{middle.x:g} ([\d.]+)H", long.path)}
    assert not middle.y <= height <= middle.y + HEIGHT


def test_lines_do_not_cross_where_they_need_not() -> None:
    """Two chains side by side stay side by side, however the plan mixes their tasks."""
    found = drawn({0: [], 1: [], 2: [1], 3: [0], 4: [3], 5: [2]})
    assert found is not None
    tops = {node.card.task.key: node.y for node in found.nodes}
    assert (tops["T0"] < tops["T1"]) == (tops["T3"] < tops["T2"]) == (tops["T4"] < tops["T5"])


def test_what_is_told_of_a_box() -> None:
    """A box holds up the tasks that wait for it, and the critical path is the one of the network."""
    found = drawn({0: [], 1: [0], 2: [1], 3: [0]})
    assert found is not None
    assert {node.card.task.key: node.blocks for node in found.nodes} == {"T0": 2, "T1": 1, "T2": 0, "T3": 0}
    keys = [node.card.task.key for node in found.nodes]
    assert [(keys[line.first], keys[line.last]) for line in found.lines if line.critical] == [
        ("T0", "T1"),
        ("T1", "T2"),
    ]
    assert all(line.blocking for line in found.lines)


def test_a_title_is_cut_to_its_box() -> None:
    """A title that is too long ends in an ellipsis, and wide characters count for two."""
    task = Task("T1", "T1", "TASK", "茶" * 40, depends_on=(Dependency("T0"),))
    plan = Plan("tea", "tea.md", "markers", tasks=(Task("T0", "T0", "TASK", "Boil"), task))
    found = Verification((plan,), (), networks=(network(plan),))
    made = picture(found.networks[0], hands_of(found)[0])
    assert made is not None
    assert made.nodes[1].text == "茶" * 13 + "…"


IDS = st.sampled_from(["T1", "T2", "T3"])
TASKS = st.builds(
    lambda key, state, waits: Task(key, key, "TASK", "Boil", state=state, depends_on=tuple(map(Dependency, waits))),
    IDS,
    st.sampled_from(State),
    st.lists(IDS, max_size=2),
)


@given(st.lists(TASKS, max_size=5))
def test_ids_that_several_tasks_have_draw_one_box(tasks: list[Task]) -> None:
    """However tasks share ids and whichever of them were dropped, there is a box for each that has a verdict."""
    plan = Plan("tea", "tea.md", "markers", tasks=tuple(tasks))
    found = Verification((plan,), (), networks=(network(plan),))
    (hand,) = hands_of(found)
    made = picture(found.networks[0], hand)
    assert made is None or {node.card.task.key for node in made.nodes} == set(hand)
