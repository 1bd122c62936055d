"""Watching: which changes matter, and what is new."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from flowkit import app
from flowkit.errors import FlowkitError
from flowkit.request import Choice, Request

PLAN = """\
# Work plan

**Total tasks:** {total}

## Tasks

### IMPL_001: Kettle

**Status:** {status}

**Deliverables:**
- `src/kettle.py`
"""
Watch = Callable[..., app.Watched]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan in a project with some code, tests' reports, products and caches."""
    for name in ("src/kettle.py", "build/out.txt", ".venv/lib.py", ".git/index", "logs/log.txt", "junit.xml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "flowkit.toml").write_text('test_command = "true"\n', encoding="utf-8")
    path = tmp_path / "plans" / "kettle.md"
    path.parent.mkdir()
    path.write_text(PLAN.format(total=1, status="done"), encoding="utf-8")
    return path


@pytest.fixture
def watch(plan: Path, tmp_path: Path) -> Watch:
    """Begin to watch the plan, with or without a run of the tests."""
    del plan

    def watch(*paths: str, run: bool = False) -> app.Watched:
        runner = (lambda *_: 0) if run else None
        return app.Watched(Request(tmp_path, paths=paths), Choice(), runner)

    return watch


def told(watched: app.Watched) -> tuple[list[str], list[str]]:
    """Verify, and return the rules of what is new and of what is gone."""
    news = watched.verify().news
    assert news is not None
    return [one.rule for one in news.new], [one.rule for one in news.gone]


def test_the_first_time_nothing_is_new(watch: Watch) -> None:
    """There is nothing to compare the first verification with."""
    assert watch().verify().news is None


def test_what_is_new_and_what_is_gone_is_told(watch: Watch, plan: Path) -> None:
    """A finding is told once when it comes and once when it goes, wherever its line moves."""
    watched = watch()
    watched.verify()
    plan.write_text(PLAN.format(total=2, status="done"), encoding="utf-8")
    assert told(watched) == (["count-mismatch"], [])
    plan.write_text("\n\n" + PLAN.format(total=2, status="done"), encoding="utf-8")
    assert told(watched) == ([], [])
    plan.write_text(PLAN.format(total=1, status="done"), encoding="utf-8")
    assert told(watched) == ([], ["count-mismatch"])


def test_broken_input_is_survived(watch: Watch, plan: Path, tmp_path: Path) -> None:
    """While the settings or the plan cannot be read that is told; later the last good verification is compared with."""
    watched = watch()
    watched.verify()
    (tmp_path / "flowkit.toml").write_text("plans = 1\n", encoding="utf-8")
    assert watched.touched({tmp_path / "flowkit.toml"}) == ("flowkit.toml",)
    with pytest.raises(FlowkitError, match="plans"):
        watched.verify()
    (tmp_path / "flowkit.toml").write_text("", encoding="utf-8")
    plan.write_bytes(bytes(10))
    with pytest.raises(FlowkitError, match="is not text"):
        watched.verify()
    plan.unlink()
    assert watched.touched({plan}) == ("plans/kettle.md",)
    with pytest.raises(FlowkitError, match="there is no plan"):
        watched.verify()
    plan.write_text(PLAN.format(total=2, status="done"), encoding="utf-8")
    assert watched.touched({plan}) == ("plans/kettle.md",)
    assert told(watched) == (["count-mismatch"], [])


@pytest.mark.parametrize(
    ("path", "matters"),
    [
        ("plans/kettle.md", True),
        ("src/kettle.py", True),
        ("junit.xml", True),
        ("flowkit.toml", True),
        ("build/out.txt", False),
        (".venv/lib.py", False),
        (".git/index", False),
        ("../elsewhere.md", False),
    ],
)
def test_only_what_is_looked_at_matters(watch: Watch, tmp_path: Path, path: str, matters: bool) -> None:
    """Plans, code, reports and settings matter; products, environments and the repository's own files do not."""
    assert watch().touched({(tmp_path / path).resolve()}) == ((path,) if matters else ())


def test_a_file_that_comes_or_goes_matters(watch: Watch, plan: Path, tmp_path: Path) -> None:
    """A new plan and code that is gone matter; what an editor left for a moment does not."""
    watched = watch()
    (tmp_path / "src" / "kettle.py").unlink()
    new, moment = plan.with_name("pot.md"), plan.with_name(".kettle.md.tmp")
    new.write_text(PLAN.format(total=1, status="open"), encoding="utf-8")
    assert watched.touched({new, moment, tmp_path / "src" / "kettle.py"}) == ("plans/pot.md", "src/kettle.py")


def test_a_plan_in_a_hidden_folder_matters(watch: Watch, tmp_path: Path) -> None:
    """Tools keep plans in folders that begin with a dot; one that is named is watched."""
    hidden = tmp_path / ".kettle" / "tasks.md"
    hidden.parent.mkdir()
    hidden.write_text(PLAN.format(total=1, status="open"), encoding="utf-8")
    assert watch().touched({hidden}) == ()
    assert watch(".kettle/tasks.md").touched({hidden}) == (".kettle/tasks.md",)


def test_the_same_bytes_are_no_change(watch: Watch, plan: Path) -> None:
    """A file that was only touched is looked at no second time."""
    watched = watch()
    assert watched.touched({plan}) == ("plans/kettle.md",)
    assert watched.touched({plan}) == ()
    plan.write_text(PLAN.format(total=5, status="open"), encoding="utf-8")
    assert watched.touched({plan}) == ("plans/kettle.md",)


def test_a_run_does_not_wake_itself(watch: Watch, tmp_path: Path) -> None:
    """With a run of the tests, the reports that it leaves behind are no change; without one they are."""
    report = tmp_path / "junit.xml"
    assert watch(run=True).touched({report}) == ()
    assert watch().touched({report}) == ("junit.xml",)


def test_what_git_ignores_is_left_out(watch: Watch, tmp_path: Path) -> None:
    """A file that git ignores is a product of something, unless it is a report that is read."""
    (tmp_path / ".git" / "index").unlink()
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text("logs/\njunit.xml\n", encoding="utf-8")
    changed = {tmp_path / "logs" / "log.txt", tmp_path / "junit.xml", tmp_path / "src" / "kettle.py"}
    assert watch().touched(changed) == ("junit.xml", "src/kettle.py")


def test_standard_input_cannot_be_watched(watch: Watch) -> None:
    """What comes through a pipe comes once."""
    with pytest.raises(FlowkitError, match="standard input cannot be watched"):
        watch("-")
