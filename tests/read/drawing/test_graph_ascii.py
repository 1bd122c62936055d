"""Drawings made of characters become edges: lines are followed in two dimensions."""

from __future__ import annotations

from itertools import pairwise
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.model.outline import Fence, Line
from flowkit.model.plan import Drawing
from flowkit.read.document import document_from_bytes
from flowkit.read.drawing.graph import read_drawing


def task_of(text: str) -> str | None:
    """The task that the first word of a text names: one capital letter, or T and a number."""
    first = text.partition(" ")[0]
    return first if (first[:1] == "T" and first[1:].isdigit()) or (len(first) == 1 and first.isupper()) else None


def draw(text: str) -> Drawing | None:
    """Read a drawing."""
    text = dedent(text).strip("\n")
    lines = tuple(Line(line, number, 1) for number, line in enumerate(text.split("\n"), 2))
    return read_drawing(Fence("", lines, 1), document_from_bytes(f"```\n{text}\n```\n".encode(), "plan.md"), task_of)


def edges(text: str) -> str:
    """The edges of a drawing in its order: ``BA CB`` if B waits for A and C for B."""
    drawing = draw(text)
    return " ".join(edge.task + edge.on for edge in drawing.edges) if drawing else ""


@pytest.mark.parametrize(
    "arrow",
    [
        "->",
        "-->",
        "--->",
        "------->",
        "=>",
        "==>",
        "-.->",
        "→",
        "──>",
        "──→",
        "─►",
        "──►",
        "━━▶",
        "══>",
        "⇒",
        "⟶",
        "➜",
        "   --->   ",
        "──►──►",
    ],
)
def test_every_arrow_to_the_right_points(arrow: str) -> None:
    """What stands after an arrow waits for what stands before it."""
    assert edges(f"A {arrow} B") == "BA"


@pytest.mark.parametrize("arrow", ["<-", "<--", "<==", "←", "<──", "◄──", "◀━", "⇐"])
def test_every_arrow_to_the_left_points(arrow: str) -> None:
    """What stands before a reversed arrow waits."""
    assert edges(f"A {arrow} B") == "AB"


@pytest.mark.parametrize(
    "link", ["---", "───", "<->", "<-->", "◄──►", "↔", "--", "-", "+", "|", "/", ">", "—", ">=", "<="]
)
def test_what_is_no_arrow_joins_nothing(link: str) -> None:
    """A line without a head, an arrow with two, a dash and a comparison make nobody wait."""
    assert edges(f"A {link} B\n\nC -> D") == "DC"


@pytest.mark.parametrize("line", ["v", "V", "↓", "▼", "|\nv", "│\n▼", "|\n|\n|\nv", "│\n↓", "↓\n↓", "┃\n▼", "|\nV"])
def test_a_flow_chart_may_run_down(line: str) -> None:
    """What stands below an arrow waits for what stands above it."""
    assert edges(f"A\n{line}\nB") == "BA"


@pytest.mark.parametrize("line", ["^", "↑", "▲", "^\n|", "▲\n│", "↑\n|"])
def test_a_flow_chart_may_run_up(line: str) -> None:
    """What stands above a raised arrow waits for what stands below it."""
    assert edges(f"A\n{line}\nB") == "AB"


