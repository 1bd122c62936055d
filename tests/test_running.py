"""Running the test command of a project."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from flowkit.running import run_tests


def python(code: str) -> str:
    """Return a command that runs a line of Python."""
    return shlex.join([sys.executable, "-c", code])


@pytest.mark.parametrize("code", [0, 1, 5])
def test_the_exit_code_is_returned(tmp_path: Path, code: int) -> None:
    """A command that ran tells by its exit code how it ended."""
    assert run_tests(python(f"raise SystemExit({code})"), tmp_path) == code


def test_a_signal_is_an_exit_code_too(tmp_path: Path) -> None:
    """A command that was killed did not end well."""
    assert run_tests(python("import os; os.kill(os.getpid(), 9)"), tmp_path) == -9


def test_the_command_is_shown_before_its_output(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What runs, and where, is said first; all that it prints goes to standard error, so that a report stays alone."""
    command = python("import sys; print('out', flush=True); print('err', file=sys.stderr)")
    run_tests(command, tmp_path)
    captured = capfd.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [f"flowkit: running in {tmp_path}: {command}", "out", "err"]


def test_it_runs_in_the_folder(tmp_path: Path) -> None:
    """The command finds the project's files by their paths from its root."""
    assert run_tests(python("open('made.txt', 'w').close()"), tmp_path) == 0
    assert (tmp_path / "made.txt").exists()


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    """Quotes part words as in a shell; everything else of a shell's language is plain text."""
    script = "import sys; open('given.txt', 'w').write('|'.join(sys.argv[1:]))"
    assert run_tests(f"{python(script)} 'a b' $HOME *.py ; touch ran", tmp_path) == 0
    assert (tmp_path / "given.txt").read_text() == "a b|$HOME|*.py|;|touch|ran"
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("'pytest", "cannot be split into words: No closing quotation"),
        ("no-such-program-as-this --flowkit", "cannot be started: No such file or directory"),
        ("", "is empty"),
        (" \t", "is empty"),
        ("pytest \0", "cannot be started: embedded null byte"),
    ],
)
def test_what_cannot_be_run_is_said_in_words(tmp_path: Path, command: str, reason: str) -> None:
    """A command that cannot be split or started is no crash: the reason takes the place of the exit code."""
    assert run_tests(command, tmp_path) == reason


def test_a_folder_cannot_be_run(tmp_path: Path) -> None:
    """A path that is no program is told as what the system says of it."""
    assert run_tests(str(tmp_path), tmp_path) == "cannot be started: Permission denied"
