"""Networks in DOT, read by a parser of that language."""

from __future__ import annotations

import pydot
import pytest
from hypothesis import given, settings

from flowkit.guide.network import network
from flowkit.model.plan import Plan
from flowkit.report.drawing import dot

from .networks import plans, task

# pydot calls names of its own parser that are deprecated there.
pytestmark = pytest.mark.filterwarnings("ignore:.*deprecated - use.*:DeprecationWarning")


def parsed(*drawn: Plan) -> pydot.Dot:
    """Draw plans and read the drawing."""
    graphs = pydot.graph_from_dot_data(dot.render([network(each) for each in drawn]))
    assert graphs is not None
    (graph,) = graphs
    return graph


def arrows(graph: pydot.Graph, prefix: str) -> set[tuple[str, str]]:
    """The arrows between tasks, as pairs of the one that waits and what it waits for."""
    return {
        (
            str(edge.get_destination()).strip('"').removeprefix(prefix),
            str(edge.get_source()).strip('"').removeprefix(prefix),
        )
        for edge in graph.get_edges()
        if edge.get("dir") is None
    }


# verifies: feat-flowkit-commands:IMPL_005/AC-4
@settings(deadline=None, max_examples=40)
@given(plans())
def test_any_plan_is_drawn_validly(drawn: Plan) -> None:
    """Whatever titles and paths say, the drawing is valid DOT with the arrows of the plan and no others."""
    graph = parsed(drawn)
    assert arrows(graph, "1 ") == {(each.key, one.on) for each in drawn.tasks for one in each.depends_on}
    labels = [node.get("label") for node in graph.get_nodes() if node.get_name().startswith('"1 ')]
    assert len(labels) == len(drawn.tasks) + len(network(drawn).shared)


def test_the_critical_path_is_bold_and_levels_share_a_rank() -> None:
    """What decides how long it takes stands out; what could be done at the same time stands side by side."""
    plan = Plan("tea", "tea.md", "story", tasks=(task("a", []), task("b", [], hours=3), task("c", ["b"])))
    text = dot.render([network(plan)])
    assert '"1 b" -> "1 c" [color="#cc0000", penwidth=3];' in text
    assert '{ rank=same; "1 a"; "1 b"; }' in text
    assert '"1 a" [label="a"];' in text


def test_files_in_common_are_notes_that_order_nothing() -> None:
    """A dotted line without a head joins each of the tasks with the file."""
    tasks = (task("a", [], files=["x\\y.py"]), task("b", [], files=["x\\y.py"]))
    text = dot.render([network(Plan("tea", "tea.md", "story", tasks=tasks))])
    assert '"1 file x\\\\y.py" [label="x\\\\y.py", shape=note];' in text
    assert text.count("[dir=none, style=dotted, constraint=false]") == 2


@pytest.mark.parametrize("title", ['Tea "hot"', "Tea }"])
def test_several_plans_are_clusters_of_one_graph(title: str) -> None:
    """Tasks of one name in two plans stay apart."""
    plan = Plan("tea", "tea.md", "story", title=title, tasks=(task("a", []), task("b", ["a"])))
    first, second = sorted(parsed(plan, plan).get_subgraphs(), key=lambda graph: str(graph.get_name()))
    assert (arrows(first, "1 "), arrows(second, "2 ")) == ({("b", "a")}, {("b", "a")})
