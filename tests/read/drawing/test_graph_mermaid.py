"""Mermaid flowcharts become edges, whatever the shapes, lines and labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.model.outline import Fence, Line
from flowkit.model.plan import Drawing
from flowkit.read.document import document_from_bytes
from flowkit.read.drawing.graph import read_drawing


def draw(text: str) -> Drawing | None:
    """Read a flowchart whose nodes name no tasks."""
    lines = tuple(Line(line, number, 1) for number, line in enumerate(text.split("\n"), 2))
    document = document_from_bytes(f"```mermaid\n{text}\n```\n".encode(), "plan.md")
    return read_drawing(Fence("mermaid", lines, 1), document, lambda _: None)


def edges(body: str, header: str = "graph TD") -> list[str]:
    """The edges of a flowchart as words: task, then what it waits for."""
    drawing = draw(f"{header}\n{body}")
    return [f"{edge.task} {edge.on}" for edge in drawing.edges] if drawing else []


def labels(body: str) -> dict[str, str]:
    """The labels of a flowchart."""
    drawing = draw(f"graph TD\n{body}")
    return dict(drawing.labels) if drawing else {}


@pytest.mark.parametrize(
    "shape",
    [
        "[Paint it]",
        "(Paint it)",
        "([Paint it])",
        "[[Paint it]]",
        "[(Paint it)]",
        "((Paint it))",
        "(((Paint it)))",
        ">Paint it]",
        "{Paint it}",
        "{{Paint it}}",
        "[/Paint it/]",
        "[\\Paint it\\]",
        "[/Paint it\\]",
        "[\\Paint it/]",
        '["Paint it"]',
        '("Paint it")',
        '{"Paint it"}',
        '["`Paint it`"]',
        '["`**Paint** it`"]',
        "[Paint<br/>it]",
        '["Paint\nit"]',
        "[ Paint it ]",
        '@{ shape: rect, label: "Paint it" }',
        "@{ label: Paint it }",
        '@{\n  shape: circle\n  label: "Paint it"\n}',
        "[Paint it]:::loud",
    ],
)
def test_every_shape_gives_its_label(shape: str) -> None:
    """The brackets, quotes and markup of a shape are no part of its label."""
    assert labels(f"wall{shape} --> done") == {"wall": "Paint it", "done": "done"}


def test_a_label_may_hold_what_means_something_elsewhere() -> None:
    """Semicolons, arrows, brackets and comment signs in quotes are text."""
    assert labels('a["x; y --> [z] %% (1)"] --> b') == {"a": "x; y --> [z] %% (1)", "b": "b"}


@pytest.mark.parametrize(
    "link",
    [
        "-->",
        "--->",
        "------>",
        "==>",
        "====>",
        "-.->",
        "-..->",
        "--o",
        "--x",
        "-->|yes|",
        "--> |yes|",
        '-->|"a|b"|',
        "-- yes -->",
        "--yes-->",
        "== yes ==>",
        "-. yes .->",
        "e1@-->",
        "-- well-known --->",
    ],
)
def test_a_directed_link_makes_its_target_wait(link: str) -> None:
    """Every style of a link with one end is a dependency."""
    assert edges(f"a {link} b") == ["b a"]


@pytest.mark.parametrize(
    "link", ["---", "-----", "===", "-.-", "~~~", "<-->", "<==>", "<-.->", "x--x", "o--o", "-- yes ---"]
)
def test_a_link_without_a_direction_is_no_dependency(link: str) -> None:
    """A link with no end or with two puts neither node first."""
    assert edges(f"a {link} b\nb --> c") == ["c b"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a --> b --> c", ["b a", "c b"]),
        ("a-->b-->c", ["b a", "c b"]),
        ("a & b --> c & d", ["c a", "d a", "c b", "d b"]),
        ("a --> b & c --> d", ["b a", "c a", "d b", "d c"]),
        ("a[x] & b[y] --> c", ["c a", "c b"]),
        ("a <-- b", ["a b"]),
        ("a --> b; b --> c;", ["b a", "c b"]),
        ("a-->b;c-->d", ["b a", "d c"]),
        ("a --> b %% not --> this", ["b a"]),
        ("%% a --> b\nb --> c", ["c b"]),
        ("subgraph one [First]\n  direction LR\n  a --> b\nend\nb --> c", ["b a", "c b"]),
        ("subgraph one\n  a\nend\none --> c", ["c one"]),
        (
            "style a fill:#fff\nclassDef big color:red\nclass a big\nclick a callback\nlinkStyle 0 stroke:red\na --> b",
            ["b a"],
        ),
        ("a e1@--> b\ne1@{ animate: true }", ["b a"]),
        ("ST-001 --> ST-002", ["ST-002 ST-001"]),
        ("ST-001-->ST-002", ["ST-002 ST-001"]),
        ("step1.1 --> step1.2", ["step1.2 step1.1"]),
        ("impl_001-->impl_002", ["impl_002 impl_001"]),
        ("a --> a", ["a a"]),
    ],
)
def test_statements(body: str, expected: list[str]) -> None:
    """Chains, groups, subgraphs and comments are read, styles are passed over."""
    assert edges(body) == expected


@pytest.mark.parametrize(
    "fault",
    ["--> b", "a -->", "a --> --> b", "[loose", ")))", "a[open --> b", "@{", "a & --> b", "~~", "&", '"', "|x|"],
)
def test_a_malformed_line_spoils_no_other(fault: str) -> None:
    """What is no Mermaid is passed over."""
    assert edges(f"x --> y\n{fault}\ny --> z") == ["y x", "z y"]


@pytest.mark.parametrize(
    "header",
    [
        "graph",
        "graph TD",
        "graph LR;",
        "flowchart TB",
        "flowchart-elk RL",
        "  graph BT",
        "%% note\ngraph TD",
        "\n\ngraph TD",
        "---\ntitle: Work\n---\ngraph TD",
        '%%{init: {"theme": "dark"}}%%\ngraph TD',
        '%%{init: {\n"x": 1\n}}%%\ngraph TD',
    ],
)
def test_what_may_precede_a_flowchart(header: str) -> None:
    """A title, comments and directives come before the line that says what the diagram is."""
    assert edges("a --> b", header) == ["b a"]


def test_a_label_may_follow_the_link() -> None:
    """The label of a node counts wherever it is given, also that of a subgraph that a link names."""
    assert labels("a --> b\nb[Later]\none --> a\nsubgraph one [First]\nend") == {"a": "a", "b": "Later", "one": "First"}


NODES = st.lists(st.integers(1, 9), min_size=2, max_size=9, unique=True)


@st.composite
def dags(draw_value: st.DrawFn) -> list[tuple[int, int]]:
    """Edges from an earlier to a later node, as pairs of a node and what it waits for."""
    nodes = draw_value(NODES)
    possible = [(after, before) for index, before in enumerate(nodes) for after in nodes[index + 1 :]]
    return draw_value(st.lists(st.sampled_from(possible), min_size=1, max_size=12, unique=True))


@given(
    dags(),
    st.sampled_from(["-->", "-.->", "==>", "-->|then|", "-- then -->", "---->"]),
    st.sampled_from(["", "[Paint the wall]", '("quoted; --> text")', "{{x}}"]),
    st.sampled_from(["\n", ";", " ;\n  ", "\n%% aside\n"]),
)
def test_a_graph_reads_back(graph: list[tuple[int, int]], link: str, shape: str, between: str) -> None:
    """Any graph, written as a flowchart, reads back to the same edges in the same order."""
    body = between.join(f"n{on}{shape} {link} n{task}{shape}" for task, on in graph)
    assert edges(body) == [f"n{task} n{on}" for task, on in graph]
