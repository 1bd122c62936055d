"""What the tests of the plug-in share: reading what was recorded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from flowkit.collect.recordings import RecordedTest, Recording, parse
from flowkit.model.evidence import Outcome

Run: TypeAlias = Callable[..., pytest.RunResult]


def recording(root: Path) -> Recording:
    """Return what was recorded."""
    return parse((root / ".flowkit" / "tests.json").read_bytes())


def recorded(root: Path) -> dict[str, RecordedTest]:
    """Return the recorded tests by what follows ``::`` in their ids."""
    return {test.id.partition("::")[2]: test for test in recording(root).tests}


def outcomes(root: Path) -> dict[str, Outcome]:
    """Return how the recorded tests ended, by their names."""
    return {name: test.outcome for name, test in recorded(root).items()}


PASSING = "def test_a():\n    assert 1 + int('1') == 2\n"
MARKED = """
import pytest

pytestmark = pytest.mark.verifies("COV_UNIT_STORE")


@pytest.mark.verifies("SC-001", "IMPL_002/AC-2")
@pytest.mark.verifies("feat-x:SC-003, SC-004")
def test_function():
    pass


@pytest.mark.verifies("SC-005")
class TestClass:
    @pytest.mark.parametrize("n", [1, pytest.param(2, marks=pytest.mark.verifies("SC-006"))])
    def test_method(self, n):
        pass

    def test_sc_009_is_not_asked_for(self):
        pass
"""
TWO = {"test_a.py": "def test_a():\n    pass\n\n\ndef test_b():\n    pass\n", "test_c.py": "def test_c():\n    pass\n"}
