"""Planning a large spec, against the parsing of its sources by the libraries that flowkit parses with.

``python benchmarks/planning.py [REQUIREMENTS [SCENARIOS]]``, from the project's root. A spec of as many components as
requirements and ten feature files are made. ``flowkit.app.plan`` (reading, drafting, writing the text, reading it back,
judging it) and the parsers alone (pyromark, gherkin-official) run in turn in this process. The bound is 3 times.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from gherkin.parser import Parser
from pyromark import Markdown

from flowkit.app import plan, write
from flowkit.request import Request

ROUNDS = 3
BOUND = 3.0
FILES = 10


def make_sources(folder: Path, requirements: int, scenarios: int) -> None:
    """Write the sources of a plan: a spec, and the features that it names."""
    (folder / "flowkit.toml").write_text("")
    (folder / "features").mkdir()
    paths = [f"features/part_{number}.feature" for number in range(FILES)]
    wanted = "".join(
        f"### REQ-{number:04d}: Parcels of sort {number} are sorted\n\n- AC-1: None is lost\n- AC-2: None is late\n\n"
        for number in range(requirements)
    )
    parts = "".join(
        f"### Sorter {number}\n\n**Implements:** REQ-{number:04d}\n**Priority:** P1\n**Effort:** 2h\n\n"
        f"**Deliverables:**\n- `src/sorter_{number}.py` - the class Sorter{number}\n\n"
        for number in range(requirements)
    )
    head = f"# Parcels\n\n**Id:** feat-parcels\n**Features:** {', '.join(f'`{path}`' for path in paths)}\n\n"
    (folder / "spec.md").write_text(f"{head}## Requirements\n\n{wanted}## Components\n\n{parts}")
    for index, path in enumerate(paths):
        told = "".join(
            f"  @SC-{number:04d} @REQ-{number % requirements:04d}\n  Scenario: Parcel {number} is sorted\n"
            f"    Given parcel {number} on the belt\n    When the belt runs\n    Then it is in its box\n\n"
            for number in range(index, scenarios, FILES)
        )
        (folder / path).write_text(f"Feature: Part {index}\n\n{told}")


def parse(folder: Path) -> None:
    """Parse the sources by the libraries alone."""
    list(Markdown().events_with_range((folder / "spec.md").read_text()))
    for path in sorted((folder / "features").iterdir()):
        Parser().parse(path.read_text())


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Print the figures for planning the first time and again."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("requirements", type=int, nargs="?", default=1_000)
    arguments.add_argument("scenarios", type=int, nargs="?", default=5_000)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_sources(folder, given.requirements, given.scenarios)
        request = Request(folder, folder)
        print("| planning | flowkit plan | parsing alone | times |\n|---|---|---|---|")
        for title in ("for the first time", "again"):
            rounds = [(timed(lambda: plan("spec.md", request)), timed(lambda: parse(folder))) for _ in range(ROUNDS)]
            ours, theirs = median(one for one, _ in rounds), median(other for _, other in rounds)
            print(f"| {title} | {ours:.2f} s | {theirs:.2f} s | {ours / theirs:.1f} |")
            write([plan("spec.md", request).document])
    print(f"\nBound: {BOUND:g} times.")


if __name__ == "__main__":
    main()
