"""What is drawn is read back to the same arrows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings

from flowkit.guide.network import network
from flowkit.model.plan import Plan
from flowkit.model.work import Network
from flowkit.read.document import document_from_bytes
from flowkit.read.drawing.drawings import read_drawings
from flowkit.read.markdown import read_outline
from flowkit.report.drawing import characters, mermaid

from .networks import plans, task

Render = Callable[[Sequence[Network]], str]
LANGUAGES: dict[str, Render] = {"mermaid": mermaid.render, "text": characters.render}


def drawn_edges(plan: Plan, language: str) -> set[tuple[str, str]]:
    """Draw a plan into a document, and return the arrows between its tasks that flowkit reads there."""
    text = LANGUAGES[language]([network(plan)])
    document = f"# Plan\n\n## Task Dependency Graph\n\n~~~~~~~{language}\n{text}~~~~~~~\n"
    outline = read_outline(document_from_bytes(document.encode("utf-8", "replace"), "plan.md"))
    return {(edge.task, edge.on) for drawing in read_drawings(outline, plan.tasks) for edge in drawing.edges}


def edges(plan: Plan) -> set[tuple[str, str]]:
    """The arrows that a plan's dependencies make."""
    return {(each.key, dependency.on) for each in plan.tasks for dependency in each.depends_on}


# verifies: feat-flowkit-commands:IMPL_005/AC-5
@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None)
@given(plan=plans())
def test_a_drawing_has_the_arrows_of_the_plan(language: str, plan: Plan) -> None:
    """Whatever the titles say, no arrow is lost and none is added."""
    assert drawn_edges(plan, language) == edges(plan)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_below_a_line_is_no_arrow_head(language: str) -> None:
    """A title of letters that could be arrow heads, below the end of a branch, draws nothing."""
    chain = [task(f"T00{number}", [f"T00{number - 1}"] if number > 1 else []) for number in range(1, 6)]
    tasks = (*chain, task("T006", ["T001"], "a " + "v " * 12), task("T007", ["T001"], "b" * 30))
    plan = Plan("tea", "plans/tea.md", "story", tasks=tasks)
    assert drawn_edges(plan, language) == edges(plan)
