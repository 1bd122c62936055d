"""The command ``trace``: chains forwards and backwards, where they break, and in which forms they are printed."""

from __future__ import annotations

import csv
import re
from io import StringIO
from pathlib import Path

import pytest

from .desk import Desk
from .tracing import PLAN, open_basket

UNDATED = "freshness unknown: no recorded run of the tests left it"
TREE = f"""\
ADR-001 Prices are whole cents (docs/decisions/ADR-001-sums.md:1): accepted
+-- REQ-001 The customer sees the total (docs/specs/basket.md:7)
    +-- basket:IMPL_001 Basket (plans/basket.md:8): unproven
        +-- IMPL_001/AC-1 The total is the sum of the prices (plans/basket.md:18): unproven
        |   ! no result: tests/test_basket.py::test_total[1] passed; {UNDATED}
        |   +-- test_total 2 cases (tests/test_basket.py:4): passed, {UNDATED}
        +-- IMPL_001/AC-2 An empty basket costs nothing (plans/basket.md:19): unproven
        |   ! no result: no report tells how its test ended
        |   +-- test_nothing (tests/test_basket.py:9): no report tells how it ended
        +-- src/basket.py
"""
BACK = """\
src/basket.py
+-- basket:IMPL_001 Basket (plans/basket.md:8): unproven
    +-- REQ-001 The customer sees the total (docs/specs/basket.md:7)
        +-- ADR-001 Prices are whole cents (docs/decisions/ADR-001-sums.md:1): accepted
"""


def names(desk: Desk) -> set[str]:
    """Return what the nodes of a trace are called."""
    return {node["name"] for node in desk.document["nodes"]}


def gaps(desk: Desk) -> set[tuple[str, str, str]]:
    """Return the gaps of a trace: at what, what is wanted, and why."""
    called = {node["key"]: node["name"] for node in desk.document["nodes"]}
    return {(called[gap["node"]], gap["wants"], gap["reason"]) for gap in desk.document["gaps"]}


# verifies: feat-reports-and-repair:IMPL_003/AC-1
@pytest.mark.parametrize("name", ["IMPL_001", "basket:IMPL_001"])
def test_a_marker_stands_in_its_chain(desk: Desk, name: str) -> None:
    """From the decision that it comes from, down to the results of its tests, each with its place."""
    open_basket(desk)
    desk.type("trace", name)
    assert (desk.code, desk.output) == (0, TREE)


# verifies: feat-reports-and-repair:IMPL_003/AC-2
def test_a_file_is_for_what_leads_to_it(desk: Desk) -> None:
    """Read backwards, a chain tells what a file is for."""
    open_basket(desk)
    desk.type("trace", "--file", "src/basket.py")
    assert (desk.code, desk.output) == (0, BACK)
    desk.type("trace", "--file", str(desk.folder / "src"))
    assert desk.output == BACK


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("tests/test_basket.py", "basket:IMPL_001/AC-1"),
        ("features/basket.feature", "basket:TEST_001"),
        ("docs/specs", "REQ-002"),
        ("plans/basket.md", "basket:IMPL_002/AC-1"),
    ],
)
def test_any_document_can_be_asked_about(desk: Desk, path: str, name: str) -> None:
    """A test is for what it verifies, a feature for the task that lists its scenarios, a spec for what it states."""
    open_basket(desk)
    desk.type("trace", "--file", path, "--format", "json")
    assert name in names(desk)


@pytest.mark.parametrize(("folder", "path"), [(".", "."), ("src", "..")])
def test_a_whole_project_can_be_asked_about(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, folder: str, path: str
) -> None:
    """The user's own folder and those above it are for all that lies in them, its own files among them."""
    open_basket(desk)
    monkeypatch.chdir(desk.folder / folder)
    desk.type("trace", "--file", path, "--format", "json")
    assert {"ADR-001", "REQ-002", "basket:IMPL_002/AC-1"} <= names(desk)
    assert any(name.endswith("basket.py") for name in names(desk))


def test_a_file_that_was_never_made_can_be_asked_about(desk: Desk) -> None:
    """What a file is for that a task is to leave behind is told before it is there."""
    open_basket(desk, PLAN.replace("src/basket.py", "src/till.py"))
    desk.type("trace", "--file", "src/till.py")
    assert desk.code == 0
    assert desk.output.startswith("src/till.py: is not there\n+-- basket:IMPL_001 Basket")


