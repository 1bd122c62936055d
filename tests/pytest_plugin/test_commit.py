"""The commit that a run was made at, read without git."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from tests.projects import write

from flowkit.pytest_plugin.commit import checked_out

from .records import TWO, Run, recording

pytest_plugins = ["pytester"]


def git(folder: Path, *arguments: str) -> str:
    """Run git with an author of its own."""
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_the_commit_is_read_without_git(tmp_path: Path) -> None:
    """The commit is found on a branch, packed or not, detached, in a folder below, and in a worktree."""
    home = tmp_path / "home"
    (home / "below").mkdir(parents=True)
    assert checked_out(home) is None
    git(home, "init")
    assert checked_out(home) is None
    git(home, "commit", "--allow-empty", "-m", "one")
    first = git(home, "rev-parse", "HEAD")
    assert checked_out(home) == checked_out(home / "below") == first
    git(home, "pack-refs", "--all")
    assert not (home / ".git/refs/heads/main").exists()
    assert checked_out(home) == first
    git(home, "worktree", "add", "-b", "other", str(tmp_path / "tree"))
    git(tmp_path / "tree", "commit", "--allow-empty", "-m", "two")
    assert checked_out(tmp_path / "tree") == git(tmp_path / "tree", "rev-parse", "HEAD") != first
    git(home, "checkout", "--detach")
    assert checked_out(home) == first


@pytest.mark.parametrize(
    "head", ["", "ref: ../../../etc/passwd", "ref: refs/heads/.invalid", "ref: \0", "0" * 39, "\udcff"]
)
def test_an_odd_repository_has_no_commit(tmp_path: Path, head: str) -> None:
    """A head that names no commit is none."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text(head, errors="surrogateescape")
    assert checked_out(tmp_path) is None


def test_a_record_names_the_commit(run: Run, pytester: pytest.Pytester) -> None:
    """The run knows the commit that was checked out, and when it began."""
    write(pytester.path, {".git/HEAD": "a" * 40})
    run(files=TWO)
    (only,) = recording(pytester.path).runs
    assert only.commit == "a" * 40
    assert only.started.endswith("+00:00")
