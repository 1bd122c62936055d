"""Programs that are started, and of which nothing is left."""

from __future__ import annotations

import sys
from pathlib import Path
from time import sleep

import pytest
from tests.building import runs

from flowkit.errors import UsageError
from flowkit.workshop.lock import held
from flowkit.workshop.process import Process, end_marked, split_command, start


def started(folder: Path, code: str, seconds: float = 60, given: str | None = None) -> Process:
    """Start a line of Python."""
    if given is not None:
        (folder / "given").write_text(given)
    words = (sys.executable, "-I", "-c", code)
    given_file = None if given is None else folder / "given"
    return start(
        words, folder, seconds=seconds, mark=str(folder), log=folder / "log", given=given_file, told={"A": "b"}
    )


def ended(process: Process) -> int | str:
    """Wait for the end of a program."""
    while (code := process.poll()) is None:
        sleep(0.01)
    return code


def test_it_reads_what_it_is_given_and_its_words_are_kept(tmp_path: Path) -> None:
    """What it prints, on either stream, stands in the log; its exit code is told."""
    code = "import os, sys; print(sys.stdin.read(), os.environ['A']); sys.exit('so long')"
    assert ended(started(tmp_path, code, given="hello")) == 1
    assert sorted((tmp_path / "log").read_text().splitlines()) == ["hello b", "so long"]


def test_without_input_it_reads_nothing(tmp_path: Path) -> None:
    """Nobody is asked at a terminal."""
    assert ended(started(tmp_path, "import sys; sys.exit(len(sys.stdin.read()))")) == 0


def test_git_finds_no_repository_above_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program whose worktree is broken does not fall upon the repository around it."""
    monkeypatch.setenv("GIT_DIR", "/somewhere")
    inside = tmp_path / "inside"
    inside.mkdir()
    ended(started(inside, "import os; print(os.environ['GIT_CEILING_DIRECTORIES'], 'GIT_DIR' in os.environ)"))
    assert (inside / "log").read_text() == f"{tmp_path} False\n"


def test_it_is_asked_to_end_before_it_is_killed(tmp_path: Path) -> None:
    """At its limit a program may tidy up."""
    code = (
        "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit(print('tidy', flush=True)));"
        "print('here', flush=True); time.sleep(600)"
    )
    process = started(tmp_path, code, seconds=600)
    while "here" not in (tmp_path / "log").read_text():
        sleep(0.01)
    process.seconds = 0
    assert process.poll() == "took longer than 0 seconds and was ended"
    assert (tmp_path / "log").read_text() == "here\ntidy\n"
    assert process.poll() == "took longer than 0 seconds and was ended"


@pytest.mark.parametrize("how", ["env={}", "start_new_session=True"])
def test_of_a_program_that_ended_nothing_is_left(tmp_path: Path, how: str) -> None:
    """What forgot where it came from is found by its group, and what left the group by what it was told."""
    code = f"import subprocess; print(subprocess.Popen(['/bin/sleep', '600'], {how}).pid, flush=True)"
    assert ended(started(tmp_path, code)) == 0
    assert not runs(int((tmp_path / "log").read_text()))


def test_what_left_its_session_is_found_by_its_mark(tmp_path: Path) -> None:
    """Of a program that was left alone, and of what it started, nothing is left; other programs are."""
    other = tmp_path.with_name(f"{tmp_path.name}-other")
    other.mkdir()
    code = (
        "import subprocess, time; print(subprocess.Popen(['sleep', '600'], start_new_session=True).pid, flush=True);"
        "time.sleep(600)"
    )
    processes = [started(folder, code) for folder in (tmp_path, other)]
    while not all((folder / "log").read_text() for folder in (tmp_path, other)):
        sleep(0.01)
    end_marked(str(tmp_path))
    assert ended(processes[0]) == -9
    assert not runs(int((tmp_path / "log").read_text()))
    assert processes[1].poll() is None
    processes[1].end()
    assert not runs(int((other / "log").read_text()))


@pytest.mark.parametrize("command", ["'", "", "no-such-program-as-this"])
def test_a_command_that_cannot_be_started_is_told(command: str) -> None:
    """It is found out before anything begins."""
    with pytest.raises(UsageError):
        split_command(command)


def test_no_shell_reads_a_command() -> None:
    """Quotes part words as in a shell; everything else is plain text."""
    program, *words = split_command(f"{sys.executable} 'a b' $HOME ; x")
    assert (Path(program).is_absolute(), words) == (True, ["a b", "$HOME", ";", "x"])


def test_a_lock_is_held_once(tmp_path: Path) -> None:
    """It is free again afterwards, and not inherited by what is started meanwhile."""
    with held(tmp_path / "lock"):
        process = started(tmp_path, "import time; time.sleep(600)")
        with pytest.raises(UsageError, match="another build"), held(tmp_path / "lock"):
            pass
    with held(tmp_path / "lock"):
        assert process.poll() is None
    process.end()
