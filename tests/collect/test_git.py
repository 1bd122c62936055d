"""What changed since the commits that people attested at."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from flowkit.collect import Inquiry
from flowkit.collect.git import collect
from flowkit.collect.repository import Repository
from flowkit.config import Config
from flowkit.model.evidence import ChangeFact
from flowkit.model.plan import Plan
from flowkit.model.task import Attestation, Criterion, Deliverable, Task

Git = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for a project, with nothing of the user's own settings of git above it."""
    made = tmp_path / "tea shop"
    made.mkdir()
    return made


@pytest.fixture
def git(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Run git in a new repository that has one commit with ``kettle.py`` and ``docs/tea.md``."""
    (tmp_path / "config").write_text("[user]\nname = Ada\nemail = ada@example.org\n")
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")

    def run(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    run("init", "-q")
    (folder / "docs").mkdir()
    (folder / "kettle.py").write_text("BOIL = 100\n")
    (folder / "docs" / "tea.md").write_text("# Tea\n")
    run("add", ".")
    run("commit", "-qm", "Boil water")
    return run


def inquiry(root: Path, *commits: str, delivers: str | None = None) -> Inquiry:
    """Return an inquiry about a plan whose criteria are attested at commits."""
    criteria = tuple(
        Criterion(f"AC-{n}", "It boils", attested=Attestation("Ada", "2026-03-01", commit))
        for n, commit in enumerate(commits, start=1)
    )
    deliverables = (Deliverable(delivers, delivers),) if delivers else ()
    task = Task("IMPL_001", "IMPL_001", "IMPL", "Kettle", criteria=criteria, deliverables=deliverables)
    return Inquiry(Repository(root), Config(root=root), (Plan("tea", "plans/tea.md", "markers", tasks=(task,)),))


def changed(root: Path, commit: str, *, delivers: str | None = None) -> set[str] | None:
    """Return what changed since a commit."""
    (fact,) = collect(inquiry(root, commit, delivers=delivers))
    assert fact.commit == commit
    return None if fact.changed is None else set(fact.changed)


def test_nothing_changed(git: Git, folder: Path) -> None:
    """Right after a commit nothing differs from it."""
    assert changed(folder, git("rev-parse", "HEAD")) == set()


def test_every_kind_of_change_counts(git: Git, folder: Path) -> None:
    """What was committed since, staged, left unstaged, deleted, renamed or never added has changed."""
    (folder / "old.py").write_text("OLD = 1\n")
    (folder / "gone.py").write_text("GONE = 1\n")
    git("add", ".")
    git("commit", "-qm", "Add more")
    commit = git("rev-parse", "HEAD")
    (folder / "docs" / "tea.md").write_text("# Green tea\n")
    git("commit", "-qam", "Prefer green tea")
    (folder / "kettle.py").write_text("BOIL = 95\n")
    git("add", "kettle.py")
    git("mv", "old.py", "new.py")
    (folder / "gone.py").unlink()
    (folder / "new").mkdir()
    (folder / "new" / "pot.py").write_text("POT = 1\n")
    found = changed(folder, commit)
    assert found == {"docs/tea.md", "kettle.py", "old.py", "new.py", "gone.py", "new/pot.py"}


@pytest.mark.parametrize("name", ["Grüner Tee.md", ' "quoted" -x.md', "two\nlines.md", "--output=x"])
def test_odd_names_are_told_as_they_are(git: Git, folder: Path, name: str) -> None:
    """A path with blanks, quotes, line ends, other letters or a leading dash is told unchanged."""
    (folder / name).write_text("tea\n")
    assert changed(folder, git("rev-parse", "HEAD")) == {name}


def test_a_file_that_was_only_touched_has_not_changed(git: Git, folder: Path) -> None:
    """A newer time of an equal file is no change, and git's index is not written by asking."""
    os.utime(folder / "kettle.py", (1, 1))
    before = (folder / ".git" / "index").read_bytes()
    assert changed(folder, git("rev-parse", "HEAD")) == set()
    assert (folder / ".git" / "index").read_bytes() == before


def test_the_root_may_lie_below_the_top_of_the_repository(git: Git, folder: Path) -> None:
    """Paths are relative to the project's root, and what changed outside of it does not count."""
    commit = git("rev-parse", "HEAD")
    (folder / "docs" / "tea.md").write_text("# Green tea\n")
    (folder / "docs" / "new.md").write_text("# New\n")
    (folder / "kettle.py").write_text("BOIL = 95\n")
    assert changed(folder / "docs", commit) == {"tea.md", "new.md"}
    git("commit", "-qam", "Change")
    assert changed(folder / "docs", commit) == {"tea.md", "new.md"}


def test_a_short_name_in_capitals_is_a_commit(git: Git, folder: Path) -> None:
    """Seven digits are enough, in either case."""
    assert changed(folder, git("rev-parse", "HEAD")[:7].upper()) == set()


@pytest.mark.parametrize(
    "commit",
    ["0000000", "abcdef", "HEAD", "main~1", "--output=stolen", "-p", "", "a" * 65, "HEAD^{tree}", "0000000 --help"],
)
def test_what_is_no_known_commit_is_not_known(git: Git, folder: Path, commit: str) -> None:
    """A name that git does not know, that is too short, or that is no hexadecimal number, tells nothing."""
    del git
    assert changed(folder, commit) is None
    assert not (folder / "stolen").exists()


def test_a_branch_called_like_a_commit_is_none(git: Git, folder: Path) -> None:
    """A branch that looks like the short name of a commit can be moved, so it vouches for nothing."""
    git("branch", "abcdef1")
    assert changed(folder, "abcdef1") is None


def test_a_replaced_commit_is_what_was_committed(git: Git, folder: Path) -> None:
    """A replacement does not make git take an old commit for a new one."""
    commit = git("rev-parse", "HEAD")
    (folder / "kettle.py").write_text("BOIL = 95\n")
    git("commit", "-qam", "Boil less")
    git("replace", commit, "HEAD")
    assert changed(folder, commit) == {"kettle.py"}


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_a_file_that_git_is_told_to_overlook_has_changed(git: Git, folder: Path, flag: str) -> None:
    """A file may hold anything where git was told not to look at it."""
    git("update-index", flag, "kettle.py")
    assert changed(folder, git("rev-parse", "HEAD")) == {"kettle.py"}


def test_a_deliverable_that_git_is_told_to_ignore_has_changed(git: Git, folder: Path) -> None:
    """A deliverable that git does not keep may hold anything; other ignored files do not matter."""
    (folder / ".gitignore").write_text("pot.py\ncup.py\n")
    git("add", ".")
    git("commit", "-qm", "Ignore")
    for name in ("pot.py", "cup.py"):
        (folder / name).write_text("X = 1\n")
    assert changed(folder, git("rev-parse", "HEAD"), delivers="pot.py") == {"pot.py"}


def test_each_commit_is_asked_for_once(git: Git, folder: Path) -> None:
    """Several criteria that are attested at one commit make one fact."""
    commit = git("rev-parse", "HEAD")
    facts = list(collect(inquiry(folder, commit, commit, "0000000")))
    assert facts == [ChangeFact(".", commit, frozenset()), ChangeFact(".", "0000000", None)]


def test_nothing_is_started_without_an_attestation(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan that nobody attested to needs no git."""
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("git was started"))
    assert list(collect(inquiry(folder))) == []


def test_there_is_no_repository(folder: Path) -> None:
    """Outside of a repository no commit is known."""
    assert changed(folder, "a" * 40) is None


def test_there_is_no_git(git: Git, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git no commit is known."""
    commit = git("rev-parse", "HEAD")
    monkeypatch.setenv("PATH", str(folder / "docs"))
    assert changed(folder, commit) is None


def test_a_git_of_the_project_is_not_run(git: Git, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program called git that lies in the project is not started, whatever the path says."""
    program = folder / "git"
    program.write_text("#!/bin/sh\ntouch ran\n")
    program.chmod(0o755)
    commit = git("rev-parse", "HEAD")
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    assert changed(folder, commit) is None
    assert not (folder / "ran").exists()


def test_nothing_that_the_repository_configures_is_run(git: Git, folder: Path, tmp_path: Path) -> None:
    """Filters, hooks, monitors, external diffs and pagers of the repository's settings stay unused."""
    program = tmp_path / "trap"
    program.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\ncat\n")
    program.chmod(0o755)
    commit = git("rev-parse", "HEAD")
    hooks = folder / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for hook in ("post-index-change", "fsmonitor-watchman", "reference-transaction"):
        (hooks / hook).write_text(program.read_text())
        (hooks / hook).chmod(0o755)
    for setting in ("core.fsmonitor", "diff.external", "core.pager", "filter.trap.clean", "filter.trap.process"):
        git("config", setting, f"'{program}'")
    git("config", "filter.trap.required", "true")
    git("config", "diff.trap.textconv", str(program))
    git("config", "diff.trap.command", str(program))
    (folder / ".gitattributes").write_text("* filter=trap diff=trap\n")
    (folder / "kettle.py").write_text("BOIL = 95\n")
    os.utime(folder / "docs" / "tea.md", (1, 1))
    (tmp_path / "ran").unlink(missing_ok=True)
    assert changed(folder, commit) == {".gitattributes", "kettle.py"}
    assert not (tmp_path / "ran").exists()


def test_a_filter_that_cannot_be_turned_off_makes_git_unusable(git: Git, folder: Path) -> None:
    """Where a filter's name keeps it from being turned off, git is not asked."""
    commit = git("rev-parse", "HEAD")
    git("config", "filter.a=b.clean", "cat")
    assert changed(folder, commit) is None


def test_the_environment_of_a_hook_leads_nowhere_else(
    git: Git, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within a hook git sets where its repository is; the project's own is asked all the same."""
    commit = git("rev-parse", "HEAD")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert changed(folder, commit) == set()
