"""Efforts, labels and states."""

from __future__ import annotations

import pytest

from flowkit.model.outline import Line
from flowkit.model.task import State
from flowkit.read.document import document_from_bytes
from flowkit.read.values import effort, label, state_of_word


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2h", 2, 2),
        ("1.5 days", 12, 12),
        ("2-3 days", 16, 24),
        ("1 to 2 hours", 1, 2),
        ("1h 30m", 1.5, 1.5),
        ("~45 minutes (at most)", 0.75, 0.75),
        ("1 week", 40, 40),
        ("M (2-4h)", 2, 4),
        ("2 days (16h)", 16, 16),
        ("S", None, None),
        ("5 points", None, None),
    ],
)
def test_effort_in_hours(text: str, low: float | None, high: float | None) -> None:
    """A day is eight hours and a week forty; words without a figure stay words."""
    found = effort(text)
    assert found is not None
    assert (found.low, found.high) == (low, high)


def test_no_effort() -> None:
    """Nothing said is no effort."""
    assert effort("  ") is None


@pytest.mark.parametrize(
    ("text", "value", "note"),
    [
        ("P0 (base)", "P0", "base"),
        ("✅ COMPLETED - all green", "COMPLETED", "all green"),
        ("**Done** ✅", "Done", None),
        ("🔴 High", "High", None),
        ("`P2`", "P2", None),
        ("Draft / Final", "Draft / Final", None),
        ("In progress; almost there", "In progress", "almost there"),
    ],
)
def test_a_label_and_its_remark(text: str, value: str, note: str | None) -> None:
    """The word that a field gives is told from marks around it and the remark behind it."""
    found = label([Line(text, 1, 1)], document_from_bytes(text.encode(), "x"))
    assert found is not None
    assert (found.value, found.note) == (value, note)


@pytest.mark.parametrize(
    ("word", "state"),
    [("TODO", State.OPEN), ("In  Progress", State.IN_PROGRESS), ("complete", State.DONE), ("Cancelled", State.DROPPED)],
)
def test_status_words(word: str, state: State) -> None:
    """Status words stand for states in any case."""
    assert state_of_word(word) is state
    assert state_of_word("frozen") is None
