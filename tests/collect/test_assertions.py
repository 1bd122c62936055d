"""Hollow tests are told from those that assert, by their syntax trees."""

from __future__ import annotations

import ast
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flowkit.collect.assertions import Assertions
from flowkit.collect.assertions.truisms import is_truism
from flowkit.collect.recordings import RecordedTest
from flowkit.collect.repository import Repository
from flowkit.model.evidence import Outcome

from .asking import write

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


@pytest.mark.parametrize(
    "body",
    [
        "assert Basket().total == 1",
        "assert LIMIT == shop.limit()",
        "assert limits",
        "if shop.open():\n    assert shop.price",
        "for price in shop.prices():\n    assert price > 0",
        "with Basket() as basket:\n    assert basket",
        "while shop.busy():\n    assert shop.calm",
        "match shop.kind():\n    case 1:\n        assert shop.one",
        "with pytest.raises(ValueError):\n    check_price(-1)",
        "pytest.raises(ValueError, check_price, -1)",
        "with pytest.warns(UserWarning):\n    shop.old()",
        "if shop.broken():\n    pytest.fail('broken')",
        "if shop.broken():\n    raise RuntimeError('broken')",
        "local(shop.price())",
        "compares(shop.price(), 1)",
        "calls_on(shop.price())",
        "helpers.compares(shop.price(), 1)",
        "shop.each(local)",
        "Page().shows('tea')",
        "Special().shows('tea')",
        "page = Page()\npage.opens()\npage.shows('tea')",
        "with Watched():\n    shop.open()",
        "check_price(1)",
        "demand(1)",
        "expect(shop.page()).to_be_visible()",
        "shop.response().raise_for_status()",
        "mock = Mock()\nshop.open(mock)\nmock.assert_called_once_with(1)",
        "subprocess.run(['shop'], check=True)",
        "try:\n    check_price(-1)\nexcept ValueError as error:\n    assert error.args",
        "try:\n    shop.sell(-1)\nexcept ValueError:\n    pass\nelse:\n    pytest.fail('no error')",
        "try:\n    assert shop.price() == 1\nfinally:\n    shop.close()",
        "try:\n    assert shop.price()\nexcept Exception:\n    raise",
        "try:\n    shop.open()\nexcept KeyError:\n    return\nassert shop.price()",
        "with suppress(KeyError):\n    assert shop.price()",
        "def inner():\n    assert shop.price()\n\ninner()",
        "def inner():\n    assert shop.price()\n\nshop.each(inner)",
        "async def inner():\n    assert await shop.price()\n\nshop.run(inner())",
        "raised = False\ntry:\n    check_price(-1)\nexcept ValueError:\n    raised = True\nassert raised",
        "seen = []\nshop.each(seen.append)\nassert seen == [1]",
        "result = shop.price()\nassert result",
        "count = 0\nfor _ in shop.prices():\n    count += 1\nassert count == 2",
        "shop.other_library.verify_all()",
        "word = 'tea'\nassert word.upper() == shop.label(word)",
        "seen = []\ntry:\n    check_price(-1)\nexcept ValueError:\n    seen.append(1)\nassert seen == [1]",
        "seen = []\nfor price in shop.prices():\n    seen.append(1)\nassert seen == [1]",
        "seen = []\nshop.fill(seen)\nassert seen == [1]",
        "seen = []\nshop.seen = seen\nshop.open()\nassert seen == [1]",
        "mock = Mock()\nshop.bell = mock\nshop.open()\nmock.assert_called_once()",
        "mock = Mock(wraps=shop.open)\nassert mock()",
        "with pytest.raises(Exception):\n    check_price(-1)",
        "with pytest.raises(Exception, match='price'):\n    shop.open()\n    check_price(-1)",
        "with pytest.raises(AssertionError):\n    demand(-1)",
        "import math\nassert math.isclose(shop.price(), 1)",
        "from math import pi\nassert shop.price() == pi",
        "if shop.closed():\n    return\nassert shop.price()",
        "if LIMIT > 5:\n    shop.open()\nassert shop.price()",
        "self = shop.case()\nself.assertEqual(shop.price(), 1)",
        "shop.page().assert_shows('tea')",
    ],
)
def test_these_assert(tmp_path: Path, body: str) -> None:
    """An assertion that can fail counts, in the test itself or in a function of the tests that it uses."""
    assert not is_hollow(tmp_path, body)


