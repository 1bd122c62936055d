"""Receipts of projects, and what has changed since."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flowkit import app
from flowkit.errors import ReadError, UsageError
from flowkit.model.receipt import Comparison, FileChange
from flowkit.model.verdict import Verdict
from flowkit.record.receipt import seal
from flowkit.request import Choice, Request

PLAN = """\
# Plan

**Run ID:** tea

## Tasks

### IMPL_001: Kettle

**Status:** Done

**Deliverables:**
- `kettle.py`

**Acceptance criteria:**
- AC-1: Water boils

### IMPL_002: Cup

**Status:** Done

**Deliverables:**
- `cup.py`
"""
JUNIT = """\
<testsuite><testcase file="test_kettle.py" classname="test_kettle" name="test_it">
<properties><property name="verifies" value="IMPL_001/AC-1"/></properties></testcase></testsuite>
"""

TEST = "from kettle import BOIL\n\n\ndef test_it():\n    assert BOIL == 100\n"


@pytest.fixture
def project(tmp_path: Path) -> Request:
    """A project with a plan, some of its code, and a decision beside it."""
    files = {"plans/tea.md": PLAN, "kettle.py": "BOIL = 100\n", "docs/decisions/ADR-001-tea.md": "# ADR-001: Tea\n"}
    for path, text in {
        **files,
        "flowkit.toml": 'test_command = "make"\n',
        "test_kettle.py": TEST,
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return Request(tmp_path, now=lambda: datetime(2026, 3, 2, 9, tzinfo=UTC))


def write(request: Request, choice: Choice | None = None, *, ran: bool = False) -> Path:
    """Write a receipt beside the project's files; ``ran``: of a verification that ran the tests first."""

    def run(_command: str, folder: Path) -> int:
        (folder / "junit.xml").write_text(JUNIT, encoding="utf-8")
        return 0

    path = app.check_receipt_file("receipt.json", request, choice or Choice())
    app.write_receipt(app.verify(request, choice, run if ran else None), path, "1.0")
    return path


def check(request: Request) -> Comparison:
    """Hold the receipt against what is there."""
    return app.check_receipt("receipt.json", request, "1.0")


# verifies: feat-reports-and-repair:IMPL_005/AC-1
def test_a_receipt_names_all_that_it_rests_on(project: Request) -> None:
    """Plans, code, decisions, configuration and reports stand in it with their digests, and the moment it was made."""
    content = json.loads(write(project, ran=True).read_text(encoding="ascii"))
    paths = {one["path"] for one in content["read"]}
    assert paths == {
        "plans/tea.md",
        "kettle.py",
        "docs/decisions/ADR-001-tea.md",
        "flowkit.toml",
        "junit.xml",
        "test_kettle.py",
    }
    assert (content["made"], content["flowkit"], content["commit"]) == ("2026-03-02T09:00:00+00:00", "1.0", None)
    assert content["failed"] is True


def test_where_nothing_changed_nothing_is_told(project: Request) -> None:
    """A receipt holds as long as everything is as it was, from any folder of the project."""
    write(project)
    assert not check(project).changed
    inside = replace(project, folder=project.folder / "plans")
    assert not app.check_receipt("../receipt.json", inside, "1.0").changed


# verifies: feat-reports-and-repair:IMPL_005/AC-2
def test_what_changed_is_told_marker_by_marker(project: Request) -> None:
    """A file that changed, one that went and one that came are told, with the markers that stand otherwise."""
    write(project)
    (project.folder / "kettle.py").unlink()
    (project.folder / "cup.py").write_text("SIZE = 1\n", encoding="utf-8")
    found = check(project)
    assert found.files == (("cup.py", FileChange.NEW), ("kettle.py", FileChange.GONE))
    assert {(one.ref, one.then, one.now) for one in found.markers} == {
        ("tea:IMPL_001", Verdict.UNPROVEN, Verdict.MISSING),
        ("tea:IMPL_002", Verdict.MISSING, Verdict.UNPROVEN),
    }
    assert found.markers[0].files == ("kettle.py",)


def test_a_marker_that_stands_on_a_changed_file_is_told(project: Request) -> None:
    """A verdict that is the same rests on something else when its file has changed."""
    write(project)
    (project.folder / "kettle.py").write_text("BOIL = 99\n", encoding="utf-8")
    (one,) = check(project).markers
    assert (one.ref, one.then, one.now, one.files) == (
        "tea:IMPL_001",
        Verdict.UNPROVEN,
        Verdict.UNPROVEN,
        ("kettle.py",),
    )


def test_markers_come_and_go_with_their_plan(project: Request) -> None:
    """A task that was cut out is gone, a new one is not there in the receipt; a plan that is gone takes all with it."""
    named = replace(project, paths=("plans/tea.md",))
    write(named)
    plan = project.folder / "plans" / "tea.md"
    plan.write_text(PLAN.replace("IMPL_002", "IMPL_003"), encoding="utf-8")
    then_and_now = {one.ref: (one.then is None, one.now is None) for one in check(named).markers}
    assert then_and_now == {"tea:IMPL_002": (False, True), "tea:IMPL_003": (True, False)}
    plan.unlink()
    assert {(one.then is None, one.now is None) for one in check(named).markers} == {(False, True)}


