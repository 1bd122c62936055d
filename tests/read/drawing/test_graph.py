"""Drawings become edges: which fences draw a graph, how nodes are matched with tasks, and where an edge stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from flowkit.model.outline import Block, Fence, ItemList, Line, Quote
from flowkit.model.plan import Drawing
from flowkit.read.document import document_from_bytes, read_document
from flowkit.read.drawing.graph import read_drawing
from flowkit.read.markdown import read_outline

KINDS = ("T", "impl_", "test_", "qa_", "IMPL_", "TEST_", "DOC_", "ST-")
TASKS = {f"{kind}{number:03}" for kind in KINDS for number in range(30)}


def task_of(text: str) -> str | None:
    """The task that the first word of a text names."""
    first = text.partition(" ")[0].partition("(")[0]
    return first if first in TASKS else None


def draw(text: str, info: str = "", column: int = 1) -> Drawing | None:
    """Read a drawing that begins on line 2 of its document."""
    lines = text.split("\n")
    indented = "".join(f"{' ' * (column - 1)}{line}\n" for line in lines)
    document = document_from_bytes(f"```{info}\n{indented}```\n".encode(), "plan.md")
    fence = Fence(info, tuple(Line(line, number, column) for number, line in enumerate(lines, 2)), 1)
    return read_drawing(fence, document, task_of)


def edges(text: str, info: str = "") -> list[tuple[str, str]]:
    """The edges of a drawing as pairs of a task and what it waits for."""
    drawing = draw(text, info)
    return [(edge.task, edge.on) for edge in drawing.edges] if drawing else []


@pytest.mark.parametrize(
    ("info", "text"),
    [
        ("", "T001\nT002"),
        ("", "T001 --- T002"),
        ("", ""),
        ("python", "T001 -> T002"),
        ("bash", "echo T001 --> T002"),
        ("", "$ sort < names > sorted\n$ awk '{ print }' => names"),
        ("", "def area(side: float) -> float:\n    return side * side"),
        ("", "shop/\n├── cart.py   → the basket\n└── till.py   → the till"),
        ("", "+--------+\n| shop   |\n+--------+\n| stock  |\n+--------+"),
        ("", "┌────────┐\n│ shop   │\n├────────┤\n│ stock  │\n└────────┘"),
        ("", "<!-- T001 --> T002"),
        ("", "the price is >= 5 and the step-by-step guide <= 3"),
        ("mermaid", "sequenceDiagram\n  Buyer->>Shop: order"),
        ("mermaid", 'pie\n  "apples" : 3'),
        ("mermaid", "stateDiagram-v2\n  [*] --> Open"),
        ("mermaid", "gantt\n  title Work\n  T001 :a1, 2026-01-01, 3d"),
        ("mermaid", "T001 --> T002"),
        ("mermaid", ""),
        ("mermaid", "graph TD\n  T001\n  T002"),
    ],
)
def test_what_draws_no_graph_is_none(info: str, text: str) -> None:
    """A fence without an arrow between two nodes, of code, of files or of another diagram draws no graph."""
    assert draw(text, info) is None


@pytest.mark.parametrize("info", ["", "text", "txt", "ascii", "diagram"])
def test_a_drawing_may_be_in_any_plain_fence(info: str) -> None:
    """The language of a fence of characters is empty or says that it is plain text."""
    assert edges("T001 --> T002", info) == [("T002", "T001")]


@pytest.mark.parametrize("info", ["", "text", "mermaid", "Mermaid", "mermaid title=work"])
def test_mermaid_is_known_by_its_first_line(info: str) -> None:
    """A flowchart is one in a plain fence too."""
    assert edges("graph TD\n  T001[Shop] --> T002[Till]", info) == [("T002", "T001")]


def test_an_edge_stands_at_the_waiting_task() -> None:
    """The span of an edge is the text of the task that waits, on its line."""
    text = "T001 (shop)\n  |\n  +---> T002 (till)\n\nT003 ---> T002"
    drawing = draw(text)
    assert drawing is not None
    assert [(edge.on, edge.span.line, edge.span.column) for edge in drawing.edges] == [("T001", 4, 9), ("T003", 6, 11)]
    source = f"```\n{text}\n```\n"
    assert [source[edge.span.start : edge.span.end] for edge in drawing.edges] == ["T002 (till)", "T002"]
    assert drawing.span.line == 2


def test_an_edge_of_an_indented_fence_keeps_its_column() -> None:
    """Columns are those of the document, not of the fence."""
    drawing = draw("T001 --> T002", column=5)
    assert drawing is not None
    assert drawing.edges[0].span.column == 14


def test_an_arrow_that_is_drawn_twice_is_one_edge() -> None:
    """The first of two equal arrows counts."""
    drawing = draw("T001 --> T002\n\nT001 --> T002")
    assert drawing is not None
    assert [edge.span.line for edge in drawing.edges] == [2]


def test_a_node_that_names_no_task_keeps_its_name() -> None:
    """Labels are kept for such nodes only: by their id in Mermaid, by their text in a drawing of characters."""
    mermaid = draw("graph TD\n  A[Open shop] --> B[T002 till]\n  T003 --> A", "mermaid")
    assert mermaid is not None
    assert [(edge.task, edge.on) for edge in mermaid.edges] == [("T002", "A"), ("A", "T003")]
    assert mermaid.labels == (("A", "Open shop"),)
    drawn = draw("Open  shop --> T002 (till)")
    assert drawn is not None
    assert [(edge.task, edge.on) for edge in drawn.edges] == [("T002", "Open shop")]
    assert drawn.labels == (("Open shop", "Open shop"),)


@pytest.mark.parametrize(
    "text", ["`T001`", "**T001**", "[T001]", "- T001", "3. T001 (shop)", "Path: T001", "T001: shop"]
)
def test_a_task_may_be_wrapped(text: str) -> None:
    """Emphasis, brackets, a list mark, a caption or a remark do not hide the task that a node names."""
    assert edges(f"{text} --> T002") == [("T002", "T001")]


def fences_below(blocks: tuple[Block, ...]) -> Iterator[Fence]:
    """Every fence among blocks."""
    for block in blocks:
        if isinstance(block, Fence):
            yield block
        elif isinstance(block, ItemList):
            for item in block.items:
                yield from fences_below(item.blocks)
        elif isinstance(block, Quote):
            yield from fences_below(block.blocks)


def edges_in(path: Path, *, named: bool = True) -> list[list[tuple[str, str]]]:
    """The edges of every drawing of a real document."""
    document = read_document(path)
    found = []
    for section in read_outline(document).sections:
        for fence in fences_below(section.blocks):
            drawing = read_drawing(fence, document, task_of if named else lambda _: None)
            if drawing:
                found.append([(edge.task, edge.on) for edge in drawing.edges])
    return found


def test_the_seeds_draw_what_was_counted_by_hand(shared: Path) -> None:
    """Every seed has exactly the edges of the fact file, in its order, and no other drawing."""
    facts = yaml.safe_load((shared / "facts" / "seeds.yaml").read_text(encoding="utf-8"))
    for seed in facts["documents"]:
        drawn = edges_in(shared / "seeds" / seed["file"])
        expected = [[tuple(pair) for pair in seed["graph_edges"]]] if "graph_edges" in seed else []
        assert drawn == expected, seed["file"]


def test_an_extra_edge_is_found_at_its_line(shared: Path) -> None:
    """The arrow that the dependency fields of a seed do not have stands where the fact file says."""
    document = read_document(next((shared / "seeds").glob("004_*")))
    drawings = [
        drawing
        for section in read_outline(document).sections
        for fence in fences_below(section.blocks)
        if (drawing := read_drawing(fence, document, task_of))
    ]
    extra = [edge for drawing in drawings for edge in drawing.edges if (edge.task, edge.on) == ("IMPL_003", "IMPL_005")]
    assert [edge.span.line for edge in extra] == [223]


def pairs(text: str) -> set[tuple[str, str]]:
    """``T003<T001,T002`` as pairs of a task and what it waits for."""
    groups = (group.split("<") for group in text.split())
    return {(task, on) for task, sources in groups for on in sources.split(",")}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "seedlike/stharrold__bingo__specs__vintage-christmas-films__plan.md",
            ["impl_002<impl_001 impl_003<impl_002 test_001<impl_001 test_002<impl_003,test_001 qa_001<test_002"],
        ),
        (
            "seedlike/EffortlessMetrics__demo-swarm-swarm__.runs__align-doc-ownership__plan__work_plan.md",
            [
                "ST-004<ST-001,ST-002,ST-003 ST-006<ST-004,ST-005",
                "ST-004<ST-001,ST-002,ST-003,ST-005 ST-006<ST-004",
            ],
        ),
        (
            # The last row's arrow comes from nowhere, and the line below T008 ends on top of T011: neither says enough.
            "speckit/raccioly__docguard__specs__003-v011-false-positives__tasks.md",
            ["T003<T001,T002 T012<T003 T005<T004 T007<T006 T009<T008 T011<T010 T015<T009,T012,T013,T014,T016"],
        ),
    ],
)
def test_real_drawings_read_as_by_eye(shared: Path, name: str, expected: list[str]) -> None:
    """Drawings of real plans have the edges that a reader sees in them."""
    drawn = edges_in(shared / "corpus" / name)
    assert [set(drawing) for drawing in drawn] == [pairs(drawing) for drawing in expected]


def test_no_real_document_makes_the_reader_fail(shared: Path) -> None:
    """Every fence of every real document is answered, whether its nodes name tasks or not."""
    for path in sorted((shared / "corpus").rglob("*.md")):
        if "nasty" not in path.parts:
            edges_in(path)
            edges_in(path, named=False)


MARKS = "-=|+/\\<>^vV.`'_─│├└┌┐┘┤┬┴┼═║╔╝►▶→←↑↓▼▲◄⇒⟶↔ \t()[]{},;&:@%\"表\u200b\ufeff\n"
PARTS = st.sampled_from([*MARKS, "  ", "T001", "T002", "shop", "-->", "──►"])


@given(st.lists(PARTS, max_size=120), st.sampled_from(["", "graph TD\n", "flowchart LR;"]))
def test_no_text_makes_the_reader_fail(parts: list[str], header: str) -> None:
    """Any text of drawing characters is answered, and every edge lies in the fence and joins two nodes."""
    text = header + "".join(parts)
    drawing = draw(text, "")
    if drawing is None:
        return
    assert drawing.edges
    last = 2 + text.count("\n")
    names = TASKS | {name for name, _ in drawing.labels}
    for edge in drawing.edges:
        assert 2 <= edge.span.line <= last
        assert {edge.task, edge.on} <= names
    assert len({(edge.task, edge.on) for edge in drawing.edges}) == len(drawing.edges)
    assert not TASKS.intersection(name for name, _ in drawing.labels)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=200))
def test_any_text_at_all_is_answered(text: str) -> None:
    """The reader never raises, in either language."""
    for info in ("", "mermaid"):
        for header in ("", "graph TD\n"):
            draw(header + text, info)
