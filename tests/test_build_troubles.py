"""A build beside which things go wrong: commands that hang or break the repository, users who go on working."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from flowkit.errors import FlowkitError, UsageError
from flowkit.request import Request

from .building import CHAIN, GOOD, found, runs
from .projects import write

GIT = """
import os, shutil, subprocess, sys
from pathlib import Path

def git(*words, check=True):
    subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@x", *words], check=check, capture_output=True)
"""
BREAKS = {
    "deletes .git": 'Path(".git").unlink()',
    "begins a repository of its own": 'Path(".git").unlink(); git("init", "--quiet")',
    "switches branches": 'git("switch", "--create", "elsewhere"); git("commit", "--allow-empty", "-m", "x")',
    "commits its work": 'git("add", "--all"); git("commit", "-m", "mine")',
    "locks its worktree": 'git("worktree", "lock", ".")',
    "leaves a conflict": (
        'Path("a").write_text("1"); git("add", "a"); git("commit", "-m", "1"); git("switch", "-c", "side", "HEAD~1");'
        'Path("a").write_text("2"); git("add", "a"); git("commit", "-m", "2"); git("merge", "-", check=False);'
        'Path("a").unlink()'
    ),
    "leaves an index that is locked": (
        'told = subprocess.check_output(["git", "rev-parse", "--git-path", "index.lock"], text=True);'
        "Path(told.strip()).touch()"
    ),
    "takes rights away": 'Path("closed").mkdir(); Path("closed/file").touch(); Path("closed").chmod(0o500)',
}


@pytest.mark.parametrize("breaks", BREAKS)
def test_what_it_does_to_git_in_its_worktree_does_not_matter(tmp_path: Path, breaks: str) -> None:
    """What counts is what stands in the files when it ends."""
    project = found(tmp_path)
    assert project.build(f"{GOOD}{GIT}{BREAKS[breaks]}\n").complete, project.said
    assert [one for one in project.left() if "elsewhere" not in one and "side" not in one] == []
    assert project.git("rev-list", "--count", "HEAD") == "3"


LOSSES = {
    "deletes the work of others": ('Path("IMPL_001.txt").unlink()', "tea:IMPL_001 was proven and is missing"),
    "deletes its worktree": ("shutil.rmtree(os.getcwd())", "the folder of the worktree is gone"),
    "hides its work in a repository": (
        'Path("in").mkdir(); os.chdir("in"); git("init"); git("commit", "--allow-empty", "-m", "x")',
        "is a repository of its own",
    ),
}


@pytest.mark.parametrize("loss", LOSSES)
def test_what_is_lost_is_not_merged(tmp_path: Path, loss: str) -> None:
    """A try that destroys something ends with the reason, and the user's branch has nothing of it."""
    project = found(tmp_path)
    code, reason = LOSSES[loss]
    assert not project.build(f"{GOOD}{GIT}if task == 'IMPL_002': {code}\n").complete
    assert reason in "\n".join(project.said)
    assert project.git("status", "--porcelain") == ""
    assert ("### [x] IMPL_001" in project.plan(), "### IMPL_002" in project.plan()) == (True, True)


def test_a_command_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    """Its children, and those that left its session, are gone; what it left is judged like any other try."""
    project = found(tmp_path)
    numbers = tmp_path / "numbers"
    hang = f"""
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
sleep = [sys.executable, "-c", "import time; time.sleep(600)"]
with open({str(numbers)!r}, "a") as file:
    print(os.getpid(), subprocess.Popen(sleep).pid, subprocess.Popen(sleep, start_new_session=True).pid, file=file)
time.sleep(600)
"""
    assert not project.build(hang, seconds=0.5).complete
    assert "the command took longer than 0.5 seconds and was ended; nothing was changed" in "\n".join(project.said)
    assert len(numbers.read_text().split()) == 3
    assert [number for number in numbers.read_text().split() if runs(int(number))] == []
    assert project.left() == []


def test_what_a_command_leaves_behind_is_ended(tmp_path: Path) -> None:
    """A command that ends well leaves nothing that could go on changing files."""
    project = found(tmp_path)
    numbers = tmp_path / "numbers"
    leave = f"""
import subprocess, sys
with open({str(numbers)!r}, "a") as file:
    print(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]).pid, file=file)
"""
    assert project.build(GOOD + leave).complete
    assert [number for number in numbers.read_text().split() if runs(int(number))] == []


def test_tests_that_hang_are_ended(tmp_path: Path) -> None:
    """A run of the tests has the same limit."""
    project = found(tmp_path)
    write(
        project.root,
        {"check.py": "import time, pathlib\ntime.sleep(600 if pathlib.Path('IMPL_001.txt').exists() else 0)\n"},
    )
    project.commit()
    assert not project.build(GOOD, seconds=1).complete
    assert "took longer than 1 seconds and was ended" in project.tried("IMPL_001", 1, "try.json")


def test_a_branch_that_moves_beside_the_build_ends_it(tmp_path: Path) -> None:
    """Nobody knows whose commit it is, so nothing is merged onto it; what was proven is kept on a branch."""
    project = found(tmp_path)
    move = f"os.chdir({str(project.root)!r}); git('commit', '--allow-empty', '-m', 'mine')\n"
    with pytest.raises(UsageError, match=r"main moved from .* while it was built on"):
        project.build(f"{GOOD}{GIT}{move}")
    assert project.plan() == CHAIN
    assert project.git("show", "flowkit/tea/IMPL_001:IMPL_001.txt") == "made"
    assert project.git("log", "-1", "--format=%s") == "mine"
    assert project.left() == ["refs/heads/flowkit/tea/IMPL_001"]
    assert project.build(GOOD).complete