DRAWINGS = {
    "a chain on one line": ("A -> B -> C", "BA CB"),
    "a chain without spaces": ("T1-->T2-->T3", "T2T1 T3T2"),
    "chains in both directions": ("A -> B <- C", "BA BC"),
    "a line without a head in a flow chart": ("A\n|\nv\nB\n|\nC", "BA CB"),
    "two sources": ("A + B ---> C", "CA CB"),
    "two targets": ("A -> B, C", "BA CA"),
    "a list and a word": ("A, B and C -> D", "DA DB DC"),
    "a list in brackets": ("[A, B] (side by side) → C → D", "CA CB DC"),
    "a list in brackets in the middle": ("A → [B, C] → D", "BA CA DB DC"),
    "a sum in the middle": ("A -> B + C -> D", "BA CA DB DC"),
    "two chains on one line": ("A -> B, C -> D", "BA DC"),
    "a list in a flow chart": ("A\n↓\nB, C\n↓\nD", "BA CA DB DC"),
    "a list item under each arrow": ("A     B\n|     |\nv     v\nC,    D", "CA DB"),
    "a remark in brackets is part of its node": ("A (x -> y) ---> B (after z)", "BA"),
    "a remark after an arrow": ("A -> B <- the first release", "BA"),
    "the bars of a time table": ("Week 1: [A ---->\nWeek 2: ------>] [B]", ""),
    "a tree": (
        """
        A (base)
            |
            +---> B (walls)
            |         |
            |         +---> C (roof)
            |                   |
            |                   +---> D
            |                   |
            |                   +---> E
            |
            +---> F

        G (paint) ---> C

        E + F ---> H
        """,
        "BA CB DC EC FA CG HE HF",
    ),
    "a tree drawn with boxes' lines": (
        """
        A
        ├── B → C
        │   └── D
        │       ├── E
        │       └─► F
        └── G
        """,
        "BA CB DB ED FD GA",
    ),
    "a tree with quoted corners": ("A\n|-- B\n|   `--> C\n\\--> D", "BA CB DA"),
    "branches and a join in one row": (
        """
        A (base)
            │
            ├──> B (x) ──> C (y)
            │                │
            └──> D ──────────┴──> E ──> F
        """,
        "BA CB DA EC ED FE",
    ),
    "sources that join at a bar": (
        """
        A (one) ─────┐
                     │
        B (two) ─────┼──→ D (four + more) ──→ F (six)
                     │                          ↑
        C (three) ───┘                          │
                                                │
        E (five) ───────────────────────────────┘
        """,
        "DA DB DC FD FE",
    ),
    "a wide drawing": (
        """
        A (first) ──┬─► C (third) ──► D (fourth)
                    │                │
        B (second) ─┘                │
                                     │
        E (fifth) ──► F (sixth)      │
                                     ▼
        G (seventh) ──┬─► H (next) ──► I (all)
                      │                ▲
        J ────────────┘                │
        K ─────────────────────────────┤
        L ─────────────────────────────┘
        """,
        "CA CB DC FE ID HG HJ IH IK IL",
    ),
    "a join two columns off": (
        """
        A ─┐
             ├─> C
        B ─┘
        """,
        "CA CB",
    ),
    "branches that leave a row": ("A ──┬──> B\n    ├──> C\n    └──> D", "BA CA DA"),
    "a join at ASCII bars": ("A ---|\n      |---> C\nB ---|", "CA CB"),
    "a join at ASCII corners": ("A ---+\n     +---> C\nB ---+", "CA CB"),
    "a line that turns down without a corner": ("A --------\n         |\n         v\n         B", "BA"),
    "a fork and a join": (
        """
                  A
                  │
            ┌─────┼─────┐
            ▼     ▼     ▼
            B     C     D
            │     │     │
            └─────┼─────┘
                  ▼
                  E
        """,
        "BA CA DA EB EC ED",
    ),
    "a fork and a join in ASCII": (
        """
                A
                |
           +----+----+
           |         |
           v         v
           B         C
           |         |
           +----+----+
                |
                v
                D
        """,
        "BA CA DB DC",
    ),
    "slanting lines": (
        """
            A
           / \\
          v   v
          B   C
           \\ /
            v
            D
        """,
        "BA CA DB DC",
    ),
    "columns side by side": ("A     B\n|     |\nv     v\nC     D", "CA DB"),
    "a circle": ("A ──► B\n▲     │\n└─ C ◄┘", "BA AC CB"),
    "ASCII boxes": (
        """
        +-----+     +-----+
        |  A  |---->|  B  |
        +-----+     +-----+
           |
           v
        +-----+
        |  C  |
        +-----+
        """,
        "BA CA",
    ),
    "boxes with lines at their borders": (
        """
        ┌─────┐   ┌─────┐
        │  A  ├──►│  B  │
        └──┬──┘   └─────┘
           │
           ▼
        ╔═════╗   ╭─────╮
        ║  C  ║◄──┤  D  │
        ╚═════╝   ╰─────╯
        """,
        "BA CA CD",
    ),
    "boxes whose walls are a column off, in a frame": (
        """
        ┌──────────────────────────┐
        │ The whole of it          │
        ├──────────────────────────┤
        │ ┌──────┐     ┌──────┐    │
        │ │ A one │───▶│ B two │   │
        │ └──────┘     └───┬──┘    │
        │                  ▼       │
        │              ┌──────┐    │
        │              │ C    │    │
        │              │ three│    │
        │              └──────┘    │
        └──────────────────────────┘
        """,
        "BA CB",
    ),
    "a line that ends on top of a text beside arrows says nothing": (
        """
        A ──┬─► B
            │
        T10 C
        """,
        "BA",
    ),
    "an arrow from nowhere": ("A -> B\n\n        ──► C", "BA"),
    "an arrow to nowhere": ("A -> B ──►", "BA"),
    "wide characters": (
        """
        A (表表) ─┐
                  ├─► C
        B (wall) ─┘
        """,
        "CA CB",
    ),
    "tabs": ("A\n\t|\n\t+--> B", ""),
    "a tab after a text": ("A\t--> B", "BA"),
    "a trunk a column beside its corner": ("A --+\n     |\n     +--> B", "BA"),
    "a trunk a column before its corner": ("A ----+\n     |\n     +--> B", "BA"),
    "words around a drawing": ("The order of work: first this.\n\nA -> B\n\nThat is all - nothing more.", "BA"),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawing(name: str) -> None:
    """Each drawing has the edges that a reader sees in it, in the order in which the arrows stand."""
    text, expected = DRAWINGS[name]
    assert edges(text) == expected


def test_a_box_is_a_node_of_all_its_text() -> None:
    """The label of a box is its text, row after row."""
    drawing = draw("┌───────┐   ┌───────┐\n│ the   │──►│ the   │\n│ shop  │   │ till  │\n└───────┘   └───────┘")
    assert drawing is not None
    assert [(edge.task, edge.on) for edge in drawing.edges] == [("the till", "the shop")]


def test_an_edge_into_a_list_stands_at_its_member() -> None:
    """Each of several targets on a line has its own place."""
    drawing = draw("A -> T10 (one), T1")
    assert drawing is not None
    assert [(edge.task, edge.span.line, edge.span.column) for edge in drawing.edges] == [("T10", 2, 6), ("T1", 2, 17)]


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
