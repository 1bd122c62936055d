"""Verifying a large project cold, against a search through the same files by ripgrep.

``python benchmarks/scale.py [TASKS…]``, from the project's root. For each number of tasks a project is made: plans of
100 tasks each, and a source file of 60 lines with one tag for each task. ``flowkit verify`` and ``rg -c`` run as new
processes, in turn. The bound is 36 times the search at 10,000 tasks, and 150 MB.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

TASKS_A_PLAN = 100
ROUNDS = 5
BOUND, MEMORY = 36.0, 150.0

FILLING = "".join(f"    total += {number} * share  # one of the parts\n" for number in range(52))


def make_project(folder: Path, tasks: int) -> None:
    """Write a project of so many tasks: plans, and a source file with a tag for each task."""
    (folder / "flowkit.toml").write_text('fail_on = "error"\n')
    (folder / "plans").mkdir()
    for plan in range((tasks + TASKS_A_PLAN - 1) // TASKS_A_PLAN):
        first = plan * TASKS_A_PLAN
        numbers = range(first, min(first + TASKS_A_PLAN, tasks))
        (folder / "plans" / f"plan_{plan:03}.md").write_text(_plan(plan, numbers))
        package = folder / "src" / f"package_{plan:03}"
        package.mkdir(parents=True)
        for number in numbers:
            (package / f"module_{number:05}.py").write_text(_module(plan, number))


def _plan(plan: int, numbers: Sequence[int]) -> str:
    tasks = "".join(
        f"### IMPL_{number:05}: Part {number}\n\n"
        f"**Deliverables:**\n- `src/package_{plan:03}/module_{number:05}.py`\n\n"
        f"**Acceptance criteria:**\n- AC-1: It adds up\n\n"
        for number in numbers
    )
    return f"# Work plan {plan}\n\n**Run ID:** plan-{plan:03}\n\n## Tasks\n\n{tasks}"


def _module(plan: int, number: int) -> str:
    return (
        f'"""Part {number}."""\n\n\ndef part_{number}(share: int) -> int:\n'
        f"    # implements: plan-{plan:03}:IMPL_{number:05}\n    total = 0\n{FILLING}    return total\n"
    )


def run(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """Run a command in a folder; return its seconds and its largest memory in megabytes."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise RuntimeError(f"{' '.join(command)} failed")
    return seconds, usage.ru_maxrss / 1024


def main() -> None:
    """Print the figures for each size."""
    sizes = [int(argument) for argument in sys.argv[1:]] or [100, 1_000, 10_000, 50_000]
    verify = [sys.executable, "-m", "flowkit", "verify", "--format", "json"]
    search = shutil.which("rg")
    print("| tasks and files | flowkit verify | rg -c | times | memory |\n|---|---|---|---|---|")
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            make_project(folder, size)
            rounds = [
                (run(verify, folder), run([search, "-c", "implements:", "."], folder) if search else None)
                for _ in range(ROUNDS if size <= 10_000 else 2)
            ]
        ours = median(one[0][0] for one in rounds)
        theirs = median(one[1][0] for one in rounds if one[1]) if search else None
        memory = max(one[0][1] for one in rounds)
        ratio = "–" if theirs is None else f"{ours / theirs:.1f}"
        shown = "not installed" if theirs is None else f"{theirs:.3f} s"
        print(f"| {size:,} | {ours:.2f} s | {shown} | {ratio} | {memory:.0f} MB |")
    print(f"\nBounds at 10,000: {BOUND:g} times, {MEMORY:g} MB.")


if __name__ == "__main__":
    main()
