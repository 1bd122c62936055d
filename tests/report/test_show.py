"""Plans as JSON."""

from __future__ import annotations

import json
from typing import Any

from flowkit.model.plan import Definition, Plan
from flowkit.model.task import Criterion, Deliverable, Item, Scenario, Task
from flowkit.report.show import render


def shown(task: Task, *definitions: Definition) -> dict[str, Any]:
    """Return a task of the plan ``p`` as it is shown."""
    plan = Plan("p", "p.md", "markers", tasks=(task,), definitions=definitions)
    result: dict[str, Any] = json.loads(render([plan]))["plans"][0]["tasks"][0]
    return result


def test_an_id_that_restarts_under_each_task_is_qualified_by_it() -> None:
    """A criterion's full name is that of its plan and task and its own id."""
    task = Task("IMPL_001", "IMPL_001", "IMPL", "Build", criteria=(Criterion("AC-1", "It stands"),))
    entries = shown(task, Definition("AC", "AC-1", "IMPL_001", None))["criteria"]
    assert entries[0]["ref"] == "p:IMPL_001/AC-1"


def test_an_id_of_the_whole_plan_stands_alone() -> None:
    """A scenario whose id holds in the whole plan is named without its task."""
    task = Task("TEST_001", "TEST_001", "TEST", "Try", scenarios=(Scenario("SC-001", "It holds"),))
    entries = shown(task, Definition("SC", "SC-001", None, None))["scenarios"]
    assert entries[0]["ref"] == "p:SC-001"


def test_an_entry_without_an_id_is_named_by_its_number() -> None:
    """The n-th entry of a list is ``task/n``, counted from 1 in each list."""
    items = (Item(None, "one"), Item(None, "two", done=True))
    task = Task("Task 1.1", "Task 1.1", "TASK", "Do", verifications=items, checklist=items[:1])
    entries = shown(task)
    assert [(entry["id"], entry["ref"], entry["done"]) for entry in entries["verifications"]] == [
        (None, "p:Task 1.1/1", None),
        (None, "p:Task 1.1/2", True),
    ]
    assert entries["checklist"][0]["ref"] == "p:Task 1.1/1"


def test_files_and_their_notes_run_side_by_side() -> None:
    """Each file has a note or null; a deliverable that names no file has neither."""
    deliverables = (Deliverable("a", "a.py", "new file"), Deliverable("peace of mind"), Deliverable("b", "b.py"))
    task = shown(Task("Step 1", "Step 1", "TASK", "Do", deliverables=deliverables))
    assert (task["files"], task["file_notes"]) == (["a.py", "b.py"], ["new file", None])
