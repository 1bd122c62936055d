"""How long small commands take to start, as ratios to importing the packages that a command line is made of.

``uv run python benchmarks/cold_start.py`` runs each command in turn, many times, and compares the medians. The
bound for ``flowkit count`` on one small plan is 1.2.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

ROUNDS = 30
PLAN = Path(__file__).resolve().parents[1] / "docs" / "examples" / "newsletter.md"
BASE = ["-c", "import typer, pydantic, markdown_it"]
COMMANDS = {
    "flowkit --version": ["-m", "flowkit", "--version"],
    "flowkit count PLAN": ["-m", "flowkit", "count", str(PLAN)],
    "flowkit count --kind IMPL --plain PLAN": ["-m", "flowkit", "count", "--kind", "IMPL", "--plain", str(PLAN)],
    "flowkit show PLAN --format json": ["-m", "flowkit", "show", str(PLAN), "--format", "json"],
    "flowkit verify PLAN --format json": ["-m", "flowkit", "verify", str(PLAN), "--format", "json"],
    "flowkit verify PLAN": ["-m", "flowkit", "verify", str(PLAN)],
}


def seconds(arguments: list[str]) -> float:
    """Return how long Python takes with these arguments, from start to end."""
    start = perf_counter()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=False)
    return perf_counter() - start


def main() -> None:
    """Print a table of medians and ratios."""
    times: dict[str, list[float]] = {name: [] for name in ("base", *COMMANDS)}
    for _ in range(ROUNDS):
        times["base"].append(seconds(BASE))
        for name, arguments in COMMANDS.items():
            times[name].append(seconds(arguments))
    base = median(times["base"])
    print(f"| command | median | ratio to `{BASE[1]}` ({base * 1000:.0f} ms) |\n|---|---|---|")
    for name in COMMANDS:
        middle = median(times[name])
        print(f"| `{name}` | {middle * 1000:.0f} ms | {middle / base:.2f} |")


if __name__ == "__main__":
    main()
