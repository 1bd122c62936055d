"""The commands for working with a plan: what they print, where, and how they exit."""

from __future__ import annotations

from pathlib import Path

import pytest

from .desk import Desk

PLAN = """\
# Work Plan: {id}

**Run ID:** {id}

## Tasks

### IMPL_001: Boil

**Estimated effort:** 2h
**Dependencies:** None
**Requirements:** REQ-001

**Deliverables:**
- `kettle.py`

### IMPL_002: Pour

**Estimated effort:** 1h
**Dependencies:** {on}

**Deliverables:**
- `kettle.py`
"""


def plan(desk: Desk, name: str = "tea", on: str = "IMPL_001") -> Path:
    """Write a plan of two tasks."""
    return desk.write(f"plans/{name}.md", PLAN.format(id=name, on=on))


def test_next_is_a_table(desk: Desk) -> None:
    """The tasks that can be worked on come first, then those that wait, each with the reason."""
    plan(desk)
    desk.type("next")
    assert desk.code == 0
    assert desk.output.splitlines() == [
        "Work Plan: tea",
        "plans/tea.md; 1 ready, 1 waiting, 0 finished; judged by states and evidence",
        "",
        "line  ready       title  effort  holds up    why",
        "   7  IMPL_001 *  Boil   2h      1 task, 1h  is missing; waits for nothing",
        "",
        "line  waiting     title  for",
        "  16  IMPL_002 *  Pour   IMPL_001 is missing",
        "",
        "* on the longest chain of what is left",
    ]


def test_a_plan_outside_a_project_is_judged_by_its_states(desk: Desk) -> None:
    """Where there is no project there is no evidence, and it is said so."""
    plan(desk)
    (desk.folder / "flowkit.toml").unlink()
    desk.type("next", "--format", "json")
    (agenda,) = desk.document["plans"]
    assert agenda["judged"] is False
    assert agenda["ready"][0]["verdict"] is None


def test_a_finished_plan_says_so(desk: Desk) -> None:
    """Nothing to do is no failure, and neither is a plan without tasks."""
    text = PLAN.format(id="tea", on="None").replace("**Dependencies:**", "**Status:** Done\n**Dependencies:**")
    desk.write("plans/tea.md", text)
    desk.write("kettle.py", "KETTLE = 1\n")
    desk.type("next")
    assert desk.code == 0
    assert "Everything is finished.\n" in desk.output


def test_graph_is_a_table(desk: Desk) -> None:
    """Levels, the critical path, and the files that tasks of one time touch."""
    plan(desk, on="None")
    desk.type("graph")
    assert desk.code == 0
    assert desk.output.splitlines() == [
        "Work Plan: tea",
        "plans/tea.md; 2 tasks in 1 level",
        "",
        "level  line  task      title  effort  waits for",
        "1         7  IMPL_001  Boil   2h",
        "         16  IMPL_002  Pour   1h",
        "",
        "kettle.py is touched by tasks that could be at work at the same time: IMPL_001, IMPL_002",
    ]
    plan(desk)
    desk.type("graph")
    assert "* the critical path, 3h: IMPL_001 -> IMPL_002\n" in desk.output


@pytest.mark.parametrize(
    ("form", "opening"),
    [("ascii", "IMPL_001 (Boil)\n"), ("mermaid", "flowchart LR\n"), ("dot", "digraph plans {\n")],
)
def test_graph_draws(desk: Desk, form: str, opening: str) -> None:
    """Each drawing is the whole output, so that it can be put into a file as it is."""
    plan(desk)
    desk.type("graph", "--format", form)
    assert desk.code == 0
    assert desk.output.startswith(opening)


# verifies: feat-flowkit-commands:IMPL_005/AC-3
@pytest.mark.parametrize("form", ["table", "ascii", "mermaid", "dot", "json"])
def test_a_circle_is_drawn_named_and_fails(desk: Desk, form: str) -> None:
    """The drawing is whole, the circle is told with its line, and the exit code is 1."""
    text = PLAN.format(id="tea", on="IMPL_001").replace("**Dependencies:** None", "**Dependencies:** IMPL_002")
    desk.write("plans/tea.md", text)
    desk.type("graph", "--format", form)
    assert desk.code == 1
    assert "flowkit: plans/tea.md:7: the tasks wait for one another: IMPL_001 -> IMPL_002 -> IMPL_001" in desk.output
    assert desk.output.count("IMPL_002") > 1


@pytest.mark.parametrize("command", [["next"], ["graph"], ["brief", "IMPL_001"]])
def test_without_a_plan_there_is_nothing_to_work_with(desk: Desk, command: list[str]) -> None:
    """No plan at all is wrong use."""
    desk.type(*command)
    assert (desk.code, desk.output) == (2, "flowkit: there is no plan to look at (name one)\n")


@pytest.mark.parametrize("command", [["next"], ["graph"], ["brief", "IMPL_001"]])
def test_a_named_document_that_is_no_plan_is_told(desk: Desk, command: list[str]) -> None:
    """The others are shown, and the exit code says that something was left out."""
    path = plan(desk)
    diary = desk.write("diary.md", "Dear diary\n")
    desk.type(*command, str(path), str(diary))
    assert desk.code == 1
    assert "diary.md: " in desk.output
    assert "no dialect finds a task in it" in desk.output
    assert "IMPL_001" in desk.output


def test_of_several_plans_the_full_name_says_which(desk: Desk) -> None:
    """A short name that two plans have is refused with both full names."""
    plan(desk, "tea")
    plan(desk, "milk")
    desk.type("brief", "IMPL_001")
    assert desk.code == 2
    assert "2 plans have a task IMPL_001 (say milk:IMPL_001 or tea:IMPL_001)" in desk.output
    desk.type("brief", "tea:IMPL_001", "--format", "json")
    assert desk.document["plan"] == "tea"


def test_a_brief_has_the_requirement_from_the_spec(desk: Desk) -> None:
    """Sources are found where the project keeps them, and shown from the folder in which one works."""
    plan(desk)
    desk.write("docs/specs/tea.md", "# Tea\n\n## REQ-001: Hot\n\nIt is hot.\n")
    desk.type("brief", "IMPL_001")
    assert "- REQ-001, docs/specs/tea.md:3\n\n  > ## REQ-001: Hot\n  >\n  > It is hot.\n" in desk.output


def test_a_brief_of_a_plan_from_elsewhere_takes_nothing_from_this_project(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The REQ-001 of this project is not that of another one."""
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "tea.md"
    elsewhere.write_text(PLAN.format(id="tea", on="None"), encoding="utf-8")
    desk.write("docs/specs/tea.md", "# Tea\n\n## REQ-001: Hot\n")
    desk.type("brief", "IMPL_001", str(elsewhere), "--format", "json")
    assert desk.document["requirements"] == []
    assert desk.document["undefined"] == ["REQ-001"]
    assert desk.document["judged"] is False
