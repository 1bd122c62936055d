"""What the tests of coverage share: a project that was measured, and what its reports tell."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from flowkit.collect import Inquiry
from flowkit.collect.coverage import collect
from flowkit.collect.repository import Repository
from flowkit.config import Config
from flowkit.model.evidence import CoverageFact, Evidence, ExecutionFact, Flaw, Unmeasured
from flowkit.model.plan import Plan
from flowkit.model.task import CoverageTarget, Deliverable, Task
from flowkit.settings import Reports

KETTLE = '''"""Boils water."""

from __future__ import annotations


def boil(litres: int) -> str:
    # implements: IMPL_001
    if litres > 2:
        return "too much"
    if litres < 0:
        raise ValueError("less than nothing")
    return (
        "boiled"
    )


def pour() -> str:
    return "poured"


def clean() -> str:  # pragma: no cover
    return "clean"


def debug() -> str:
    return "debug"
'''
CUP = """def fill() -> str:
    return "filled"
"""
TESTS = """import pytest
from tea import cup, kettle


@pytest.fixture
def filled() -> str:
    yield cup.fill()
    kettle.pour()


@pytest.mark.parametrize("litres", [1, 3], ids=["one|two", "three"])
def test_boil(litres: int) -> None:
    assert kettle.boil(litres)


def test_fill(filled: str) -> None:
    assert filled == "filled"


class TestCup:
    def test_cup(self) -> None:
        assert cup.fill()
"""
SETTINGS = """[tool.pytest.ini_options]
pythonpath = ["src"]
[tool.coverage.run]
branch = true
source = ["src"]
[tool.coverage.report]
exclude_also = ["def debug"]
"""
TARGET = CoverageTarget("COV_UNIT", "90 % line coverage of src", "line", 90.0, "src", "IMPL_001")
PLAN = Plan(
    "tea",
    "plans/tea.md",
    "markers",
    tasks=(
        Task(
            "IMPL_001",
            "IMPL_001",
            "IMPL",
            "Kettle",
            deliverables=(Deliverable("`src/tea/cup.py`", "src/tea/cup.py"),),
            coverage_targets=(TARGET,),
        ),
    ),
)


def run(root: Path, *arguments: str, expect: int = 0) -> None:
    """Run a Python module in a project as its owner would."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST"))}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == expect, done.stdout + done.stderr


def inquiry(root: Path, *reports: str, plans: tuple[Plan, ...] = (PLAN,), since: int | None = None) -> Inquiry:
    """Return an inquiry about the reports of a project, for plans that deliver a file and have a target."""
    return Inquiry(Repository(root), Config(root=root, reports=Reports(coverage=reports)), plans, since)


def counts(root: Path, *reports: str) -> dict[str, tuple[int, ...]]:
    """Return the counts of each file: lines that were run and that count, then branches."""
    found: dict[str, tuple[int, ...]] = {}
    for fact in collect(inquiry(root, *reports)):
        assert not isinstance(fact, Flaw | Unmeasured), fact
        if isinstance(fact, CoverageFact):
            found[fact.measured] = (*found.get(fact.measured, ()), fact.covered, fact.total)
    return found


def executions(root: Path, report: str) -> dict[tuple[str, str], frozenset[int]]:
    """Return the lines that each test ran of each file."""
    facts = collect(inquiry(root, report))
    return {(fact.test, fact.measured): fact.lines for fact in facts if isinstance(fact, ExecutionFact)}


def only(facts: list[Evidence]) -> Evidence:
    """Return the one fact."""
    (fact,) = facts
    return fact


def change(root: Path, *statements: str) -> None:
    """Change the data file of a project."""
    connection = sqlite3.connect(root / ".coverage")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
