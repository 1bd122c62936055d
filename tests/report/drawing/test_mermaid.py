"""Networks in Mermaid: what stands in labels, and what more than arrows is drawn."""

from __future__ import annotations

import re

from hypothesis import given, settings

from flowkit.guide.network import network
from flowkit.model.plan import Plan
from flowkit.report.drawing import mermaid

from .networks import plans, task

LINE = re.compile(
    r"flowchart LR|    (?:[A-Za-z0-9_]+(?:\[\"[^\"<>`{}\\%|;&]*(?:;[^\"<>`{}\\%|;&]*)*\"\]|\[/\"[^\"]*\"/\])"
    r"|[A-Za-z0-9_]+ (?:-->|==>|-\.-) [A-Za-z0-9_]+|class [A-Za-z0-9_,]+ (?:done|critical)"
    r"|classDef \w+ [\w:#,-]+|%% wait for one another: [^\n%{}]*)"
)


@settings(deadline=None)
@given(plans())
def test_nothing_that_a_plan_says_is_more_than_a_label(drawn: Plan) -> None:
    """Every line is one of those that a drawing is made of, whatever titles and paths hold."""
    lines = mermaid.render([network(drawn)]).removesuffix("\n").split("\n")
    assert [line for line in lines if not LINE.fullmatch(line)] == []


def test_marks_of_the_language_stand_as_their_codes() -> None:
    """A quotation mark, a bracket, a directive and HTML do nothing."""
    plan = Plan("tea", "tea.md", "story", tasks=(task("Task 1", [], 'A "b" <i> %%{init}%% #1;'),))
    (line,) = (line for line in mermaid.render([network(plan)]).splitlines() if "Task 1" in line)
    assert line == ('    _1["Task 1: A #34;b#34; #60;i#62; #37;#37;#123;init#125;#37;#37; #35;1#59;"]')


def test_the_critical_path_is_thick_and_files_are_dotted() -> None:
    """What decides how long it takes stands out, and so does what tasks may get in each other's way over."""
    tasks = (task("T001", [], files=["x.py"]), task("T002", [], files=["x.py"], hours=3), task("T003", ["T002"]))
    text = mermaid.render([network(Plan("tea", "tea.md", "story", tasks=tasks))])
    assert "    T002 ==> T003\n" in text
    assert '    _f1[/"x.py"/]\n    T001 -.- _f1\n    T002 -.- _f1\n' in text
    assert "    class T002,T003 critical\n" in text


def test_several_plans_are_subgraphs_of_one_drawing() -> None:
    """Tasks of one name in two plans stay apart."""
    plan = Plan("tea", "tea.md", "story", title="Tea", tasks=(task("T001", []), task("T002", ["T001"])))
    text = mermaid.render([network(plan), network(plan)])
    assert text.count("flowchart") == 1
    assert '    subgraph p1["Tea"]\n' in text
    assert "    p2_T001 ==> p2_T002\n" in text


def test_a_circle_is_drawn_and_named() -> None:
    """Its arrows are there, and a comment says which they are."""
    plan = Plan("tea", "tea.md", "story", tasks=(task("T001", ["T002"]), task("T002", ["T001"])))
    text = mermaid.render([network(plan)])
    assert re.search(r"%% wait for one another: T00[12], T00[12]\n", text)
    assert "    T002 --> T001\n    T001 --> T002\n" in text
