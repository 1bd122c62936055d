"""The first minute in a repository that knows nothing of flowkit: what its ticks are worth, said without noise."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from .desk import Desk

TASKS = """\
# Tasks: Jam

- [x] T001 Create the pot in `src/pot.ts`
- [x] T002 Create the lid in `src/lid.ts`
- [x] T003 Add `stirJam()` to the kitchen
- [x] T004 Make sure that nothing burns
- [x] T005 Implement `coolJam()` by the window
- [x] T006 Create the label in `src/label.ts`
- [ ] T007 Fill the jars in `src/jars.ts`
"""


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A repository with a plan of spec-kit that nobody has configured, and a file of which was taken away."""
    monkeypatch.chdir(tmp_path)
    desk = Desk(tmp_path, capsys)
    desk.write("specs/001-jam/tasks.md", TASKS)
    desk.write("specs/001-jam/plan.md", "# Plan: Jam\n")
    desk.write("src/pot.ts", "export function stirJam(turns: number) { return turns > 99 }\n")
    desk.write("src/label.ts", "export const LABEL = 'plum'\n")
    git(tmp_path, "init", "-q")
    commit(tmp_path)
    return desk


def git(folder: Path, *arguments: str) -> str:
    """Run git with a user of its own."""
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    return subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def commit(folder: Path) -> None:
    """Commit all that lies in a folder."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--no-gpg-sign", "-m", "Work")


def ticks(desk: Desk) -> dict[str, int]:
    """Return what the ticks of the one plan are worth."""
    desk.type("verify", "--format", "json")
    found = desk.document["plans"][0]["ticks"]
    return {str(name): int(count) for name, count in found.items()}


def reason(desk: Desk, marker: str) -> str:
    """Return why the first obligation of a marker has its verdict."""
    (found,) = [one for one in desk.document["markers"] if one["ref"] == marker]
    return str(found["obligations"][0]["reason"])


def test_each_tick_is_counted_by_what_its_words_name(desk: Desk) -> None:
    """A task names files or code that is there or nowhere, or nothing; one that is open is not counted."""
    assert ticks(desk) == {"files": 2, "code": 1, "nothing": 1, "unfound": 1, "absent": 1}


def test_a_file_that_was_taken_away_later_is_no_phantom(desk: Desk) -> None:
    """What git once knew has gone; what it never knew is a phantom completion."""
    (desk.folder / "src/label.ts").unlink()
    commit(desk.folder)
    assert ticks(desk)["gone"] == 1
    assert "took it away" in reason(desk, "001-jam:T006")
    phantoms = [one["marker"] for one in desk.document["findings"] if one["rule"] == "phantom-completion"]
    assert phantoms == ["001-jam:T002"]


def test_a_file_that_was_moved_is_told_with_its_new_place(desk: Desk) -> None:
    """A rename is followed, in words."""
    git(desk.folder, "mv", "src/label.ts", "src/sticker.ts")
    commit(desk.folder)
    ticks(desk)
    assert reason(desk, "001-jam:T006").endswith("moved it to src/sticker.ts")


def test_an_empty_file_is_no_work(desk: Desk) -> None:
    """A file that holds a comment alone is told apart from one that is there."""
    desk.write("src/pot.ts", "// to do\n")
    assert ticks(desk)["empty"] == 1


def test_a_history_that_is_cut_off_accuses_nobody(desk: Desk, tmp_path: Path) -> None:
    """In a clone without the whole history nobody knows what was there."""
    desk.write("README.md", "Jam\n")
    commit(desk.folder)
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{desk.folder}", str(tmp_path / "clone"))
    desk.type("verify", "--root", str(tmp_path / "clone"), "--format", "json")
    assert "absent" not in desk.document["plans"][0]["ticks"]
    assert desk.code == 0


def test_what_is_merely_unproven_is_one_line(desk: Desk) -> None:
    """The plan is told once, without a line of its text, and what to do about it is said once, for any language."""
    desk.type("verify")
    lines = desk.output.splitlines()
    (at,) = [number for number, line in enumerate(lines) if "unproven-completion: " in line]
    assert lines[at].endswith("5 tasks are ticked, and no report speaks of this plan")
    assert lines[at + 1] == ""
    assert sum("JUnit report" in line for line in lines) == 1
    assert "pytest" not in desk.output


def test_the_ticks_are_weighed_in_a_line(desk: Desk) -> None:
    """The summary says in words what the figures are."""
    desk.type("verify")
    assert "001-jam/tasks.md: 6 ticked: 2 name files that are all there, 1 names code that is there" in desk.output
    desk.type("verify", "--format", "markdown")
    assert "6 ticked: 2 name files that are all there" in desk.output


def test_ticks_that_are_proven_need_no_weighing(desk: Desk) -> None:
    """Where tests prove every tick, nothing is said of what they are worth otherwise."""
    desk.write("specs/001-jam/tasks.md", "# Tasks\n\n- [x] T001 Create the pot in `src/pot.py`\n")
    desk.write("src/pot.py", "def boil():\n    return 100\n")
    test = "from src.pot import boil\n\n\ndef test_boil():\n    # verifies: T001\n    assert boil()\n"
    desk.write("test_pot.py", test)
    desk.run_tests()
    assert ticks(desk) == {"proven": 1}
    desk.type("verify")
    assert "What the ticks are worth" not in desk.output


def test_a_report_that_lies_there_is_told_with_its_age(desk: Desk) -> None:
    """Of a report that no record dates nobody knows which code it speaks of, and it names no task."""
    desk.write("junit.xml", '<testsuite><testcase classname="pot" name="stirs"/></testsuite>')
    desk.write("coverage/lcov.info", "SF:src/pot.ts\nDA:1,1\nend_of_record\n")
    desk.type("verify")
    assert "junit.xml: 1 test, 1 passed, none of them naming what a plan defines; undated" in desk.output
    assert "coverage/lcov.info: coverage, undated" in desk.output


def test_nothing_is_written(desk: Desk) -> None:
    """The repository is as it was before."""
    desk.type("verify")
    assert git(desk.folder, "status", "--porcelain", "--ignored") == ""


def test_without_git_what_is_not_there_is_missing(tmp_path: Path, desk: Desk) -> None:
    """A folder without a repository has no history that could speak for a file."""
    (tmp_path / ".git").rename(tmp_path / "was-git")
    assert ticks(desk)["absent"] == 1


def test_documents_beside_the_tasks_of_a_backlog_are_none(desk: Desk) -> None:
    """A document of Backlog.md that was filed among the tasks is no task."""
    head = "---\nid: {0}\ntitle: Lid\nstatus: Done\ncreated_date: '2026-02-03'\n---\n"
    desk.write("backlog/config.yml", 'project_name: "Jars"\n')
    desk.write("backlog/tasks/task-1 - Lid.md", head.format("task-1"))
    desk.write("backlog/completed/doc-1 - On task-1.md", head.format("doc-1"))
    desk.type("count", "backlog", "--plain")
    assert desk.output == "1\n"
