"""``flowkit build``: what it prints, and how it ends."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from tests.building import GOOD, Project, found

from .running import Run


@pytest.fixture
def project(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project to build, with somebody who types in it."""
    del run
    made = found(tmp_path)
    monkeypatch.chdir(made.root)
    return made


def test_a_dry_run_tells_the_order_and_starts_nothing(project: Project, run: Run) -> None:
    """No command is needed for it, and nothing is written."""
    ran = run("build", "--dry-run")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "plans/tea.md: 0 of 2 tasks are finished; 2 would be built, in order:\n"
        "  1. IMPL_001 Make IMPL_001\n  2. IMPL_002 Make IMPL_002 (after IMPL_001)\n"
    )
    assert not (project.root / ".flowkit").exists()


def test_it_tells_what_is_finished_blocked_and_waiting(project: Project, run: Run) -> None:
    """The exit code is 1 where something is not finished, and 0 where everything is."""
    ran = run("build", "--retries", "0", "--agent", shlex.join(project.command("pass")))
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.endswith(
        "plans/tea.md: 0 of 2 tasks are finished\n"
        "  IMPL_001 is blocked: not proven after 1 try: nothing was changed\n  IMPL_002 waits for IMPL_001\n"
    )
    ran = run("build", "--dry-run")
    assert "0 would be built" in ran.out
    assert "IMPL_001 is blocked: not proven after 1 try" in ran.out
    project.git("reset", "--quiet", "--hard", "HEAD~1")
    ran = run("build", "plans/tea.md", "--agent", shlex.join(project.command(GOOD)))
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "plans/tea.md: 2 of 2 tasks are finished")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ((), "there is no command to build with"),
        (("--agent", "'"), "cannot be split into words"),
        (("--agent", " "), "the command is empty"),
        (("--agent", "no-such-program-as-this"), "there is no program no-such-program-as-this"),
        (("--agent", "true", "-"), "what comes on standard input lies nowhere to be built"),
        (("--agent", "true", "../tea.md"), "../tea.md: lies outside the project"),
        (("--agent", "true", "missing.md"), "there is no such file"),
    ],
)
def test_what_cannot_begin_is_told(project: Project, run: Run, options: tuple[str, ...], reason: str) -> None:
    """Nothing has happened then."""
    (project.root.parent / "tea.md").write_text(project.plan(), encoding="utf-8")
    ran = run("build", *options)
    assert (ran.code, reason in ran.err) == (2, True), ran.err
    assert not (project.root / ".flowkit").exists()
