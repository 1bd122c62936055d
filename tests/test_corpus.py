"""Real documents of the dialects, read as people counted them by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from flowkit.judge.verification import judge
from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.task import State
from flowkit.read.document import read_document
from flowkit.read.plans import read_plan

# Tried widely, in a run of its own: `pytest -m broad`.
pytestmark = pytest.mark.broad


PLANS = [
    "seedlike/stharrold__bingo__specs__vintage-christmas-films__plan.md",
    "seedlike/EffortlessMetrics__demo-swarm-swarm__.runs__align-doc-ownership__plan__work_plan.md",
    "seedlike/itechmeat__jeex-idea__stories__docker-development-environment__tasks.md",
    "seedlike/mikhaidn__PlokminFun__rfcs__004-movement-mechanics__04-implementation__phase-1.md",
    "speckit/17-sss__codex-subagent-kit__specs__006-catalog-injection__tasks.md",
    "speckit/raccioly__docguard__specs__003-v011-false-positives__tasks.md",
    "openspec/2ue__ccman__openspec__changes__add-openclaw-support__tasks.md",
    "openspec/AIluffy__g-motion__openspec__changes__refactor-core-runtime-quality__tasks.md",
    "kiro/108yen__task-orchestrator-mcp__.kiro__specs__task-management-mcp-server__tasks.md",
]


def truth(shared: Path, name: str) -> tuple[dict[str, Any], Plan]:
    """Return what was counted by hand of a document, and its plan."""
    counted = yaml.safe_load((shared / "corpus/TRUTH.yaml").read_text(encoding="utf-8"))
    wanted = next(entry for entry in counted["documents"] if entry["file"] == name)
    return wanted, read_plan(read_document(shared / "corpus" / name))


# What the hand count has beside figures, and figures of which a plan has no notion.
NOT_MEASURED = {
    "file",
    "kind",
    "sha256",
    "traps",
    "inconsistencies",
    "assumptions",
    "validation_blocks",
    "validation_commands",
}


@pytest.mark.parametrize("name", PLANS)
def test_every_figure_agrees(shared: Path, name: str) -> None:
    """Every figure that was counted by hand in a real plan comes out of reading it."""
    wanted, plan = truth(shared, name)
    measured = figures(plan)
    if isinstance(wanted.get("files", {}).get("per_task"), dict):
        measured["files"]["per_task"] = measured["files"]["by_id"]
    keys = set(wanted) - NOT_MEASURED
    assert {key: _only(measured[key], wanted[key]) for key in keys} == {key: wanted[key] for key in keys}


@pytest.mark.parametrize("name", PLANS)
def test_what_contradicts_itself_is_found(shared: Path, name: str) -> None:
    """A plan has an error or a warning about itself exactly where people found a contradiction in it."""
    wanted, plan = truth(shared, name)
    found = [each for each in judge([plan]) if each.severity is not Severity.INFO]
    contradictions = [each for each in found if each.rule != "undefined-reference"]
    assert len(contradictions) == len(wanted["inconsistencies"])


def _only(measured: object, wanted: object) -> object:
    """Return the part of a measured figure that was counted by hand."""
    if isinstance(measured, dict) and isinstance(wanted, dict):
        return {key: _only(measured[key], wanted[key]) for key in wanted}
    return measured


def figures(plan: Plan) -> dict[str, Any]:
    """Return the figures of a plan in the words of the hand count."""
    tasks = plan.tasks
    edges = [[task.id, dependency.on] for task in tasks for dependency in task.depends_on]
    paths = [[entry.path for entry in task.files] for task in tasks]
    cited = {str(task.id): [citation.id for citation in task.requirements] for task in tasks}
    phases = [phase.title for phase in plan.phases]
    return {
        "tasks": {
            "total": len(tasks),
            "done": sum(task.state is State.DONE for task in tasks),
            "ids": [task.id for task in tasks if task.id],
            "status": _tally(task.status.value for task in tasks if task.status),
            "estimates": [task.effort.text if task.effort else None for task in tasks],
            "parallel": [task.id for task in tasks if task.parallel],
            "not_done": [task.id for task in tasks if task.state is not State.DONE],
            "top_level": sum("." not in (task.id or "") for task in tasks),
        },
        "sections": {
            "total": len({task.phase for task in tasks}),
            "tasks_per_section": list(_tally(task.phase for task in tasks).values()),
        },
        "acceptance_criteria": {
            "total": sum(len(task.criteria) for task in tasks),
            "checked": sum(bool(entry.done) for task in tasks for entry in task.criteria),
            "per_task": [len(task.criteria) for task in tasks],
            "checked_per_task": [sum(bool(entry.done) for entry in task.criteria) for task in tasks],
        },
        "verification_items": {
            "total": sum(len(task.verifications) for task in tasks),
            "per_task": [len(task.verifications) for task in tasks],
        },
        "dependencies": {"edges": edges, "count": len(edges)},
        "files": {
            "per_task": paths,
            "by_id": {task.id: entry for task, entry in zip(tasks, paths, strict=True)},
            "count_per_task": [len(entry) for entry in paths],
            "total": sum(map(len, paths)),
            "unique": len({path for entry in paths for path in entry}),
        },
        "requirement_refs": {"per_task": cited, "unique": _in_order(cited.values())},
        "checkboxes": {"total": len(plan.boxes), "checked": sum(entry.box.ticked for entry in plan.boxes)},
        "phases": len(phases),
        "tasks_per_phase": [sum(task.phase == phase for task in tasks) for phase in phases],
        "user_story_tags": _tally(task.story or "N/A" for task in tasks),
        "prerequisites": _boxes_below(plan, "Prerequisites"),
        "quality_gates": _boxes_below(plan, "Quality Gates"),
        "completion_evidence": _boxes_below(plan, "Completion Evidence"),
        "quality_checklist": _boxes_below(plan, "Quality Checklist")["total"],
        "open_questions": [entry.id for entry in plan.definitions if entry.kind == "OQ"],
    }


def _boxes_below(plan: Plan, title: str) -> dict[str, int]:
    boxes = [entry.box for entry in plan.boxes if title in entry.section]
    return {"total": len(boxes), "checked": sum(box.ticked for box in boxes)}


def _tally(values: Any) -> dict[str, int]:
    counted: dict[str, int] = {}
    for value in values:
        counted[value] = counted.get(value, 0) + 1
    return counted


def _in_order(lists: Any) -> list[str]:
    return sorted({identifier for entry in lists for identifier in entry}, key=lambda i: (i.startswith("NFR"), i))
