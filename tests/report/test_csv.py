"""The traceability matrix as CSV."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.desk import Desk

from flowkit.model.plan import Plan
from flowkit.model.task import Criterion, State, Task
from flowkit.model.verdict import Verification
from flowkit.report.csv import render, table

from .shop import verified

HEAD = ["plan", "task", "marker", "kind", "text", "place", "verdict", "reason", "obligations", "evidence"]


def rows(verification: Verification) -> list[dict[str, str]]:
    """Return the rows of a matrix."""
    return list(csv.DictReader(StringIO(render(verification), newline="")))


# verifies: feat-reports-and-repair:IMPL_001/AC-5
def test_each_marker_has_a_row(desk: Desk) -> None:
    """Every marker that has a verdict has one row, in the order in which it has it."""
    found = verified(desk)
    assert [row["marker"] for row in rows(found)] == [marker.ref for marker in found.markers]
    assert [row["verdict"] for row in rows(found)] == [marker.verdict.value for marker in found.markers]
    assert list(rows(found)[0]) == HEAD


def test_a_task_has_the_reason_of_its_part(desk: Desk) -> None:
    """What makes a task fail is told at the task, with the part that it is about."""
    task = rows(verified(desk))[0]
    assert (task["verdict"], task["evidence"]) == ("failing", "src/basket.py")
    assert task["reason"].startswith("IMPL_001/AC-1: tests/test_basket.py::test_total failed")


def test_without_evidence_there_is_no_verdict() -> None:
    """A plan that is held against nothing has its markers and the reason, and no verdict; a dropped task has none."""
    dropped = Task("IMPL_002", "IMPL_002", "IMPL", "Pour", state=State.DROPPED)
    plan = Plan("tea", "tea.md", "markers", tasks=(Task("IMPL_001", "IMPL_001", "IMPL", "Boil"), dropped))
    (row,) = rows(Verification((plan,), ()))
    assert (row["verdict"], row["reason"]) == ("", "the plan is not held against evidence here")


# verifies: feat-reports-and-repair:IMPL_001/AC-5
@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_no_cell_is_a_formula(text: str) -> None:
    """A spreadsheet shows what a plan says, and carries none of it out."""
    plan = Plan("tea", "tea.md", "markers", tasks=(Task(None, "#1", "TASK", text, criteria=(Criterion(None, text),)),))
    assert [row["text"][0] for row in rows(Verification((plan,), ()))] == ["'", "'"]


@given(st.lists(st.lists(st.text(st.characters(), max_size=10), min_size=3, max_size=3), max_size=4))
def test_any_cell_stays_one(cells: list[list[str]]) -> None:
    """Whatever is in the cells, the rows and columns are the same, and no cell has a second line."""
    found = list(csv.reader(StringIO(table(cells), newline="")))
    assert [len(row) for row in found] == [3] * len(cells)
    assert all(cell.isprintable() and not cell.startswith(tuple("=+-@")) for row in found for cell in row)
