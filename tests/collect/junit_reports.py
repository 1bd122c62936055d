"""What the tests of JUnit reports share."""

from __future__ import annotations

from pathlib import Path

from tests.projects import write

from flowkit.collect.junit import collect
from flowkit.model.evidence import Flaw, TestFact

from .asking import inquiry


def told(root: Path, report: str, name: str = "junit.xml", since: int | None = None) -> list[TestFact]:
    """Return the tests of a report."""
    write(root, {name: report})
    found = list(collect(inquiry(root, since)))
    assert all(isinstance(fact, TestFact) for fact in found), found
    return [fact for fact in found if isinstance(fact, TestFact)]


def flaw(root: Path, report: str | bytes) -> Flaw:
    """Return what is wrong with a report, where nothing else is told."""
    (root / "junit.xml").write_bytes(report if isinstance(report, bytes) else report.encode())
    (found,) = collect(inquiry(root))
    assert isinstance(found, Flaw)
    return found


def case(inside: str = "", attributes: str = 'name="a"') -> str:
    """Return a report of one test case."""
    return f'<testsuite name="x"><testcase {attributes}>{inside}</testcase></testsuite>'
