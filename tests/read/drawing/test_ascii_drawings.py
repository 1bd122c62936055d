"""Drawings in plain characters, as people make them."""

from __future__ import annotations

import pytest

from .ascii_drawings import draw, edges

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
