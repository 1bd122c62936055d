"""Test runs of any language, from JUnit XML: https://github.com/testmoapp/junitxml describes what tools write."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from flowkit.collect.junit.cases import BrokenReportError, Case, read_cases
from flowkit.collect.junit.markers import markers_of
from flowkit.collect.recordings import RecordedTest, Recording
from flowkit.collect.recordings.reading import recordings, report_freshness
from flowkit.model.evidence import OWN_REPORT, Flaw, TestFact
from flowkit.model.marker import Grammar

if TYPE_CHECKING:
    from flowkit.collect import Inquiry
    from flowkit.collect.assertions import Assertions

_DEEPEST = 40


def collect(inquiry: Inquiry) -> Iterator[TestFact | Flaw]:
    """Yield every test of every configured report.

    A test that flowkit's plug-in recorded too, under the same id, is left to that record. A report that cannot be used
    is a flaw: broken XML, a document type, a path that leads out of the project, a file that is too large.
    """
    repository, grammar = inquiry.repository, inquiry.config.grammar()
    reports: dict[str, None] = {}
    for pattern in inquiry.config.reports.junit:
        if repository.inside(pattern) is None:
            yield Flaw(pattern, "leads out of the project, so it is not read")
        reports |= dict.fromkeys(repository.glob(pattern))
    recorded = _recorded(inquiry) if reports else frozenset()
    for path in reports:
        for fact in _facts(inquiry, path, grammar):
            if isinstance(fact, Flaw) or fact.test not in recorded:
                yield fact


def _recorded(inquiry: Inquiry) -> frozenset[str]:
    """Return the ids of the tests that flowkit's plug-in recorded."""
    held = [recording for _, recording in recordings(inquiry) if isinstance(recording, Recording)]
    return frozenset(test.id for recording in held for test in recording.tests)


def _facts(inquiry: Inquiry, path: str, grammar: Grammar) -> Iterator[TestFact | Flaw]:
    repository = inquiry.repository
    data = repository.read(path)
    hint = "Have the tests write it again."
    if data is None:
        yield Flaw(path, f"cannot be read, or has more than {repository.max_size:,} bytes")
        return
    try:
        cases = read_cases(data)
    except BrokenReportError as error:
        span = repository.line_span(path, error.line) if error.line is not None else None
        yield Flaw(path, f"{error}; nothing in it counts", span, hint)
        return
    told = _Told(inquiry, path, grammar)
    for case in cases:
        # A report of flowkit's own says what it concluded, and proves nothing.
        if OWN_REPORT not in case.properties:
            yield told.fact(case)


class _Told:
    """The tests of one report."""

    def __init__(self, inquiry: Inquiry, report: str, grammar: Grammar) -> None:
        self.repository, self.report, self.grammar = inquiry.repository, report, grammar
        self.freshness, self.depends_on = report_freshness(inquiry, report)
        self._places: dict[tuple[str | None, str], str | None] = {}
        self._files = frozenset(inquiry.repository.files)

    @cached_property
    def _assertions(self) -> Assertions:
        from flowkit.collect.assertions import Assertions

        return Assertions(self.repository)

    def fact(self, case: Case) -> TestFact:
        file = self._file(case)
        name = _name(case, file)
        markers = markers_of(case, self.grammar)
        record = RecordedTest(name, file or "", case.line or 1, case.outcome, markers=markers)
        return TestFact(
            path=file or self.report,
            test=name,
            outcome=case.outcome,
            report=self.report,
            markers=markers,
            reason=case.reason,
            span=self.repository.line_span(file, case.line) if file is not None and case.line is not None else None,
            hollow=file is not None and file.endswith(".py") and self._assertions.is_hollow(record),
            freshness=self.freshness,
            depends_on=self.depends_on,
        )

    def _file(self, case: Case) -> str | None:
        """Return the file of a test: as the report names it, or by the module that its class stands in."""
        key = case.file, case.classname
        if key not in self._places:
            # A test that a library makes is said to stand in that library.
            named = self._named(case.file) if case.file else None
            self._places[key] = named or self._by_module(case.classname)
        return self._places[key]

    def _named(self, file: str) -> str | None:
        path = self.repository.relative(file.replace("\\", "/"))
        return path if path in self._files else None

    def _by_module(self, classname: str) -> str | None:
        """Return the Python file that a dotted name begins with, as pytest writes it: ``tests.test_store.TestRead``."""
        parts = classname.split(".")[:_DEEPEST]
        paths = ("/".join(parts[:count]) + ".py" for count in range(len(parts), 0, -1))
        return next((path for path in paths if path in self._files), None)


def _name(case: Case, file: str | None) -> str:
    """Return the name of a test: its id where it is pytest's, otherwise its class and name as the report has them."""
    module = file.removesuffix(".py").replace("/", ".") if file is not None and file.endswith(".py") else None
    if file is None or module is None or not f"{case.classname}.".startswith(f"{module}."):
        return f"{case.classname}::{case.name}" if case.classname else case.name
    classes = case.classname.removeprefix(module).strip(".")
    return "::".join([file, *(classes.split(".") if classes else ()), case.name])
