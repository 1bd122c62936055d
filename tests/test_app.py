"""The commands as functions: which documents, which definitions, what is written."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from flowkit import app
from flowkit.errors import ConfigError, ReadError, UsageError
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
    (plan,) = app.show(Request(project / "src")).plans
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


# verifies: feat-flowkit-commands:IMPL_003/AC-1
def test_the_documents_to_begin_with_make_a_plan(tmp_path: Path) -> None:
    """What ``init`` writes can be drafted, and the plan that comes of it is recognised."""
    request = Request(tmp_path, tmp_path)
    documents = app.init("door-bell", "2026-04-01", request)
    assert [document.shown for document in documents] == [
        "docs/decisions/ADR-001-door-bell.md",
        "docs/specs/door-bell.md",
        "features/door_bell.feature",
    ]
    app.write(documents)
    drafted = app.plan("docs/specs/door-bell.md", request)
    assert drafted.shown == "plans/feat-door-bell.md"
    app.write([drafted])
    assert len(app.show(request).plans) == 1


def test_the_next_decision_gets_the_next_number(tmp_path: Path) -> None:
    """``init`` numbers its decision after the last one that stands."""
    project = write(tmp_path, SOURCES)
    documents = app.init("door-bell", "2026-04-01", Request(project, project))
    assert documents[0].shown == "docs/decisions/ADR-004-door-bell.md"


# verifies: feat-flowkit-commands:IMPL_003/AC-2
def test_a_document_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    """Where one of several documents exists with another text, none is written; with the same text, nothing is lost."""
    request = Request(tmp_path, tmp_path)
    documents = app.init("door-bell", "2026-04-01", request)
    write(tmp_path, {"features/door_bell.feature": "Feature: Mine\n"})
    with pytest.raises(UsageError, match="is not overwritten"):
        app.write(documents)
    assert not (tmp_path / "docs").exists()
    app.write(documents[:2])
    app.write(documents[:2])


def test_a_spec_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A missing spec is an error with its path."""
    with pytest.raises(ReadError, match=r"bell\.md: cannot be read"):
        app.plan("docs/specs/bell.md", Request(tmp_path, tmp_path))


def test_where_one_document_cannot_be_written_none_is(tmp_path: Path) -> None:
    """A file in the place of a folder is noticed before anything is written."""
    write(tmp_path, {"features": "not a folder\n"})
    with pytest.raises(UsageError, match="features is no folder"):
        app.write(app.init("door-bell", "2026-04-01", Request(tmp_path)))
    assert [path.name for path in tmp_path.iterdir()] == ["features"]


def test_a_plan_is_drafted_into_the_configured_folder(tmp_path: Path) -> None:
    """Where the configuration says that plans lie elsewhere, a new one goes there."""
    request = Request(tmp_path)
    app.write(app.init("door-bell", "2026-04-01", request))
    write(tmp_path, {"flowkit.toml": 'plans = ["specs/*/tasks.md", "work"]\n'})
    assert app.plan("docs/specs/door-bell.md", request).shown == "work/feat-door-bell.md"


def test_a_named_root_is_the_root(tmp_path: Path) -> None:
    """A configuration above the root that was named does not hold."""
    write(tmp_path, {"flowkit.toml": 'plans = ["nowhere"]\n', "inner/plans/bell.md": PLAN})
    assert len(app.show(Request(tmp_path, tmp_path / "inner")).plans) == 1


def test_sources_that_are_configured_in_part_leave_the_others_usual(tmp_path: Path) -> None:
    """To configure the decisions does not ask for folders of specs and features."""
    sources = {
        "adr/003.md": SOURCES["docs/decisions/ADR-003-bells.md"],
        "docs/specs/x.md": SOURCES["docs/specs/bell.md"],
    }
    settings = {"flowkit.toml": 'sources.decisions = ["adr"]\n'}
    project = write(tmp_path / "project", {"plans/bell.md": PLAN, **sources, **settings})
    assert undefined(Request(project)) == []
    write(tmp_path, {"elsewhere/bell.md": PLAN})
    (message,) = undefined(Request(project, None, ("../elsewhere/bell.md",)))
    assert "REQ-001" in message


@pytest.mark.parametrize(
    ("settings", "line", "words"),
    [
        ('ignore = [\n  "placeholdr",\n]\n', 2, "ignore names a rule"),
        ('fail_on = "info"\nselect = ["placeholdr"]\n', 2, "select names a rule"),
        ('[severity]\nplaceholdr = "info"\n', 2, "severity names a rule"),
        ('fail_on = "info"\nplans = ["nope"]\n', 2, "the configuration names nope"),
        ('[sources]\n\nspecs = ["nope"]\n', 3, "the configuration names nope"),
    ],
)
def test_a_name_in_the_configuration_that_leads_nowhere_has_its_place(
    tmp_path: Path, settings: str, line: int, words: str
) -> None:
    """A rule or a path that is not there is told with the line that names it."""
    project = write(tmp_path, {"plans/bell.md": PLAN, "flowkit.toml": settings})
    with pytest.raises(ConfigError, match=words) as caught:
        app.verify(Request(project))
    assert caught.value.where == f"{project.resolve() / 'flowkit.toml'}:{line}"


