"""``flowkit plan`` without a name: which specs it finds, what it leaves out, which plans are left behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.projects import write

from .running import Run

OWN = "# Parcels\n\n**Id:** feat-parcels\n\n## Components\n\n### Parcel store\n\n**Effort:** 2h\n"
SPEC_KIT = "# Feature Specification: Lockers\n\n## Requirements\n\n- **FR-001**: A locker MUST open\n"
KIRO = (
    "# Requirements\n\n### Requirement 1: Seeds\n\n#### Acceptance Criteria\n\n1. WHEN it rains THE SYSTEM SHALL wait\n"
)
OPEN_SPEC = "# Doors\n\n## Requirements\n\n### Requirement: Doors close\n\nThe system SHALL close doors.\n"
DELTA = "## ADDED Requirements\n\n### Requirement: Doors creak\n\nThe system SHALL oil doors.\n"
NOTES = "# Notes\n\nWhat we talked about.\n"
SPECS = {
    "docs/specs/parcels.md": OWN,
    "specs/001-lockers/spec.md": SPEC_KIT,
    ".kiro/specs/seeds/requirements.md": KIRO,
    "openspec/specs/doors/spec.md": OPEN_SPEC,
    "openspec/changes/oil/specs/doors/spec.md": DELTA,
}
BESIDE = {
    "specs/001-lockers/plan.md": NOTES,
    ".kiro/specs/seeds/design.md": NOTES,
    "openspec/changes/oil/proposal.md": NOTES,
    "openspec/changes/archive/2026-01-02-paint/specs/doors/spec.md": DELTA,
}


@pytest.fixture
def project(tmp_path: Path, run: Run) -> Path:
    """A folder with a spec in each layout, in which the commands are run."""
    del run
    return write(tmp_path, {"flowkit.toml": "", **SPECS, **BESIDE})


def plans(project: Path) -> list[str]:
    """Return the files that planning made."""
    return sorted(path.relative_to(project).as_posix() for path in project.rglob("plans/*"))


def test_specs_are_found_where_each_tool_keeps_them(run: Run, project: Path) -> None:
    """Every spec gets a plan of its own in the folder of plans, and nothing is written among the specs."""
    before = {path for path in project.rglob("*") if path.is_file()}
    ran = run("plan")
    assert ran.code == 0, ran.err
    names = ["001-lockers", "doors", "feat-parcels", "oil-doors", "seeds"]
    assert plans(project) == [f"plans/{name}.md" for name in names]
    assert {path for path in project.rglob("*") if path.is_file()} - before == {*(project / "plans").iterdir()}
    assert run("plan", "--check").code == 0
    assert not [one for one in run("verify").out.splitlines() if "undefined-reference" in one]


def test_a_folder_can_be_named(run: Run, project: Path) -> None:
    """All specs below a folder are planned; no other ones are, and no plan is said to be left behind."""
    assert run("plan").code == 0
    (project / "docs/specs/parcels.md").unlink()
    ran = run("plan", "openspec/changes/oil", "specs")
    assert sorted(ran.out.splitlines()) == ["plans/001-lockers.md is up to date", "plans/oil-doors.md is up to date"]
    assert "feat-parcels" not in ran.err


def test_what_is_no_spec_is_left_out_if_it_was_found(run: Run, project: Path) -> None:
    """A note among the specs is told as an info; one that was named is an error, and nothing else is said."""
    write(project, {"docs/specs/README.md": NOTES})
    ran = run("plan")
    assert ran.code == 0
    assert "docs/specs/README.md: info: is no spec and is left out" in ran.err
    assert "plans/feat-parcels.md" in plans(project)
    named = run("plan", "docs/specs/README.md", "docs/specs/parcels.md")
    assert (named.code, named.out) == (2, "")
    assert named.err.startswith("flowkit: docs/specs/README.md:1: is no spec that can be planned")
    assert named.err.count("\n") == 1


def test_where_nothing_found_is_a_spec_that_is_said(run: Run, tmp_path: Path) -> None:
    """A project with notes alone has no spec to plan; how many documents there are instead is said."""
    write(tmp_path, {"docs/specs/README.md": NOTES, "docs/specs/more.md": NOTES})
    ran = run("plan")
    assert ran.code == 2
    assert "there is no spec to plan; documents that were found and are none: 2" in ran.err


def test_an_output_is_for_the_one_spec_whatever_lies_beside_it(run: Run, tmp_path: Path) -> None:
    """A note beside the one spec does not keep its plan from going where it is wanted."""
    write(tmp_path, {"docs/specs/README.md": NOTES, "docs/specs/parcels.md": OWN})
    assert run("plan", "-o", "work.md").out == "wrote work.md\n"
    assert run("plan", "-o", "-").out == (tmp_path / "work.md").read_text()


def test_two_specs_never_share_a_plan(run: Run, tmp_path: Path) -> None:
    """Specs of two layouts with one name are refused, before anything is written; an id of its own parts them."""
    write(tmp_path, {"specs/doors/spec.md": SPEC_KIT, "openspec/specs/doors/spec.md": OPEN_SPEC})
    ran = run("plan")
    assert (ran.code, ran.out) == (2, "")
    assert "specs/doors/spec.md and openspec/specs/doors/spec.md have one plan, plans/doors.md" in ran.err
    assert plans(tmp_path) == []
    write(tmp_path, {"specs/doors/spec.md": SPEC_KIT.replace("Lockers\n", "Lockers\n\n**Spec ID:** lockers\n")})
    assert run("plan").out == "wrote plans/lockers.md\nwrote plans/doors.md\n"


@pytest.mark.parametrize("option", ["--check", "--diff", "--dry-run", None])
def test_a_plan_whose_spec_is_gone_is_told(run: Run, project: Path, option: str | None) -> None:
    """The plan stays as it is; where it names its spec, and what to do, is said, and a check fails."""
    run("plan")
    (project / "docs/specs/parcels.md").unlink()
    before = (project / "plans/feat-parcels.md").read_bytes()
    ran = run("plan", *([option] if option else []))
    assert "plans/feat-parcels.md:4: its spec docs/specs/parcels.md is not there (bring it back" in ran.err
    assert ran.code == (1 if option == "--check" else 0)
    assert (project / "plans/feat-parcels.md").read_bytes() == before
    text = before.decode().replace("**Spec:** `docs/specs/parcels.md`\n", "")
    write(project, {"plans/feat-parcels.md": text, "plans/by-hand.md": "# Mine\n\n**Spec:** `gone.md`\n"})
    assert run("plan", "--check").code == 0


def test_a_plan_that_another_took_the_place_of_is_told(run: Run, tmp_path: Path) -> None:
    """Where a spec has another id now, its old plan is named, and the one that it has now."""
    write(tmp_path, {"docs/specs/parcels.md": OWN})
    run("plan")
    write(tmp_path, {"docs/specs/parcels.md": OWN.replace("feat-parcels", "parcels")})
    ran = run("plan")
    assert ran.out == "wrote plans/parcels.md\n"
    assert "plans/feat-parcels.md:4: docs/specs/parcels.md has its plan in plans/parcels.md" in ran.err
    (tmp_path / "docs/specs/parcels.md").unlink()
    assert run("plan").err.count("is not there") == 2
