"""A build that is killed, interrupted or started twice: the user's branch is whole, and the next one goes on."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path
from random import Random
from time import sleep

import pytest

from .building import CHAIN, GOOD, Project, found, plan, runs

# Tried widely, in a run of its own: `pytest -m broad`.
pytestmark = pytest.mark.broad


KILLS = 5
LONG = plan(*((f"IMPL_00{number}", f"IMPL_00{number - 1}" if number > 1 else "None") for number in range(1, 5)))


def waiting(tmp_path: Path) -> tuple[str, Path]:
    """Return a command that tells its number and waits for ever, and the file that it tells it in."""
    numbers = tmp_path / "numbers"
    code = f"""
import os, time
with open({str(numbers)!r} + ".new", "w") as file:
    print(os.getpid(), file=file)
os.rename({str(numbers)!r} + ".new", {str(numbers)!r})
time.sleep(600)
"""
    return code, numbers


def appears(path: Path, process: subprocess.Popen[str]) -> int:
    """Wait until a file is there, and return the number in it."""
    while not path.exists():
        assert process.poll() is None, process.communicate()[0]
        sleep(0.01)
    return int(path.read_text())


def test_a_killed_build_is_gone_on_with(tmp_path: Path) -> None:
    """The next one ends the command that was left, takes its worktree away, and builds what is left to build."""
    project = found(tmp_path)
    code, numbers = waiting(tmp_path)
    with project.start(code) as process:
        number = appears(numbers, process)
        process.send_signal(signal.SIGKILL)
    assert runs(number)
    gone = f"""
import os, sys
stat = "/proc/{number}/stat"
if os.path.exists(stat) and open(stat).read().rpartition(")")[2].split()[0] != "Z":
    sys.exit("the one before is still at work")
"""
    assert project.build(gone + GOOD).complete, project.said
    assert project.left() == []


def test_a_build_may_be_killed_at_any_moment(tmp_path: Path) -> None:
    """Again and again: what is committed is whole each time, and the last build completes the plan."""
    project = found(tmp_path, LONG)
    random = Random(11)
    for _ in range(KILLS):
        with project.start(GOOD) as process:
            try:
                process.wait(timeout=random.uniform(0.3, 1.2))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
        settle(project)
        assert project.git("status", "--porcelain") == ""
        ticked = [line.split()[2].rstrip(":") for line in project.plan().splitlines() if line.startswith("### [x]")]
        assert ticked == [path.stem for path in sorted(project.root.glob("IMPL_*.txt"))]
    assert project.build(GOOD).complete, project.said
    assert project.plan() == LONG.replace("### IMPL", "### [x] IMPL")
    assert project.left() == []


def settle(project: Project) -> None:
    """Let a git that was started last come to its end: it was not killed with its parent."""
    while (project.root / ".git" / "index.lock").exists():
        sleep(0.01)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_leaves_nothing_but_its_records(tmp_path: Path, number: signal.Signals) -> None:
    """The command is ended, its worktree and branch are gone, and the exit code says that it was interrupted."""
    project = found(tmp_path)
    code, numbers = waiting(tmp_path)
    with project.start(code) as process:
        agent = appears(numbers, process)
        process.send_signal(number)
        output = process.communicate()[0]
    assert process.returncode == 130, output
    assert not runs(agent)
    assert project.left() == []
    assert (project.root / ".flowkit/build/tea/IMPL_001/1/letter.md").exists()


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    """The second is told so and changes nothing; the first goes on."""
    project = found(tmp_path)
    code, numbers = waiting(tmp_path)
    with project.start(code) as process:
        agent = appears(numbers, process)
        with project.start(GOOD) as second:
            output = second.communicate()[0]
        assert (second.returncode, "another build is at work in this project" in output) == (2, True)
        assert runs(agent)
        process.send_signal(signal.SIGINT)
        process.communicate()
    assert project.plan() == CHAIN
