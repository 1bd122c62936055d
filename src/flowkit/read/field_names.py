"""What the fields of a task are called, in any dialect."""

from __future__ import annotations

import re
from collections.abc import Mapping

FIELDS: Mapping[str, str] = {
    name: slot
    for slot, names in {
        "priority": ("priority",),
        "effort": ("estimated effort", "effort", "estimate", "estimated time", "time estimate", "estimation", "time"),
        "depends": ("dependencies", "depends on", "depends", "dependency", "blocked by", "requires", "depends_on"),
        "files": (
            "deliverables",
            "deliverable",
            "files",
            "file",
            "files to create",
            "files to modify",
            "files to update",
            "files to change",
            "files to create/modify",
            "files to modify/create",
            "files modified",
            "files created",
            "files affected",
            "files touched",
            "files likely touched",
            "source files",
            "expected output files",
            "affected files",
            "planned touchpoints",
            "touchpoints",
            "touches",
            "outputs",
            "対象ファイル",
            "文件",
        ),
        "criteria": ("acceptance criteria", "acceptance", "criteria", "acceptance criterion", "done when"),
        "verifications": ("verification", "verifications", "verify"),
        "changes": ("changes", "change"),
        "how_to_test": ("how to test", "how to verify", "testing"),
        "checklist": ("implementation checklist", "checklist", "subtasks", "sub-tasks"),
        "scenarios": ("scenarios", "scenario", "bdd scenarios"),
        "coverage": ("coverage targets", "coverage target", "coverage"),
        "contracts": ("contract endpoint", "contract endpoints", "contracts", "contract"),
        "requirements": (
            "requirements",
            "requirement",
            "req/nfr linkage",
            "requirement refs",
            "reqs",
            "implements",
            "satisfies",
            "traceability",
            "requirements covered",
            "spec requirements",
            "functional requirements",
            "frs",
            "validates",
            "req_ids",
        ),
        "status": ("status", "state"),
        "features": ("bdd mapping", "feature", "features", "feature file"),
        "commands": ("validation steps", "commands", "command", "validation", "tests", "test commands"),
        "notes": ("notes", "note", "hotspot"),
        "sources": ("source", "sources"),
        "description": ("description", "objective", "goal"),
    }.items()
    for name in names
}
"""Name of a field in lower case -> what it says of a task."""

PLAIN_FIELDS = frozenset(FIELDS) - frozenset(
    ("time", "change", "command", "coverage", "notes", "note", "feature", "features", "tests")
)
"""Names that make a field without any emphasis."""

_REMARK = re.compile(r"\s*\([^)]*\)$")


def slot_of(key: str) -> str | None:
    """Return what a field says of a task, by its name in lower case; None for a name that says nothing known.

    A remark in brackets is no part of the name (``files to modify (2)``).
    """
    name = _REMARK.sub("", key)
    return FIELDS.get(key) or FIELDS.get(name) or ("files" if name.startswith("files to ") else None)
