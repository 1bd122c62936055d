"""``flowkit diff``: two files, two revisions of one, and what it says where it cannot compare."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path

import jsonschema
import pytest

from flowkit import cli

ROOT = Path(__file__).resolve().parents[1]
PLAN = """\
# Tasks: tea

- [ ] T001 Boil water
- [ ] T002 Steep tea (depends on T001)
"""
TICKED = PLAN.replace("[ ] T001", "[x] T001")
TICK = """\
T001: Boil water
  ticked
    - {old}:3: T001: open
    + {new}:3: T001: done

1 change: 1 ticked
"""

Diff = Callable[..., tuple[int, str, str]]
Git = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a project, which is the current one."""
    made = tmp_path / "tea shop"
    (made / "plans").mkdir(parents=True)
    (made / "plans" / "tea.md").write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(made)
    return made


@pytest.fixture
def diff(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Diff:
    """Run ``flowkit diff`` in the project; give its exit code and what it printed."""
    assert folder.is_dir()

    def run(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin.encode())))
        with pytest.raises(SystemExit) as ended:
            cli.main(["diff", *arguments])
        printed = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, printed.out, printed.err

    return run


@pytest.fixture
def git(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Run git in the project, which is a repository with one commit; the user's own settings are left out."""
    (tmp_path / "config").write_text("[user]\nname = Ada\nemail = ada@example.org\n", encoding="utf-8")
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")

    def run(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    run("init", "-q", "-b", "main")
    run("add", ".")
    run("commit", "-qm", "Plan the tea")
    return run


def test_equal_plans_exit_with_0(diff: Diff) -> None:
    """Where nothing differs in meaning, the exit code is 0 and one line says so."""
    assert diff("plans/tea.md", "plans/tea.md") == (
        0,
        "no difference in meaning between plans/tea.md and plans/tea.md\n",
        "",
    )


def test_a_difference_exits_with_1(diff: Diff, folder: Path) -> None:
    """A difference is told with both places, and the exit code is 1."""
    (folder / "new.md").write_text(TICKED, encoding="utf-8")
    code, out, err = diff("plans/tea.md", "new.md")
    assert (code, err) == (1, "")
    assert out == "--- plans/tea.md\n+++ new.md\n\n" + TICK.format(old="plans/tea.md", new="new.md")


def test_standard_input_is_a_plan(diff: Diff) -> None:
    """A plan may come on standard input, as the old one or the new one."""
    code, out, _ = diff("plans/tea.md", "-", stdin=TICKED)
    assert code == 1
    assert "    + -:3: T001: done\n" in out
    assert "unticked" in diff("-", "plans/tea.md", stdin=TICKED)[1]


def test_json_keeps_to_its_schema(diff: Diff) -> None:
    """The JSON is of the published schema, and holds what the text says."""
    code, out, _ = diff("plans/tea.md", "-", "--format", "json", stdin=TICKED.replace("T002", "T003"))
    printed = json.loads(out)
    published = json.loads((ROOT / "docs" / "schemas" / "flowkit-diff-1.json").read_text(encoding="utf-8"))
    jsonschema.validate(printed, published)
    assert code == 1
    assert printed["summary"] == {"renumbered": 1, "ticked": 1}
    assert printed["old"] == {
        "path": "plans/tea.md",
        "id": "tea",
        "dialect": "spec-kit",
        "title": "Tasks: tea",
        "tasks": 2,
    }
    assert printed["changes"][1] == {
        "kind": "renumbered",
        "part": "task",
        "old_task": "T002",
        "new_task": "T003",
        "old": {"id": "T002", "text": "Steep tea (depends on T001)", "line": 4},
        "new": {"id": "T003", "text": "Steep tea (depends on T001)", "line": 4},
    }


@pytest.mark.parametrize("old", ["HEAD:plans/tea.md", "main:./plans/tea.md", ":plans/tea.md", "HEAD@{0}:plans/tea.md"])
def test_a_revision_is_compared_with_the_file_as_it_stands(diff: Diff, git: Git, folder: Path, old: str) -> None:
    """A second name may be left out: then it is the file of that path as it lies there now."""
    assert git("status", "--porcelain") == ""
    (folder / "plans" / "tea.md").write_text(TICKED, encoding="utf-8")
    code, out, _ = diff(old)
    assert code == 1
    assert out == f"--- {old}\n+++ plans/tea.md\n\n" + TICK.format(old=old, new="plans/tea.md")


def test_two_revisions_are_compared(diff: Diff, git: Git, folder: Path) -> None:
    """Branches, tags and steps back name revisions, as they do for git, even where the file is gone."""
    git("tag", "first")
    (folder / "plans" / "tea.md").write_text(TICKED, encoding="utf-8")
    git("commit", "-qam", "Boil")
    git("rm", "-q", "plans/tea.md")
    git("commit", "-qm", "Clear up")
    code, out, _ = diff("first:plans/tea.md", "HEAD~1:plans/tea.md")
    assert code == 1
    assert out.endswith(TICK.format(old="first:plans/tea.md", new="HEAD~1:plans/tea.md"))
    assert diff("HEAD~2:plans/tea.md", "first:plans/tea.md")[0] == 0


def test_a_path_counts_from_the_top_or_from_the_current_folder(
    diff: Diff, git: Git, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder below the top, ``./`` names what is there, and the bare path what git calls so."""
    assert git("status", "--porcelain") == ""
    monkeypatch.chdir(folder / "plans")
    (folder / "plans" / "tea.md").write_text(TICKED, encoding="utf-8")
    for old in ("HEAD:./tea.md", "HEAD:plans/tea.md"):
        assert "\n+++ tea.md\n" in diff(old)[1]


def test_windows_line_ends_are_no_difference(diff: Diff, git: Git, folder: Path) -> None:
    """A file is the same whether or not git changes its line ends."""
    assert git("status", "--porcelain") == ""
    (folder / "plans" / "tea.md").write_bytes(PLAN.replace("\n", "\r\n").encode())
    assert diff("HEAD:plans/tea.md")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["plans/tea.md"], "plans/tea.md: there is nothing to compare it with (name the other plan too, or"),
        (["-", "-"], "standard input holds one plan, not two (name a file for the other one)"),
        (["plans/tea.md", "none.md"], "none.md: cannot be read: No such file or directory"),
        (["plans", "plans/tea.md"], "plans: is a folder, not a document"),
        (["", "plans/tea.md"], ".: is a folder, not a document"),
        (["plans/tea.md", "notes.md"], "notes.md: no dialect finds a task in it"),
        (["HEAD~9:plans/tea.md"], "HEAD~9:plans/tea.md: git knows no revision HEAD~9 (git log --oneline and git"),
        (["--", "-x:plans/tea.md"], "git knows no revision -x"),
        (["HEAD:tea.md"], "HEAD:tea.md: there is no tea.md in HEAD (the path counts from the top of the"),
        ([":tea.md"], ":tea.md: there is no tea.md in what is staged"),
        (["HEAD:plans"], "HEAD:plans: is no file (name a file: REV:path)"),
        (["HEAD:"], "HEAD:: is no file (name a file: REV:path)"),
        ([":/Plan the"], ":/Plan the: is no file"),
        (["a:b.md", "plans/tea.md"], "a:b.md: git knows no such revision (write ./a:b.md for the file of that name)"),
        (["HEAD:big.md"], "HEAD:big.md: is larger than 10,000,000 bytes (raise max_file_size"),
        (["HEAD:library"], "HEAD:library: git does not have what stands in it (is it in a submodule, or not"),
        (["HEAD:plans/tea.md", "--dialect", "tea"], "there is no dialect 'tea'"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("folder")
def test_what_cannot_be_compared_is_said(diff: Diff, git: Git, folder: Path, arguments: list[str], words: str) -> None:
    """Wrong use and what cannot be read exit with 2, and one message says what to do."""
    (folder / "notes.md").write_text("# Notes\n", encoding="utf-8")
    (folder / "big.md").write_text(PLAN + " " * 10_000_000, encoding="utf-8")
    git("add", "big.md")
    git("update-index", "--add", "--cacheinfo", f"160000,{git('rev-parse', 'HEAD')[::-1]},library")
    git("commit", "-qm", "Grow")
    (folder / "a:b.md").write_text(PLAN, encoding="utf-8")
    code, out, err = diff(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("flowkit: ")
    assert words in err


def test_a_file_with_a_colon_in_its_name_is_a_file(diff: Diff, folder: Path) -> None:
    """``./`` before a name says that it is a file."""
    (folder / "a:b.md").write_text(TICKED, encoding="utf-8")
    assert diff("plans/tea.md", "./a:b.md")[0] == 1


def test_without_a_repository_there_are_no_revisions(diff: Diff) -> None:
    """Outside of a repository, a revision is told to need one."""
    code, _, err = diff("HEAD:plans/tea.md")
    assert code == 2
    assert "the current folder is in no git repository" in err


def test_without_git_there_are_no_revisions(diff: Diff, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Files can be compared without git; revisions cannot, and the message says so."""
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert diff("plans/tea.md", "plans/tea.md")[0] == 0
    code, _, err = diff("HEAD:plans/tea.md")
    assert code == 2
    assert "HEAD:plans/tea.md: git is needed to read a revision, and is not installed (name two files)" in err


def test_a_bare_repository_has_revisions_and_no_files(
    diff: Diff, git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two revisions can be compared where nothing is checked out; a revision and the file now cannot."""
    git("clone", "-q", "--bare", ".", str(tmp_path / "bare"))
    monkeypatch.chdir(tmp_path / "bare")
    assert diff("main:plans/tea.md", "HEAD:plans/tea.md")[0] == 0
    code, _, err = diff("main:plans/tea.md")
    assert code == 2
    assert "the repository has no files to compare it with (name the other plan too)" in err


@pytest.mark.skipif(os.name == "nt", reason="the filter is a script for a POSIX shell")
def test_git_starts_nothing_of_the_repository(diff: Diff, git: Git, folder: Path, tmp_path: Path) -> None:
    """Filters, text conversions, pagers and external diffs that a repository configures are not run."""
    spy = tmp_path / "spy"
    spy.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\ncat\n", encoding="utf-8")
    spy.chmod(0o755)
    (folder / ".gitattributes").write_text("*.md filter=spy diff=spy\n", encoding="utf-8")
    git("add", ".gitattributes")
    git("commit", "-qm", "Spy")
    for key in (
        "filter.spy.smudge",
        "filter.spy.clean",
        "diff.spy.textconv",
        "diff.external",
        "core.pager",
        "core.fsmonitor",
    ):
        git("config", key, f"'{spy}'")
    assert diff("HEAD:plans/tea.md", "HEAD:./plans/tea.md")[0] == 0
    assert not (tmp_path / "ran").exists()


def test_text_of_a_plan_cannot_steer_the_terminal(diff: Diff) -> None:
    """Control characters of a document are shown, not sent."""
    code, out, _ = diff("plans/tea.md", "-", stdin=PLAN.replace("Boil water", "Boil \x1b[2Jwater"))
    assert code == 1
    assert "\\x1b[2J" in out
    assert "\x1b" not in out
