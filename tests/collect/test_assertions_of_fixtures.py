"""What fixtures, classes and steps assert for the tests that use them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.projects import write

from flowkit.collect.assertions import Assertions
from flowkit.collect.recordings import RecordedTest
from flowkit.collect.repository import Repository
from flowkit.model.evidence import Outcome

from .asserting import PROJECT, is_hollow


@pytest.mark.parametrize(
    ("arguments", "body", "hollow"),
    [
        ("page", "page.shows('tea')", False),
        ("page", "page.opens()", True),
        ("some_page", "some_page.shows('tea')", False),
        ("some_page", "some_page.opens()", True),
        ("page: Page", "page.shows('tea')", False),
        ("basket: Basket", "basket.add(1)", True),
        ("same", "same(shop.price(), 1)", False),
        ("make", "make()", True),
        ("benchmark", "benchmark(shop.price)", False),
        ("record_property", "record_property('a', 1)", True),
        ("calm", "shop.price()", False),
        ("prepared", "shop.price()", True),
    ],
)
def test_fixtures_may_assert(tmp_path: Path, arguments: str, body: str, hollow: bool) -> None:
    """A fixture that is called, or whose class is known, is looked into; an unknown one may assert when called."""
    assert is_hollow(tmp_path, body, arguments=arguments) is hollow


def test_parameters_that_are_written_out_are_constants(tmp_path: Path) -> None:
    """An assertion about literal parameters alone is none."""
    before = "@pytest.mark.parametrize(('price', 'count'), [(1, 2), (3, 4)])"
    assert is_hollow(tmp_path, "assert price < count", arguments="price, count", before=before)
    assert not is_hollow(tmp_path, "assert shop.total(price) == count", arguments="price, count", before=before)
    indirect = before.replace("])", "], indirect=True)")
    assert not is_hollow(tmp_path, "assert price < count", arguments="price, count", before=indirect)


CLASSES = """
import unittest
import shop
from tests.helpers import compares


class Base:
    def both(self, value):
        compares(value, 1)

    def test_inherited(self):
        shop.price()


class TestShop(Base):
    def test_asserts(self):
        self.both(shop.price())

    def test_hollow(self):
        self.prepare()

    def prepare(self):
        pass

    class TestInner:
        def test_hollow(self):
            assert True


class TestUnit(unittest.TestCase):
    def test_asserts(self):
        self.assertEqual(shop.price(), 1)

    def test_skips(self):
        self.skipTest("later")
        self.assertTrue(shop.price())
"""


@pytest.mark.parametrize(
    ("name", "hollow"),
    [
        ("TestShop::test_asserts", False),
        ("TestShop::test_hollow", True),
        ("TestShop::test_hollow[1-a::b]", True),
        ("TestShop::test_inherited", True),
        ("TestShop::TestInner::test_hollow", True),
        ("TestUnit::test_asserts", False),
        ("TestUnit::test_skips", True),
        ("TestUnit::test_nonesuch", False),
        ("test_made_by_a_library", False),
    ],
)
def test_methods_are_found_by_the_names_in_their_ids(tmp_path: Path, name: str, hollow: bool) -> None:
    """Methods of classes, their bases and ``unittest`` are known; what is not found is not called hollow."""
    write(tmp_path, {**PROJECT, "tests/test_it.py": CLASSES})
    test = RecordedTest(f"tests/test_it.py::{name}", "tests/test_it.py", 1, Outcome.PASSED, markers=("SC-001",))
    assert Assertions(Repository(tmp_path)).is_hollow(test) is hollow


STEPS = """from pytest_bdd import given, then, when


@given("a shop")
def _():
    assert shop


@when("it opens")
def _():
    pass


@then("there is tea")
def _(tea):
    assert tea


@then("nothing happens")
def _():
    pass
"""
PLACES = {"given": 4, "when": 9, "tea": 14, "nothing": 19}


@pytest.mark.parametrize(
    ("steps", "hollow"),
    [
        (["given", "when", "tea"], False),
        (["given", "when", "tea", "nothing"], True),
        (["given", "when", "nothing"], True),
        (["given"], True),
        (["when"], True),
        ([], True),
        (["when", "unknown"], False),
    ],
)
def test_a_scenario_asserts_by_its_steps(tmp_path: Path, steps: list[str], hollow: bool) -> None:
    """There has to be a Then step, and each of them has to assert; unknown steps have the benefit of doubt."""
    write(tmp_path, {"tests/conftest.py": STEPS, "tests/test_it.py": "scenarios('a.feature')\n"})
    places = tuple(f"tests/conftest.py:{PLACES[name]}" if name in PLACES else "?:7" for name in steps)
    scenario = {"feature": "a.feature", "name": "Tea"}
    test = RecordedTest(
        "tests/test_it.py::test_tea", "tests/test_it.py", 1, Outcome.PASSED, scenario=scenario, steps=places
    )
    assert Assertions(Repository(tmp_path)).is_hollow(test) is hollow


def test_a_scenario_without_a_record_of_its_steps_is_not_judged(tmp_path: Path) -> None:
    """The empty function that a scenario is bound to says nothing."""
    before = "@scenario('a.feature', 'Tea')"
    assert not is_hollow(tmp_path, "pass", before=before)
