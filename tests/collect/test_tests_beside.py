"""Tests that ran beside those which a coverage report tells of: what they did not execute is known too."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from tests.projects import write

from flowkit.collect.coverage import collect
from flowkit.collect.recordings import RecordedTest, Recording, Run, dump
from flowkit.model.evidence import ExecutionFact, Outcome

from .asking import inquiry

TEA = "def pour():  # implements: IMPL_001\n    return 1\n"
POURS = "tests/test_tea.py::test_pours"
IDLES = "tests/test_tea.py::test_idles"


def report(context: str) -> str:
    """Return coverage.py's JSON, in which one context has run the second line."""
    lines = {"executed_lines": [1, 2], "missing_lines": [], "excluded_lines": [], "contexts": {"2": [context]}}
    return json.dumps({"meta": {"format": 3, "version": "7.10.0"}, "files": {"src/tea.py": lines}, "totals": {}})


def executed(root: Path, text: str, *, elsewhere: bool = False, left: str | None = None) -> dict[str, frozenset[int]]:
    """Return the lines that each test executed, where a recorded run of two tests left a report."""
    digest = sha256(text.encode()).hexdigest() if left is None else left
    run = Run(None, "2026-03-02T09:00:00+00:00", {}, {"coverage.json": digest})
    tests = [RecordedTest(name, "tests/test_tea.py", 1, Outcome.PASSED, elsewhere=elsewhere) for name in (POURS, IDLES)]
    record = dump(Recording((run,), tuple(tests)))
    write(root, {"src/tea.py": TEA, "coverage.json": text, ".flowkit/tests.json": record})
    return {fact.test: fact.lines for fact in collect(inquiry(root)) if isinstance(fact, ExecutionFact)}


def test_a_test_without_a_line_executed_none(tmp_path: Path) -> None:
    """A test of the run that left the report, and of which the report has no line, executed nothing."""
    assert executed(tmp_path, report(f"{POURS}|run")) == {POURS: frozenset({2}), IDLES: frozenset()}


@pytest.mark.parametrize(
    ("context", "elsewhere", "left"),
    [
        (f"{POURS}|run", True, None),
        (f"{POURS}|run", False, "0" * 64),
        ("test_tea.test_pours", False, None),
    ],
)
def test_nothing_is_said_of_what_the_report_cannot_know(
    tmp_path: Path, context: str, elsewhere: bool, left: str | None
) -> None:
    """Tests that started other processes, of another run, or under other names have the benefit of the doubt."""
    assert IDLES not in executed(tmp_path, report(context), elsewhere=elsewhere, left=left)
