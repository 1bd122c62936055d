"""``--since``: what has to do with a change is told, and nothing else."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from flowkit import app
from flowkit.app.limiting import Changed
from flowkit.errors import ReadError
from flowkit.request import Choice, Request

PLAN = """\
# Plan

**Run ID:** {name}

**Total tasks:** 3

## Tasks

### IMPL_001: {name}

**Status:** Done

**Deliverables:**
- `src/{name}.py`

**Acceptance criteria:**
- AC-1: It holds tea
"""
TEST = "# verifies: {name}:IMPL_001/AC-1\ndef test_{name}():\n    assert True\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with two plans, their code and their tests, all committed."""
    (tmp_path / "flowkit.toml").write_text("", encoding="utf-8")
    for name in ("cup", "pot"):
        write(tmp_path, f"plans/{name}.md", PLAN.format(name=name))
        write(tmp_path, f"src/{name}.py", f"# implements: {name}:IMPL_001\nSIZE = 1\n")
        write(tmp_path, f"tests/test_{name}.py", TEST.format(name=name))
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, "begin")
    return tmp_path


def write(folder: Path, path: str, text: str) -> None:
    """Write a file."""
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, encoding="utf-8")


def git(folder: Path, *arguments: str) -> None:
    """Run git as somebody."""
    who = ["-c", "user.name=a", "-c", "user.email=a@b.invalid", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path, message: str) -> None:
    """Commit all that there is."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)


def told(folder: Path, revision: str = "HEAD", work: Path | None = None) -> set[str]:
    """Return the plans that something is told of."""
    found = app.verify(Request(work or folder), Choice(since=revision)).verification
    assert {plan.path for plan in found.plans} >= {
        one.place.path for one in found.findings if "plans" in one.place.path
    }
    assert all(marker.ref.startswith(tuple(f"{plan.id}:" for plan in found.plans)) for marker in found.markers)
    return {Path(one.place.path).name for one in found.findings}


# verifies: feat-reports-and-repair:IMPL_005/AC-6
def test_where_nothing_changed_nothing_is_told(folder: Path) -> None:
    """A verification since a moment after which nothing changed has no plan in it, and does not fail."""
    verified = app.verify(Request(folder), Choice(since="HEAD"))
    assert (verified.failed, verified.verification.plans, verified.verification.findings) == (False, (), ())


CHANGES: dict[str, Callable[[Path], object]] = {
    "a plan": lambda folder: write(folder, "plans/cup.md", PLAN.format(name="cup") + "\n"),
    "a file that a task delivers": lambda folder: write(folder, "src/cup.py", "SIZE = 2\n"),
    "a file that a task delivers, which is gone": lambda folder: (folder / "src/cup.py").unlink(),
    "a test, which is gone": lambda folder: (folder / "tests/test_cup.py").unlink(),
    "a test that verifies nothing any more": lambda folder: write(folder, "tests/test_cup.py", "def test_cup(): ...\n"),
}


# verifies: feat-reports-and-repair:IMPL_005/AC-6
@pytest.mark.parametrize("what", CHANGES)
def test_what_has_to_do_with_a_change_is_told(folder: Path, what: str) -> None:
    """A change of a plan, its code or its tests brings up that plan alone, committed or not, from any folder."""
    CHANGES[what](folder)
    assert told(folder) == {"cup.md"}
    assert told(folder, work=folder / "src") == {"cup.md"}
    commit(folder, "change")
    assert told(folder) == set()
    assert told(folder, "HEAD~1") == {"cup.md"}


def test_a_new_plan_is_told(folder: Path) -> None:
    """A plan that git does not know yet has changed."""
    write(folder, "plans/tin.md", PLAN.format(name="tin"))
    assert told(folder) == {"tin.md"}


def test_what_changed_on_the_other_branch_is_not_told(folder: Path) -> None:
    """A branch is compared with where it began, not with what the other one has become."""
    git(folder, "checkout", "-q", "-b", "work")
    write(folder, "plans/pot.md", PLAN.format(name="pot") + "\n")
    commit(folder, "work")
    git(folder, "checkout", "-q", "main")
    write(folder, "plans/cup.md", PLAN.format(name="cup") + "\n")
    commit(folder, "main")
    git(folder, "checkout", "-q", "work")
    assert told(folder, "main") == {"pot.md"}


def test_only_what_is_told_is_mended(folder: Path) -> None:
    """A plan that did not change is not mended, whatever is wrong in it."""
    write(folder, "plans/cup.md", PLAN.format(name="cup") + "\n")
    fixed = app.fix(Request(folder), Choice(since="HEAD"))
    assert [document.shown for document in fixed.documents] == ["plans/cup.md"]


@pytest.mark.parametrize("revision", ["nowhere", "--help", "", "HEAD:plans"])
def test_a_revision_that_git_does_not_know_is_an_error(folder: Path, revision: str) -> None:
    """What is no commit is told as such, and is never taken for an option."""
    with pytest.raises(ReadError, match="git knows no such revision"):
        app.verify(Request(folder), Choice(since=revision))


def test_without_a_repository_nothing_can_be_told(tmp_path: Path) -> None:
    """Outside of a repository the option is an error, not a clean run."""
    write(tmp_path, "plans/cup.md", PLAN.format(name="cup"))
    with pytest.raises(ReadError, match="finds no repository here"):
        app.verify(Request(tmp_path), Choice(since="HEAD"))


def test_histories_without_a_common_commit_cannot_be_compared(folder: Path) -> None:
    """Where the revision has nothing in common with what is checked out, that is told."""
    git(folder, "checkout", "-q", "--orphan", "other")
    commit(folder, "other")
    with pytest.raises(ReadError, match="cannot tell what changed since"):
        app.verify(Request(folder), Choice(since="main"))


@pytest.mark.parametrize(
    ("path", "may_be"),
    [
        *((path, True) for path in ("src/a/b.py", "b.py", "a/b.py", "src/", "src/a", "src/*/b.py")),
        *((path, False) for path in ("c.py", "src/b", "rc/a/b.py", "docs/*")),
    ],
)
def test_a_path_of_a_plan_may_mean_what_changed(path: str, may_be: bool) -> None:
    """A plan means a changed file by its path, its name, a folder above it or a pattern."""
    assert Changed(frozenset({"src/a/b.py"}), "").may_be(path) is may_be


@pytest.mark.parametrize(
    ("line", "is_named"),
    [
        ("# verifies: SC-001", True),
        ("# verifies:SC-001", True),
        ("def test_sc_001_pours():", True),
        ("# verifies: tea:SC-001", True),
        ("# verifies: cup:SC-001", False),
        ("# verifies: SC-002", False),
    ],
)
def test_a_line_names_a_marker(line: str, is_named: bool) -> None:
    """A changed line names a marker as tags and tests do; a full name means one plan alone."""
    lines = line.casefold().replace("-", "_")
    assert Changed(frozenset(), lines).is_named("tea:SC-001") is is_named


def test_a_plan_keeps_its_verdicts_beside_another_of_its_id(folder: Path) -> None:
    """Of two plans with one run id, the one that changed is told with what is so of itself."""
    lost = PLAN.format(name="cup").replace("src/cup.py", "src/lost.py")
    write(folder, "plans/pot.md", lost)
    commit(folder, "lose a file")
    write(folder, "plans/pot.md", f"{lost}\n")
    found = app.verify(Request(folder), Choice(since="HEAD")).verification
    assert {plan.path for plan in found.plans} == {"plans/pot.md"}
    assert [one.verdict.value for one in found.markers if "/" not in one.ref] == ["missing"]
