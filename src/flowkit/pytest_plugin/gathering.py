"""What gathers how the tests ended, from this process and from the workers of pytest-xdist."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

import pytest

from flowkit.collect.recordings import RecordedTest, Recording, Run, Session
from flowkit.model.evidence import Outcome
from flowkit.pytest_plugin.commit import checked_out
from flowkit.pytest_plugin.items import Described
from flowkit.pytest_plugin.observer import Observer, Seen, Told
from flowkit.pytest_plugin.outcomes import Attempt, conclude, worst
from flowkit.pytest_plugin.project import Project
from flowkit.pytest_plugin.selection import whole_files

_UNUSABLE = {"failed": Outcome.ERROR, "skipped": Outcome.SKIPPED}


class Node(Protocol):
    """What pytest-xdist keeps of a worker."""

    workerinput: dict[str, object]


class Gathering:
    """Gathers in the process that the user started.

    Args:
        config: pytest's configuration.
        project: the files of the project.
        observer: what observes this process.
        started: when the run began, in nanoseconds since 1970.
        kinds: the project's own kinds of markers, as text for the workers.
    """

    def __init__(self, config: pytest.Config, project: Project, observer: Observer, started: int, kinds: str) -> None:
        self.config, self.project, self.observer, self.started, self.kinds = config, project, observer, started, kinds
        self._nodes: list[Node] = []
        self._attempts: dict[str, dict[str, list[Attempt]]] = {}
        self._tests: dict[str, Described] = {}
        self._steps: dict[str, list[str]] = {}
        self._modules: set[str] = set()
        self._data: dict[str, set[str]] = {}
        self._starting: set[str] = set()

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Node) -> None:
        """Tell a worker of pytest-xdist how the project's markers are spelled, and keep it in mind."""
        node.workerinput["flowkit"] = self.kinds
        self._nodes.append(node)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take in a report, from this process or from a worker."""
        told: Told = vars(report).get("flowkit", {})
        name = self._plain(report.nodeid)
        test = told.get("test")
        if test is not None:
            self._tests[name] = test
        worker = str(getattr(getattr(getattr(report, "node", None), "gateway", None), "id", ""))
        attempts = self._attempts.setdefault(name, {}).setdefault(worker, [])
        if report.when == "setup" or not attempts:
            attempts.append(Attempt())
        attempts[-1].add(report, undefined=told.get("undefined", False), raised=told.get("raised"))
        file = name.partition("::")[0]
        self._data.setdefault(file, set()).update(told.get("data", ()))
        if told.get("started"):
            self._starting.add(file)
        if "steps" in told:
            self._steps[name] = told["steps"]
        self._modules.update(told.get("modules", ()))

    def _plain(self, name: str) -> str:
        """Return the id of a test without the group that pytest-xdist adds to it."""
        grouped = self.config.getoption("dist", "no") == "loadgroup" and name.rfind("@") > name.rfind("]")
        return name.rpartition("@")[0] if grouped else name

    def session(self, old: Recording) -> Session:
        """Return what the whole run saw; of a test that took its worker with it, what was recorded of it before."""
        seen = self._seen()
        known = {test.id: _described(test) for test in old.tests}
        known |= {test["id"]: test for one in seen for test in one["marked"]}
        known |= self._tests
        ended = (self._ended(name, known.get(name)) for name in self._attempts)
        data = self._read(seen)
        tests = tuple(self._resting_on(test, data.get(test.path, ())) for test in ended if test is not None)
        left = {test["id"]: test for one in seen for test in one["deselected"]}
        deselected = tuple(_recorded(test, Outcome.DESELECTED) for test in left.values())
        files = {path: ended for one in seen for path, ended in one["files"].items()}
        unusable = {path: (_UNUSABLE[how], why) for path, (how, why) in files.items() if how in _UNUSABLE}
        own = {file for test in (*tests, *deselected) for file in test.files}
        own.update(file for path in unusable for file in (path, *self.project.conftests(path)))
        modules = self._modules.union(*(one["modules"] for one in seen))
        started = datetime.fromtimestamp(self.started / 1e9, tz=UTC).isoformat(timespec="seconds")
        return Session(
            run=Run(checked_out(self.project.root), started, self._sources(modules.difference(files), own)),
            tests=tests,
            deselected=deselected,
            collected=frozenset(name for one in seen for name in one["collected"]),
            whole=whole_files(self.config, self.project, (path for path in files if path not in unusable)),
            unusable=unusable,
        )

    def _read(self, seen: Iterable[Seen]) -> dict[str, set[str]]:
        """Return for each file of tests the data that was read while it was collected or one of its tests ran.

        Tests of one file share what one of them has read. What was written meanwhile is a product that they made.
        """
        for one in seen:
            for path, files in one["data"].items():
                self._data.setdefault(path, set()).update(files)
        return {path: {file for file in files if self._is_untouched(file)} for path, files in self._data.items()}

    def _resting_on(self, test: RecordedTest, data: Iterable[str]) -> RecordedTest:
        files = tuple(dict.fromkeys((*test.files, *sorted(data))))
        return replace(test, files=files, elsewhere=test.path in self._starting)

    def _seen(self) -> list[Seen]:
        """Return what every process saw; a worker that died says nothing."""
        outputs = (getattr(node, "workeroutput", None) for node in self._nodes)
        told: list[Seen] = [json.loads(output["flowkit"]) for output in outputs if output and "flowkit" in output]
        return [self.observer.seen(), *told]

    def _ended(self, name: str, test: Described | None) -> RecordedTest | None:
        """Return how a test ended, or None where it was interrupted or its file is not the project's own."""
        results = [conclude(attempts) for attempts in self._attempts[name].values()]
        known = [result for result in results if result is not None]
        if test is None:
            test = _unknown(name, self.project)
        if test is None or len(known) < len(results):
            return None
        outcome, reason = worst(known)
        duration = sum(attempts[-1].duration for attempts in self._attempts[name].values())
        return _recorded(test, outcome, reason or None, duration, tuple(self._steps.get(name, ())))

    def _sources(self, modules: Iterable[str], own: Iterable[str]) -> dict[str, str | None]:
        """Return the digests of what the run rests on; None of what changed while it ran.

        Conftest files and those of tests matter to some tests alone: they are here if they are some test's own.
        """
        shared = (path for path in modules if path.rpartition("/")[2] != "conftest.py")
        there = (path for path in shared if (self.project.root / path).is_file())
        paths = sorted({*there, *own})
        return {path: self.project.digest(path) if self._is_untouched(path) else None for path in paths}

    def _is_untouched(self, path: str) -> bool:
        return self.project.is_untouched(path, self.started)


def _recorded(
    test: Described, outcome: Outcome, reason: str | None = None, duration: float = 0.0, steps: tuple[str, ...] = ()
) -> RecordedTest:
    return RecordedTest(
        id=test["id"],
        path=test["path"],
        line=test["line"],
        outcome=outcome,
        reason=reason,
        duration=round(duration, 6),
        markers=tuple(test["markers"]),
        scenario=test["scenario"],
        steps=steps,
        files=tuple(test["files"]),
    )


def _described(test: RecordedTest) -> Described:
    return Described(
        id=test.id,
        path=test.path,
        line=test.line,
        markers=list(test.markers),
        scenario=None if test.scenario is None else dict(test.scenario),
        files=list(test.files),
    )


def _unknown(name: str, project: Project) -> Described | None:
    """Return what the id of a test says of it: a worker died before it could say more."""
    path = name.partition("::")[0]
    if not (project.root / path).is_file():
        return None
    return Described(id=name, path=path, line=1, markers=[], scenario=None, files=[path, *project.conftests(path)])
