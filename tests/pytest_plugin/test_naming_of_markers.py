"""How a test says which markers it verifies, and when anybody listens."""

from __future__ import annotations

import sys

import pytest
from tests.projects import write

from flowkit.model.evidence import Outcome

from .records import MARKED, PASSING, Run, outcomes, recorded

pytest_plugins = ["pytester"]


def test_it_is_idle_unless_asked(run: Run, pytester: pytest.Pytester) -> None:
    """Without the option nothing is written and nothing imported, but the marker is known."""
    text = (
        "import sys, pytest\n\n\n@pytest.mark.verifies('SC-001')\ndef test_a():\n"
        "    assert not [name for name in sys.modules if name.startswith('flowkit.pytest_plugin.')]\n"
    )
    run("-p", "no:cacheprovider", files={"test_a.py": text}, active=False)
    done = pytester.run(sys.executable, "-m", "pytest")
    done.assert_outcomes(passed=1)
    assert not (pytester.path / ".flowkit").exists()


def test_the_setting_asks_for_it_too(run: Run, pytester: pytest.Pytester) -> None:
    """``flowkit = true`` in pytest's own configuration has every run recorded."""
    write(pytester.path, {"pytest.ini": "[pytest]\nflowkit = true\n"})
    run(files={"test_a.py": PASSING}, active=False)
    assert outcomes(pytester.path) == {"test_a": Outcome.PASSED}


NAMED = """
import pytest


def test_sc_001_and_impl_002_ac_1():
    pass


class TestSC007:
    def test_x(self):
        pass


@pytest.mark.parametrize("text", ["SC-008"])
def test_of_data(text):
    pass
"""


def test_marks_say_what_a_test_verifies(run: Run, pytester: pytest.Pytester) -> None:
    """Marks of a function, its class, its module and its parameters count, each marker once."""
    run(files={"test_a.py": MARKED})
    markers = {name: set(test.markers) for name, test in recorded(pytester.path).items()}
    assert markers == {
        "test_function": {"SC-001", "IMPL_002/AC-2", "feat-x:SC-003", "SC-004", "COV_UNIT_STORE"},
        "TestClass::test_method[1]": {"SC-005", "COV_UNIT_STORE"},
        "TestClass::test_method[2]": {"SC-005", "SC-006", "COV_UNIT_STORE"},
        "TestClass::test_sc_009_is_not_asked_for": {"SC-005", "COV_UNIT_STORE"},
    }


def test_names_say_it_where_nothing_else_does(run: Run, pytester: pytest.Pytester) -> None:
    """Ids in the name of a test or its class are the last resort; those in its parameters are data."""
    run(files={"test_a.py": NAMED})
    markers = {name: test.markers for name, test in recorded(pytester.path).items()}
    assert markers == {
        "test_sc_001_and_impl_002_ac_1": ("SC-001", "IMPL_002/AC-1"),
        "TestSC007::test_x": ("SC-007",),
        "test_of_data[SC-008]": (),
    }


def test_the_projects_own_kinds_are_known(run: Run, pytester: pytest.Pytester) -> None:
    """Names are read by the grammar that flowkit's configuration gives, in workers too."""
    kinds = {"flowkit.toml": '[kinds.QA]\nprefix = "QA"\nseparator = "-"\n'}
    run("-n", "1", files={**kinds, "test_a.py": "def test_qa_007():\n    pass\n"})
    assert recorded(pytester.path)["test_qa_007"].markers == ("QA-007",)


def test_a_broken_configuration_does_not_stop_the_tests(run: Run, pytester: pytest.Pytester) -> None:
    """Where flowkit's configuration cannot be used, the defaults are, with a warning."""
    done = run(files={"flowkit.toml": "nonesuch = 1\n", "test_a.py": PASSING})
    assert done.ret == 0
    done.stdout.fnmatch_lines(["flowkit: warning: the defaults are used: *nonesuch*"])
    assert outcomes(pytester.path) == {"test_a": Outcome.PASSED}
