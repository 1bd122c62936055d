"""Having the session library built from nothing: ``python -m benchmarks.building [FOLDER]``, from the project's root.

The project is laid out in an empty folder, by default a temporary one, without a line of the library's code, and
``flowkit build`` has a scripted command build it, task by task. Afterwards every marker of the plan has to be proven,
by ``flowkit verify --run`` in the user's own work tree.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.building.project import CHECKOUT, PLAN, lay_out

FLOWKIT = [sys.executable, "-m", "flowkit"]
RUNS = 3
"""How often something is tried again: Python 3.11 may fail to begin a thread that coverage is to follow."""


def main() -> int:
    """Build where the command line says; return the exit code."""
    if len(sys.argv) > 1:
        return build(Path(sys.argv[1]))
    with tempfile.TemporaryDirectory() as folder:
        return build(Path(folder))


def build(folder: Path) -> int:
    """Build in a folder, verify and tell; return the exit code."""
    root = lay_out(folder)
    agent = shlex.join([sys.executable, "-I", str(Path(__file__).with_name("agent.py")), str(CHECKOUT)])
    begun = time.perf_counter()
    built = subprocess.run([*FLOWKIT, "build", PLAN, "--agent", agent, "--retries", str(RUNS)], cwd=root, check=False)
    seconds = time.perf_counter() - begun
    for _ in range(RUNS):
        verdicts = verify(root)
        if verdicts.keys() == {"proven"}:
            break
    ticked = (root / PLAN).read_text(encoding="utf-8").count("\n### [x] ")
    print(f"built in {seconds:.0f} s, {ticked} tasks ticked, markers: {dict(verdicts)}")
    return 0 if built.returncode == 0 and verdicts.keys() == {"proven"} and ticked == 9 else 1


def verify(root: Path) -> Counter[str]:
    """Run the tests in the user's own work tree, and return how often each verdict is given."""
    command = [*FLOWKIT, "verify", PLAN, "--run", "--format", "json"]
    told = subprocess.run(command, cwd=root, check=False, stdout=subprocess.PIPE)
    return Counter(marker["verdict"] for marker in json.loads(told.stdout)["markers"])


if __name__ == "__main__":
    sys.exit(main())
