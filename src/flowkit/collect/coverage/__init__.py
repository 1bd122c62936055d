"""Coverage that the project's tools measured: coverage.py's JSON and data file, Cobertura XML, LCOV.

Every figure is counted, line by line and branch by branch; a percentage that a report states is never read. A file
without a line that counts has no figure.

Where several reports tell of one file, a fresh one does before others, then the newest, then the one that is configured
first; so the JSON that was written from a data file stands for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing

from flowkit.collect import Inquiry
from flowkit.collect.coverage.asked import Asked
from flowkit.collect.coverage.bodies import body_lines
from flowkit.collect.coverage.measured import Measured, Report, UnusableReportError, Wanted
from flowkit.collect.coverage.opening import Found, find_reports, open_report
from flowkit.collect.coverage.placing import placed
from flowkit.collect.tags.comments import PYTHON, kind_of
from flowkit.model.evidence import Age, BodyFact, CoverageFact, Evidence, ExecutionFact, Flaw, Freshness, Unmeasured

_TESTS = "tests"


def collect(inquiry: Inquiry) -> Iterator[Evidence]:
    """Yield what was measured of the project's files, and which tests ran the lines of those that plans ask about.

    A test that is known to have run, but no line of such a file, has an execution fact without lines.
    """
    collection = _Collection(inquiry)
    for found in find_reports(inquiry):
        if isinstance(found, Flaw):
            yield found
            continue
        try:
            with closing(open_report(found.path, inquiry.repository)) as report:
                yield from collection.read(found, report)
        except UnusableReportError as error:
            yield Flaw(found.path, error.message, hint=error.hint)
    yield from collection.rest()


class _Collection:
    """What was told of which file so far, since each file is told of once."""

    def __init__(self, inquiry: Inquiry) -> None:
        self._inquiry = inquiry
        self._repository = inquiry.repository
        self._asked = Asked(inquiry.plans, inquiry.repository)
        self._told: set[tuple[str, str]] = set()
        self._unmeasured: dict[tuple[str, str], list[Unmeasured]] = {}
        self._reached: set[str] = set()
        self._parsed: set[str] = set()
        self._idle: dict[str, ExecutionFact] = {}

    def read(self, found: Found, report: Report) -> Iterator[Evidence]:
        """Yield what a report tells that none before it told.

        Raises:
            UnusableReportError: the report is broken.
        """
        places = placed(report.names, found.path, self._repository)
        if not any(places):
            message = f"tells of {_files(len(places))}, and none of them is in this project now"
            yield Flaw(found.path, message, hint="Is it another project's report? Let this project's tests write it.")
        tests = report.every_test()
        mattering: str | None = None
        for number, files in enumerate(places):
            if len(files) > 1:
                reason = f"{found.path} tells of {report.names[number][-1]}, which may be {' or '.join(files)}"
                yield Unmeasured(found.path, "coverage", reason)
            for path in files if len(files) == 1 else ():
                data = self._repository.read(path)
                wanted = Wanted(number, path, None if data is None else _lines(data))
                yield from self._counts(found, report, wanted)
                if data is not None and self._asked.execution_of(path, data):
                    mattering = mattering or path
                    yield from self._body(path, data) if tests else ()
                    yield from self._executions(found, report, wanted)
        if mattering is not None:
            fact = (found.path, mattering)
            for test in (*tests, *self._silent(found.path, tests)):
                self._idle.setdefault(test, ExecutionFact(*fact, test, frozenset(), found.freshness, found.depends_on))

    def _silent(self, path: str, tests: Sequence[str]) -> Iterable[str]:
        """Return the tests of which a report tells nothing, and others of their run something: they ran no line."""
        from flowkit.collect.recordings.reading import tests_beside

        known = frozenset(tests)
        beside = tests_beside(self._inquiry, path) if known else frozenset()
        # Where no name agrees, the report calls tests by names of its own.
        return () if known.isdisjoint(beside) else sorted(beside - known)

    def _counts(self, found: Found, report: Report, wanted: Wanted) -> Iterator[CoverageFact]:
        if (wanted.path, "branch") in self._told or (report.costly and not self._asked.coverage_of(wanted.path)):
            return
        measured = report.measured(wanted)
        if isinstance(measured, Unmeasured):
            self._unmeasured.setdefault((found.path, measured.reason), []).append(measured)
            return
        freshness = _freshness(found, wanted, measured)
        for metric, counts in measured.counts.items():
            told = (wanted.path, metric) in self._told
            self._told.add((wanted.path, metric))
            if not told and measured.counts["line"].total:
                figures = (metric, counts.covered, counts.total)
                yield CoverageFact(found.path, wanted.path, *figures, freshness, found.depends_on)

    def _body(self, path: str, data: bytes) -> Iterator[BodyFact]:
        if path not in self._parsed and kind_of(path) in PYTHON:
            self._parsed.add(path)
            if (lines := body_lines(data)) is not None:
                yield BodyFact(path, lines)

    def _executions(self, found: Found, report: Report, wanted: Wanted) -> Iterator[ExecutionFact]:
        if (wanted.path, _TESTS) in self._told:
            return
        for test, lines in report.tests(wanted):
            self._told.add((wanted.path, _TESTS))
            if lines:
                self._reached.add(test)
                yield ExecutionFact(found.path, wanted.path, test, lines, found.freshness, found.depends_on)

    def rest(self) -> Iterator[Evidence]:
        """Yield the tests that ran no line in question, and the files that no report could be counted for."""
        yield from (fact for test, fact in self._idle.items() if test not in self._reached)
        for (report, reason), files in self._unmeasured.items():
            left = [one for one in files if (one.path, "line") not in self._told]
            # What holds for many files is said once, of the report.
            yield from left if len(left) == 1 else [Unmeasured(report, "coverage", reason)] if left else []


def _freshness(found: Found, wanted: Wanted, measured: Measured) -> Freshness:
    if wanted.lines is None or measured.last <= wanted.lines:
        return found.freshness
    reason = f"{found.path} tells of line {measured.last} of {wanted.path}, which has {wanted.lines} lines now"
    return Freshness(Age.STALE, reason)


def _lines(data: bytes) -> int:
    return (data.count(b"\n") or data.count(b"\r")) + 1


def _files(count: int) -> str:
    return "no file" if not count else f"{count} file{'s' if count > 1 else ''}"
