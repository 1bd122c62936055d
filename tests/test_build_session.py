"""The session plan and a command that lies. That one which works builds it whole stands in ``benchmarks/building``."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.building.agent import LIBRARY, SOURCES, STEPS
from benchmarks.building.project import CHECKOUT, PLAN, lay_out

from flowkit import app
from flowkit.app.building import build
from flowkit.app.preparing import Hire
from flowkit.request import Request

LIAR = (sys.executable, "-I", str(CHECKOUT / "benchmarks" / "building" / "liar.py"))


def test_a_command_that_lies_ends_with_nothing_ticked(tmp_path: Path) -> None:
    """It ticks the plan, writes empty tests and edits the record; two tasks are blocked, and nothing is merged."""
    root = lay_out(tmp_path)
    before = (root / PLAN).read_text(encoding="utf-8")
    said: list[str] = []
    built = build(Request(root, paths=(PLAN,)), Hire(LIAR, 0, 1, 120), "0", said.append)
    after = (root / PLAN).read_text(encoding="utf-8")
    assert not built.complete
    assert sorted(key for _, key in built.blocked) == ["IMPL_001", "IMPL_005"]
    assert (after[: len(before)], "[x]" in after) == (before, False)
    assert {path.name for path in (root / LIBRARY).iterdir()} == {"contracts"}
    assert sum("was put back" in line for line in said) == 2
    verified = app.verify(Request(root, paths=(PLAN,)))
    assert "proven" not in {marker.verdict.value for marker in verified.verification.markers}


def test_the_recorded_steps_bring_what_stands_in_the_checkout() -> None:
    """Each file that a step copies is there, and no task of the plan is without a step."""
    for modules, tests, others in STEPS.values():
        names = [*(f"{SOURCES}/{one}.py" for one in modules), *(f"{LIBRARY}/tests/{one}.py" for one in tests), *others]
        assert [name for name in names if not (CHECKOUT / name).is_file()] == []
    (plan,) = app.show(Request(CHECKOUT, paths=(PLAN,))).plans
    assert {task.key for task in plan.tasks} == STEPS.keys()
