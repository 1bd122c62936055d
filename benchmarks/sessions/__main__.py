"""Measures this project's sessions against their peers and holds them to their bounds.

``uv run --group benchmarks python -m benchmarks.sessions [PART…] [--sizes N…]``, from the root of the project. Outside
the test command: the figures are those of the machine and the moment, and a bound that is not met fails nothing.
"""

from __future__ import annotations

import argparse
import sys

from benchmarks.sessions import load, memory, operations, requests, stops
from benchmarks.sessions.report import Findings, Table, machine

SIZES = [10_000, 100_000, 1_000_000]
PARTS = {
    "operations": operations.measure,
    "memory": memory.measure,
    "stops": stops.measure,
    "load": load.measure,
    "requests": requests.measure,
}


def main() -> None:
    """Print the machine, the tables of the parts that were asked for, and whether each bound is met in this run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sessions", description="Sessions against their peers.")
    parser.add_argument(
        "parts", nargs="*", choices=[*PARTS, []], metavar="PART", help=f"{', '.join(PARTS)}; all by default"
    )
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, metavar="N", help="numbers of sessions")
    arguments = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # a script's output is a file
    print("\n".join(machine()))
    found = Findings([], [])
    for name in arguments.parts or PARTS:
        findings = PARTS[name](arguments.sizes)
        for table in findings.tables:
            print(table.markdown())
        found.bounds.extend(findings.bounds)
    rows = [one.row for one in found.bounds]
    print(Table("Bounds, in this run", ("figure", "bound", "measured", "verdict"), rows).markdown())


if __name__ == "__main__":
    main()
