"""The reports that lie in a project, and what they have to do with its plans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowkit.model.evidence import UNDATED, Outcome, ReportFact, TestFact
from flowkit.model.left_report import LeftReport
from flowkit.model.verdict import Assessment


def left_reports(assessment: Assessment) -> Iterator[LeftReport]:
    """Yield the reports of tests, and then those of coverage, in the order in which they were read."""
    tests: dict[str, list[TestFact]] = {}
    for fact in assessment.evidence:
        if isinstance(fact, TestFact):
            tests.setdefault(fact.report, []).append(fact)
    naming = {id(binding.fact) for binding in assessment.bindings if binding.names}
    for path, facts in tests.items():
        yield _of_tests(path, facts, sum(id(fact) in naming for fact in facts))
    for fact in assessment.evidence:
        if isinstance(fact, ReportFact) and fact.path not in tests:
            yield LeftReport(fact.path, None, 0, 0, UNDATED)


def _of_tests(path: str, facts: Sequence[TestFact], naming: int) -> LeftReport:
    passed = sum(fact.outcome is Outcome.PASSED for fact in facts)
    return LeftReport(path, len(facts), passed, naming, facts[0].freshness)
