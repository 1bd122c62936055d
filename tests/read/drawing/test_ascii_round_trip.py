"""Drawings that were made of a graph, and read back to it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from .ascii_drawings import draw


def tree(node: int, children: dict[int, list[int]], indent: str, branch: str, trunk: str) -> list[str]:
    """Draw what hangs below a node: rows of a tree whose trunks stand under their parent's text."""
    rows = []
    below = children.get(node, [])
    for place, child in enumerate(below):
        rows.append(f"{indent}  {trunk}")
        rows.append(f"{indent}  {branch} T{child}")
        rest = trunk if place + 1 < len(below) else " "
        rows += tree(child, children, f"{indent}  {rest}{' ' * len(branch)}", branch, trunk)
    return rows


@given(
    st.lists(st.integers(0, 100), min_size=1, max_size=12),
    st.sampled_from([("+--->", "|"), ("├──►", "│"), ("├─>", "│"), ("+->", "|")]),
)
def test_a_tree_reads_back(choices: list[int], style: tuple[str, str]) -> None:
    """Any tree, drawn with trunks and branches, reads back to the same edges in the order of its rows."""
    parents = {child: choice % child for child, choice in enumerate(choices, 1)}
    children: dict[int, list[int]] = {}
    for child, parent in parents.items():
        children.setdefault(parent, []).append(child)
    drawing = draw("\n".join(["T0 (root)", *tree(0, children, "", *style)]))
    assert drawing is not None
    assert {(edge.task, edge.on) for edge in drawing.edges} == {
        (f"T{child}", f"T{on}") for child, on in parents.items()
    }
    assert [edge.span.line for edge in drawing.edges] == sorted(edge.span.line for edge in drawing.edges)


@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.sets(st.integers(10, 19), min_size=1, max_size=4)), min_size=1, max_size=8
    ),
    st.sampled_from([" + ", ", "]),
    st.sampled_from([" --> ", " → ", " ──► ", "->", " ===> "]),
)
def test_lines_of_arrows_read_back(lines: list[tuple[int, set[int]]], joiner: str, arrow: str) -> None:
    """Any graph, written as one arrow a line from all sources to a target, reads back to the same edges."""
    text = "\n".join(joiner.join(f"T{on}" for on in sorted(sources)) + f"{arrow}T{task}" for task, sources in lines)
    drawing = draw(text)
    assert drawing is not None
    expected = dict.fromkeys((f"T{task}", f"T{on}") for task, sources in lines for on in sorted(sources))
    assert [(edge.task, edge.on) for edge in drawing.edges] == list(expected)


@given(st.lists(st.integers(1, 3), min_size=2, max_size=5))
def test_layers_read_back(sizes: list[int]) -> None:
    """Layers of nodes, each joined at a bar and forked to the next, read back: every node waits for the layer above."""
    names = iter(range(1, 100))
    layers = [[f"T{next(names)}" for _ in range(size)] for size in sizes]
    rows = ["".join(name.ljust(8) for name in layers[0])]
    for above, below in pairwise(layers):
        tops, feet = range(0, 8 * len(above), 8), range(0, 8 * len(below), 8)
        last = max(*tops, *feet, 0)
        bar = dict.fromkeys(range(last + 1), "─")
        bar.update(dict.fromkeys(tops, "┴"))
        bar.update({place: "┼" if place in tops else "┬" for place in feet})
        rows.append("".join("│".ljust(8) for _ in above))
        rows.append("".join(bar[place] for place in range(last + 1)))
        rows.append("".join("▼".ljust(8) for _ in below))
        rows.append("".join(name.ljust(8) for name in below))
    drawing = draw("\n".join(rows))
    assert drawing is not None
    expected = {(task, on) for above, below in pairwise(layers) for on in above for task in below}
    assert {(edge.task, edge.on) for edge in drawing.edges} == expected
