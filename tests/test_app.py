"""The commands as functions: which documents, which definitions, what is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowkit import app
from flowkit.errors import ReadError, UsageError
from flowkit.model.severity import Severity
from flowkit.request import Choice, Request

PLAN = """\
# Work Plan: feat-bell

**Run ID:** feat-bell
**ADR:** ADR-003

## Implementation Tasks

### IMPL_001: Ring the bell

**Requirements:** REQ-001
**Dependencies:** None

**Deliverables:**
- `src/bell.py` - the function ring()

**Acceptance criteria:**
- AC-1: It can be heard next door
"""


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files below a folder and return the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


SOURCES = {
    "docs/decisions/ADR-003-bells.md": "# ADR-003: Bells\n\n## Status\n\nAccepted\n\n## Decision\n\nWe ring bells.\n",
    "docs/decisions/README.md": "Notes without a title.\n",
    "docs/specs/bell.md": "# Bell\n\n## Requirements\n\n- **REQ-001**: It rings, as REQ-002 wants it\n",
}


def undefined(request: Request) -> list[str]:
    """Return the messages about ids that nothing defines."""
    verified = app.verify(request, Choice(select=("undefined-reference",)))
    return [finding.message for finding in verified.verification.findings]


def test_ids_are_defined_in_decisions_and_specs(tmp_path: Path) -> None:
    """What a plan of the project cites is sought in the project's decisions and specs."""
    project = write(tmp_path, {"plans/bell.md": PLAN, **SOURCES})
    assert undefined(Request(project, project)) == []


def test_without_its_sources_a_citation_is_undefined(tmp_path: Path) -> None:
    """What nothing defines is told."""
    project = write(tmp_path, {"plans/bell.md": PLAN})
    (message,) = undefined(Request(project, project))
    assert "ADR-003" in message


def test_the_usual_folders_do_not_speak_for_a_plan_from_elsewhere(tmp_path: Path) -> None:
    """The ADR-003 of this project is not the ADR-003 of another one."""
    project = write(tmp_path / "project", SOURCES)
    write(tmp_path, {"elsewhere/bell.md": PLAN})
    assert undefined(Request(project, project, ("../elsewhere/bell.md",))) != []


def test_configured_sources_speak_for_every_plan(tmp_path: Path) -> None:
    """Whoever configures the sources says that they belong to the plans."""
    settings = '[sources]\ndecisions = ["docs/decisions"]\nspecs = ["docs/specs"]\nfeatures = []\n'
    project = write(tmp_path / "project", {**SOURCES, "flowkit.toml": settings})
    write(tmp_path, {"elsewhere/bell.md": PLAN})
    assert undefined(Request(project, project, ("../elsewhere/bell.md",))) == []


def test_scenarios_are_defined_by_tags_of_features(tmp_path: Path) -> None:
    """A tag at a scenario defines the id that it spells."""
    feature = "Feature: Bells\n\n  @SC-009\n  Scenario: It rings\n    Given a bell\n"
    plan = PLAN.replace("**ADR:** ADR-003\n", "").replace("REQ-001", "None").replace("next door", "next door (SC-009)")
    project = write(tmp_path, {"plans/bell.md": plan})
    assert "SC-009" in " ".join(undefined(Request(project, project)))
    write(project, {"features/bell.feature": feature})
    assert undefined(Request(project, project)) == []


def test_plans_are_found_from_a_folder_below_the_project(tmp_path: Path) -> None:
    """Below a configured project its plans are found, and shown as seen from there."""
    project = write(tmp_path, {"plans/bell.md": PLAN, "flowkit.toml": 'plans = ["plans"]\n', "src/x.py": ""})
    (plan,) = app.show(Request(project / "src", project / "src")).plans
    assert plan.path == "../plans/bell.md"


def test_a_severity_for_documents_that_are_no_plans_is_for_named_ones(tmp_path: Path) -> None:
    """The configuration can make a named stray a warning; a stray that was merely found stays an info."""
    settings = '[severity]\nunrecognised-document = "warning"\n'
    files = {"plans/bell.md": PLAN, "plans/notes.md": "# Notes\n", "n.md": "# N\n", "flowkit.toml": settings}
    project = write(tmp_path, files)
    choice = Choice(select=("unrecognised-document",))
    verified = app.verify(Request(project, project, ("plans", "n.md")), choice)
    assert {finding.place.path: finding.severity for finding in verified.verification.findings} == {
        "n.md": Severity.WARNING,
        "plans/notes.md": Severity.INFO,
    }
    assert not verified.failed


def test_standard_input_needs_to_be_there(tmp_path: Path) -> None:
    """A caller without standard input is told so."""
    with pytest.raises(UsageError, match="no standard input"):
        app.show(Request(tmp_path, tmp_path, ("-",)))


def test_the_documents_to_begin_with_make_a_plan(tmp_path: Path) -> None:
    """What ``init`` writes can be drafted, and the plan that comes of it is recognised."""
    request = Request(tmp_path, tmp_path)
    documents = app.init("door-bell", "2026-04-01", request)
    assert [document.shown for document in documents] == [
        "docs/decisions/ADR-001-door-bell.md",
        "docs/specs/door-bell.md",
        "features/door_bell.feature",
    ]
    app.write(documents, request)
    drafted = app.plan("docs/specs/door-bell.md", request)
    assert drafted.shown == "plans/feat-door-bell.md"
    app.write([drafted], request)
    assert len(app.show(request).plans) == 1


def test_the_next_decision_gets_the_next_number(tmp_path: Path) -> None:
    """``init`` numbers its decision after the last one that stands."""
    project = write(tmp_path, SOURCES)
    documents = app.init("door-bell", "2026-04-01", Request(project, project))
    assert documents[0].shown == "docs/decisions/ADR-004-door-bell.md"


def test_a_document_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    """Where one of several documents exists with another text, none is written; with the same text, nothing is lost."""
    request = Request(tmp_path, tmp_path)
    documents = app.init("door-bell", "2026-04-01", request)
    write(tmp_path, {"features/door_bell.feature": "Feature: Mine\n"})
    with pytest.raises(UsageError, match="is not overwritten"):
        app.write(documents, request)
    assert not (tmp_path / "docs").exists()
    app.write(documents[:2], request)
    app.write(documents[:2], request)


def test_a_spec_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A missing spec is an error with its path."""
    with pytest.raises(ReadError, match=r"bell\.md: cannot be read"):
        app.plan("docs/specs/bell.md", Request(tmp_path, tmp_path))
