"""A plan on the disk is whole at every moment, whatever happens to the process that writes it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from flowkit.app import plan, write
from flowkit.request import Request

# Tried widely, in a run of its own: `pytest -m broad`.
pytestmark = pytest.mark.broad


KILLS = 12

PLANNING_WITHOUT_END = """
import sys
from itertools import cycle
from pathlib import Path
from flowkit.app import plan, write
from flowkit.request import Request

folder = Path(sys.argv[1])
request = Request(folder, folder)
texts = [Path(folder, name).read_text() for name in ("short.md", "long.md")]
for turn, text in enumerate(cycle(texts)):
    Path(folder, "spec.md").write_text(text)
    write([plan("spec.md", request).document])
    if turn < 2:
        print("written", flush=True)
"""


def spec(components: int) -> str:
    """Return a spec of so many components."""
    parts = "".join(
        f"### Sorter {number}\n\nIt sorts parcels.\n\n**Deliverables:**\n- `src/sorter_{number}.py`\n\n"
        for number in range(components)
    )
    return f"# Parcels\n\n**Id:** feat-parcels\n\n## Components\n\n{parts}"


def test_a_plan_is_whole_whenever_its_writer_is_killed(tmp_path: Path) -> None:
    """Killed at any moment while it plans again and again, flowkit leaves one of the plans that it made, whole."""
    (tmp_path / "flowkit.toml").write_text("")
    (tmp_path / "short.md").write_text(spec(1))
    (tmp_path / "long.md").write_text(spec(40))
    request = Request(tmp_path, tmp_path)
    target = tmp_path / "plans" / "feat-parcels.md"
    possible = set()
    # What is dropped stays, struck out, so that from the third time on planning goes to and fro between two plans.
    for name in ("short.md", "long.md", "short.md", "long.md", "short.md"):
        (tmp_path / "spec.md").write_text((tmp_path / name).read_text())
        write([plan("spec.md", request).document])
        possible.add(target.read_bytes())
    random = Random(7)
    seen = set()
    for _ in range(KILLS):
        command = [sys.executable, "-c", PLANNING_WITHOUT_END, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            process.stdout.readline()
            try:
                process.wait(timeout=random.uniform(0, 0.15))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
        seen.add(target.read_bytes())
        assert target.read_bytes() in possible
    assert len(seen) > 1
