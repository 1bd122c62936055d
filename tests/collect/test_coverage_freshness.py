"""Which of several reports counts, and how old it is."""

from __future__ import annotations

import os
from pathlib import Path

from tests.projects import write

from flowkit.collect.coverage import collect
from flowkit.model.evidence import Age, CoverageFact

from .coverage_reports import TARPAULIN, figures, inquiry, source


def test_the_newest_report_counts(tmp_path: Path) -> None:
    """Of two reports that tell of one file, the newer one does; what only the older one tells stays."""
    lines = "TN:\nSF:src/a.c\nDA:1,{}\nend_of_record\n"
    write(tmp_path, {"a.info": lines.format(1) + lines.format(1).replace("a.c", "b.c"), "b.info": lines.format(0)})
    write(tmp_path, {"src/a.c": source(), "src/b.c": source()})
    for names in (("a.info", "b.info"), ("b.info", "a.info")):
        os.utime(tmp_path / "a.info", (100, 100))
        os.utime(tmp_path / "b.info", (200, 200))
        found = figures(list(collect(inquiry(tmp_path, *names))))
        assert found == {("src/a.c", "line"): (0, 1), ("src/b.c", "line"): (1, 1)}


def test_of_reports_of_one_moment_the_first_counts(tmp_path: Path) -> None:
    """Where time does not tell, the order of the configuration does."""
    lines = "TN:\nSF:src/a.c\nDA:1,{}\nend_of_record\n"
    write(tmp_path, {"a.info": lines.format(1), "b.info": lines.format(0), "src/a.c": source()})
    for name in ("a.info", "b.info"):
        os.utime(tmp_path / name, (100, 100))
    assert figures(list(collect(inquiry(tmp_path, "a.info", "b.info")))) == {("src/a.c", "line"): (1, 1)}
    assert figures(list(collect(inquiry(tmp_path, "b.info", "a.info")))) == {("src/a.c", "line"): (0, 1)}


def test_a_report_of_this_run_is_fresh(tmp_path: Path) -> None:
    """What was written since the run began is fresh; without a run or a record nothing is known."""
    write(tmp_path, {"lcov.info": TARPAULIN, "src/lib.rs": source()})
    modified = (tmp_path / "lcov.info").stat().st_mtime_ns
    ages = [
        fact.freshness.age
        for since in (modified, modified + 1, None)
        for fact in collect(inquiry(tmp_path, "lcov.info", since=since))
        if isinstance(fact, CoverageFact)
    ]
    assert ages == [Age.FRESH, Age.UNKNOWN, Age.UNKNOWN]


def test_a_report_of_a_longer_file_is_stale(tmp_path: Path) -> None:
    """A report that tells of a line which the file does not have speaks of another state of it."""
    write(tmp_path, {"lcov.info": "TN:\nSF:src/a.c\nDA:7,1\nend_of_record\n", "src/a.c": source(3)})
    since = (tmp_path / "lcov.info").stat().st_mtime_ns
    (fact,) = collect(inquiry(tmp_path, "lcov.info", since=since))
    assert isinstance(fact, CoverageFact)
    assert fact.freshness.age is Age.STALE
    assert "line 7" in fact.freshness.reason