@pytest.mark.parametrize("paths", [("plans/tea.md",), ()], ids=["named", "found"])
def test_what_is_still_there_is_not_called_gone(project: Request, paths: tuple[str, ...]) -> None:
    """Where a plan is gone, or rests on other files now, the files that it rested on are still as they were."""
    write(replace(project, paths=paths))
    plan = project.folder / "plans" / "tea.md"
    plan.write_text(PLAN.replace("kettle.py", "pot.py"), encoding="utf-8")
    assert check(project).files == (("plans/tea.md", FileChange.CHANGED),)
    plan.unlink()
    found = check(project)
    assert found.files == (("plans/tea.md", FileChange.GONE),)
    assert {one.now for one in found.markers} == {None}


def test_a_run_vouches_for_as_long_as_nothing_changes(project: Request) -> None:
    """What a run showed, and no record dates, stands by the receipt's word until any file changes."""
    write(project, ran=True)
    found = check(project)
    assert (found.changed, found.vouched) == (False, 2)
    (project.folder / "test_kettle.py").write_text(TEST.replace("100", "50 * 2"), encoding="utf-8")
    found = check(project)
    assert found.vouched == 0
    assert ("tea:IMPL_001/AC-1", Verdict.PROVEN) in {(one.ref, one.then) for one in found.markers}


def test_a_run_vouches_for_nothing_but_the_age_of_reports(project: Request) -> None:
    """A test that asserts nothing is not made proven by a receipt that says so, whatever run it was made with."""
    (project.folder / "test_kettle.py").write_text("def test_it(): ...\n", encoding="utf-8")
    path = write(project, ran=True)
    forged = json.loads(path.read_text(encoding="utf-8").replace('"unproven", "blocked_by"', '"proven", "blocked_by"'))
    path.write_text(seal(json.dumps({**forged, "digest": ""})), encoding="utf-8")
    found = check(project)
    assert (found.vouched, [one.ref for one in found.markers]) == (0, ["tea:IMPL_001", "tea:IMPL_001/AC-1"])


# verifies: feat-reports-and-repair:IMPL_005/AC-3
@pytest.mark.parametrize("ran", [False, True])
def test_a_forged_receipt_is_found_out(project: Request, ran: bool) -> None:
    """Whoever edits a receipt and makes its digest anew is refuted by what is there."""
    path = write(project, ran=ran)
    content = json.loads(path.read_text(encoding="utf-8"))
    for marker in content["markers"]:
        marker["verdict"] = "proven"
    path.write_text(seal(json.dumps({**content, "digest": ""})), encoding="utf-8")
    assert ("tea:IMPL_002", Verdict.PROVEN, Verdict.MISSING) in {
        (one.ref, one.then, one.now) for one in check(project).markers
    }


# verifies: feat-reports-and-repair:IMPL_005/AC-3
def test_an_edited_receipt_counts_for_nothing(project: Request) -> None:
    """A receipt that was edited is told as such."""
    path = write(project)
    path.write_text(path.read_text(encoding="utf-8").replace('"missing"', '"proven"'), encoding="utf-8")
    with pytest.raises(ReadError, match=r"receipt\.json: was edited after flowkit wrote it"):
        check(project)


def test_paths_are_those_of_the_project(project: Request) -> None:
    """A receipt that is written in another folder says the same but for where the user was."""
    first = json.loads(write(project).read_text(encoding="utf-8"))
    inside = replace(project, folder=project.folder / "docs", paths=("../plans",))
    second = json.loads(write(inside).read_text(encoding="utf-8"))
    assert second.pop("asked")["plans"] == ["plans"]
    assert {**first, "digest": ""} == {**second, "digest": "", "asked": first["asked"]}


def test_a_receipt_overwrites_receipts_alone(project: Request) -> None:
    """An older receipt is replaced, anything else that has its name stays."""
    path = write(project)
    assert write(project).read_bytes() == path.read_bytes()
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="is no receipt and is not overwritten"):
        write(project)
    with pytest.raises(UsageError, match="is no receipt"):
        app.check_receipt_file("plans/tea.md", project, Choice())


@pytest.mark.parametrize(
    ("paths", "name", "choice", "words"),
    [
        (("-",), "r.json", Choice(), "standard input"),
        ((), "r.json", Choice(since="HEAD"), "whole verification"),
        ((), "", Choice(), "has no name"),
        ((), "plans", Choice(), "cannot be written"),
    ],
)
def test_a_receipt_that_could_not_be_checked_is_not_written(
    project: Request, paths: tuple[str, ...], name: str, choice: Choice, words: str
) -> None:
    """What could not be verified again, or written, has no receipt."""
    with pytest.raises(UsageError, match=words):
        app.check_receipt_file(name, replace(project, paths=paths), choice)


def test_the_commit_is_told(project: Request) -> None:
    """A receipt names the commit that was checked out, and checking it the one that is now."""
    who = ["-c", "user.name=a", "-c", "user.email=a@b.invalid", "-c", "commit.gpgsign=false"]

    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *who, *arguments], cwd=project.folder, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", "a")
    first = git("rev-parse", "HEAD")
    write(project)
    git("commit", "-q", "--allow-empty", "-m", "b")
    found = check(project)
    assert found.receipt.provenance.commit == first
    assert found.commit == git("rev-parse", "HEAD")
    assert not found.changed
