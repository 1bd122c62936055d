"""Backlog.md: a document a task, a folder a plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowkit.app import show
from flowkit.model.plan import Plan
from flowkit.model.task import State
from flowkit.read.document import document_from_bytes, read_document
from flowkit.read.plans import UnrecognisedError, read_plan
from flowkit.request import Request

CONFIG = 'project_name: "Jars"\nstatuses: ["Shelf", "On the bench", "Sealed", "Sold"]\ntask_prefix: "jar"\n'


def task(name: str, status: str, *more: str) -> str:
    """Return the document of a task."""
    head = "\n".join((f"id: {name}", f"title: Task {name}", f"status: {status}", "assignee: []", *more))
    return f"---\n{head}\n---\n\n## Description\n\nSo.\n"


def boards(tmp_path: Path, documents: dict[str, str], *paths: str) -> tuple[Plan, ...]:
    """Return the plans of a project with some documents."""
    for name, text in documents.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return show(Request(tmp_path, tmp_path, paths)).plans


JARS = {
    "backlog/config.yml": CONFIG,
    "backlog/tasks/jar-10 - Seal.md": task("JAR-10", "On the bench", "dependencies: [jar-2, task-009, '11']"),
    "backlog/tasks/jar-2 - Fill.md": task("JAR-2", "Sold"),
    "backlog/tasks/readme.md": "# How tasks are written\n",
    "backlog/completed/jar-9 - Wash.md": task("JAR-9", "Sealed"),
    "backlog/completed/jar-11 - Dry.md": task("JAR-11", "Polished"),
    "backlog/drafts/draft-1 - Paint.md": task("DRAFT-1", "Draft"),
    "backlog/archive/tasks/jar-2 - Smash.md": task("JAR-2", "Shelf"),
    "backlog/archive/tasks/jar-3 - Glue.md": task("JAR-3", "Shelf"),
    "backlog/docs/doc-1 - Glass.md": "# Glass\n\n### Task 1: No task\n",
}


@pytest.mark.parametrize("paths", [(), ("backlog",), ("backlog/tasks",), (".",)])
def test_a_folder_is_one_plan(tmp_path: Path, paths: tuple[str, ...]) -> None:
    """However it is asked for, the folder is one plan, with each task once and none of its other documents."""
    (plan,) = boards(tmp_path, JARS, *paths)
    assert (plan.id, plan.path, plan.dialect, plan.title) == ("backlog", "backlog", "backlog-md", "Jars")
    assert [one.id for one in plan.tasks] == ["JAR-2", "JAR-10", "JAR-9", "JAR-11", "DRAFT-1", "JAR-3"]


def test_the_settings_say_what_statuses_mean(tmp_path: Path) -> None:
    """The last status is done, the first is open, others are under way; what was archived was given up."""
    (plan,) = boards(tmp_path, JARS)
    assert {one.id: one.state for one in plan.tasks} == {
        "JAR-2": State.DONE,
        "JAR-10": State.IN_PROGRESS,
        "JAR-9": State.IN_PROGRESS,
        "JAR-11": State.UNKNOWN,
        "DRAFT-1": State.OPEN,
        "JAR-3": State.DROPPED,
    }


def test_ids_are_found_however_they_are_spelled(tmp_path: Path) -> None:
    """A dependency names a task in any case, padded, by the usual prefix or by its number alone."""
    (plan,) = boards(tmp_path, JARS)
    assert [one.on for task in plan.tasks for one in task.depends_on] == ["JAR-2", "JAR-9", "JAR-11"]


def test_what_a_task_says_stands_in_its_document(tmp_path: Path) -> None:
    """A place in one of many documents names the document."""
    (plan,) = boards(tmp_path, JARS)
    (sealed,) = (one for one in plan.tasks if one.id == "JAR-10")
    assert sealed.status is not None
    spans = (sealed.span, sealed.status.span, sealed.depends_on[0].span)
    assert [(span.path, span.line, span.column) for span in spans if span] == [
        ("backlog/tasks/jar-10 - Seal.md", 2, 5),
        ("backlog/tasks/jar-10 - Seal.md", 4, 9),
        ("backlog/tasks/jar-10 - Seal.md", 6, 16),
    ]


def test_a_task_that_is_named_is_a_plan_by_itself(tmp_path: Path) -> None:
    """A document that the user names is a plan of one task, by the settings of its folder."""
    (plan,) = boards(tmp_path, JARS, "backlog/completed/jar-9 - Wash.md")
    assert [(one.id, one.state) for one in plan.tasks] == [("JAR-9", State.IN_PROGRESS)]
    assert plan.path == "backlog/completed/jar-9 - Wash.md"


def test_a_folder_of_another_tool_is_left_alone(tmp_path: Path) -> None:
    """A folder with tasks and a configuration of its own is no board unless it says so."""
    documents = {"config.yml": "port: 80\n", "tasks/main.md": "# Work\n\n### Task 1: Dig\n"}
    (plan,) = boards(tmp_path, documents, ".")
    assert plan.dialect == "phases"


def test_a_task_says_what_it_is() -> None:
    """Labels, priority, parent, references and what is to be ticked are read from where each stands."""
    plan = read_plan(read_document(Path(__file__).parent / "cases/backlog.md"))
    (one,) = plan.tasks
    assert (one.labels, one.priority and one.priority.value, one.story) == (("glass", "@home"), "high", "JAR-1")
    assert one.sources == ("docs/jars.md",)
    assert [(item.id, item.text, item.done) for item in (*one.criteria, *one.checklist)] == [
        ("1", "The lid closes", True),
        ("3", "The lid stays closed", False),
        ("1", "The tests pass", True),
    ]
    assert one.description == "A jar without a lid spills. `src/other.py` is only spoken of."
    assert all(entry.loose for entry in one.deliverables)


@pytest.mark.parametrize(
    ("name", "status", "expected"),
    [
        ("task-jars-7.2-Close.md", "**Status:** Completed", ("task-jars-7.2", State.DONE)),
        ("task-7 - Close.md", "**Status:** Asleep", ("task-7", State.OPEN)),
    ],
)
def test_a_task_without_front_matter_is_known_by_its_name(name: str, status: str, expected: tuple[str, State]) -> None:
    """A file that is called a task is one; its status is the one at its head, and an odd one is not done."""
    text = f"# Task: Close\n\n{status}\n\n## Result\n\n**Status:** Done\n"
    (one,) = read_plan(document_from_bytes(text.encode(), name)).tasks
    assert ((one.id, one.state), one.title) == (expected, "Close")


def test_front_matter_of_others_is_no_task() -> None:
    """A document with an id, a title and a status that nobody is assigned to is no task of this tool."""
    with pytest.raises(UnrecognisedError):
        read_plan(document_from_bytes(b"---\nid: x\ntitle: y\nstatus: draft\n---\n\nText\n", "x.md"))
