"""The five documents that the project grew from, as flowkit's commands show, count and judge them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

NAMES = [
    "000_beef672febda02b7.txt",
    "001_1a6e43fc3b044c80.txt",
    "002_5f62dcbaa4d6d53b.txt",
    "003_ed6c946669b2c49f.txt",
    "004_baccb2c46fc5ada7.txt",
]


@pytest.fixture(scope="module", params=NAMES)
def wanted(request: pytest.FixtureRequest, shared: Path) -> dict[str, Any]:
    """What was counted by hand of a seed."""
    facts = yaml.safe_load((shared / "facts/seeds.yaml").read_text(encoding="utf-8"))
    assert [entry["file"] for entry in facts["documents"]] == NAMES
    found: dict[str, Any] = next(entry for entry in facts["documents"] if entry["file"] == request.param)
    return found


def output(shared: Path, command: str, name: str) -> dict[str, Any]:
    """Return what a command prints of a seed, as JSON."""
    arguments = [sys.executable, "-m", "flowkit", command, name, "--format", "json"]
    done = subprocess.run(arguments, cwd=shared / "seeds", capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stderr
    printed: dict[str, Any] = json.loads(done.stdout)
    return printed


def test_every_figure_agrees(shared: Path, wanted: dict[str, Any]) -> None:
    """Every figure that was counted by hand in a seed comes out of ``show``."""
    (plan,) = output(shared, "show", wanted["file"])["plans"]
    measured = figures(plan)
    keys = set(wanted) - {"file", "findings", "counts"}
    assert {key: measured[key] for key in keys} == {key: wanted[key] for key in keys}


def test_every_count_agrees(shared: Path, wanted: dict[str, Any]) -> None:
    """The markers that were counted by hand in a seed, or else its tasks, come out of ``count``."""
    counted = output(shared, "count", wanted["file"])
    (file,) = counted["files"]
    expected = wanted.get("counts", {"TASK": wanted["tasks"]["total"]})
    assert {kind: file["defined"].get(kind, 0) for kind in expected} == expected
    assert counted["total"]["defined"] == file["defined"]


def test_exactly_the_listed_findings(shared: Path, wanted: dict[str, Any]) -> None:
    """A seed has the findings that were listed by hand, at their lines, and no other error or warning."""
    found = output(shared, "verify", wanted["file"])["findings"]
    grave = sorted((finding["rule"], finding["line"]) for finding in found if finding["severity"] != "info")
    assert grave == sorted((entry["rule"], entry["line"]) for entry in wanted.get("findings", ()))


def figures(plan: dict[str, Any]) -> dict[str, Any]:
    """Return the figures of a plan, as ``show`` prints it, in the words of the hand count."""
    tasks = plan["tasks"]

    def each(key: str) -> list[Any]:
        return [task[key] for task in tasks]

    def lengths(key: str) -> list[int]:
        return [len(task[key]) for task in tasks]

    cited = {identifier for task in tasks for identifier in task["requirements"]} - {"*"}
    return {
        "tasks": {"total": len(tasks), "done": sum(each("done")), "ids": each("id")},
        "phases": len(plan["phases"]),
        "run_id": plan["run_id"],
        "adr": plan["adr"],
        "declared_status": plan["status"],
        "changes_per_task": lengths("changes"),
        "how_to_test_per_task": lengths("how_to_test"),
        "verifications_per_task": lengths("verifications"),
        "checklist_items_per_task": lengths("checklist"),
        "scenarios_per_task": lengths("scenarios"),
        "files_per_task": each("files"),
        "acceptance_criteria": {"total": sum(lengths("criteria")), "per_task": lengths("criteria")},
        "requirements_cited": sorted(cited),
        "requirements_cited_per_task": each("requirements"),
        "checkboxes": plan["checkboxes"],
        "priorities": each("priority"),
        "effort_hours": each("effort_hours"),
        "coverage_targets": {
            target["id"]: {key: target[key] for key in ("metric", "minimum", "of", "task")}
            for target in plan["coverage_targets"]
        },
        "contract_endpoints": {endpoint["id"]: endpoint["task"] for endpoint in plan["contract_endpoints"]},
        "features": {task["id"]: task["features"][0] for task in tasks if task["features"]},
        "open_questions_cited": [each["id"] for each in plan["citations"] if each["kind"] == "OQ"],
        "dependency_edges": [[task["id"], on] for task in tasks for on in task["depends_on"]],
        "graph_edges": plan["graph_edges"],
    }
