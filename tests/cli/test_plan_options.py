"""Options of ``flowkit plan`` that meet one another, and runs that are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.projects import write

from .running import Run

SPEC = """# Parcels

**Id:** feat-parcels

## Requirements

### REQ-001: Parcels are kept

### REQ-002: Parcels are found

## Components

### Parcel store

**Effort:** 2h
**Implements:** REQ-001
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a spec that asks for more than its components give."""
    return write(tmp_path, {"flowkit.toml": "", "docs/specs/parcels.md": SPEC})


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--check", "-o", "-"), "--output - prints the plan, and --check"),
        (("--diff", "-o", "-"), "--output - prints the plan, and --diff"),
        (("--dry-run", "-o", "-"), "--output - prints the plan, and --dry-run"),
        (("--check", "--dry-run"), "--check and --dry-run exclude each other"),
        (("--check", "--diff", "--dry-run"), "--check and --diff and --dry-run exclude each other"),
        (("--template", "story", "--check"), "only a plan in the markers dialect is kept up"),
        (("--template", "tale"), "there is no template for the dialect 'tale'"),
        (("-",), "a spec is not read from standard input"),
        (("",), "an empty path names no document"),
        (("-o", ""), "the file to write has no name"),
        (("-o", "docs"), "is a folder, not a file to write"),
        (("-o", "docs", "--check"), "is a folder, not a file to write"),
        (("-o", "../x.md", "--dry-run"), "lies outside the project's root"),
        (("-o", "docs/specs/parcels.md"), "is no plan"),
    ],
)
def test_what_cannot_be_done_at_once_is_refused(run: Run, project: Path, options: tuple[str, ...], words: str) -> None:
    """A refusal is all that is printed, says what does not go together, and writes nothing."""
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    ran = run("plan", *options)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert ran.err.count("\n") == 1
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_a_check_may_be_asked_for_its_diff(run: Run, project: Path) -> None:
    """A check prints a diff anyway, so that both are one."""
    assert not (project / "plans").exists()
    both, check = run("plan", "--check", "--diff"), run("plan", "--check")
    assert both == check
    assert both.code == 1


def test_a_spec_that_is_named_twice_is_planned_once(run: Run, project: Path) -> None:
    """However a spec is spelled, its plan names it one way."""
    del project
    assert run("plan", "docs/specs/parcels.md", "docs/../docs/specs/parcels.md").out == "wrote plans/feat-parcels.md\n"
    assert run("plan", "docs/../docs/specs/parcels.md").out == "plans/feat-parcels.md is up to date\n"


def test_another_dialect_is_written_once(run: Run, project: Path) -> None:
    """The same plan again is up to date; another text in its place is left alone, and a dry run says so too."""
    story = ("plan", "--template", "story", "-o", "story.md")
    assert run(*story, "--dry-run").out == "would write story.md\n"
    assert run(*story).out == "wrote story.md\n"
    at = (project / "story.md").stat().st_mtime_ns
    assert run(*story).out == "story.md is up to date\n"
    assert run(*story, "--dry-run").out == "story.md is up to date\n"
    assert (project / "story.md").stat().st_mtime_ns == at
    write(project, {"story.md": "# Mine\n"})
    for options in ((), ("--dry-run",)):
        ran = run(*story, *options)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("flowkit: story.md: is there already and is not overwritten (move it away")
        assert ran.err.count("\n") == 1


def test_findings_come_after_what_was_done(run: Run, project: Path) -> None:
    """A run that is refused says nothing of what its sources lack; one that is not says it with the place."""
    write(project, {"plans/feat-parcels.md": "# Something else\n"})
    refused = run("plan")
    assert refused.code == 2
    assert "requirement-without-task" not in refused.err
    (project / "plans/feat-parcels.md").unlink()
    done = run("plan")
    assert done.out == "wrote plans/feat-parcels.md\n"
    assert "docs/specs/parcels.md:9: warning requirement-without-task: no task implements REQ-002" in done.err


def test_what_was_written_before_a_refusal_is_said(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the second of two plans cannot be written after all, the first is there and is named."""
    write(project, {"docs/specs/zebra.md": SPEC.replace("feat-parcels", "zebra")})
    real = Path.replace

    def full(path: Path, target: Path) -> Path:
        """Have no room for the second plan."""
        if target.name == "zebra.md":
            raise OSError(28, "No space left on device")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", full)
    ran = run("plan")
    assert ran.code == 2
    assert ran.out == "wrote plans/feat-parcels.md\n"
    assert "No space left on device" in ran.err


def test_a_finding_has_its_path_from_where_the_user_works(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a folder below the root, the place in the spec is one that an editor opens there."""
    monkeypatch.chdir(project / "docs")
    ran = run("plan")
    assert ran.out == "wrote ../plans/feat-parcels.md\n"
    assert "flowkit: specs/parcels.md:9: warning" in ran.err
