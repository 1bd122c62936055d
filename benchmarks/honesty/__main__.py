"""Tries lies about the session library and its plans, and tells which of them ``flowkit verify`` catches.

``uv run python -m benchmarks.honesty [NAME…]``, from the root of the project. A name may be the beginning of several.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks.honesty.lies import LIES
from benchmarks.honesty.trial import Result, prepare, try_all


def main() -> int:
    """Print a table of the lies that were asked for, the share that is caught, and what the untouched copy has."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.honesty", description="Lies, and who catches them.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="lies, or how their names begin; all by default")
    parser.add_argument("--evidence", type=Path, help="where the untouched copy is, or is to be made and left")
    parser.add_argument("--at-once", type=int, default=os.cpu_count() or 1, metavar="N", help="lies tried at a time")
    arguments = parser.parse_args()
    names = tuple(arguments.names) or ("",)
    lies = [lie for lie in LIES.values() if lie.name.startswith(names) or lie.subject in names]
    if not lies:
        parser.error(f"there is no lie called {' or '.join(names)}")
    began = perf_counter()
    with tempfile.TemporaryDirectory(prefix="honesty-") as folder:
        pristine = prepare(Path.cwd(), arguments.evidence or Path(folder, "pristine"))
        code, findings = pristine.verify()
        print("| about | lie | what is done | reports | rule | at | caught |\n|---|---|---|---|---|---|---|")
        results = []
        for result in try_all(pristine, lies, at_once=arguments.at_once):
            results.append(result)
            print(row(result), flush=True)
    caught = sum(result.caught for result in results)
    print(f"\n{caught} of {len(results)} lies are caught, {100 * caught / len(results):.1f} %.")
    print(f"The untouched copy: exit code {code}, {len(findings)} findings. {perf_counter() - began:.0f} s in all.")
    for result in results:
        if not result.caught:
            print(f"- {result.lie.name} ({result.lie.rule} at {result.lie.at}): {result.instead}")
    return 0


def row(result: Result) -> str:
    """Return a lie and how it fared, as a line of the table."""
    lie = result.lie
    reports = "old" if lie.run is None else "run again"
    cells = (lie.subject, lie.name, lie.sentence, reports, lie.rule, lie.at, "yes" if result.caught else "no")
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


if __name__ == "__main__":
    sys.exit(main())
