"""Verifying with the repository: what a run leaves, and what is held to it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from tests.projects import write

from flowkit import app
from flowkit.errors import UsageError
from flowkit.request import Choice, Request

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


def test_evidence_lies_where_its_user_sees_it(tmp_path: Path) -> None:
    """Whoever verifies from a folder of the project gets the paths of the evidence from there."""
    write(tmp_path, {"flowkit.toml": "", "plans/tea.md": TICKED, "kettle.py": "HOT = 100\n"})
    request = Request(tmp_path / "plans", paths=("tea.md",))
    found = app.verify(request).verification
    facts = [fact.path for marker in found.markers for duty in marker.obligations for fact in duty.evidence]
    assert facts == ["../kettle.py"]
    assert [network.plan.path for network in found.networks] == ["tea.md"]


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
