"""What the tests of verdicts share: a plan, and evidence of which everything holds."""

from __future__ import annotations

from dataclasses import replace

from flowkit.judge.assessment import assess
from flowkit.judge.verification import judge
from flowkit.model.evidence import (
    FRESH,
    Age,
    ContractFact,
    CoverageFact,
    Evidence,
    FileFact,
    Freshness,
    Outcome,
    SymbolFact,
    TagFact,
    TestFact,
)
from flowkit.model.plan import Plan
from flowkit.model.source import Span
from flowkit.model.verdict import Assessment, Finding, Surroundings
from flowkit.read.document import document_from_bytes
from flowkit.read.gherkin import read_feature
from flowkit.read.plans import read_plan

PLAN = """\
# Work plan: tea

**Run ID:** tea

## Tasks

### IMPL_001: Kettle
{status}
**Dependencies:** None

**Deliverables:**
- `src/kettle.py` - the class `Kettle`

**Acceptance criteria:**
- AC-1: It boils
- AC-2: It stops by itself{attested}

**Contract endpoints:**
- CE_KETTLE: What it can be asked

### TEST_001: Tests of the kettle
{status}
**Dependencies:** IMPL_001

**Deliverables:**
- `tests/test_kettle.py`

**Coverage targets:**
- COV_KETTLE: 90% line coverage of kettle.py

**Scenarios:**
- SC-001: It whistles
"""
FEATURE = "Feature: Kettle\n\n  @SC-001\n  Scenario: It whistles\n    When it boils\n    Then it whistles\n"
STALE = Freshness(Age.STALE, "src/kettle.py changed since")


def plan(status: str = "\n**Status:** Done\n", attested: str = "") -> Plan:
    """Return the plan, by default with every task done."""
    return read_plan(document_from_bytes(PLAN.format(status=status, attested=attested).encode(), "plans/tea.md"))


def a_test(name: str, *markers: str, outcome: Outcome = Outcome.PASSED, line: int = 1) -> TestFact:
    """Return a test of the kettle that ran on what is there now."""
    span = Span(0, 0, line, 1)
    path = "tests/test_kettle.py"
    return TestFact(path, f"{path}::{name}", outcome, ".flowkit/tests.json", markers, span=span, freshness=FRESH)


BOILS = a_test("test_boils", "tea:IMPL_001/AC-1")
STOPS = a_test("test_stops", "IMPL_001/AC-2", line=10)
ASKED = a_test("test_asked", "CE_KETTLE", line=20)
WHISTLES = replace(a_test("test_whistles", line=30), scenario=("features/kettle.feature", "It whistles"))
KETTLE = FileFact("src/kettle.py", "src/kettle.py")
CLASS = SymbolFact("src/kettle.py", "Kettle", "class", Span(0, 5, 1, 1))
TESTS = FileFact("tests/test_kettle.py", "tests/test_kettle.py")
COVERED = CoverageFact(".coverage", "src/kettle.py", "line", 9, 10, FRESH)
CONTRACT = ContractFact("kettle.json", "CE_KETTLE", "/properties/kettle", found=True)
IMPLEMENTS = TagFact("src/kettle.py", "implements", "CE_KETTLE", Span(0, 5, 3, 1))
ALL: tuple[Evidence, ...] = (KETTLE, CLASS, TESTS, BOILS, STOPS, ASKED, WHISTLES, COVERED, CONTRACT, IMPLEMENTS)


def assessed(evidence: tuple[Evidence, ...] = ALL, of: Plan | None = None) -> Assessment:
    """Return what some evidence says of the plan."""
    subject = of or plan()
    feature = read_feature(document_from_bytes(FEATURE.encode(), "features/kettle.feature"))
    return assess([subject], [subject], evidence, [feature], whole=True)


def verdicts(evidence: tuple[Evidence, ...] = ALL, of: Plan | None = None) -> dict[str, str]:
    """Return the verdict of each marker, by its short name."""
    found = assessed(evidence, of).markers["plans/tea.md"]
    return {marker.ref.removeprefix("tea:"): marker.verdict.value for marker in found}


def findings(evidence: tuple[Evidence, ...] = ALL, of: Plan | None = None) -> tuple[Finding, ...]:
    """Return what all rules find."""
    subject = of or plan()
    around = Surroundings((subject,), assessment=assessed(evidence, subject))
    return judge([subject], around)


def rules_broken(evidence: tuple[Evidence, ...] = ALL, of: Plan | None = None) -> set[tuple[str, str | None]]:
    """Return the rules that find something, each with its marker."""
    return {(one.rule, (one.marker or "").removeprefix("tea:") or None) for one in findings(evidence, of)}


def without(*facts: Evidence) -> tuple[Evidence, ...]:
    """Return all evidence but some."""
    return tuple(fact for fact in ALL if fact not in facts)


def instead(old: Evidence, *new: Evidence) -> tuple[Evidence, ...]:
    """Return all evidence with something in the place of one fact."""
    return (*without(old), *new)