@pytest.mark.parametrize(
    "body",
    [
        "pass",
        '"""Only words: assert shop.price()."""',
        "shop.price()",
        "Basket().add(1)",
        "Basket().verify()",
        "check_nothing()",
        "print(shop.price())",
        "assert True",
        "assert 1, shop.price()",
        "assert 'text'",
        "assert (shop.price() == 1, 'a tuple is always true')",
        "assert shop.price() or True",
        "assert not False",
        "assert shop.price() == 1 or not shop.price() == 1",
        "price = shop.price()\nassert price == price",
        "basket = Basket()\nassert basket.total is basket.total",
        "assert len(shop.prices()) >= 0",
        "assert isinstance(shop.price(), object)",
        "assert f'price {shop.price()}'",
        "assert LIMIT == 3",
        "expected = 3\nshop.price()\nassert expected == 3",
        "one = 1\nother = one + 1\nassert other > one",
        "for number in (1, 2):\n    assert number",
        "return\nassert shop.price()",
        "if False:\n    assert shop.price()",
        "if True:\n    return\nassert shop.price()",
        "while False:\n    assert shop.price()",
        "for price in []:\n    assert price",
        "for price in range(0):\n    assert price",
        "if shop.open():\n    return\nelse:\n    return\nassert shop.price()",
        "pytest.skip('later')\nassert shop.price()",
        "try:\n    assert shop.price()\nexcept AssertionError:\n    pass",
        "try:\n    assert shop.price()\nexcept Exception as error:\n    print(error)",
        "try:\n    assert shop.price()\nexcept:\n    return",
        "try:\n    assert shop.price()\nexcept (KeyError, BaseException):\n    pass",
        "try:\n    assert shop.price()\nfinally:\n    return",
        "with suppress(AssertionError):\n    assert shop.price()",
        "with contextlib.suppress(Exception):\n    local(shop.price())",
        "with pytest.raises(ValueError):\n    raise ValueError('mine')",
        "def inner():\n    assert shop.price()",
        "silent(shop.price())",
        "noisy(shop.price())",
        "prepares(shop.price())",
        "goes_round(shop.price())",
        "page = Page()\npage.opens()",
        "subprocess.run(['shop'], check=False)",
        "page = shop.page()\npage = page.next()\npage.close()",
        "shop.open()\nassert 'tea'.upper() == 'TEA'",
        "shop.open()\nword = 'tea'\nassert word.upper() == 'TEA'",
        "seen = []\nshop.open()\nseen.append(1)\nassert seen == [1]",
        "table = {}\ntable.update(a=1)\nshop.open()\nassert len(table) == 1",
        "thing = object()\nshop.open()\nassert thing is not None",
        "mock = Mock()\nshop.open()\nmock(1)\nmock.assert_called_once_with(1)",
        "mock = Mock()\nmock.price.return_value = 3\nshop.open()\nassert mock.price() == 3",
        "from unittest import mock\nbell = mock.MagicMock()\nbell()\nshop.open()\nassert bell.called",
        "import math\nshop.open()\nassert math.sqrt(4) == 2",
        "from math import sqrt\nshop.open()\nassert sqrt(4) == 2",
        "self = shop.case()\nself.assertTrue(True)",
        "self = shop.case()\nself.assertEqual(1 + 1, 2)",
        "with pytest.raises(Exception):\n    assert shop.price() == 1",
        "with pytest.raises(Exception):\n    shop.open()\n    shop.close()",
        "with pytest.raises(AssertionError):\n    assert False",
        "if LIMIT:\n    return\nassert shop.price()",
        "if 1 < 2:\n    return\nassert shop.price()",
    ],
)
def test_these_are_hollow(tmp_path: Path, body: str) -> None:
    """What cannot fail, is never reached, is caught again or only calls the code under test asserts nothing."""
    assert is_hollow(tmp_path, body)


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


