"""What flowkit's plug-in for pytest records: the file ``.flowkit/tests.json``, its form and how it is merged.

The file holds the outcome of every test, what its run imported and which reports the run left, with the digest of each
file. It is written by ``flowkit.pytest_plugin``. Its paths are relative to the folder that holds ``.flowkit``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from flowkit.model.evidence import Outcome

SCHEMA = "flowkit-tests-1"
FOLDER = ".flowkit"
FILE = "tests.json"


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the tests.

    Attributes:
        commit: the commit that was checked out; None where there is no repository.
        started: when it began, ISO 8601 in UTC.
        sources: every file of the project that it imported or read as a feature -> its digest; None where the file
            changed while the tests ran, so that nobody knows what ran.
        reports: the coverage data and other reports that it left -> their digests.
    """

    commit: str | None
    started: str
    sources: Mapping[str, str | None] = field(default_factory=dict)
    reports: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordedTest:
    """How a test ended; see ``flowkit.model.evidence.TestFact``.

    Attributes:
        scenario: ``feature`` and ``name`` of the scenario that it runs, where it runs one.
        steps: where the functions of the steps stand that it ran: ``tests/conftest.py:40``.
        files: its own file, the conftest files above it, its feature file, and the data that tests of its file read.
        run: the place of its run among the runs.
        elsewhere: tests of its file started other processes, and what these executed nobody knows.
    """

    id: str
    path: str
    line: int
    outcome: Outcome
    reason: str | None = None
    duration: float = 0.0
    markers: tuple[str, ...] = ()
    scenario: Mapping[str, str] | None = None
    steps: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    run: int = 0
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Recording:
    """All that the file holds."""

    runs: tuple[Run, ...] = ()
    tests: tuple[RecordedTest, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """What one run of the tests has to add to a recording.

    Attributes:
        run: the run.
        tests: those that ran; their ``run`` is left to the merge.
        deselected: those that were collected and then left out.
        collected: the ids of all that were collected.
        whole: the files whose tests were all collected, so that one which is not among them is gone.
        unusable: the files that gave no tests: skipped or broken as a whole, and why.
    """

    run: Run
    tests: tuple[RecordedTest, ...]
    deselected: tuple[RecordedTest, ...] = ()
    collected: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    unusable: Mapping[str, tuple[Outcome, str]] = field(default_factory=dict)


class BrokenRecordingError(ValueError):
    """The file is not what the plug-in wrote; the message says in what."""


def dump(recording: Recording) -> str:
    """Return the text of the file, a run or test a line."""
    runs = [_plain(run) for run in recording.runs]
    tests = [_plain(test) for test in recording.tests]
    listed = (",\n".join(json.dumps(one, sort_keys=True) for one in many) for many in (runs, tests))
    head = f'{{"schema": "{SCHEMA}", "digest": "{_digest(runs, tests)}"'
    return head + ',\n"runs": [\n{}\n],\n"tests": [\n{}\n]}}\n'.format(*listed)


def parse(data: bytes) -> Recording:
    """Return what the file holds.

    Raises:
        BrokenRecordingError: it is no JSON, of another schema, has a wrong digest or a value out of place.
    """
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BrokenRecordingError("is not JSON") from error
    match raw:
        case {"schema": str(schema), "digest": str(digest), "runs": list(runs), "tests": list(tests)}:
            if schema != SCHEMA:
                raise BrokenRecordingError(f"is of the schema {schema[:40]!r}, not {SCHEMA!r}")
            if digest != _digest(runs, tests):
                raise BrokenRecordingError("was changed after flowkit's plug-in wrote it")
            return Recording(tuple(map(_run, runs)), tuple(_test(test, len(runs)) for test in tests))
        case _:
            raise BrokenRecordingError("is no recording of tests")


def _plain(one: Run | RecordedTest) -> dict[str, object]:
    # What stands in it is plain already; dataclasses.asdict would copy it all, which takes twenty times as long.
    return {entry.name: getattr(one, entry.name) for entry in fields(one)}


def _digest(runs: Sequence[object], tests: Sequence[object]) -> str:
    from hashlib import sha256

    canonical = json.dumps({"runs": runs, "tests": tests}, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode("ascii")).hexdigest()


def _run(raw: object) -> Run:
    match raw:
        case {
            "commit": str() | None as commit,
            "started": str(started),
            "sources": dict(sources),
            "reports": dict(reports),
        } if all(isinstance(one, str | None) for one in sources.values()) and _is_text(reports.values()):
            return Run(commit, started, sources, reports)
    raise BrokenRecordingError("holds a run that is none")


def _test(raw: object, runs: int) -> RecordedTest:
    match raw:
        case {
            "id": str(name),
            "path": str(path),
            "line": int(line),
            "outcome": str(outcome),
            "reason": str() | None as reason,
            "duration": float() | int() as duration,
            "markers": list(markers),
            "scenario": None | {"feature": str(), "name": str()} as scenario,
            "steps": list(steps),
            "files": list(files),
            "run": int(run),
        } if outcome in _OUTCOMES and 0 <= run < runs and _is_text([*markers, *steps, *files]):
            lists = tuple(markers), scenario, tuple(steps), tuple(files)
            # Earlier versions did not write it.
            elsewhere = isinstance(raw, dict) and raw.get("elsewhere") is True
            return RecordedTest(name, path, line, Outcome(outcome), reason, float(duration), *lists, run, elsewhere)
    raise BrokenRecordingError("holds a test that is none")


_OUTCOMES = frozenset(Outcome)


def _is_text(values: Iterable[object]) -> bool:
    return all(isinstance(one, str) for one in values)


def merge(old: Recording, session: Session, digest: Callable[[str], str | None]) -> Recording:
    """Return a recording with what a session adds: what it saw replaces what was known of the same tests.

    A test that was deselected keeps its record if it has one. What is left of a test or a file that is gone is dropped,
    and so is a run that no test and no report refers to any more.

    Args:
        old: the recording so far.
        session: what the run of the tests saw.
        digest: the digest of a file as it is now, None where it is gone.
    """
    new = len(old.runs)
    tests = {test.id: replace(test, run=new) for test in session.tests}
    for test in old.tests:
        if test.id in tests or digest(test.path) is None:
            continue
        if test.path in session.unusable:
            outcome, reason = session.unusable[test.path]
            files = tuple(path for path in test.files if path in session.run.sources)
            tests[test.id] = replace(test, outcome=outcome, reason=reason, files=files, run=new)
        elif test.path not in session.whole or test.id in session.collected:
            tests[test.id] = test
    for test in session.deselected:
        if test.id not in tests or tests[test.id].outcome is Outcome.DESELECTED:
            tests[test.id] = replace(test, run=new)
    kept = tuple(sorted(tests.values(), key=lambda test: (test.path, test.line, test.id)))
    return _pruned(Recording((*old.runs, _without_idle(session, kept, new)), old.tests), kept, digest)


def _without_idle(session: Session, tests: Iterable[RecordedTest], new: int) -> Run:
    """Return the run without the files that gave no tests and are no test's own: nothing rests on them."""
    own = {path for test in tests if test.run == new for path in test.files}
    idle = session.unusable.keys() - own
    return replace(session.run, sources={path: one for path, one in session.run.sources.items() if path not in idle})


def _pruned(old: Recording, tests: tuple[RecordedTest, ...], digest: Callable[[str], str | None]) -> Recording:
    """Return the tests with the runs that they, or a report that still lies there, refer to."""
    runs: list[Run] = []
    places: dict[int, int] = {}
    before, after = own_files(old), own_files(Recording(old.runs, tests))
    used = {test.run for test in tests}
    for index, run in enumerate(old.runs):
        reports = {path: one for path, one in run.reports.items() if digest(path) == one}
        # The files of tests that this run no longer speaks for would be taken for sources of all its tests.
        gone = before[index] - after[index]
        if index in used:
            places[index] = len(runs)
            sources = {path: one for path, one in run.sources.items() if path not in gone}
            runs.append(replace(run, sources=sources, reports={} if gone else reports))
        # Its reports depend on those files all the same.
        if reports and (gone or index not in used):
            runs.append(replace(run, reports=reports))
    return Recording(tuple(runs), tuple(replace(test, run=places[test.run]) for test in tests))


def own_files(recording: Recording) -> tuple[frozenset[str], ...]:
    """Return for each run the files that are its tests' own: each of them matters to some tests alone."""
    found: list[set[str]] = [set() for _ in recording.runs]
    for test in recording.tests:
        found[test.run].update(test.files)
    return tuple(map(frozenset, found))
