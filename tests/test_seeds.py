"""The five documents that the project grew from, read and judged as people counted and judged them by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from flowkit.judge.verification import judge
from flowkit.model.count import count_markers
from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.task import State
from flowkit.read.document import read_document
from flowkit.read.plans import read_plan

NAMES = [
    "000_beef672febda02b7.txt",
    "001_1a6e43fc3b044c80.txt",
    "002_5f62dcbaa4d6d53b.txt",
    "003_ed6c946669b2c49f.txt",
    "004_baccb2c46fc5ada7.txt",
]


def seed(shared: Path, name: str) -> tuple[dict[str, Any], Plan]:
    """Return what was counted by hand of a seed, and its plan."""
    facts = yaml.safe_load((shared / "facts/seeds.yaml").read_text(encoding="utf-8"))
    wanted = next(entry for entry in facts["documents"] if entry["file"] == name)
    return wanted, read_plan(read_document(shared / "seeds" / name))


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_agrees(shared: Path, name: str) -> None:
    """Every figure that was counted by hand in a seed comes out of reading it."""
    wanted, plan = seed(shared, name)
    measured = figures(plan)
    keys = set(wanted) - {"file", "findings", "requirements_cited", "open_questions_cited", "counts"}
    assert {key: measured[key] for key in keys} == {key: wanted[key] for key in keys}
    if "counts" in wanted:
        defined = count_markers(plan).defined
        assert {kind: defined.get(kind, 0) for kind in wanted["counts"]} == wanted["counts"]
    if "requirements_cited" in wanted:
        cited = {citation.id for task in plan.tasks for citation in task.requirements} - {"*"}
        assert sorted(cited) == wanted["requirements_cited"]
    if "open_questions_cited" in wanted:
        assert sorted({m.id for m in plan.mentions if m.kind == "OQ"}) == wanted["open_questions_cited"]


def figures(plan: Plan) -> dict[str, Any]:
    """Return the figures of a plan in the words of the hand count."""
    tasks = plan.tasks
    return {
        "tasks": {
            "total": len(tasks),
            "done": sum(task.state is State.DONE for task in tasks),
            "ids": [task.id for task in tasks],
        },
        "phases": len(plan.phases),
        "run_id": plan.run_id,
        "adr": plan.adr,
        "declared_status": plan.status.value if plan.status else None,
        "changes_per_task": [len(task.changes) for task in tasks],
        "how_to_test_per_task": [len(task.how_to_test) for task in tasks],
        "verifications_per_task": [len(task.verifications) for task in tasks],
        "checklist_items_per_task": [len(task.checklist) for task in tasks],
        "scenarios_per_task": [len(task.scenarios) for task in tasks],
        "files_per_task": [[entry.path for entry in task.files] for task in tasks],
        "acceptance_criteria": {
            "total": sum(len(task.criteria) for task in tasks),
            "per_task": [len(task.criteria) for task in tasks],
        },
        "requirements_cited_per_task": [[citation.id for citation in task.requirements] for task in tasks],
        "checkboxes": {
            "total": len(plan.boxes),
            "checked": Counter(entry.box.mark in "xX" for entry in plan.boxes)[True],
        },
        "priorities": [task.priority.value if task.priority else None for task in tasks],
        "effort_hours": [task.effort.hours if task.effort else None for task in tasks],
        "coverage_targets": {
            target.id: {"metric": target.metric, "minimum": target.minimum, "of": target.of, "task": target.task}
            for target in plan.coverage_targets
        },
        "contract_endpoints": {endpoint.id: endpoint.task for endpoint in plan.contract_endpoints},
        "features": {task.id: task.features[0] for task in tasks if task.features},
        "dependency_edges": [[task.id, dependency.on] for task in tasks for dependency in task.depends_on],
        "graph_edges": [[edge.task, edge.on] for edge in plan.edges],
    }


@pytest.mark.parametrize("name", NAMES)
def test_exactly_the_listed_findings(shared: Path, name: str) -> None:
    """A seed has the findings that were listed by hand, at their lines, and no other error or warning."""
    wanted, plan = seed(shared, name)
    found = [
        (finding.rule, finding.place.span.line if finding.place.span else None)
        for finding in judge([plan])
        if finding.severity is not Severity.INFO
    ]
    assert sorted(found) == sorted((entry["rule"], entry["line"]) for entry in wanted.get("findings", ()))
