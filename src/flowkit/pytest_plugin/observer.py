"""What sees the tests of one process: it describes them, and hangs what it saw on their reports.

Reports go to the process that writes, at once, so that a process that dies takes nothing with it but its last test.
"""

from __future__ import annotations

import inspect
import json
import sys
import warnings
from collections.abc import Callable, Generator
from typing import TypedDict

import pytest

from flowkit.collect.repository import Repository
from flowkit.model.marker import Grammar
from flowkit.model.naming import names_marker
from flowkit.pytest_plugin.items import NODE_ID, Described, describe
from flowkit.pytest_plugin.project import Project
from flowkit.pytest_plugin.reads import Reads


class Told(TypedDict, total=False):
    """What hangs on a report as its attribute ``flowkit``.

    ``test`` describes the test; ``undefined``: a step is defined nowhere; ``raised``: what the phase ended with, though
    the report may say otherwise; ``steps``: where the steps stand that ran; ``modules``: the project's own modules that
    were imported since the report before; ``data``: the other files of the project that were read since; ``started``:
    another process was started since.
    """

    test: Described | None
    undefined: bool
    raised: str
    steps: list[str]
    modules: list[str]
    data: list[str]
    started: bool


class Seen(TypedDict):
    """What a process saw beside the tests that ran in it.

    Attributes:
        files: each file that was collected -> how that ended, and why.
        collected: the ids of the tests.
        deselected: the tests that were left out.
        marked: the other tests that verify something, so that one which takes its process with it is known.
        modules: the project's own modules.
        data: each file that was collected -> the other files of the project that were read meanwhile.
    """

    files: dict[str, tuple[str, str]]
    collected: list[str]
    deselected: list[Described]
    marked: list[Described]
    modules: list[str]
    data: dict[str, list[str]]


class Observer:
    """Observes one process.

    Args:
        config: pytest's configuration.
        project: the files of the project.
        grammar: how its markers are spelled.
    """

    def __init__(self, config: pytest.Config, project: Project, grammar: Grammar) -> None:
        self.config, self.project, self.grammar = config, project, grammar
        self._files: dict[str, tuple[str, str]] = {}
        self._reads = Reads(project)
        self._data: dict[str, list[str]] = {}
        self._collected: list[pytest.Item] = []
        self._kept: frozenset[int] = frozenset()
        self._steps: dict[str, dict[str, None]] = {}
        self._modules: set[str] = set()
        if "pytest_bdd" in sys.modules:
            self._register_tags()

    def _register_tags(self) -> None:
        """Register the tags in feature files that are markers: pytest-bdd asks nobody about those of examples."""
        repository = Repository(self.project.root)
        for path in repository.files:
            if path.endswith(".feature"):
                lines = (line.strip() for line in (repository.read(path) or b"").splitlines())
                tags = (
                    tag for line in lines if line.startswith(b"@") for tag in line.decode("utf-8", "replace").split()
                )
                for tag in tags:
                    self._register(tag.removeprefix("@"))

    def _register(self, tag: str) -> bool:
        """Register a tag that is a marker; a full name cannot be registered, for its colon."""
        is_marker = names_marker(self.grammar, tag)
        if is_marker and ":" not in tag:
            self.config.addinivalue_line("markers", f"{tag}: a marker of a work plan")
        return is_marker

    @pytest.hookimpl(wrapper=True, optionalhook=True)
    def pytest_bdd_apply_tag(self, tag: str) -> Generator[None, object, object]:
        """Let everybody apply a tag; nobody needs to have registered one that is a marker."""
        if not self._register(tag):
            return (yield)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", pytest.PytestUnknownMarkWarning)
            try:
                return (yield)
            except pytest.fail.Exception:
                if ":" not in tag:
                    raise
                return True

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """See how the collection of each file ended."""
        report = yield
        path = self.project.relative(str(collector.path)) if isinstance(collector, pytest.File) else None
        if path is not None:
            self._files[path] = (report.outcome, reason_of(report.longrepr))
            self._data.setdefault(path, []).extend(self._reads.take())
        return report

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> Generator[None, None, None]:
        """See which tests there are, and which of them are left."""
        self._collected = list(items)
        for item in items:
            item.stash[NODE_ID] = item.nodeid
        yield
        self._kept = frozenset(map(id, items))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Hang on a report what else is known of the test."""
        report = yield
        told = Told()
        if call.when == "setup":
            told["test"] = describe(item, self.project, self.grammar)
        if call.excinfo is not None:
            told["raised"] = reason_of(call.excinfo.exconly())
            told["undefined"] = call.excinfo.typename == "StepDefinitionNotFoundError"
        if call.when == "teardown":
            told["steps"] = list(self._steps.pop(item.nodeid, ()))
            told["modules"] = self._new_modules()
            told["data"] = self._reads.take()
            told["started"] = self._reads.take_started()
        vars(report)["flowkit"] = told
        return report

    def _new_modules(self) -> list[str]:
        if len(sys.modules) == len(self._modules):
            return []
        new = sys.modules.keys() - self._modules
        self._modules |= new
        return sorted(set(self.project.modules(new)))

    @pytest.hookimpl(optionalhook=True)
    def pytest_bdd_after_step(self, request: pytest.FixtureRequest, step_func: Callable[..., object]) -> None:
        """See which steps ran."""
        code = getattr(inspect.unwrap(step_func), "__code__", None)
        if code is not None:
            path = self.project.relative(code.co_filename) or "?"
            self._steps.setdefault(request.node.nodeid, {})[f"{path}:{code.co_firstlineno}"] = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        """Send what was seen to the process that writes, if that is another one."""
        output = getattr(self.config, "workeroutput", None)
        if output is not None:
            output["flowkit"] = json.dumps(self.seen())

    def pytest_unconfigure(self) -> None:
        """Look no further at what is opened."""
        self._reads.stop()

    def seen(self) -> Seen:
        """Return what was seen beside the tests that ran here."""
        left = [item for item in self._collected if id(item) not in self._kept]
        others = (describe(item, self.project, self.grammar) for item in self._collected if id(item) in self._kept)
        return Seen(
            files=self._files,
            collected=[item.stash[NODE_ID] for item in self._collected],
            deselected=[one for item in left if (one := describe(item, self.project, self.grammar)) is not None],
            marked=[one for one in others if one is not None and one["markers"]],
            modules=sorted(set(self.project.modules(list(sys.modules)))),
            data=self._data,
        )


def reason_of(told: object) -> str:
    """Return why something failed or was skipped, in one line, from what pytest keeps of it."""
    if isinstance(told, tuple):
        told = str(told[-1]).removeprefix("Skipped: ")
    crash = getattr(told, "reprcrash", None)
    lines = str(told if crash is None else crash.message).splitlines() if told is not None else []
    return next((line.strip()[:300] for line in lines if line.strip()), "")
