"""The scenarios of features/working_with_a_plan.feature: what somebody learns who is to do the work of a plan."""

from __future__ import annotations

from pathlib import Path

from pytest_bdd import given, parsers, scenarios, then, when

from .desk import CODE, TEST, TICKED, Desk

FEATURE = Path(__file__).resolve().parents[1] / "features" / "working_with_a_plan.feature"

scenarios(str(FEATURE))

TWO = """\
# Work plan: tea

**Run ID:** tea

## Tasks

### IMPL_001: Boil

**Status:** {boil}
**Dependencies:** {on}

**Deliverables:**
- `kettle.py`

### IMPL_002: Pour

**Dependencies:** IMPL_001
"""


@given("a plan in which pouring waits for boiling")
def _(desk: Desk) -> None:
    desk.write("plans/tea.md", TWO.format(boil="Open", on="None"))


@given("a plan in which pouring waits for boiling, which is ticked")
def _(desk: Desk) -> None:
    desk.write("plans/tea.md", TWO.format(boil="Done", on="None"))


@given("a plan in which pouring and boiling wait for each other")
def _(desk: Desk) -> None:
    desk.write("plans/tea.md", TWO.format(boil="Open", on="IMPL_002"))


@given("a plan whose task is ticked, its code, and a test that verifies its criterion")
def _(desk: Desk) -> None:
    desk.write("plans/tea.md", TICKED)
    desk.write("kettle.py", CODE)
    desk.write("test_kettle.py", TEST)


@when("the next steps are asked for")
def _(desk: Desk) -> None:
    desk.type("next", "--format", "json")


@when(parsers.parse("it is drawn as {form} and the drawing is put into it"))
def _(desk: Desk, form: str) -> None:
    desk.type("graph", "--format", form)
    language = "text" if form == "ascii" else form
    plan = TWO.format(boil="Open", on="None")
    desk.write("plans/tea.md", f"{plan}\n## Dependency graph\n\n```{language}\n{desk.output}```\n")
    desk.type("show", "--format", "json")


@when("the tests ran and a brief of the task is asked for")
def _(desk: Desk) -> None:
    desk.run_tests()
    desk.type("brief", "IMPL_001")


@when(parsers.parse("a brief of the task {name} is asked for"))
def _(desk: Desk, name: str) -> None:
    desk.type("brief", name)


@then("the command fails")
def _(desk: Desk) -> None:
    assert desk.code == 1, desk.output


def told(desk: Desk) -> dict[str, list[tuple[str, list[str]]]]:
    """The tasks of the plan with the reasons why they stand as they do, by standing."""
    (agenda,) = desk.document["plans"]
    return {name: [(one["id"], one["reasons"]) for one in agenda[name]] for name in ("ready", "waiting", "finished")}


@then("boiling is ready and pouring waits for it")
def _(desk: Desk) -> None:
    assert told(desk) == {
        "ready": [("IMPL_001", ["waits for nothing"])],
        "waiting": [("IMPL_002", ["IMPL_001 is open"])],
        "finished": [],
    }


@then("boiling is ready again because its file is missing")
def _(desk: Desk) -> None:
    reasons = ["is done and missing: kettle.py is not there", "waits for nothing"]
    assert told(desk)["ready"] == [("IMPL_001", reasons)]


@then("pouring waits for it")
def _(desk: Desk) -> None:
    reason = "IMPL_001 is done and missing: kettle.py is not there"
    assert told(desk)["waiting"] == [("IMPL_002", [reason])]


@then("the circle is named with its line")
def _(desk: Desk) -> None:
    assert "plans/tea.md:7: the tasks wait for one another: IMPL_001 -> IMPL_002 -> IMPL_001" in desk.output


@then("the plan draws the arrow from boiling to pouring")
def _(desk: Desk) -> None:
    assert desk.document["plans"][0]["graph_edges"] == [["IMPL_002", "IMPL_001"]]


@then("it holds the criterion, the file, the test and the command, with their places")
def _(desk: Desk) -> None:
    assert desk.code == 0
    for line in (
        "- `tea:IMPL_001/AC-1`: Water boils at 100 degrees (plans/tea.md:15) - proven",
        "- `kettle.py` - the function `boil()` (plans/tea.md:12)",
        "- test_kettle.py:6 test_kettle.py::test_water_boils verifies `tea:IMPL_001/AC-1` passed",
        "    flowkit verify plans/tea.md",
    ):
        assert f"{line}\n" in desk.output


@then(parsers.parse("it is refused, and {name} is proposed"))
def _(desk: Desk, name: str) -> None:
    assert desk.code == 2
    assert f"there is no task impl_1 (did you mean {name}?)" in desk.output