DECORATORS = {
    "gives it back": ("return test", False),
    "keeps it": ("tests.append(test)\nreturn test", False),
    "hands it on": ("return pytest.mark.slow(test)", False),
    "calls it": ("def run():\n    test()\nreturn run", False),
    "lets it fail": ("def run():\n    with suppress(KeyError):\n        test()\nreturn run", False),
    "swallows": ("def run():\n    try:\n        test()\n    except Exception:\n        pass\nreturn run", True),
    "suppresses": ("def run():\n    with suppress(BaseException):\n        test()\nreturn run", True),
    "calls something else": ("def run():\n    shop.open()\nreturn run", True),
    "calls nothing": ("return lambda: None", True),
    "looks like it": ("@functools.wraps(test)\ndef run():\n    shop.open()\nreturn run", True),
    "is said to be it": ("def run():\n    shop.open()\nrun.__wrapped__ = test\nreturn run", True),
    "is it": ("@functools.wraps(test)\ndef run(*given):\n    return test(*given)\nreturn run", False),
}


@pytest.mark.parametrize(("body", "hollow"), DECORATORS.values(), ids=DECORATORS)
def test_a_decorator_of_the_tests_lets_them_fail(tmp_path: Path, body: str, hollow: bool) -> None:
    """A test that its decorator does not run, or whose failure it swallows, asserts nothing."""
    decorator = "def it(test):\n" + "".join(f"    {line}\n" for line in body.splitlines())
    assert is_hollow(tmp_path, "assert shop.price() == 1", before=f"{decorator}\n\n@it") is hollow


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


def test_a_test_that_verifies_nothing_is_not_looked_at(tmp_path: Path) -> None:
    """Without a marker, a scenario or a tag in its file a test is not hollow, whatever it does."""
    write(tmp_path, {"test_a.py": "def test_a():\n    pass\n"})
    test = RecordedTest("test_a.py::test_a", "test_a.py", 1, Outcome.PASSED)
    assert not Assertions(Repository(tmp_path)).is_hollow(test)
    assert Assertions(Repository(tmp_path)).asserts_nothing(test)


def test_a_contract_of_the_library_is_followed_in_its_own_folder(tmp_path: Path) -> None:
    """Tests that a class inherits from a base in the library assert by the functions that stand beside that base."""
    contract = (
        "from .demands import holds\n\n\nclass Contract:\n    def test_holds(self):\n        holds(self.make())\n\n"
        "    def test_hollow(self):\n        self.make()\n"
    )
    write(
        tmp_path,
        {
            "src/shop/contract.py": contract,
            "src/shop/demands.py": "def holds(value):\n    assert value\n",
            "tests/test_it.py": "from shop.contract import Contract\n\n\nclass TestShop(Contract):\n    make = dict\n",
        },
    )
    assertions = Assertions(Repository(tmp_path))
    names = [f"tests/test_it.py::TestShop::{name}" for name in ("test_holds", "test_hollow")]
    tests = [RecordedTest(name, "tests/test_it.py", 1, Outcome.PASSED) for name in names]
    assert [assertions.asserts_nothing(test) for test in tests] == [False, True]


def test_a_circle_of_helpers_does_not_hide_an_assertion(tmp_path: Path) -> None:
    """Two functions that call each other assert if one of them does, from whichever a test begins."""
    text = (
        "def one():\n    other()\n    assert shop\n\n\ndef other():\n    one()\n\n\n"
        "def test_one():\n    one()\n\n\ndef test_other():\n    other()\n"
    )
    write(tmp_path, {"test_a.py": text})
    assertions = Assertions(Repository(tmp_path))
    names = ("test_one", "test_other")
    tests = [RecordedTest(f"test_a.py::{name}", "test_a.py", 1, Outcome.PASSED) for name in names]
    assert [assertions.asserts_nothing(test) for test in tests] == [False, False]


