"""The trial of honesty: every lie can still be told, and those that need no run of the tests are caught."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from benchmarks.honesty.lie import CHANGED, REFUSED, Lie
from benchmarks.honesty.lies import LIES, reports
from benchmarks.honesty.project import COVERAGE, RECEIPT, RECORDING, Project, check_out
from benchmarks.honesty.trial import is_at

from flowkit.app import verify
from flowkit.collect.recordings import RecordedTest, Recording, Run, dump
from flowkit.judge.table import rule_names
from flowkit.model.evidence import Outcome
from flowkit.report.json import render
from flowkit.request import Request

# Tried widely, in a run of its own: `pytest -m broad`.
pytestmark = pytest.mark.broad


ROOT = Path(__file__).resolve().parents[1]
CAUGHT = (
    "a-total-is-wrong",
    "a-new-task-is-ticked",
    "two-tasks-wait-for-each-other",
    "a-contract-has-another-default",
    "a-class-is-emptied",
    "a-deliverable-is-added",
    "a-plan-borrows-the-proof-of-another",
)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the project, with the record of one test and coverage data of one line."""
    project = check_out(ROOT, tmp_path_factory.mktemp("honesty") / "project")
    path = reports.TEST.partition("::")[0]
    test = RecordedTest(reports.TEST, path, 1, Outcome.PASSED, files=(path,))
    run = Run(None, "2026-03-02T09:00:00+00:00", {path: "0" * 64})
    project.write(RECORDING, dump(Recording((run,), (test,))))
    with closing(sqlite3.connect(project.root / COVERAGE)) as connection:
        connection.execute("create table arc (file_id integer, context_id integer, fromno integer, tono integer)")
        connection.execute("insert into arc values (1, 1, 1, 2)")
        connection.commit()
    project.flowkit("verify", "--receipt", RECEIPT)
    return project


@pytest.fixture(scope="module")
def files(checkout: Project) -> dict[Path, Kept]:
    """What stands in every file of the copy."""
    return {path: Kept(path) for path in found(checkout)}


class Kept:
    """A file as it was: what stood in it, and when it was written last."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.content = path.read_bytes()
        self.written = path.stat().st_mtime_ns

    def changed(self) -> bool:
        """Whether the file is another now."""
        return not self.path.exists() or self.path.stat().st_mtime_ns != self.written

    def restore(self) -> None:
        """Make the file what it was."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_bytes(self.content)
        self.written = self.path.stat().st_mtime_ns


def found(project: Project) -> set[Path]:
    """Return every file of a copy, but for what git keeps."""
    return {
        Path(folder, name)
        for folder, _, names in os.walk(project.root)
        if ".git" not in Path(folder).relative_to(project.root).parts
        for name in names
    }


def restore(project: Project, files: dict[Path, Kept]) -> set[Path]:
    """Make a copy what it was, and return the files that were not."""
    new = found(project) - files.keys()
    changed = [file for file in files.values() if file.changed()]
    for path in new:
        path.unlink()
    for file in changed:
        file.restore()
    return new | {file.path for file in changed}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_lie_can_be_told(lie: Lie, checkout: Project, files: dict[Path, Kept]) -> None:
    """What it means to change is there, and the rule that it names as well; what it does is said in a sentence."""
    try:
        lie.change(checkout)
    finally:
        changed = restore(checkout, files)
    assert changed or "selected" in lie.name
    assert lie.rule in {*rule_names(), CHANGED, REFUSED}
    assert lie.sentence.endswith(".")
    assert all((ROOT / path.partition("::")[0]).is_file() for path in lie.run or () if "/" in path)


@pytest.mark.parametrize("name", CAUGHT)
def test_a_lie_that_needs_no_run_is_caught(name: str, checkout: Project, files: dict[Path, Kept]) -> None:
    """Its rule fires at its marker, the untouched copy does not have that finding, and the verification fails."""
    assert not any(is_at(LIES[name], finding, checkout) for finding in findings(checkout))
    LIES[name].change(checkout)
    try:
        assert verify(Request(folder=checkout.root)).failed
        assert any(is_at(LIES[name], finding, checkout) for finding in findings(checkout))
    finally:
        restore(checkout, files)


def findings(project: Project) -> list[dict[str, object]]:
    """Return what is found in a copy, as JSON has it."""
    found: list[dict[str, object]] = json.loads(render(verify(Request(folder=project.root)).verification))["findings"]
    return found


def test_a_finding_elsewhere_does_not_count(checkout: Project) -> None:
    """The rule alone is not enough: it has to fire at the marker, or in the line that the lie names, and gravely."""
    lie = LIES["a-total-is-wrong"]
    line = checkout.text("plans/feat-session-timeout.md").splitlines().index("**Total subtasks:** 9") + 1
    there = {"rule": lie.rule, "severity": "error", "marker": None, "path": "plans/feat-session-timeout.md"}
    told = Lie(lie.name, lie.subject, lie.change, lie.rule, lie.at.replace("8", "9"), None)
    assert is_at(told, {**there, "line": line}, checkout)
    assert not is_at(told, {**there, "line": line + 1}, checkout)
    assert not is_at(told, {**there, "line": line, "severity": "info"}, checkout)
    assert not is_at(told, {**there, "line": line, "rule": "graph-drift"}, checkout)
