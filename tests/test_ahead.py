"""Work that is begun before its result is asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flowkit.ahead import ahead
from flowkit.model.outline import Box, Line, ListItem
from flowkit.model.source import Span

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1

ITEM = ListItem("-", None, Box("x", Span(3, 4, 1, 4), optional=False), (Line("a", 1, 7),), (), 1, 1)


def run(script: str, folder: Path | None = None) -> str:
    """Return what a script prints in a process of its own, which has one thread."""
    command = [sys.executable, "-c", f"import os\nfrom flowkit.ahead import ahead\n{script}"]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder).stdout


def test_a_result_comes_whole() -> None:
    """What the work returns arrives, dataclasses within one another among it."""
    with ahead(lambda: [ITEM, "b"]) as result:
        assert result() == [ITEM, "b"]


def test_what_the_work_raises_is_raised_where_its_result_is_asked_for() -> None:
    """An error does not get lost, and does not come before its time."""
    with ahead(lambda: 1 // 0) as result, pytest.raises(ZeroDivisionError):
        result()


@pytest.mark.skipif(CORES < 2, reason="there is no other core to work on")
def test_the_work_is_done_by_another_process() -> None:
    """Where there are cores, the work does not wait to be asked for, and nothing of it remains."""
    script = """
import time
with ahead(lambda: (os.getpid(), time.monotonic())) as result:
    time.sleep(0.5)
    asked = time.monotonic()
    process, done = result()
print(process != os.getpid(), done < asked)
with ahead(lambda: time.sleep(60)):
    pass
try:
    os.waitpid(-1, 0)
except ChildProcessError:
    print("none left")
"""
    assert run(script).split("\n") == ["True True", "none left", ""]


def test_work_whose_process_dies_is_done_here() -> None:
    """A process that ends without a word costs time and nothing else."""
    script = """
here = os.getpid()
with ahead(lambda: "done" if os.getpid() == here else os.kill(os.getpid(), 9)) as result:
    print(result())
"""
    assert run(script) == "done\n"


def test_a_large_project_is_verified_alike_on_one_core(tmp_path: Path) -> None:
    """What is found does not depend on how many cores there are."""
    (tmp_path / "flowkit.toml").touch()
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "plan.md").write_text("### IMPL_001: One\n\n**Deliverables:**\n- `m7.py`\n")
    for number in range(1_000):
        (tmp_path / f"m{number}.py").write_text(f"# implements: IMPL_{number:03}\nx = {number}\n")
    verify = """
from flowkit.__main__ import main
import sys
sys.argv = ["flowkit", "verify", "--format", "json", "--ignore", "count-mismatch"]
try:
    main()
except SystemExit as end:
    print(end.code)
"""
    one_core = "os.sched_setaffinity(0, [min(os.sched_getaffinity(0))]) if hasattr(os, 'sched_setaffinity') else None\n"
    found = run(verify, tmp_path)
    assert found.count("orphan-tag") == 999
    assert run(one_core + verify, tmp_path) == found