def test_a_long_chain_of_helpers_has_the_benefit_of_the_doubt(tmp_path: Path) -> None:
    """What a test calls is followed so far and no further, and a test that ends there is not called hollow."""

    def chain(length: int) -> bool:
        links = "".join(f"def link_{n}():\n    link_{n + 1}()\n\n\n" for n in range(length))
        write(tmp_path, {"test_a.py": f"{links}def link_{length}():\n    pass\n\n\ndef test_a():\n    link_0()\n"})
        test = RecordedTest("test_a.py::test_a", "test_a.py", 1, Outcome.PASSED)
        return Assertions(Repository(tmp_path)).asserts_nothing(test)

    assert chain(5)
    assert not chain(500)


@pytest.mark.parametrize(
    "text",
    [
        "def test_a(:\n",
        "def test_a():\n    x = " + "(" * 5_000 + ")" * 5_000,
        "def test_a():\n    x = " + "-" * 20_000 + "1",
        "def test_a():\n    x = " + "a." * 5_000 + "a",
        "def test_a():\n    x = " + "1+" * 20_000 + "1",
        "\0",
        "# coding: nonesuch\n",
        "import test_a\nfrom test_a import x as x\nx = x\ny = z\nz = y\ndef test_a():\n    x(); y()\n    assert x",
    ],
)
def test_a_file_that_cannot_be_read_says_nothing(tmp_path: Path, text: str) -> None:
    """Broken, deep and circular files are answered, and no test of theirs is called hollow."""
    write(tmp_path, {"test_a.py": text})
    test = RecordedTest("test_a.py::test_a", "test_a.py", 1, Outcome.PASSED)
    assert not Assertions(Repository(tmp_path)).asserts_nothing(test)


@pytest.mark.parametrize("path", ["../outside.py", "link.py"])
def test_nothing_outside_the_project_is_read(tmp_path: Path, path: str) -> None:
    """A test file that lies elsewhere, itself or by a link, is not looked into."""
    write(tmp_path, {"outside.py": "def test_a():\n    pass\n", "project/a.py": ""})
    (tmp_path / "project/link.py").symlink_to(tmp_path / "outside.py")
    test = RecordedTest(f"{path}::test_a", path, 1, Outcome.PASSED, markers=("SC-001",))
    assert not Assertions(Repository(tmp_path / "project")).is_hollow(test)


atoms = st.sampled_from(["x", "f()", "x.y", "1", "0", "'a'", "''", "[]", "[x]", "True", "None"])
expressions = st.recursive(
    atoms,
    lambda inner: (
        st.builds("({} {} {})".format, inner, st.sampled_from(["or", "and", "==", "is", "<="]), inner)
        | st.builds("(not {})".format, inner)
    ),
    max_leaves=6,
)


class Anything:
    """What equals nothing and is never true."""

    def __bool__(self) -> bool:
        return False

    def __le__(self, other: object) -> bool:
        return self is other

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return 0


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@settings(max_examples=500, deadline=None)
@example("([x] is [x])")
@given(expressions)
def test_what_can_fail_is_no_truism(text: str) -> None:
    """An expression that names what the code gives, and is false for something, is not called a truism."""
    node = ast.parse(text, mode="eval").body
    names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    if not names or not is_truism(node):
        return
    something = Anything()
    try:
        value = eval(text, {"x": something, "f": lambda: something})  # noqa: S307 - made of the atoms above
    except (AttributeError, TypeError):
        return
    assert value


def test_no_test_of_this_project_is_called_hollow_that_is_not() -> None:
    """Of this project's own tests only some are called hollow, and none of them holds an assertion."""
    assertions = Assertions(Repository(ROOT))
    tests: dict[str, ast.stmt] = {}
    for path in assertions.namespaces.repository.files:
        if path.rpartition("/")[2].startswith("test_") and "tests/" in path and path.endswith(".py"):
            for function in ast.parse((ROOT / path).read_bytes()).body:
                if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and function.name.startswith("test_"):
                    tests[f"{path}::{function.name}"] = function
    found = [RecordedTest(name, name.partition("::")[0], 1, Outcome.PASSED) for name in tests]
    hollow = [test.id for test in found if assertions.asserts_nothing(test)]
    assert len(hollow) < len(tests) / 100
    for name in hollow:
        assert not any(isinstance(node, ast.Assert | ast.With) for node in ast.walk(tests[name])), name
