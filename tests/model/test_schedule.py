"""Work is ordered foundation first, and otherwise as it was written down."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from flowkit.model.schedule import (
    along,
    critical_path,
    find_cycle,
    foundation_first,
    longest_chains,
    waves,
    without_order,
)


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


def test_what_is_in_a_cycle_or_behind_one_has_no_place() -> None:
    """The rest is ordered as if nothing were wrong."""
    waits_for = {"a": [], "b": ["a", "d"], "c": ["b"], "d": ["c"], "e": ["a"], "f": ["d"]}
    assert foundation_first(waits_for) == ("a", "e")
    assert waves(waits_for) == (("a",), ("e",))
    assert list(longest_chains(waits_for, dict.fromkeys(waits_for, 1))) == ["a", "e"]


def test_the_critical_path_is_the_longest_chain() -> None:
    """It is long by the lengths of its parts, not by their number."""
    waits_for = {"a": [], "b": ["a"], "c": ["b"], "d": ["a"]}
    chains = longest_chains(waits_for, {"a": 1, "b": 1, "c": 1, "d": 5})
    assert critical_path(chains) == ("a", "d")
    assert chains["a"].length == 6
    assert along(chains, "b") == ("b", "c")


def test_of_chains_alike_the_first_written_is_critical() -> None:
    """Equal lengths are no toss-up."""
    chains = longest_chains({"a": [], "b": [], "c": ["b"], "d": ["b"]}, dict.fromkeys("abcd", 1))
    assert critical_path(chains) == ("b", "c")


def test_what_nobody_waits_for_is_no_path() -> None:
    """A part that is longer than every chain, and that nothing waits for, is not critical for anything."""
    assert critical_path(longest_chains({"a": [], "b": [], "c": ["b"]}, {"a": 9, "b": 2, "c": 2})) == ()
    assert critical_path({}) == ()


def test_names_without_order_are_those_that_could_be_at_work_at_the_same_time() -> None:
    """Whatever waits for all others of its group, by whatever way, is in order with them."""
    waits_for: dict[str, list[str]] = {"a": [], "b": ["a"], "c": ["b"], "d": ["a"], "e": ["c", "d"]}
    groups = {"in order": ["a", "c", "e"], "not": ["a", "b", "c", "d"], "alone": ["b"]}
    assert without_order(waits_for, groups) == {"not": ("b", "c", "d")}


@given(GRAPHS)
def test_chains_and_order_are_what_trying_all_ways_finds(graph: tuple[set[int], ...]) -> None:
    """The longest chain is the longest of all, and two are without order where no way leads between them."""
    waits_for = {str(index): [str(other) for other in sorted(others)] for index, others in enumerate(graph)}
    if find_cycle(waits_for) is not None:
        return

    def ways(name: str) -> list[list[str]]:
        after = [one for one, others in waits_for.items() if name in others]
        return [[name]] + [[name, *way] for one in after for way in ways(one)]

    lengths = {name: float(int(name) % 3 + 1) for name in waits_for}
    chains = longest_chains(waits_for, lengths)
    for name in waits_for:
        longest = max(sum(lengths[one] for one in way) for way in ways(name))
        assert chains[name].length == longest == sum(lengths[one] for one in along(chains, name))
    behind = {name: {one for way in ways(name) for one in way} for name in waits_for}
    loose = tuple(
        one
        for one in waits_for
        if any(other not in behind[one] and one not in behind[other] for other in waits_for if other != one)
    )
    assert without_order(waits_for, {"all": list(waits_for)}).get("all", ()) == loose
