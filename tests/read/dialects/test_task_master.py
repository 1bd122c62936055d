"""Task Master: a document with a plan for each tag."""

from __future__ import annotations

import json

import pytest

from flowkit.errors import ReadError, UsageError
from flowkit.model.plan import Plan
from flowkit.model.task import State
from flowkit.read.document import document_from_bytes
from flowkit.read.plans import UnrecognisedError, read_plan, read_plans

PUMP = {
    "id": 1,
    "title": "Pump",
    "description": "Dry the cellar.",
    "details": "Create `src/pump/motor.py`. Extend src/pump/hose.py too.\nSee src/pump/old.py, like `src/a/b.py`.",
    "testStrategy": "Run it for a day.",
    "status": "done",
    "priority": "high",
    "dependencies": [],
    "subtasks": [
        {"id": 1, "title": "Motor", "status": "done", "dependencies": []},
        {"id": 2, "title": "Hose", "status": "deferred", "dependencies": [1, "1.1", 7]},
    ],
}
PAINT = {"id": "2", "title": "Paint", "status": "in-progress", "dependencies": [1, "1.2", "9"]}


def plans(value: object, name: str = "tasks.json") -> tuple[Plan, ...]:
    """Return the plans of a document that holds a value."""
    return read_plans(document_from_bytes(json.dumps(value, indent=2).encode(), name))


def test_a_file_without_tags_is_one_plan() -> None:
    """Numbers and strings are ids alike; a subtask is named by its task and stands on its check list."""
    (plan,) = plans({"tasks": [PUMP, PAINT]})
    assert (plan.id, plan.path, plan.dialect) == ("tasks", "tasks.json", "task-master")
    assert [(one.id, one.state) for one in plan.tasks] == [("1", State.DONE), ("2", State.IN_PROGRESS)]
    assert [(item.id, item.text, item.done) for item in plan.tasks[0].checklist] == [
        ("1.1", "Motor", True),
        ("1.2", "Hose", False),
    ]
    assert [[one.on for one in task.depends_on] for task in plan.work] == [
        [],
        ["1", "1.2", "9"],
        [],
        ["1.1", "1.1", "1.7"],
    ]


def test_each_tag_is_a_plan() -> None:
    """Ids mean something within their tag; its plan goes by the tag, and its places by the file."""
    several = plans({"master": {"tasks": [PUMP]}, "attic": {"tasks": [PAINT], "metadata": {}}})
    assert [(plan.id, plan.path) for plan in several] == [
        ("master", "tasks.json#master"),
        ("attic", "tasks.json#attic"),
    ]
    (painted,) = several[1].tasks
    assert painted.span is not None
    assert painted.span.path == "tasks.json"
    (alone,) = plans({"master": {"tasks": [PUMP]}})
    assert (alone.id, alone.path) == ("master", "tasks.json")


def test_several_plans_are_not_one() -> None:
    """Where one plan is needed, a document of several is refused."""
    text = json.dumps({"master": {"tasks": [PUMP]}, "attic": {"tasks": [PAINT]}})
    with pytest.raises(UsageError, match="holds 2 plans: master, attic"):
        read_plan(document_from_bytes(text.encode(), "tasks.json"))


def test_the_files_of_a_task_are_those_that_it_makes_or_changes() -> None:
    """A path behind a verb of work is one that the task touches; an example or a source is none."""
    (plan,) = plans({"tasks": [PUMP]})
    (task,) = plan.tasks
    assert [entry.path for entry in task.files] == ["src/pump/motor.py", "src/pump/hose.py"]
    assert [item.text for item in task.verifications] == ["Run it for a day."]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("pending", State.OPEN),
        ("in-progress", State.IN_PROGRESS),
        ("review", State.IN_PROGRESS),
        ("done", State.DONE),
        ("completed", State.DONE),
        ("deferred", State.OPEN),
        ("blocked", State.OPEN),
        ("cancelled", State.DROPPED),
        ("asleep", State.UNKNOWN),
        (None, State.OPEN),
    ],
)
def test_every_status_is_a_state(status: str | None, state: State) -> None:
    """The words of the tool mean what they mean there; another one is unknown."""
    (plan,) = plans({"tasks": [{**PAINT, "status": status}]})
    assert plan.tasks[0].state is state


def test_broken_json_is_an_error_with_its_place() -> None:
    """A file of the usual name that is no JSON is told at the line where it breaks."""
    text = b'{\n  "tasks": [\n    {"id": 1 "title": "Pump"}\n  ]\n}\n'
    with pytest.raises(ReadError, match=r"^\.taskmaster/tasks/tasks\.json:3: is no valid JSON: , is expected"):
        read_plan(document_from_bytes(text, ".taskmaster/tasks/tasks.json"))


@pytest.mark.parametrize(
    "value", [{"version": "2", "tasks": [{"label": "build", "type": "shell"}]}, {"tasks": {"id": 1}}, [PUMP], {"a": 1}]
)
def test_tasks_of_other_tools_are_none(value: object) -> None:
    """JSON that speaks of other tasks, or of none, is no plan."""
    with pytest.raises(UnrecognisedError):
        plans(value)


def test_odd_values_are_survived() -> None:
    """Entries that are no tasks are passed over, whatever stands in the place of a value."""
    odd = {"id": 3, "title": None, "status": 7, "dependencies": "1", "subtasks": [5, {"title": "no id"}], "details": []}
    (plan,) = plans({"tasks": [odd, PUMP]})
    assert [(one.id, one.title, one.depends_on) for one in plan.tasks[:1]] == [("3", "", ())]
