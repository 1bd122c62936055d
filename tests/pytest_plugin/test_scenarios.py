"""Scenarios of pytest-bdd, by their tags."""

from __future__ import annotations

import pytest

from flowkit.model.evidence import Outcome

from .records import Run, recorded

pytest_plugins = ["pytester"]
FEATURE = """
@SC-100 @slow
Feature: Tea

  @REQ-007
  Rule: It is hot

    @SC-001
    Scenario: A cup
      Given a kettle
      Then there is tea

    @IMPL_002/AC-1 @feat-x:SC-003
    Scenario Outline: Cups of <kind>
      Given a kettle
      Then there is <kind>

      @SC-201
      Examples:
        | kind  |
        | green |

      Examples:
        | kind  |
        | black |

    Scenario: Nobody knows how
      Given a kettle
      When it sings
"""
STEPS = """
from pytest_bdd import given, parsers, then


@given("a kettle")
def _():
    pass


@then(parsers.parse("there is {kind}"))
def _(kind):
    assert kind
"""
BOUND = "from pytest_bdd import scenarios\n\nscenarios('../features/tea.feature')\n"
SCENARIOS = {
    "pytest.ini": "[pytest]\nmarkers =\n    slow: takes long\n",
    "features/tea.feature": FEATURE,
    "tests/conftest.py": STEPS,
    "tests/test_tea.py": BOUND,
}


@pytest.mark.parametrize("options", [(), ("-n", "1")])
def test_scenarios_are_known_by_their_tags(run: Run, pytester: pytest.Pytester, options: tuple[str, ...]) -> None:
    """Tags of a scenario, its rule, its feature and its examples count, and none of them needs to be registered."""
    run("--strict-markers", *options, files=SCENARIOS)
    tests = recorded(pytester.path)
    assert {name: set(test.markers) for name, test in tests.items()} == {
        "test_a_cup": {"SC-100", "REQ-007", "SC-001"},
        "test_cups_of_kind[green]": {"SC-100", "REQ-007", "IMPL_002/AC-1", "feat-x:SC-003", "SC-201"},
        "test_cups_of_kind[black]": {"SC-100", "REQ-007", "IMPL_002/AC-1", "feat-x:SC-003"},
        "test_nobody_knows_how": {"SC-100", "REQ-007"},
    }
    assert tests["test_cups_of_kind[green]"].scenario == {"feature": "features/tea.feature", "name": "Cups of <kind>"}
    assert tests["test_a_cup"].steps == ("tests/conftest.py:5", "tests/conftest.py:10")
    assert tests["test_a_cup"].files == ("tests/test_tea.py", "tests/conftest.py", "features/tea.feature")
    assert tests["test_nobody_knows_how"].outcome is Outcome.UNDEFINED
    assert 'Step definition is not found: When "it sings"' in (tests["test_nobody_knows_how"].reason or "")


OWN_HOOK = """
import pytest


def pytest_configure(config):
    config.addinivalue_line("markers", "scenario(id): a scenario")


def pytest_bdd_apply_tag(tag, function):
    if not tag.startswith("SC-"):
        return None
    pytest.mark.scenario(id=tag)(function)
    return True
"""


@pytest.mark.parametrize("active", [False, True])
def test_a_project_applies_tags_in_its_own_way(run: Run, pytester: pytest.Pytester, active: bool) -> None:
    """A project's own hook for tags goes on to work, and the tags are read all the same."""
    feature = "Feature: Tea\n\n  @SC-001\n  Scenario: A cup\n    Given a kettle\n"
    own = {"tests/conftest.py": OWN_HOOK + STEPS, "features/tea.feature": feature, "tests/test_tea.py": BOUND}
    done = run("-m", "scenario(id='SC-001')", files=own, active=active)
    done.assert_outcomes(passed=1)
    if active:
        assert recorded(pytester.path)["test_a_cup"].markers == ("SC-001",)
