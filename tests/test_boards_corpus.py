"""Real boards of other tools, read as people counted them by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from flowkit.judge.verification import judge
from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.task import State
from flowkit.read.document import read_document
from flowkit.read.plans import read_plans

# Tried widely, in a run of its own: `pytest -m broad`.
pytestmark = pytest.mark.broad


BACKLOG = (
    "backlog/CRJFisher__ariadne__backlog__tasks__task-157 - "
    "Extract-Property-Types-from-JSDoc-on-JavaScript-Constructor-Assignments.md"
)
TASK_MASTER = "taskmaster/5dlabs__toolman__.taskmaster__tasks__tasks.json"


def counted(shared: Path, name: str) -> tuple[dict[str, Any], tuple[Plan, ...]]:
    """Return what was counted by hand of a document, and its plans."""
    truth = yaml.safe_load((shared / "corpus/TRUTH.yaml").read_text(encoding="utf-8"))
    wanted = next(entry for entry in truth["documents"] if entry["file"] == name)
    return wanted, read_plans(read_document(shared / "corpus" / name))


def findings(plans: tuple[Plan, ...]) -> list[str]:
    """Return the rules that find an error or a warning about what plans say of themselves."""
    return [each.rule for each in judge(plans) if each.severity is not Severity.INFO]


def test_a_task_of_a_backlog_is_read_as_counted(shared: Path) -> None:
    """Every figure of a task agrees with the hand count, and nothing is found that people did not find."""
    wanted, (plan,) = counted(shared, BACKLOG)
    (task,) = plan.tasks
    assert wanted["tasks"] == {
        "total": len(plan.tasks),
        "done": int(task.state is State.DONE),
        "ids": [task.id],
        "status": task.status and task.status.value,
        "priority": task.priority and task.priority.value,
    }
    assert wanted["acceptance_criteria"] == {"total": len(task.criteria)}
    assert wanted["checkboxes"] == {"total": len(plan.boxes), "checked": 0}
    assert wanted["dependencies"] == {"edges": [one.on for one in task.depends_on], "count": len(task.depends_on)}
    assert wanted["labels"] == list(task.labels)
    assert wanted["files"] == {"unique": len({entry.path for entry in task.files})}
    assert findings((plan,)) == wanted["inconsistencies"]


def test_each_tag_is_read_as_counted(shared: Path) -> None:
    """Every figure of each tag agrees with the hand count, and nothing is found that people did not find."""
    wanted, plans = counted(shared, TASK_MASTER)
    assert wanted["tasks"]["total_by_tag"] == {plan.id: len(plan.tasks) for plan in plans}
    done = {plan.id: sum(task.state is State.DONE for task in plan.tasks) for plan in plans}
    assert wanted["tasks"]["done_by_tag"] == done
    statuses = Counter(task.status.value for task in plans[0].tasks if task.status)
    assert wanted["tasks"]["status_master"] == statuses
    assert wanted["subtasks"]["total_by_tag"] == {plan.id: len(plan.subtasks) for plan in plans}
    edges = {plan.id: sum(len(task.depends_on) for task in plan.tasks) for plan in plans}
    assert wanted["dependencies"]["count_by_tag"] == edges
    assert findings(plans) == wanted["inconsistencies"]


def test_every_real_task_of_a_backlog_is_read(shared: Path) -> None:
    """Every document of a backlog is one task, with or without front matter, and free of noise."""
    documents = sorted((shared / "corpus/backlog").iterdir())
    plans = [plan for path in documents for plan in read_plans(read_document(path))]
    assert [len(plan.tasks) for plan in plans] == [1] * len(documents)
    assert findings(tuple(plans)) == []


@pytest.mark.parametrize("kind", ["seedlike", "speckit", "openspec", "kiro", "prd", "nasty"])
def test_no_other_document_is_taken_for_a_board(shared: Path, kind: str) -> None:
    """What is of another kind is not read as a board."""
    from flowkit.model.marker import Grammar
    from flowkit.read.dialects import dialects, load
    from flowkit.read.markdown import read_outline

    boards = [load(dialects()[name]) for name in ("backlog-md", "task-master", "bmad")]
    outlines = [read_outline(read_document(path)) for path in sorted((shared / "corpus" / kind).iterdir())]
    taken = [o.document.path for o in outlines for board in boards if board.recognise(o, Grammar()) > 0]
    assert taken == []
