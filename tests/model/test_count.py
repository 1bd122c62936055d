"""Counting markers."""

from __future__ import annotations

from flowkit.model.count import MarkerCount, count_markers, total
from flowkit.model.plan import Definition, Mention, Plan
from flowkit.model.source import Span
from flowkit.model.task import Task

SPAN = Span(0, 1, 1, 1)


def test_a_marker_that_is_defined_twice_counts_once() -> None:
    """Defined markers are distinct within their plan; a local one is distinct under each owner."""
    definitions = (
        Definition("IMPL", "IMPL_001", None, SPAN),
        Definition("IMPL", "IMPL_001", None, SPAN),
        Definition("AC", "AC-1", "IMPL_001", SPAN),
        Definition("AC", "AC-1", "IMPL_002", SPAN),
    )
    assert count_markers(Plan("p", "p.md", "markers", definitions=definitions)).defined == {"AC": 2, "IMPL": 1}


def test_every_other_place_is_a_citation() -> None:
    """Citations are counted as often as they stand there."""
    mentions = (Mention("REQ", "requirement", "REQ-001", SPAN), Mention("REQ", "requirement", "REQ-001", SPAN))
    assert count_markers(Plan("p", "p.md", "markers", mentions=mentions)).cited == {"REQ": 2}


def test_tasks_without_an_id_count_as_tasks() -> None:
    """A task that has no id is counted by its place."""
    tasks = (Task(None, "#1", "TASK", "one"), Task(None, "#2", "TASK", "two"))
    assert count_markers(Plan("p", "p.md", "speckit", tasks=tasks)).defined == {"TASK": 2}


def test_one_kind_alone_can_be_counted() -> None:
    """Other kinds are left out, of what is defined and of what is cited."""
    plan = Plan(
        "p",
        "p.md",
        "markers",
        definitions=(Definition("IMPL", "IMPL_001", None, SPAN), Definition("DOC", "DOC_001", None, SPAN)),
        mentions=(Mention("REQ", "requirement", "REQ-001", SPAN),),
    )
    assert count_markers(plan, "DOC") == MarkerCount("p.md", {"DOC": 1}, {})


def test_counts_are_summed_by_kind() -> None:
    """The sum has every kind that one of the counts has."""
    counts = (MarkerCount("a", {"IMPL": 1}, {"REQ": 1}), MarkerCount("b", {"IMPL": 2, "DOC": 1}, {}))
    assert total(counts, "all") == MarkerCount("all", {"DOC": 1, "IMPL": 3}, {"REQ": 1})
