"""Runs in several processes."""

from __future__ import annotations

import pytest

from flowkit.model.evidence import Outcome

from .records import Run, outcomes, recorded, recording

pytest_plugins = ["pytester"]
CRASHING = """
import os

import pytest


def test_before():
    import helping


@pytest.mark.verifies("SC-001")
def test_crash():
    os._exit(1)


def test_after():
    pass
"""


@pytest.mark.parametrize("restart", [(), ("--max-worker-restart=0",)])
def test_a_worker_that_dies_takes_nothing_with_it(
    run: Run, pytester: pytest.Pytester, restart: tuple[str, ...]
) -> None:
    """What a worker had seen stays; the test that it died of is an error, with its markers."""
    run("-n", "1", *restart, files={"test_a.py": CRASHING, "src/helping.py": ""})
    tests = recorded(pytester.path)
    assert tests["test_before"].outcome is Outcome.PASSED
    crash = tests["test_crash"]
    assert (crash.outcome, crash.markers) == (Outcome.ERROR, ("SC-001",))
    assert "crashed while running" in (crash.reason or "")
    assert set(recording(pytester.path).runs[0].sources) == {"test_a.py", "src/helping.py"}


def test_groups_of_workers_do_not_change_ids(run: Run, pytester: pytest.Pytester) -> None:
    """The group that pytest-xdist adds to an id is no part of the test's name."""
    marks = "@pytest.mark.xdist_group('one')\n@pytest.mark.parametrize('n', ['a@b'])"
    text = f"import pytest\n\n\n{marks}\ndef test_a(n):\n    pass\n"
    run("-n", "2", "--dist", "loadgroup", files={"test_a.py": text})
    assert outcomes(pytester.path) == {"test_a[a@b]": Outcome.PASSED}