def test_the_users_own_edits_are_not_written_over(tmp_path: Path) -> None:
    """A file that the user changed meanwhile is in the way; git refuses, and nothing of it is lost."""
    project = found(tmp_path)
    edit = f"Path({str(project.root)!r}, 'plans', 'tea.md').write_text('mine')\n"
    with pytest.raises(FlowkitError, match="would be overwritten"):
        project.build(GOOD + edit)
    assert project.plan() == "mine"
    assert project.git("log", "-1", "--format=%s") == "Work"
    assert project.git("show", "flowkit/tea/IMPL_001:IMPL_001.txt") == "made"


REFUSALS = {
    "uncommitted changes": ("echo pass > check.py", "what is not committed cannot be built on: check.py"),
    "files unknown to git": ("touch new.py", "what is not committed cannot be built on: new.py"),
    "no branch": ("git switch -q --detach", "no branch is checked out"),
    "a plan that git ignores": (
        "cp plans/tea.md plans/other.md; echo plans/other.md > .git/info/exclude", "is not kept by git"
    ),
    "no repository": ("mv .git git", "needs a git repository"),
    "a bare repository": ("git config core.bare true", "needs a git repository"),
    "nothing committed": (
        "rm -rf .git; git init -q; git config user.name A; git config user.email a@example.org",
        "nothing is committed yet",
    ),
}  # fmt: skip


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_build_does_not_begin_where_it_could_do_harm(tmp_path: Path, refusal: str) -> None:
    """The reason is told, and nothing has happened."""
    project = found(tmp_path)
    spoil, reason = REFUSALS[refusal]
    subprocess.run(["sh", "-c", spoil], cwd=project.root, check=True)
    with pytest.raises(UsageError, match=re.escape(reason)):
        project.build(GOOD)
    assert not (project.root / ".flowkit").exists()


def test_a_plan_that_cannot_say_it_is_not_tried_for_ever(tmp_path: Path) -> None:
    """Behind a fence that nothing closes a comment is none; the task is left alone for the rest of the build."""
    project = found(tmp_path, f"{CHAIN}\n```\n")
    built = project.build("pass")
    assert built.blocked == {("plans/tea.md", "IMPL_001"): "not proven after 1 try: nothing was changed"}
    assert project.said[-1] == "IMPL_001: blocked, which its plan could not be made to say"
    assert project.git("log", "--format=%s") == "Work"


def test_a_branch_that_is_left_ends_the_build(tmp_path: Path) -> None:
    """What belongs on one branch is not merged onto another."""
    project = found(tmp_path)
    with pytest.raises(UsageError, match="main is checked out no more"):
        project.build(f"{GOOD}{GIT}os.chdir({str(project.root)!r}); git('switch', '-c', 'other')\n")
    assert project.git("log", "--format=%s") == "Work"


def test_a_test_command_that_cannot_be_started_proves_nothing(tmp_path: Path) -> None:
    """Why it cannot is a fault of every try."""
    project = found(tmp_path, command="no-such-program-as-this")
    assert not project.build(GOOD).complete
    assert "IMPL_001/AC-1 is unproven" in project.tried("IMPL_001", 1, "try.json")


def test_a_document_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    """A feature that is no Gherkin ends the try, not the build."""
    project = found(tmp_path)
    broken = 'Path("features").mkdir(); Path("features/x.feature").write_text("Given x\\n")'
    assert not project.build(f"{GOOD}{broken}\n").complete
    assert "features/x.feature" in project.tried("IMPL_001", 1, "try.json")


@pytest.mark.parametrize("part", ["IMPL_001/AC-1", "IMPL_001"])
def test_a_build_without_tests_is_refused_where_it_takes_tests(tmp_path: Path, part: str) -> None:
    """Criteria, and tasks that have none, are proven by tests alone."""
    text = CHAIN if part != "IMPL_001" else CHAIN.replace("**Acceptance criteria:**\n- AC-1: It is good\n", "")
    with pytest.raises(UsageError, match=f"tea:{part} takes tests to be proven, and no test command"):
        found(tmp_path, text, command=None).build(GOOD)


def test_documents_are_built_without_tests(tmp_path: Path) -> None:
    """Where the plan asks for documents alone, no test command is needed."""
    text = CHAIN.replace("IMPL", "DOC").replace("**Acceptance criteria:**\n- AC-1: It is good\n", "")
    project = found(tmp_path, text, command=None)
    assert project.build(GOOD).complete, project.said


@pytest.mark.parametrize("place", [".", "sub"])
def test_a_project_may_lie_below_the_top_of_its_repository(tmp_path: Path, place: str) -> None:
    """In a repository of several projects, the command works in the folder of the one whose plan it builds."""
    project = found(tmp_path)
    if place != ".":
        sub = project.root / place
        sub.mkdir()
        for name in ("plans", "check.py", "flowkit.toml", ".gitignore"):
            project.git("mv", name, f"{place}/{name}")
        project.commit()
    from flowkit.app.building import build
    from flowkit.app.preparing import Hire

    hire = Hire(project.command(GOOD), 0, 1, 60)
    assert build(Request(project.root / place), hire, "0", project.said.append).complete, project.said
    assert (project.root / place / "IMPL_002.txt").exists()
    assert project.left() == []
