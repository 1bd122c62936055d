"""What the tests of coverage reports share."""

from __future__ import annotations

import json
from pathlib import Path

from flowkit.collect import Inquiry
from flowkit.collect.coverage import collect
from flowkit.collect.repository import Repository
from flowkit.config import Config
from flowkit.model.evidence import CoverageFact, Evidence, Flaw
from flowkit.settings import Reports

TARPAULIN = """TN:
SF:/home/ada/tea/src/lib.rs
DA:1,0
DA:2,4
LF:2
LH:1
end_of_record
"""
GCOVR = """<?xml version='1.0' encoding='UTF-8'?>
<!DOCTYPE coverage SYSTEM 'http://cobertura.sourceforge.net/xml/coverage-04.dtd'>
<coverage line-rate="1.0" branch-rate="1.0" lines-covered="9" lines-valid="9" version="gcovr 7.2" timestamp="1">
  <sources><source>.</source></sources>
  <packages><package name="src" line-rate="1.0" branch-rate="1.0" complexity="0.0"><classes>
    <class name="kettle_c" filename="src/kettle.c" line-rate="1.0" branch-rate="1.0" complexity="0.0">
      <methods><method name="boil" signature="()" line-rate="1.0" branch-rate="1.0"><lines>
        <line number="2" hits="1" branch="false"/></lines></method></methods>
      <lines>
        <line number="2" hits="1" branch="false"/>
        <line number="3" hits="7" branch="true" condition-coverage="50% (1/2)">
          <conditions><condition number="0" type="jump" coverage="50%"/></conditions></line>
        <line number="4" hits="0" branch="false"/>
      </lines>
    </class>
  </classes></package></packages>
</coverage>
"""


def inquiry(root: Path, *reports: str, since: int | None = None, max_size: int = 10_000_000) -> Inquiry:
    """Return an inquiry about the coverage reports of a project."""
    config = Config(root=root, reports=Reports(coverage=reports))
    return Inquiry(Repository(root, max_size=max_size), config, (), since)


def figures(facts: list[Evidence]) -> dict[tuple[str, str], tuple[int, int]]:
    """Return the counts by file and metric; nothing else was told."""
    assert all(isinstance(fact, CoverageFact) for fact in facts), facts
    return {(one.measured, one.metric): (one.covered, one.total) for one in facts if isinstance(one, CoverageFact)}


def flaw(root: Path, *reports: str) -> Flaw:
    """Return the one thing that is told, a flaw."""
    (fact,) = collect(inquiry(root, *reports))
    assert isinstance(fact, Flaw), fact
    return fact


def source(lines: int = 20) -> str:
    """Return a source file of some lines."""
    return "x\n" * lines


def report(**files: object) -> str:
    """Return a JSON report of coverage.py, with figures in its summaries that are too good."""
    summary = {"covered_lines": 99, "num_statements": 99, "percent_covered": 100.0}
    entries = {
        name: {"summary": summary, "excluded_lines": [9], **one} for name, one in files.items() if type(one) is dict
    }
    return json.dumps({"meta": {"format": 3, "branch_coverage": True}, "files": entries, "totals": summary})