def test_a_test_can_be_named_as_it_is_shown(desk: Desk) -> None:
    """A tree shows a test by its short name, and by that it is found."""
    open_basket(desk)
    desk.type("trace", "test_nothing", "--format", "json")
    assert (desk.code, "basket:IMPL_001/AC-2" in names(desk)) == (0, True)


# verifies: feat-reports-and-repair:IMPL_003/AC-3
def test_every_gap_is_told_with_its_reason(desk: Desk) -> None:
    """Each way in which a chain can break is found once; of an open task only that it is open."""
    open_basket(desk)
    desk.type("trace", "--gaps", "--format", "json")
    assert desk.code == 1
    assert gaps(desk) == {
        ("ADR-002", "requirement", "no spec and no plan names it"),
        ("REQ-002", "task", "no task names it"),
        ("basket:IMPL_002", "result", "the task is not done, by its own word"),
        ("basket:IMPL_001/AC-1", "result", f"tests/test_basket.py::test_total[1] passed; {UNDATED}"),
        ("basket:IMPL_001/AC-2", "result", "no report tells how its test ended"),
        ("basket:SC-001", "test", "features/basket.feature has it, and no test ran it"),
        ("SC-002", "task", "no plan lists SC-002"),
        ("tests/test_basket.py::test_more", "task", "names IMPL_001/AC-9, which no plan defines"),
    }


def test_what_is_named_and_not_defined_is_a_gap(desk: Desk) -> None:
    """A requirement or a decision that only a plan knows is told where the plan names it."""
    open_basket(desk, PLAN.replace("REQ-001", "REQ-009", 1).replace("ADR-001", "ADR-009"))
    desk.type("trace", "--gaps", "--format", "json")
    reason = "is named and defined nowhere at hand"
    assert {("REQ-009", "requirement", reason), ("ADR-009", "decision", reason)} <= gaps(desk)
    desk.type("trace", "REQ-009")
    assert "REQ-009 (plans/basket.md:12)\n! no requirement: is named" in desk.output.replace("|   ", "")


def test_a_task_without_requirement_or_file_is_a_gap(desk: Desk) -> None:
    """In a plan that names requirements each task has to; and what it leaves behind has to be there."""
    text = PLAN.replace("**Requirements:** REQ-001\n", "", 1).replace("src/basket.py", "src/till.py")
    open_basket(desk, text)
    desk.type("trace", "--gaps", "--format", "json")
    assert ("basket:IMPL_001", "requirement", "it names no requirement") in gaps(desk)
    assert ("basket:IMPL_001", "file", "src/till.py is not there") in gaps(desk)


def test_a_plan_without_gaps_says_so(desk: Desk) -> None:
    """Where every chain holds, nothing is printed and the exit code is 0."""
    text = "# Work plan: guide\n\n**Run ID:** guide\n\n### DOC_001: Guide\n\n**Deliverables:**\n- `guide.md`\n"
    desk.write("plans/guide.md", text)
    desk.write("guide.md", "# Guide\n")
    desk.type("trace", "--gaps")
    assert (desk.code, desk.output) == (0, "flowkit: no chain breaks\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["IMPL_001/AC-8"], "nothing here is called IMPL_001/AC-8 (did you mean IMPL_001/AC-2?)"),
        ([""], "nothing here is called ''"),
        (["--file", "src/nonesuch.py"], "src/nonesuch.py: there is no such file or folder"),
        (["--file", "flowkit.toml"], "flowkit.toml: nothing at hand says what it is for"),
        (["IMPL_001", "diary.md"], "there is no plan to look at"),
    ],
)
def test_what_cannot_be_found_is_told(desk: Desk, arguments: list[str], message: str) -> None:
    """A name that nothing has gets the nearest one; a file that nothing speaks of gets the way to say it."""
    open_basket(desk)
    desk.write("diary.md", "Dear diary\n")
    desk.type("trace", *arguments)
    assert desk.code == 2
    assert message in desk.output