def test_the_configuration_is_read_once_for_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document is written below the root that it was drafted for, even if the configuration changes in between."""
    project = write(tmp_path, {"flowkit.toml": "plans = []\n"})
    (project / "src").mkdir()
    documents = app.init("door-bell", "2026-04-01", Request(project / "src"))
    monkeypatch.setattr("flowkit.app.reading.load_config", None)
    app.write(documents)
    assert (project / "features" / "door_bell.feature").is_file()


def test_an_empty_list_of_plans_is_told(tmp_path: Path) -> None:
    """A configuration that names no plan does not fall back to the usual folders in what it says."""
    project = write(tmp_path, {"plans/bell.md": PLAN, "flowkit.toml": "plans = []\n"})
    with pytest.raises(UsageError, match="in an empty list of plans"):
        app.verify(Request(project))


TICKED = """\
# Work plan: tea

**Run ID:** tea

## Tasks

### IMPL_001: Kettle

**Status:** Done

**Deliverables:**
- `kettle.py`

**Acceptance criteria:**
- AC-1: It boils
"""
REPORT = """\
<testsuite name="tea"><testcase classname="test_kettle" name="test_boils" file="test_kettle.py">
<properties><property name="verifies" value="IMPL_001/AC-1"/></properties></testcase></testsuite>
"""


def test_what_the_test_command_leaves_is_fresh(tmp_path: Path) -> None:
    """The configured command is run in the project's root, and its report proves what it says."""
    files = {"flowkit.toml": 'test_command = "make test"\n', "plans/tea.md": TICKED, "kettle.py": "HOT = 100\n"}
    project = write(tmp_path, {**files, "test_kettle.py": "import kettle\n"})
    ran: list[tuple[str, Path]] = []

    def run(command: str, folder: Path) -> int:
        ran.append((command, folder))
        (folder / "junit.xml").write_text(REPORT)
        return 0

    verified = app.verify(Request(project), run=run)
    assert ran == [("make test", project.resolve())]
    assert {marker.ref: marker.verdict.value for marker in verified.verification.markers} == {
        "tea:IMPL_001": "proven",
        "tea:IMPL_001/AC-1": "proven",
    }
    assert not verified.failed


def test_the_same_report_proves_nothing_without_a_run(tmp_path: Path) -> None:
    """A report of which nobody knows when it was made leaves its markers unproven."""
    files = {"plans/tea.md": TICKED, "kettle.py": "HOT = 100\n", "junit.xml": REPORT, "test_kettle.py": ""}
    verified = app.verify(Request(write(tmp_path, files)))
    assert [marker.verdict.value for marker in verified.verification.markers] == ["unproven", "unproven"]


def _ending(code: int | str, command: str, folder: Path) -> int | str:
    """Run nothing, and end with a code."""
    assert (command, folder.is_dir()) == ("make test", True)
    return code


def test_a_test_command_that_fails_is_a_finding(tmp_path: Path) -> None:
    """A command that does not end well, or does not start, fails the verification and is no crash."""
    project = write(tmp_path, {"flowkit.toml": 'test_command = "make test"\n', "plans/tea.md": TICKED})
    codes: dict[int | str, str] = {2: "ended with exit code 2", "cannot be started: No such file": "cannot be started"}
    for code, words in codes.items():
        verified = app.verify(Request(project), run=partial(_ending, code))
        (found,) = (one for one in verified.verification.findings if one.rule == "run-failed")
        assert verified.failed
        assert (found.place.path, words in found.message) == ("flowkit.toml", True)


def test_nothing_is_run_that_is_not_configured(tmp_path: Path) -> None:
    """Without a test command, asking for a run is wrong use, and says where to name one."""
    project = write(tmp_path, {"plans/tea.md": TICKED})
    with pytest.raises(UsageError, match="no test command"):
        app.verify(Request(project), run=lambda _command, _folder: 0)


def test_places_are_told_from_the_folder_that_the_user_works_in(tmp_path: Path) -> None:
    """Below the root, the paths of evidence are shown as those of plans are: from where the user is."""
    files = {"flowkit.toml": "", "plans/tea.md": TICKED, "kettle.py": "# implements: IMPL_009\nHOT = 100\n"}
    project = write(tmp_path, {**files, "src/.keep": ""})
    verified = app.verify(Request(project / "src"))
    assert ("orphan-tag", "../kettle.py") in [(one.rule, one.place.path) for one in verified.verification.findings]


def test_a_folder_of_documents_is_no_project(tmp_path: Path) -> None:
    """Where there is neither a repository nor a configuration nor code, plans are held to themselves alone."""
    verified = app.verify(Request(write(tmp_path, {"plans/tea.md": TICKED})))
    assert verified.verification.markers == ()
    assert verified.verification.findings == ()


def test_strictness_makes_an_unproven_completion_an_error(tmp_path: Path) -> None:
    """What is ticked and unproven is a warning, and an error where the project or the user is strict."""
    project = write(tmp_path, {"plans/tea.md": TICKED, "kettle.py": "HOT = 100\n"})
    assert not app.verify(Request(project)).failed
    assert app.verify(Request(project), Choice(strict=True)).failed
