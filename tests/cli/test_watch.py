"""``flowkit watch`` as a process of its own, over files that change."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Timer
from typing import Self

import pytest

from flowkit import output, watching
from flowkit.errors import FlowkitError

from .running import PLAN, Run

pytest.importorskip("watchfiles", reason="the extra watch is not installed")


class Watch:
    """A running ``flowkit watch`` whose output, errors among it, is read as it comes."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "flowkit", "watch", *arguments],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))},
        )
        # A test that waits for what never comes is to fail, not to hang.
        self._timer = Timer(60, self.process.kill)
        self._timer.start()

    def until(self, words: str) -> str:
        """Return what is printed up to a line that holds some words."""
        assert self.process.stdout is not None
        seen = ""
        for line in self.process.stdout:
            seen += line.decode()
            if words in seen.splitlines()[-1]:
                return seen
        raise AssertionError(f"ended without {words!r}: {seen}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self.process:
            self.process.kill()

    def stop(self) -> int:
        """Press Ctrl-C, and return the exit code; nothing more is printed."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.communicate()[0] == b""
        return self.process.returncode


@pytest.mark.skipif(os.name == "nt", reason="there is no Ctrl-C to send")
def test_each_save_is_verified(tmp_path: Path, plan: Path) -> None:
    """What is found is told, then what is new and gone after each save, broken ones too; Ctrl-C ends it quietly."""
    (tmp_path / "flowkit.toml").write_text("", encoding="utf-8")
    with Watch(tmp_path) as watch:
        assert "declares 3 subtasks; 2 tasks are defined" in watch.until(" in 1 plan")
        plan.write_text(PLAN.format(total=2), encoding="utf-8")
        seen = watch.until("gone:")
        assert seen.startswith("changed: plans/greeting.md\n\n")
        assert "gone: plans/greeting.md:4:21 error count-mismatch: declares 3 subtasks" in seen
        plan.write_bytes(bytes(10))
        assert "flowkit: plans/greeting.md: is not text" in watch.until("is not text")
        plan.write_text(PLAN.format(total=4), encoding="utf-8")
        seen = watch.until("new:")
        assert "\x1b" not in seen
        assert "new: plans/greeting.md:4:21 error count-mismatch: declares 4 subtasks" in seen
        assert watch.stop() == 1


@pytest.mark.skipif(os.name == "nt", reason="there is no Ctrl-C to send")
@pytest.mark.usefixtures("plan")
def test_the_tests_are_run_once_a_change(tmp_path: Path) -> None:
    """With ``--run`` each change has the test command run, and what that writes wakes nobody."""
    command = "import pathlib; pathlib.Path('junit.xml').write_text('<testsuite/>'); print('ran the tests')"
    (tmp_path / "flowkit.toml").write_text(
        f"test_command = '''{sys.executable} -c \"{command}\"'''\n", encoding="utf-8"
    )
    with Watch(tmp_path, "--run", "--ignore", "count-mismatch") as watch:
        assert "ran the tests" in watch.until("1 plan checked")
        (tmp_path / "new.py").write_text("NEW = 1\n", encoding="utf-8")
        seen = watch.until("nothing new, nothing gone")
        assert seen.startswith("changed: new.py\n")
        assert seen.splitlines().count("ran the tests") == 1
        assert watch.stop() == 0


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["-"], "standard input cannot be watched"), (["--root", "nowhere"], "the root is no folder")],
)
def test_what_cannot_be_watched_is_told(run: Run, arguments: list[str], words: str) -> None:
    """Wrong use is told before anything is watched."""
    ran = run("watch", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


@pytest.mark.usefixtures("plan")
def test_without_the_extra_it_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Watchfiles is an extra; where it is missing the user is told its name."""
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    ran = run("watch")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "flowkit: watching needs the package watchfiles (install flowkit[watch])\n"


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    """A folder that cannot be watched is named."""
    with pytest.raises(FlowkitError, match="nowhere: cannot be watched"):
        next(watching.changes(tmp_path / "nowhere"))


def test_a_terminal_is_cleared_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal begins anew with each verification; a pipe or a dumb terminal keeps all."""
    for is_terminal, term, cleared in ((True, "xterm", True), (True, "dumb", False), (False, "xterm", False)):
        said: list[str] = []
        monkeypatch.setattr(sys.stdout, "isatty", lambda is_terminal=is_terminal: is_terminal, raising=False)
        monkeypatch.setattr(output, "write", said.append)
        monkeypatch.setenv("TERM", term)
        output.clear()
        assert bool(said) == cleared
