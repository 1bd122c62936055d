"""Reachability and cycles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flowkit.judge.graph import cycles, not_implied, reachable, successors

NODES = st.sampled_from("ABCDEFGH")
EDGES = st.lists(st.tuples(NODES, NODES), max_size=20)


def closure(edges: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return the transitive closure the slow way: by joining pairs until nothing new comes."""
    known = set(edges)
    while True:
        joined = {(a, d) for a, b in known for c, d in known if b == c} | known
        if joined == known:
            return known
        known = joined


@given(EDGES, EDGES)
def test_what_is_not_implied_is_what_the_closure_lacks(edges: list[tuple[str, str]], by: list[tuple[str, str]]) -> None:
    """An edge is implied by a graph exactly if the graph's transitive closure has it."""
    found = list(not_implied(edges, successors(by)))
    assert set(found) == set(edges) - closure(by)
    assert len(found) == len(set(found))


@given(EDGES)
def test_reachable_nodes_are_those_of_the_closure(edges: list[tuple[str, str]]) -> None:
    """What can be reached from a node is what the closure pairs it with."""
    for node in "ABCDEFGH":
        assert reachable(successors(edges), node) == {end for start, end in closure(edges) if start == node}


@given(EDGES)
def test_every_cycle_that_is_told_is_one(edges: list[tuple[str, str]]) -> None:
    """Each step of a cycle is an edge, and no node comes twice."""
    for cycle in cycles(successors(edges)):
        assert len(set(cycle)) == len(cycle)
        assert set(zip(cycle, (*cycle[1:], cycle[0]), strict=True)) <= set(edges)


@given(EDGES)
def test_a_cycle_is_told_for_every_part_that_has_one(edges: list[tuple[str, str]]) -> None:
    """Each node that can reach itself is in the same strongly connected part as exactly one told cycle."""
    whole = closure(edges)
    told = list(cycles(successors(edges)))
    for node in {start for start, end in whole if start == end}:
        assert sum(all((node, other) in whole and (other, node) in whole for other in cycle) for cycle in told) == 1


def test_a_long_chain_needs_no_recursion() -> None:
    """A chain far deeper than Python's stack is followed to its end."""
    edges = [(f"T{number}", f"T{number + 1}") for number in range(20_000)]
    assert list(cycles(successors(edges))) == []
    (cycle,) = cycles(successors([*edges, ("T20000", "T0")]))
    assert len(cycle) == 20_001
