"""Arrows of drawings in plain characters."""

from __future__ import annotations

import pytest

from .ascii_drawings import edges


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
