"""What is read: plans, and the documents that define what they cite."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.projects import write

from flowkit import app
from flowkit.errors import ConfigError, UsageError
from flowkit.model.severity import Severity
from flowkit.request import Choice, Request

from .bells import PLAN, SOURCES, undefined


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
