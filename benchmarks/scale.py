"""Verifying a large project cold, in turn with a search by ripgrep and, if it is there, OpenFastTrace.

``python benchmarks/scale.py [--openfasttrace JAR] [TASKS…]``, from the project's root. For each number of tasks a
project is made: plans of 100 tasks each, and a source file of 60 lines with one tag for each task. ``flowkit verify``,
``rg -c`` and ``java -cp JAR … trace`` run as new processes, in turn. OpenFastTrace is given a project of its own: as
many documents with as many items, in its own form, and the same source files with its own tags.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

TASKS_A_PLAN = 100
ROUNDS = 5
BOUND, MEMORY = 36.0, 150.0

FILLING = "".join(f"    total += {number} * share  # one of the parts\n" for number in range(52))
OPENFASTTRACE = ("org.itsallcode.openfasttrace.core.cli.CliStarter", "trace", "plans", "src")


def make_project(folder: Path, tasks: int) -> None:
    """Write a project of so many tasks: plans, and a source file with a tag for each task."""
    (folder / "plans").mkdir(parents=True)
    (folder / "flowkit.toml").write_text('fail_on = "error"\n')
    for plan, numbers in _plans(tasks):
        entries = "".join(
            f"### IMPL_{number:05}: Part {number}\n\n"
            f"**Deliverables:**\n- `{_source(plan, number)}`\n\n"
            f"**Acceptance criteria:**\n- AC-1: It adds up\n\n"
            for number in numbers
        )
        text = f"# Work plan {plan}\n\n**Run ID:** plan-{plan:03}\n\n## Tasks\n\n{entries}"
        (folder / "plans" / f"plan_{plan:03}.md").write_text(text)
        for number in numbers:
            _write_source(folder, plan, number, f"implements: plan-{plan:03}:IMPL_{number:05}")


def make_openfasttrace_project(folder: Path, tasks: int) -> None:
    """Write a project of as many documents, items and source files in the form of OpenFastTrace."""
    (folder / "plans").mkdir(parents=True)
    for plan, numbers in _plans(tasks):
        entries = "".join(
            f"### Part {number}\n`req~impl-{number:05}~1`\n\nIt adds up: {_source(plan, number)}\n\nNeeds: impl\n\n"
            for number in numbers
        )
        (folder / "plans" / f"plan_{plan:03}.md").write_text(f"# Work plan {plan}\n\n## Tasks\n\n{entries}")
        for number in numbers:
            _write_source(folder, plan, number, f"[impl->req~impl-{number:05}~1]")


def _plans(tasks: int) -> Iterator[tuple[int, range]]:
    for plan, first in enumerate(range(0, tasks, TASKS_A_PLAN)):
        yield plan, range(first, min(first + TASKS_A_PLAN, tasks))


def _source(plan: int, number: int) -> str:
    return f"src/package_{plan:03}/module_{number:05}.py"


def _write_source(folder: Path, plan: int, number: int, tag: str) -> None:
    path = folder / _source(plan, number)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'"""Part {number}."""\n\n\ndef part_{number}(share: int) -> int:\n'
        f"    # {tag}\n    total = 0\n{FILLING}    return total\n"
    )


def run(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """Run a command in a folder; return its seconds and the most megabytes that one process of it took."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise RuntimeError(f"{' '.join(command)} failed")
    return seconds, usage.ru_maxrss / 1024


def measure(size: int, jar: Path | None) -> str:
    """Return the row of one size."""
    verify = [sys.executable, "-m", "flowkit", "verify"]
    search = shutil.which("rg")
    with tempfile.TemporaryDirectory() as name:
        project, other = Path(name, "flowkit"), Path(name, "openfasttrace")
        make_project(project, size)
        commands = {"plain": (verify, project), "json": ([*verify, "--format", "json"], project)}
        if search is not None:
            commands["rg"] = ([search, "-c", "implements:", "."], project)
        if jar is not None:
            make_openfasttrace_project(other, size)
            commands["openfasttrace"] = (["java", "-cp", str(jar), *OPENFASTTRACE], other)
        count = ROUNDS if size <= 10_000 else 3
        rounds = [{name: run(*command) for name, command in commands.items()} for _ in range(count)]
    times = {name: median(one[name][0] for one in rounds) for name in commands}
    memory = max(one[name][1] for one in rounds for name in ("plain", "json"))
    ratios = [f"{times['plain'] / times[peer]:.2f}" if peer in times else "–" for peer in ("rg", "openfasttrace")]
    shown = [f"{times[name]:.2f} s" if name in times else "–" for name in ("plain", "json", "rg", "openfasttrace")]
    return f"| {size:,} | {' | '.join([*shown, *ratios])} | {memory:.0f} MB |"


def main() -> None:
    """Print the figures for each size."""
    parser = argparse.ArgumentParser(description="Verify projects of several sizes, in turn with their peers.")
    parser.add_argument("tasks", nargs="*", type=int, default=[100, 1_000, 10_000, 50_000], help="how many tasks")
    parser.add_argument("--openfasttrace", type=Path, metavar="JAR", help="the classes of OpenFastTrace, to run it too")
    arguments = parser.parse_args()
    if any(size < 1 for size in arguments.tasks):
        parser.error("a project has one task at least")
    if arguments.openfasttrace is not None and not arguments.openfasttrace.is_file():
        parser.error(f"{arguments.openfasttrace} is no file")
    print("| tasks and files | verify | as JSON | rg -c | OpenFastTrace | times rg | times OpenFastTrace | memory |")
    print("|---|---|---|---|---|---|---|---|")
    for size in arguments.tasks:
        print(measure(size, arguments.openfasttrace and arguments.openfasttrace.resolve()), flush=True)
    print(f"\nBounds at 10,000: the time of OpenFastTrace or {BOUND:g} times rg, and {MEMORY:g} MB.")


if __name__ == "__main__":
    main()
