"""Boards of other tools in a project that nobody has configured: found, judged, and left as they are."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from .desk import Desk

BACKLOG = """\
---
id: JAR-1
title: Close the lid
status: Done
assignee: [@ada]
created_date: '2026-02-03 10:00'
dependencies: [JAR-2]
modified_files:
  - src/lid.py
  - src/seal.py
---

## Acceptance Criteria
<!-- AC:BEGIN -->
- [ ] #1 The lid closes
<!-- AC:END -->
"""
OPEN = "---\nid: JAR-2\ntitle: Make the jar\nstatus: To Do\ncreated_date: '2026-02-03'\ndependencies: [JAR-9]\n---\n"
MASTER = {
    "tasks": [
        {
            "id": 1,
            "title": "Pump",
            "status": "done",
            "details": "Create src/pump/motor.py first.",
            "subtasks": [
                {"id": 1, "title": "Motor", "status": "pending", "dependencies": [2]},
                {"id": 2, "title": "Hose", "status": "done", "dependencies": [1]},
            ],
        }
    ]
}
SPRINT = "development_status:\n  epic-1: done\n  1-1-blow: done\n  1-2-cut: backlog\n"
STORY = (
    "# Story 1.1: Blow\n\nStatus: review\n\n## Tasks / Subtasks\n\n- [x] Task 1\n\n### File List\n\n- src/glass.py\n"
)


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A project that nobody has configured, with some code."""
    monkeypatch.chdir(tmp_path)
    desk = Desk(tmp_path, capsys)
    desk.write("src/lid.py", "CLOSED = True\n")
    git(tmp_path, "init", "-q")
    return desk


def git(folder: Path, *arguments: str) -> None:
    """Run git with a user of its own."""
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def told(desk: Desk) -> list[tuple[str, str, int | None]]:
    """Return the rule, the path and the line of each finding of the last command."""
    return [(one["rule"], one["path"], one["line"]) for one in desk.document["findings"]]


def test_a_backlog_is_found_and_held_to_its_word(desk: Desk) -> None:
    """Each finding stands in the document that it speaks of: a file that never was, a tick too many, a wrong order."""
    desk.write("backlog/tasks/jar-1 - Close.md", BACKLOG)
    desk.write("backlog/tasks/jar-2 - Make.md", OPEN)
    desk.type("verify", "--format", "json")
    assert told(desk) == [
        ("done-before-dependency", "backlog/tasks/jar-1 - Close.md", 4),
        ("phantom-completion", "backlog/tasks/jar-1 - Close.md", 4),
        ("status-contradiction", "backlog/tasks/jar-1 - Close.md", 4),
        ("deliverable-missing", "backlog/tasks/jar-1 - Close.md", 10),
        ("empty-task", "backlog/tasks/jar-2 - Make.md", 2),
        ("undefined-reference", "backlog/tasks/jar-2 - Make.md", 6),
    ]
    desk.type("verify")
    assert "4 | status: Done" in desk.output


def test_a_file_that_a_commit_took_away_was_there(desk: Desk) -> None:
    """A recorded file that git knew is no phantom; one that it never knew is."""
    desk.write("backlog/tasks/jar-1 - Close.md", BACKLOG.replace("- [ ]", "- [x]"))
    desk.write("src/seal.py", "TIGHT = True\n")
    git(desk.folder, "add", ".")
    git(desk.folder, "commit", "-qm", "Seal it")
    git(desk.folder, "rm", "-q", "src/seal.py")
    git(desk.folder, "commit", "-qm", "Do without")
    desk.type("verify", "--format", "json")
    assert "phantom-completion" not in [rule for rule, _, _ in told(desk)]
    reasons = [duty["reason"] for one in desk.document["markers"] for duty in one["obligations"]]
    assert any("took it away" in reason for reason in reasons)


def test_a_file_that_git_leaves_alone_may_be_anywhere(desk: Desk) -> None:
    """Of a recorded file that is ignored nothing can be known."""
    desk.write("backlog/tasks/jar-1 - Close.md", BACKLOG.replace("- [ ]", "- [x]"))
    desk.write(".gitignore", "src/seal.py\n")
    desk.type("verify", "--format", "json")
    assert "phantom-completion" not in [rule for rule, _, _ in told(desk)]


def test_a_history_that_is_cut_off_refutes_nothing(desk: Desk, tmp_path: Path) -> None:
    """In a shallow clone nobody can tell whether a recorded file was ever there."""
    desk.write("backlog/tasks/jar-1 - Close.md", BACKLOG.replace("- [ ]", "- [x]"))
    for subject in ("Begin", "Go on"):
        desk.write("notes.txt", subject)
        git(desk.folder, "add", ".")
        git(desk.folder, "commit", "-qm", subject)
    git(desk.folder, "clone", "-q", "--depth", "1", desk.folder.as_uri(), str(tmp_path / "shallow"))
    desk.type("verify", "--root", str(tmp_path / "shallow"), "--format", "json")
    assert "phantom-completion" not in [rule for rule, _, _ in told(desk)]
    desk.type("verify", "--format", "json")
    assert "phantom-completion" in [rule for rule, _, _ in told(desk)]


