"""The scenarios of features/flowkit_commands.feature: the commands as somebody types them, in a folder of their own."""

from __future__ import annotations

import re
from pathlib import Path

from pytest_bdd import given, parsers, scenarios, then, when

from .desk import CODE, TEST, TICKED, Desk

FEATURE = Path(__file__).resolve().parents[1] / "features" / "flowkit_commands.feature"

scenarios(str(FEATURE))

CONTENTS = {"bytes of no text": b"\0\1\2" * 50, "no plan": b"Dear diary,\n", "an endless line": b"- [ " * 500_000}


@given(parsers.parse("a plan that declares {declared:d} tasks and defines {defined:d}"))
def _(desk: Desk, declared: int, defined: int) -> None:
    task = "### IMPL_{:03}: Part\n\n**Dependencies:** None\n\nIt is made.\n\n"
    tasks = "".join(task.format(number) for number in range(1, defined + 1))
    head = f"# Work plan: tea\n\n**Run ID:** tea\n\n**Total subtasks:** {declared}\n\n## Tasks\n\n"
    desk.write("plans/tea.md", head + tasks)


@given("a plan whose tasks are all open")
def _(desk: Desk) -> None:
    desk.write("plans/tea.md", TICKED.replace("Done", "Open"))


@given("a plan whose task is ticked")
def _(desk: Desk) -> None:
    desk.write("plans/tea.md", TICKED)


@given(parsers.parse("a file of {content}"))
def _(desk: Desk, content: str) -> None:
    (desk.folder / "odd.md").write_bytes(CONTENTS[content])


@given("the code that the task promises, with a test that verifies its criterion")
def _(desk: Desk) -> None:
    desk.write("kettle.py", CODE)
    desk.write("test_kettle.py", TEST)


@given("the code that the task promises, without a test")
def _(desk: Desk) -> None:
    desk.write("kettle.py", CODE)


@when("the plans are verified")
def _(desk: Desk) -> None:
    desk.type("verify", "--format", "json")


@when("that file is verified")
def _(desk: Desk) -> None:
    desk.type("verify", "odd.md")


@when("the plans are verified after the tests ran")
def _(desk: Desk) -> None:
    desk.run_tests()
    desk.type("verify", "--format", "json")


@when("the plans are verified after the tests ran and the code changed")
def _(desk: Desk) -> None:
    desk.run_tests()
    desk.write("kettle.py", CODE.replace("100", "10"))
    desk.type("verify", "--format", "json")


@when("its IMPL markers are counted plainly")
def _(desk: Desk) -> None:
    desk.type("count", "--kind", "IMPL", "--plain", "plans/tea.md")


@when("a feature named tea-time is begun and its plan is drafted")
def _(desk: Desk) -> None:
    desk.type("init", "tea-time")
    assert desk.code == 0, desk.output
    spec = next((desk.folder / "docs" / "specs").glob("*tea-time*.md")).relative_to(desk.folder)
    desk.type("plan", str(spec))
    assert desk.code == 0, desk.output


@when(parsers.parse("the rule {rule} is explained"))
def _(desk: Desk, rule: str) -> None:
    desk.type("explain", rule)


@then("the command fails")
def _(desk: Desk) -> None:
    assert desk.code == 1, desk.output


@then("the command succeeds")
def _(desk: Desk) -> None:
    assert desk.code == 0, desk.output


@then(parsers.parse("it tells of {rule} at line {line:d} of the plan"))
def _(desk: Desk, rule: str, line: int) -> None:
    told = [(one["rule"], one["path"], one["line"]) for one in desk.document["findings"]]
    assert (rule, "plans/tea.md", line) in told


@then("it says that nothing was found")
def _(desk: Desk) -> None:
    assert desk.document["findings"] == []


@then("it is refused without a traceback")
def _(desk: Desk) -> None:
    assert desk.code in {1, 2}
    assert "odd.md" in desk.output
    assert "Traceback" not in desk.output


@then(parsers.parse("it tells of {rule} at the task"))
def _(desk: Desk, rule: str) -> None:
    assert (rule, "tea:IMPL_001") in [(one["rule"], one["marker"]) for one in desk.document["findings"]]


@then("every marker is proven")
def _(desk: Desk) -> None:
    assert {one["ref"]: one["verdict"] for one in desk.document["markers"]} == {
        "tea:IMPL_001": "proven",
        "tea:IMPL_001/AC-1": "proven",
    }


@then(parsers.parse("the criterion is {verdict}"))
def _(desk: Desk, verdict: str) -> None:
    assert desk.verdict("tea:IMPL_001/AC-1") == verdict


@then(parsers.parse("the number is {number:d}"))
def _(desk: Desk, number: int) -> None:
    assert (desk.code, desk.output) == (0, f"{number}\n")


@then("the plan is clean")
def _(desk: Desk) -> None:
    desk.type("verify")
    assert desk.code == 0, desk.output


@then("drafting it again keeps what was written into it")
def _(desk: Desk) -> None:
    plan = next((desk.folder / "plans").glob("*.md"))
    drafted = plan.read_text()
    plan.write_text(drafted.replace("## Handoff", "## Talks\n\nA note by hand.\n\n## Handoff"))
    spec = next((desk.folder / "docs" / "specs").glob("*tea-time*.md"))
    spec.write_text(spec.read_text().replace("**Effort:** 1h", "**Effort:** 2h", 1))
    desk.type("plan", str(spec.relative_to(desk.folder)))
    assert desk.code == 0
    assert "## Talks\n\nA note by hand.\n" in plan.read_text()
    assert "**Estimated effort:** 2h\n" in plan.read_text()
    plan.write_text("# Notes\n")
    desk.type("plan", str(spec.relative_to(desk.folder)))
    assert desk.code == 2
    assert plan.read_text() == "# Notes\n"


@then("its page says what it finds, how to mend it and how to silence it")
def _(desk: Desk) -> None:
    assert desk.code == 0
    headings = re.findall(r"^## (.+)$", desk.output, re.MULTILINE)
    assert {"What it finds", "How to mend it", "How to silence it"} <= set(headings)
