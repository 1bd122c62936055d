"""Standard output and standard error: encodings, closed pipes and full disks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flowkit import app

from .running import Ran, Run, flowkit


def test_what_init_writes_is_drafted_in_any_encoding(tmp_path: Path) -> None:
    """A plan that is printed has the bytes of a plan that is written, whatever the terminal can show."""
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}

    def flow(*arguments: str) -> bytes:
        command = [sys.executable, "-m", "flowkit", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True).stdout

    flow("init", "tea")
    spec = tmp_path / "docs" / "specs" / "tea.md"
    spec.write_text(spec.read_text(encoding="utf-8").replace("# ", "# Thé – ", 1), encoding="utf-8")
    printed = flow("plan", "docs/specs/tea.md", "-o", "-")
    flow("plan", "docs/specs/tea.md", "-o", "plan.md")
    assert "Thé –".encode() in printed
    assert printed == (tmp_path / "plan.md").read_bytes()


@pytest.mark.parametrize(("form", "words"), [("markdown", "❌"), ("csv", "Thé"), ("junit", "Th&#233;")])
def test_a_report_has_its_own_encoding(tmp_path: Path, plan: Path, form: str, words: str) -> None:
    """A report that is a file is UTF-8, or ASCII alone, whatever the terminal can show."""
    plan.write_text(plan.read_text(encoding="utf-8").replace("Say hello", "Thé"), encoding="utf-8")
    command = [sys.executable, "-m", "flowkit", "verify", "--format", form]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert ran.returncode == 1, ran.stderr
    assert words in ran.stdout.decode("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("count -  <&-", 2, "there is no standard input to read"),
        ("count - 0>written", 2, "standard input: cannot be read: Bad file descriptor"),
        ("count >&-", 2, "there is no standard output to write to"),
        ("verify --format github --ignore count-mismatch >&-", 0, ""),
        ("count >/dev/full", 2, "cannot be written: No space left on device"),
        ("verify >/dev/full", 2, "cannot be written: No space left on device"),
        ("--version >/dev/full", 2, "cannot be written: No space left on device"),
        ("--help >/dev/full", 2, "cannot be written: No space left on device"),
        ("count missing.md 2>/dev/full", 2, ""),
        ("count missing.md 2>&-", 2, ""),
        ("count --nonsense 2>/dev/full", 2, ""),
        ("count --nonsense 2>&-", 2, ""),
        ("count --kind DOC 2>/dev/full", 1, ""),
        ("verify 2>&- >/dev/full", 2, ""),
    ],
)
def test_a_stream_that_is_closed_or_full_is_no_bug(tmp_path: Path, line: str, code: int, words: str) -> None:
    """What a shell does to a stream is told in a line, where anybody can be told, and never changes the exit code."""
    script = f'exec "{sys.executable}" -m flowkit {line}'
    ran = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == code
    assert words in ran.stderr
    assert len(ran.stderr.splitlines()) <= 1


@pytest.mark.skipif(os.name != "posix", reason="elsewhere the current folder cannot be removed")
def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    """Whoever works in a folder that was removed is told so."""
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f'rmdir "{gone}"; exec "{sys.executable}" -m flowkit verify'
    ran = subprocess.run(["sh", "-c", script], cwd=gone, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "the current folder cannot be used" in ran.stderr


def test_a_closed_pipe_is_no_traceback(tmp_path: Path, plan: Path) -> None:
    """A reader that goes away before the output comes ends the command quietly."""
    with flowkit("show", str(plan), "--format", "json", folder=tmp_path) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.usefixtures("plan")
def test_an_interrupt_exits_with_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends a command with 130, and without a traceback."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "count", interrupted)
    assert run("count") == Ran(130, "", "")