def test_a_task_that_is_named_does_not_ask_for_the_others(desk: Desk) -> None:
    """One task of a backlog by itself is not told that the tasks it waits for stand elsewhere."""
    desk.write("backlog/tasks/jar-2 - Make.md", OPEN)
    desk.type("verify", "backlog/tasks/jar-2 - Make.md", "--format", "json")
    assert "undefined-reference" not in [rule for rule, _, _ in told(desk)]


def test_tasks_in_json_are_found_and_held_to_their_word(desk: Desk) -> None:
    """Subtasks have dependencies of their own, and a task is not done before them."""
    desk.write(".taskmaster/tasks/tasks.json", json.dumps({"master": MASTER, "attic": {"tasks": []}}, indent=2))
    desk.type("verify", "--format", "json")
    path = ".taskmaster/tasks/tasks.json"
    assert told(desk) == [
        ("phantom-completion", path, 7),
        ("status-contradiction", path, 7),
        ("deliverable-missing", path, 8),
        ("dependency-cycle", path, 15),
        ("done-before-dependency", path, 21),
    ]
    assert [plan["path"] for plan in desk.document["plans"]] == [f"{path}#master", f"{path}#attic"]
    desk.type("count", "--format", "json")
    assert [one["defined"] for one in desk.document["files"]] == [{"SUBTASK": 2, "TASK": 1}, {}]


def test_stories_are_held_to_the_list(desk: Desk) -> None:
    """A story and the list have to agree, and an epic is not done before its stories."""
    desk.write("_bmad-output/implementation-artifacts/sprint-status.yaml", SPRINT)
    desk.write("_bmad-output/implementation-artifacts/1-1-blow.md", STORY)
    desk.type("verify", "--format", "json")
    sprint, story = (f"_bmad-output/implementation-artifacts/{name}" for name in ("sprint-status.yaml", "1-1-blow.md"))
    assert told(desk) == [
        ("status-contradiction", story, 3),
        ("deliverable-missing", story, 11),
        ("status-contradiction", sprint, 2),
        ("phantom-completion", sprint, 3),
    ]


def test_boards_that_are_mended_elsewhere_are_left_alone(desk: Desk) -> None:
    """No document of many is mended, nor of JSON more than the word of a status."""
    documents = {
        "backlog/tasks/jar-1 - Close.md": BACKLOG,
        "docs/stories/sprint-status.yaml": SPRINT,
        "docs/stories/1-1-blow.md": STORY,
    }
    for name, text in documents.items():
        desk.write(name, text)
    written = desk.write("tasks/tasks.json", json.dumps(MASTER, indent="\t", ensure_ascii=True))
    before = written.read_text(encoding="utf-8")
    desk.type("verify", "--fix", "--untick")
    assert {name: (desk.folder / name).read_text(encoding="utf-8") for name in documents} == documents
    after = written.read_text(encoding="utf-8")
    assert after == before.replace('"status": "done"', '"status": "pending"', 1)


def test_a_comment_silences_a_rule_in_its_own_document(desk: Desk) -> None:
    """A comment in one document of a plan speaks for that document alone."""
    silenced = BACKLOG.replace("---\n\n## Acc", "---\n\n<!-- flowkit: ignore status-contradiction: old -->\n\n## Acc")
    desk.write("backlog/tasks/jar-1 - Close.md", silenced)
    desk.write("backlog/tasks/jar-3 - Again.md", BACKLOG.replace("JAR-1", "JAR-3"))
    desk.type("verify", "--format", "json")
    assert [path for rule, path, _ in told(desk) if rule == "status-contradiction"] == [
        "backlog/tasks/jar-3 - Again.md"
    ]


def test_a_configuration_decides_where_plans_are(desk: Desk) -> None:
    """Where plans are configured, the usual places of other tools are not looked into."""
    desk.write("tasks/tasks.json", json.dumps(MASTER))
    desk.write("flowkit.toml", 'plans = ["work"]\n')
    desk.write("work/plan.md", "# Plan\n\n### Task 1: Dig\n")
    desk.type("show", "--format", "json")
    assert [plan["path"] for plan in desk.document["plans"]] == ["work/plan.md"]


def test_a_receipt_has_every_document_of_a_board(desk: Desk) -> None:
    """What a verification rests on are all documents of a plan, each with its own digest."""
    desk.write("backlog/tasks/jar-1 - Close.md", BACKLOG)
    desk.write("backlog/tasks/jar-2 - Make.md", OPEN)
    desk.type("verify", "--receipt", "receipt.json")
    files = [one["path"] for one in json.loads((desk.folder / "receipt.json").read_text(encoding="utf-8"))["read"]]
    assert {"backlog/tasks/jar-1 - Close.md", "backlog/tasks/jar-2 - Make.md"} <= set(files)
    desk.type("receipt", "check", "receipt.json")
    assert desk.code == 0, desk.output
