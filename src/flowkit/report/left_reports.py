"""The reports that lie in a project, in words; what a verification rests on has been told with its verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flowkit.model.evidence import Age
from flowkit.model.left_report import LeftReport

_AGES = {
    Age.FRESH: "of what is there now",
    Age.STALE: "older than what it speaks of",
    Age.UNKNOWN: "undated, so that it proves nothing by itself",
}


def told_reports(reports: Iterable[LeftReport]) -> Iterator[str]:
    """Yield a line for each report from which nothing was taken, or of which nobody knows what it speaks of."""
    for report in reports:
        if report.tests is None:
            yield f"{report.path}: coverage, {_AGES[report.freshness.age]}"
        elif not report.naming or report.freshness.age is not Age.FRESH:
            tests = f"{report.tests} {'test' if report.tests == 1 else 'tests'}"
            names = f"{report.naming or 'none'} of them naming what a plan defines"
            yield f"{report.path}: {tests}, {report.passed} passed, {names}; {_AGES[report.freshness.age]}"
