"""Test runs that flowkit's plug-in for pytest recorded in ``.flowkit/tests.json``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from flowkit.collect.recordings import RecordedTest, Recording, own_files
from flowkit.collect.recordings.reading import base_of, dependences, recordings
from flowkit.collect.repository import Repository
from flowkit.model.evidence import FRESH, Age, Dependence, Flaw, Freshness, TestFact

if TYPE_CHECKING:
    from flowkit.collect import Inquiry
    from flowkit.collect.assertions import Assertions

_GONE = Freshness(Age.STALE, "the file is not there")


def collect(inquiry: Inquiry) -> Iterator[TestFact | Flaw]:
    """Yield every recorded test, as fresh as the digests of what it rests on say.

    A recording that was edited, or in which no file is of this project, is a flaw, and nothing in it counts.
    """
    for path, recording in recordings(inquiry):
        if isinstance(recording, Flaw):
            yield recording
        else:
            yield from _Told(inquiry.repository, path, recording).facts()


class _Told:
    """The tests of one recording.

    Args:
        repository: the files as they are now.
        report: the path of the recording.
        recording: what it holds.
    """

    def __init__(self, repository: Repository, report: str, recording: Recording) -> None:
        self.repository, self.report, self.recording = repository, report, recording
        self.base = base_of(report)
        own = own_files(recording)
        self._shared = [dependences(run, self.base, leave_out=own[index]) for index, run in enumerate(recording.runs)]
        # What all tests of a run share is compared once, and not with the files of each.
        self._ages = [repository.freshness(shared) if shared else FRESH for shared in self._shared]
        self._rests: dict[tuple[int, tuple[str, ...]], tuple[Freshness, tuple[Dependence, ...]]] = {}
        self._there: dict[str, bool] = {}

    @cached_property
    def _assertions(self) -> Assertions:
        from flowkit.collect.assertions import Assertions

        return Assertions(self.repository)

    def facts(self) -> Iterator[TestFact | Flaw]:
        tests = self.recording.tests
        if tests and not any(self._is_there(test.path) for test in tests):
            message = "is of another project: none of its test files is here; nothing in it counts"
            yield Flaw(self.report, message, hint="Run the tests of this project with pytest --flowkit.")
            return
        for test in tests:
            yield self._fact(test)

    def _is_there(self, path: str) -> bool:
        if path not in self._there:
            self._there[path] = self.repository.modified(self.base + path) is not None
        return self._there[path]

    def _fact(self, test: RecordedTest) -> TestFact:
        run = self.recording.runs[test.run]
        path = self.base + test.path
        freshness, rests_on = self._rest(test)
        scenario = (self.base + test.scenario["feature"], test.scenario["name"]) if test.scenario else None
        return TestFact(
            path=path,
            test=test.id,
            outcome=test.outcome,
            report=self.report,
            markers=test.markers,
            reason=test.reason,
            span=self.repository.line_span(path, test.line),
            scenario=scenario,
            hollow=self._assertions.is_hollow(test, self.base),
            commit=run.commit,
            freshness=freshness if self._is_there(test.path) else _GONE,
            depends_on=rests_on,
        )

    def _rest(self, test: RecordedTest) -> tuple[Freshness, tuple[Dependence, ...]]:
        """Return how fresh a test is and what it rests on; tests with the same files share one answer."""
        key = test.run, test.files
        if key not in self._rests:
            run = self.recording.runs[test.run]
            own = tuple(Dependence(self.base + file, run.sources.get(file)) for file in test.files)
            # A test that rests on nothing is as old as nobody knows; the file that it stands in is always its own.
            freshness = self.repository.freshness(own)
            if freshness.age is Age.FRESH:
                freshness = self._ages[test.run]
            self._rests[key] = freshness, (*own, *self._shared[test.run])
        return self._rests[key]
