"""Work is ordered foundation first, and otherwise as it was written down."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from flowkit.draft.order import find_cycle, foundation_first, waves


def test_what_is_in_order_stays_as_it_is() -> None:
    """A list in which everything follows what it waits for is not changed."""
    assert foundation_first({"a": [], "b": ["a"], "c": [], "d": ["b"]}) == ("a", "b", "c", "d")


def test_what_waits_comes_after_what_it_waits_for() -> None:
    """Something that was written down too early moves behind its foundation, and no further."""
    assert foundation_first({"roof": ["walls"], "walls": ["floor"], "floor": [], "garden": []}) == (
        "floor",
        "walls",
        "roof",
        "garden",
    )


def test_waves_say_what_can_be_done_at_the_same_time() -> None:
    """The first wave waits for nothing; each other one waits for something in the wave before it."""
    assert waves({"a": [], "b": ["a"], "c": [], "d": ["b", "c"]}) == (("a", "c"), ("b",), ("d",))
    assert waves({}) == ()


def test_a_cycle_is_named_along_its_steps() -> None:
    """The names of a cycle are in the order in which each waits for the next."""
    cycle = find_cycle({"a": [], "b": ["a", "d"], "c": ["b"], "d": ["c"]})
    assert cycle is not None
    assert cycle[0] == cycle[-1]
    assert set(pairwise(cycle)) == {("b", "d"), ("d", "c"), ("c", "b")}


def test_waiting_for_oneself_is_a_cycle() -> None:
    """A task that waits for itself can never start."""
    assert find_cycle({"a": ["a"]}) == ("a", "a")


GRAPHS = st.integers(min_value=0, max_value=9).flatmap(
    lambda size: st.tuples(*(st.sets(st.integers(0, 8).filter(lambda n: n < size), max_size=3) for _ in range(size)))
)


@given(GRAPHS)
def test_every_graph_has_an_order_or_a_cycle(graph: tuple[set[int], ...]) -> None:
    """Without a cycle the order holds everything once and breaks no dependency; with one, its steps are real."""
    waits_for = {str(index): [str(other) for other in sorted(others)] for index, others in enumerate(graph)}
    cycle = find_cycle(waits_for)
    if cycle is not None:
        assert all(other in waits_for[name] for name, other in pairwise(cycle))
        return
    order = foundation_first(waits_for)
    assert sorted(order) == sorted(waits_for)
    assert all(order.index(other) < order.index(name) for name in order for other in waits_for[name])
    assert sorted(name for wave in waves(waits_for) for name in wave) == sorted(waits_for)
