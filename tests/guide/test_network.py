"""How the tasks of a plan hang together."""

from __future__ import annotations

from dataclasses import replace

from flowkit.guide.network import network
from flowkit.model.task import State
from flowkit.model.work import SharedFile

from .tasks import plan, task


# verifies: feat-flowkit-commands:IMPL_005/AC-4
def test_levels_and_the_critical_path() -> None:
    """Each level waits for the one before; the critical path is long by hours, and says how many."""
    found = network(plan(task("a", hours=1), task("b", "a", hours=5), task("c", "a", hours=1), task("d", "c", hours=1)))
    assert found.levels == (("a",), ("b", "c"), ("d",))
    assert (found.critical, found.hours) == (("a", "b"), 6)
    assert found.cycle is None


def test_without_every_effort_the_path_is_long_by_its_tasks() -> None:
    """A task without a figure does not count as none."""
    found = network(plan(task("a"), task("b", "a", hours=9), task("c", "a"), task("d", "c")))
    assert (found.critical, found.hours) == (("a", "c", "d"), None)


def test_a_file_in_common_is_told_where_no_order_keeps_the_tasks_apart() -> None:
    """One path counts, however it is spelled; a task that is done or comes later anyway gets in nobody's way."""
    tasks = [task("a", file="x.py"), task("b", file="./x.py"), task("c", "a", "b", file="x.py")]
    assert network(plan(*tasks)).shared == (SharedFile("x.py", ("a", "b")),)
    tasks[0] = replace(tasks[0], state=State.DONE)
    assert network(plan(*tasks)).shared == ()


def test_a_task_that_was_dropped_is_not_in_it() -> None:
    """What nobody will do has no level, and what waited for it waits no more."""
    found = network(plan(replace(task("a"), state=State.DROPPED), task("b", "a")))
    assert found.levels == (("b",),)
    assert list(found.tasks) == ["b"]


def test_a_circle_is_named_and_what_hangs_on_it_has_no_level() -> None:
    """The rest of the plan keeps its levels."""
    found = network(plan(task("a"), task("b", "a", "c"), task("c", "b"), task("d", "c"), task("e", "a")))
    assert found.cycle in {("b", "c", "b"), ("c", "b", "c")}
    assert found.levels == (("a",), ("e",))
    assert found.without_level == ("b", "c", "d")


def test_of_two_tasks_with_one_id_the_last_counts() -> None:
    """A duplicate is told by its own rule; here it is one node, and the task that has the verdict."""
    found = network(plan(task("a", "b"), task("b"), replace(task("a"), title="last")))
    assert found.tasks["a"].title == "last"
    assert found.levels == (("a", "b"),)
