"""How tests end, and what of that is recorded."""

from __future__ import annotations

import pytest

from flowkit.model.evidence import Outcome

from .records import Run, outcomes, recorded

pytest_plugins = ["pytester"]
ENDINGS = """
import pytest


@pytest.fixture
def broken_before():
    raise RuntimeError("no store")


@pytest.fixture
def broken_after():
    yield
    raise RuntimeError("no end")


def test_passed():
    pass


def test_failed():
    assert 1 == 2, "they differ"


def test_error_before(broken_before):
    pass


def test_error_after(broken_after):
    pass


@pytest.mark.skip(reason="not on Tuesdays")
def test_skipped():
    pass


def test_skips():
    pytest.skip("no network")


@pytest.mark.xfail(reason="known")
def test_xfailed():
    assert False


@pytest.mark.xfail(reason="mended")
def test_xpassed():
    pass


@pytest.mark.xfail(strict=True, reason="mended")
def test_xpassed_strictly():
    pass


def test_left_out():
    pass
"""


@pytest.mark.parametrize("options", [(), ("-n", "2")])
def test_every_ending_is_told_apart(run: Run, pytester: pytest.Pytester, options: tuple[str, ...]) -> None:
    """Each way to end has its outcome and its reason, in one process and in several."""
    done = run("-k", "not left_out", *options, files={"test_a.py": ENDINGS})
    assert done.ret == 1
    told = {name: (test.outcome.value, test.reason) for name, test in recorded(pytester.path).items()}
    assert told.pop("test_xpassed_strictly") == ("failed", "[XPASS(strict)] mended")
    failed = told.pop("test_failed")
    assert failed[0] == "failed" and "they differ" in str(failed[1])
    assert told == {
        "test_passed": ("passed", None),
        "test_error_before": ("error", "RuntimeError: no store"),
        "test_error_after": ("error", "RuntimeError: no end"),
        "test_skipped": ("skipped", "not on Tuesdays"),
        "test_skips": ("skipped", "no network"),
        "test_xfailed": ("xfailed", "known"),
        "test_xpassed": ("xpassed", "mended"),
        "test_left_out": ("deselected", None),
    }


RETRYING = """
import pytest
from _pytest.runner import runtestprotocol


def pytest_runtest_protocol(item, nextitem):
    for attempt in range(3):
        item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        again = attempt < 2 and any(report.failed for report in reports)
        for report in reports:
            if again and report.failed:
                report.outcome = "rerun"
            item.ihook.pytest_runtest_logreport(report=report)
        if not again:
            return True
        item._initrequest()
"""


def test_a_test_that_passed_when_it_was_tried_again_is_told(run: Run, pytester: pytest.Pytester) -> None:
    """A test that failed first and passed later is ``retried``; one that never passes failed."""
    late = "tries = []\n\n\ndef test_late():\n    tries.append(1)\n    assert len(tries) > 1\n"
    run(files={"conftest.py": RETRYING, "test_a.py": f"{late}\n\ndef test_never():\n    assert 0\n"})
    assert outcomes(pytester.path) == {"test_late": Outcome.RETRIED, "test_never": Outcome.FAILED}