def test_of_several_plans_the_full_name_says_which(desk: Desk) -> None:
    """A short name that two plans have is refused with both full names; the id of a plan means all that is in it."""
    open_basket(desk)
    desk.write("plans/till.md", PLAN.replace("**Run ID:** basket", "**Run ID:** till"))
    desk.type("trace", "IMPL_001")
    assert desk.code == 2
    assert "IMPL_001 may mean 2 things (say basket:IMPL_001 or till:IMPL_001)" in desk.output
    desk.type("trace", "till", "--format", "json")
    by_id = desk.document
    desk.type("trace", "plans/till.md", "--format", "json")
    assert desk.document == by_id
    assert {"till:IMPL_001", "till:IMPL_002/AC-1", "ADR-001"} <= names(desk)
    assert not any(name.startswith("basket:") for name in names(desk))


def test_each_chain_is_a_row_of_csv(desk: Desk) -> None:
    """From its decision to its result, with what breaks it."""
    open_basket(desk)
    desk.type("trace", "IMPL_001", "--format", "csv")
    rows = list(csv.DictReader(StringIO(desk.output)))
    assert {row["decision"] for row in rows} == {"ADR-001"} and {row["requirement"] for row in rows} == {"REQ-001"}
    told = {(row["criterion"], row["test"], row["result"]) for row in rows}
    assert ("basket:IMPL_001/AC-1", "tests/test_basket.py::test_total", "passed") in told
    assert [row["gap"] for row in rows if row["criterion"] and not row["test"]] == [
        f"tests/test_basket.py::test_total[1] passed; {UNDATED}",
        "no report tells how its test ended",
    ]


def test_a_table_leaves_out_what_the_row_above_has(desk: Desk) -> None:
    """Names are as short as the neighbours allow."""
    open_basket(desk)
    desk.type("trace", "TEST_001", "--format", "table")
    assert [re.split(r"\s{2,}", line.strip()) for line in desk.output.splitlines()[:2]] == [
        ["decision", "requirement", "task", "scenario", "result", "gap"],
        ["ADR-001", "REQ-001", "TEST_001", "SC-001", "unproven", "features/basket.feature has it, and no test ran"],
    ]


def test_a_flowchart_has_each_link_and_gap(desk: Desk) -> None:
    """Every node is declared before it is linked, and a dotted line leads to what is not there."""
    open_basket(desk)
    desk.type("trace", "--format", "mermaid")
    head, *lines = desk.output.splitlines()
    assert head == "flowchart LR"
    declared = {found.group(1) for line in lines if (found := re.match(r" {4}([ng]\d+)\[", line))}
    linked = {name for line in lines if "--" in line or "-.-" in line for name in re.findall(r"\b[ng]\d+\b", line)}
    assert linked <= declared
    assert "-.- g1" in desk.output and '"no task: no task names it"' in desk.output


@pytest.mark.parametrize("form", ["tree", "table", "json", "mermaid", "csv"])
def test_hostile_words_stay_words(desk: Desk, form: str) -> None:
    """What a plan says can steer no terminal, close no label and add no line."""
    open_basket(desk)
    desk.type("trace", "--format", form)
    lines = desk.output.count("\n")
    words = 'Basket"] --> x; %% \x1b[31m \u202e =1'
    open_basket(desk, PLAN.replace("IMPL_001: Basket", f"IMPL_001: {words}"))
    desk.type("trace", "--format", form)
    assert desk.output.count("\n") == lines
    assert "\x1b" not in desk.output and "\u202e" not in desk.output
    assert form != "mermaid" or '"] --> x' not in desk.output


def test_a_plan_from_elsewhere_takes_nothing_from_this_project(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The REQ-001 of this project is not that of another one, and nothing here proves its criteria."""
    open_basket(desk)
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "basket.md"
    elsewhere.write_text(PLAN, encoding="utf-8")
    desk.type("trace", "IMPL_001", str(elsewhere), "--format", "json")
    (requirement,) = [node for node in desk.document["nodes"] if node["kind"] == "requirement"]
    assert Path(requirement["place"]["path"]).name == "basket.md" and requirement["why"]
    assert ("basket:IMPL_001/AC-1", "test", "the plan is not held against evidence here") in gaps(desk)
    assert "src/basket.py" in names(desk) and not any(node["kind"] == "test" for node in desk.document["nodes"])


def test_from_a_folder_below_paths_are_as_one_types_them(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Code, tests and features are shown from where one works."""
    open_basket(desk)
    monkeypatch.chdir(desk.folder / "src")
    desk.type("trace", "--file", "basket.py")
    assert desk.output.startswith("basket.py\n+-- basket:IMPL_001 Basket (../plans/basket.md:8)")
