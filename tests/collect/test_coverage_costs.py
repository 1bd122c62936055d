"""When coverage.py's own parser is asked, and of several reports which one."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from flowkit.collect.coverage import collect
from flowkit.model.evidence import Age, BodyFact, CoverageFact, ExecutionFact, Flaw, Unmeasured
from flowkit.model.plan import Plan
from flowkit.model.task import CoverageTarget, Task

from .measuring import inquiry, only


def test_nothing_is_parsed_that_no_plan_asks_for(measured: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a coverage target coverage.py's parser is not even imported."""
    monkeypatch.setitem(sys.modules, "coverage", None)
    facts = list(collect(inquiry(measured, ".coverage", plans=())))
    assert {type(fact) for fact in facts} == {BodyFact, ExecutionFact}


def test_only_the_files_that_a_target_means_are_parsed(measured: Path) -> None:
    """A target that names a file has that file counted, and one that names nothing known has all of them."""
    for of, files in (("cup.py", 1), ("src/tea/cup.py", 1), ("tea", 3), ("nonesuch.py", 3)):
        target = CoverageTarget("COV_X", "90 %", "line", 90.0, of, "IMPL_001")
        task = Task("IMPL_001", "IMPL_001", "IMPL", "x", coverage_targets=(target,))
        facts = collect(inquiry(measured, ".coverage", plans=(Plan("p", "p.md", "markers", tasks=(task,)),)))
        assert len({fact.measured for fact in facts if isinstance(fact, CoverageFact)}) == files


def test_without_coverage_nothing_is_measured(measured: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where coverage.py is not installed, it is said once what to do, and tests are linked all the same."""
    monkeypatch.setitem(sys.modules, "coverage", None)
    facts = list(collect(inquiry(measured, ".coverage")))
    assert not [fact for fact in facts if isinstance(fact, CoverageFact | Flaw)]
    told = only([fact for fact in facts if isinstance(fact, Unmeasured)])
    assert isinstance(told, Unmeasured)
    assert told.path == ".coverage"
    assert "install it" in told.reason
    assert [fact for fact in facts if isinstance(fact, ExecutionFact)]


def test_a_newer_report_stands_for_the_data_file(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the JSON of the data tells is not computed again."""
    os.utime(project / ".coverage", (100, 100))
    monkeypatch.setitem(sys.modules, "coverage", None)
    facts = list(collect(inquiry(project, ".coverage", "coverage.json")))
    assert {fact.path for fact in facts if isinstance(fact, CoverageFact)} == {"coverage.json"}
    assert not [fact for fact in facts if isinstance(fact, Unmeasured)]


def test_a_newer_data_file_stands_for_an_old_report(project: Path) -> None:
    """After new tests the data file counts, until another report is made of it."""
    os.utime(project / "coverage.json", (100, 100))
    facts = list(collect(inquiry(project, "coverage.json", ".coverage")))
    assert {fact.path for fact in facts if isinstance(fact, CoverageFact)} == {".coverage"}


def test_freshness_is_that_of_the_report(project: Path) -> None:
    """Both kinds of fact are fresh where this run made the report."""
    facts = list(collect(inquiry(project, ".coverage", since=0)))
    assert {one.freshness.age for one in facts if isinstance(one, CoverageFact | ExecutionFact)} == {Age.FRESH}


def test_data_of_a_longer_file_is_stale(project: Path) -> None:
    """Data that tells of lines which a file does not have any more is stale, whoever made it."""
    (project / "src" / "tea" / "kettle.py").write_text("X = 1\n")
    facts = list(collect(inquiry(project, ".coverage", since=0)))
    ages = {fact.measured: fact.freshness.age for fact in facts if isinstance(fact, CoverageFact)}
    assert ages == {"src/tea/kettle.py": Age.STALE, "src/tea/cup.py": Age.FRESH, "src/tea/unused.py": Age.FRESH}


@pytest.mark.parametrize(
    "text", ["def broken(:\n", "x = 1\0\n", f"x = {'(' * 5000}1\n", "# coding: nonesuch\n", "'\\d'\n"]
)
def test_a_source_that_cannot_be_parsed_is_unmeasured(project: Path, text: str) -> None:
    """A file that is no Python now is told to be unmeasured, and what a compiler warns of stays silent."""
    (project / "src" / "tea" / "cup.py").write_text(text)
    facts = list(collect(inquiry(project, ".coverage")))
    if text.startswith("'"):
        assert not [fact for fact in facts if isinstance(fact, Unmeasured)]
    else:
        told = only([fact for fact in facts if isinstance(fact, Unmeasured)])
        assert isinstance(told, Unmeasured)
        assert told.path == "src/tea/cup.py"
    assert {"src/tea/kettle.py"} <= {fact.measured for fact in facts if isinstance(fact, CoverageFact)}
