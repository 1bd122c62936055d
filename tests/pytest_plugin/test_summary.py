"""What is told of a run behind its tests."""

from __future__ import annotations

import pytest

from .records import Run

pytest_plugins = ["pytester"]
PLAN = """\
# Work plan

**Run ID:** feat-tea

## Tasks

### IMPL_001: Kettle

**Acceptance criteria:**
- AC-1: It boils
- AC-2: It stops

### IMPL_002: Pot
"""
TESTS = """
import pytest


@pytest.mark.verifies("IMPL_001/AC-1")
@pytest.mark.parametrize("n", [1, 2])
def test_boils(n):
    assert n == 1


@pytest.mark.verifies("IMPL_001/AC-2")
def test_stops():
    pytest.skip("no water")


@pytest.mark.verifies("feat-tea:IMPL_002", "feat-tea:IMPL_009", "IMPL_007", "REQ-001", "REQ-002", "elsewhere:IMPL_001")
def test_pot():
    pass
"""
FILES = {"plans/tea.md": PLAN, "docs/specs/tea.md": "# Tea\n\n### REQ-001: Tea is hot\n", "test_tea.py": TESTS}
COUNT = "flowkit: 4 tests name 8 markers, 2 not passed; written to .flowkit/tests.json"


def told(done: pytest.RunResult) -> list[str]:
    """Return what flowkit said."""
    return [line for line in done.outlines if line.startswith("flowkit: ")]


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_it_names_what_did_not_pass_and_what_nothing_defines(run: Run, workers: tuple[str, ...]) -> None:
    """A marker has passed if all its tests did; one that no plan, spec or decision defines is named too."""
    assert told(run(*workers, files=FILES)) == [
        COUNT,
        "flowkit: not passed: IMPL_001/AC-1 (failed), IMPL_001/AC-2 (skipped)",
        "flowkit: no plan defines: IMPL_007, REQ-002, feat-tea:IMPL_009",
    ]


@pytest.mark.parametrize(("quiet", "lines"), [("-q", [COUNT]), ("-qq", [])])
def test_it_is_quiet_where_pytest_is(run: Run, quiet: str, lines: list[str]) -> None:
    """With -q it is one line, with -qq none."""
    assert told(run(quiet, files=FILES)) == lines


def test_what_cannot_be_known_is_not_told(run: Run) -> None:
    """Without a plan, or with one that cannot be read, no name is said to be undefined."""
    for plan in ({}, {"plans/tea.md": "\0"}):
        files = {"test_a.py": "def test_sc_001():\n    pass\n", **plan}
        assert told(run(files=files)) == ["flowkit: 1 test names 1 marker; written to .flowkit/tests.json"]


def test_a_long_list_is_cut(run: Run) -> None:
    """Of many markers ten are named and the others counted."""
    tests = "".join(f"def test_sc_{number:03}():\n    assert not {number}\n\n" for number in range(1, 13))
    names = ", ".join(f"SC-{number:03} (failed)" for number in range(1, 11))
    assert f"flowkit: not passed: {names} and 2 more" in told(run(files={"test_a.py": tests}))
