"""What the tests of assertions share: a project with helpers that assert and helpers that do not."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from tests.projects import write

from flowkit.collect.assertions import Assertions
from flowkit.collect.recordings import RecordedTest
from flowkit.collect.repository import Repository
from flowkit.model.evidence import Outcome

ROOT = Path(__file__).resolve().parents[2]
HELPERS = """
import pytest
from .more import deeply


def compares(one, other):
    assert one == other


def calls_on(value):
    return deeply(value)


def prepares(value):
    return [value]


def goes_round(value):
    comes_back(value)


def comes_back(value):
    goes_round(value)


class Page:
    def shows(self, text):
        assert text in self.text

    def opens(self):
        return self


class Special(Page):
    pass


class Watched:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        assert self.calm
"""
BASKET = """
class Basket:
    def add(self, price):
        assert price

    def verify(self):
        return True


def check_price(price):
    if price < 0:
        raise ValueError(price)


def check_nothing():
    return 1


def demand(price):
    if price < 0:
        raise AssertionError("that is no price")
"""
PROJECT = {
    "src/shop/__init__.py": "from .basket import Basket, check_price\n",
    "src/shop/basket.py": BASKET,
    "tests/__init__.py": "",
    "tests/helpers.py": HELPERS,
    "tests/more.py": "def deeply(value):\n    assert value\n",
    "tests/conftest.py": """
import pytest
from .helpers import Page


@pytest.fixture
def page() -> Page:
    return Page()


@pytest.fixture
def some_page():
    return Page()


@pytest.fixture
def same():
    def compare(one, other):
        assert one == other
    return compare


@pytest.fixture
def make():
    return lambda: 1


@pytest.fixture
def calm():
    yield
    assert 1 == len([1][:0]) + one()


@pytest.fixture
def prepared():
    assert one()
    yield
""",
}
HEAD = """
import contextlib
import pytest
import subprocess
import shop
from contextlib import suppress
from shop import Basket, check_price
from shop.basket import check_nothing, demand
from tests import helpers
from tests.helpers import Page, Special, Watched, calls_on, compares, goes_round, prepares
from unittest.mock import Mock

LIMIT = 3
limits = [3]


def local(value):
    assert value


def silent(value):
    return value


def noisy(value):
    try:
        assert value
    except Exception:
        pass

"""


def is_hollow(root: Path, body: str, *, name: str = "test_it", arguments: str = "", before: str = "") -> bool:
    """Whether a test with this body asserts nothing."""
    lines = "\n".join(f"    {line}" for line in dedent(body).strip().splitlines())
    write(root, {**PROJECT, "tests/test_it.py": f"{HEAD}\n{before}\ndef {name}({arguments}):\n{lines}\n"})
    test = RecordedTest(f"tests/test_it.py::{name}", "tests/test_it.py", 1, Outcome.PASSED, markers=("SC-001",))
    return Assertions(Repository(root)).is_hollow(test)
