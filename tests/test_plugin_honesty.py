"""flowkit's plug-in for pytest is not talked out of what it saw, and sees which data tests rest on."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowkit.collect.recordings import RecordedTest, parse
from flowkit.model.evidence import Outcome

pytest_plugins = ["pytester"]

FAILING = "def test_a():\n    assert 1 == 2\n"
AT_ONCE = "@pytest.hookimpl(wrapper=True)\ndef pytest_runtest_makereport():\n    report = yield\n"
IN_THE_END = "@pytest.hookimpl(tryfirst=True)\ndef pytest_runtest_logreport(report):\n"
READING = """
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent
TABLE = (ROOT / "table.csv").read_text()


@cache
def page():
    return (ROOT / "page.md").read_text()


def test_a():
    assert page()


def test_b(tmp_path):
    assert page()
    (ROOT / "made.txt").write_text("made")
    assert (ROOT / "made.txt").read_text()
    (tmp_path / "far.txt").write_text("far")
    assert (tmp_path / "far.txt").read_text()
"""


def recorded(root: Path) -> dict[str, RecordedTest]:
    """Return what was recorded, by what follows ``::`` in the ids."""
    tests = parse((root / ".flowkit" / "tests.json").read_bytes()).tests
    return {test.id.partition("::")[2]: test for test in tests}


@pytest.mark.parametrize(
    "hook",
    [f'{AT_ONCE}    report.outcome = "passed"\n    return report\n', f'{IN_THE_END}    report.outcome = "passed"\n'],
)
def test_a_failure_stays_one_whatever_a_hook_says(pytester: pytest.Pytester, hook: str) -> None:
    """A conftest that turns reports of failures into successes changes what pytest prints, and not what is recorded."""
    pytester.makeconftest(f"import pytest\n\n\n{hook}")
    pytester.makepyfile(test_it=FAILING)
    pytester.runpytest("--flowkit").assert_outcomes(passed=1)
    test = recorded(pytester.path)["test_a"]
    assert (test.outcome, test.reason) == (Outcome.FAILED, "assert 1 == 2")


def test_data_that_tests_read_is_what_they_rest_on(pytester: pytest.Pytester) -> None:
    """What was read while a file was collected or one of its tests ran is theirs, but for what they wrote."""
    for name in ("table.csv", "page.md", "other.md"):
        (pytester.path / name).write_text("text", encoding="utf-8")
    pytester.makepyfile(test_it=READING, test_other="def test_c():\n    assert 1 + int('1') == 2\n")
    pytester.runpytest("--flowkit").assert_outcomes(passed=3)
    tests = recorded(pytester.path)
    assert tests["test_a"].files == tests["test_b"].files == ("test_it.py", "page.md", "table.csv")
    assert tests["test_c"].files == ("test_other.py",)
    (run,) = parse((pytester.path / ".flowkit" / "tests.json").read_bytes()).runs
    assert {"page.md", "table.csv"} <= run.sources.keys()
    assert "made.txt" not in run.sources


def test_tests_that_start_other_processes_are_known(pytester: pytest.Pytester) -> None:
    """What another process executes is not measured here, so the tests of a file that starts one are marked."""
    pytester.makepyfile(
        test_it="import subprocess\n\n\ndef test_a():\n    subprocess.run(['python3', '-c', ''], check=True)\n",
        test_other="def test_b():\n    assert 1 + int('1') == 2\n",
    )
    pytester.runpytest("--flowkit").assert_outcomes(passed=2)
    tests = recorded(pytester.path)
    assert (tests["test_a"].elsewhere, tests["test_b"].elsewhere) == (True, False)
