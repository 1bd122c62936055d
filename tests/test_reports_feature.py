"""The scenarios of features/reports_and_repair.feature: what was verified is read, mended and remembered."""

from __future__ import annotations

import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

from pytest_bdd import given, parsers, scenarios, then, when

from .desk import CODE, TEST, TICKED, Desk

FEATURE = Path(__file__).resolve().parents[1] / "features" / "reports_and_repair.feature"

scenarios(str(FEATURE))

RIGHT = (
    "# Work plan: tea\r\n\r\n**Run ID:** tea\r\n**Total tasks:** 1\r\n\r\n### IMPL_001: Kettle  \r\n\r\n- caf\u00e9\r\n"
)
WRONG = RIGHT.replace("tasks:** 1", "tasks:** 2")


def read_html(text: str) -> object:
    """Read a page to its end."""
    assert text.lower().startswith("<!doctype html>")
    HTMLParser().feed(text)
    return text


KINDS: dict[str, Callable[[str], object]] = {
    "JSON": json.loads,
    "XML": ET.fromstring,
    "text": str.splitlines,
    "HTML": read_html,
}


@given("a plan that declares one task too many")
def _(desk: Desk) -> None:
    (desk.folder / "plans").mkdir()
    (desk.folder / "plans/tea.md").write_bytes(WRONG.encode())


@given("a plan whose task is ticked, its code, and a test that verifies its criterion")
def _(desk: Desk) -> None:
    desk.write("plans/tea.md", TICKED)
    desk.write("kettle.py", CODE)
    desk.write("test_kettle.py", TEST)


@when(parsers.parse("it is verified and reported as {form}"))
def _(desk: Desk, form: str) -> None:
    desk.type("verify", "--format", form)


@when("it is mended")
def _(desk: Desk) -> None:
    desk.type("verify", "--fix")


@when("today's findings are recorded")
def _(desk: Desk) -> None:
    desk.type("baseline", "--reason", "Older than our use of flowkit")
    assert desk.code == 0, desk.output


@when("the tests ran, a receipt was written, and the code changed")
def _(desk: Desk) -> None:
    desk.run_tests()
    desk.type("verify", "--receipt", "receipt.json")
    assert desk.code == 0, desk.output
    desk.write("kettle.py", CODE.replace("100", "90"))


@when("the tests ran")
def _(desk: Desk) -> None:
    desk.run_tests()


@then("the command fails")
def _(desk: Desk) -> None:
    assert desk.code == 1


@then(parsers.parse("the report names {rule}, and is {kind}"))
def _(desk: Desk, rule: str, kind: str) -> None:
    assert rule in desk.output
    KINDS[kind](desk.output)


@then("its total is right and no other byte has changed")
def _(desk: Desk) -> None:
    assert (desk.folder / "plans/tea.md").read_bytes() == RIGHT.encode()


@then("mending it again changes nothing")
def _(desk: Desk) -> None:
    desk.type("verify", "--fix", "--diff")
    assert (desk.code, desk.output) == (0, "")


@then("the check of the receipt fails and names the task and the file")
def _(desk: Desk) -> None:
    desk.type("receipt", "check", "receipt.json")
    assert desk.code == 1
    assert "changed  kettle.py\n" in desk.output
    assert "tea:IMPL_001: proven -> stale" in desk.output


@then("the verification succeeds and counts what it leaves out")
def _(desk: Desk) -> None:
    desk.type("verify")
    assert desk.code == 0
    assert "Left out by the baseline: 1 error (count-mismatch), 1 info (empty-task)" in desk.output


@then("a finding that is new makes it fail")
def _(desk: Desk) -> None:
    (desk.folder / "plans/tea.md").write_bytes(WRONG.replace("tasks:** 2", "tasks:** 3").encode())
    desk.type("verify", "--format", "json")
    assert desk.code == 1
    assert "declares 3 tasks; 1 task is defined" in {one["message"] for one in desk.document["findings"]}


@then("a trace of the task leads to its criterion, the test and the result")
def _(desk: Desk) -> None:
    desk.type("trace", "IMPL_001")
    assert desk.code == 0
    said = ("tea:IMPL_001", "AC-1", "test_water_boils (test_kettle.py:6)", "passed")
    places = [desk.output.index(word) for word in said]
    assert places == sorted(places)


@then("a trace of the file leads to the task")
def _(desk: Desk) -> None:
    desk.type("trace", "--file", "kettle.py")
    assert desk.output.startswith("kettle.py\n+-- tea:IMPL_001 Kettle")
