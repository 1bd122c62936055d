"""Tests that assert, and tests that do not."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from flowkit.collect.assertions import Assertions
from flowkit.collect.recordings import RecordedTest
from flowkit.collect.repository import Repository
from flowkit.model.evidence import Outcome

from .asserting import ROOT, is_hollow


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


# Tried widely, in a run of its own: `pytest -m broad`.
@pytest.mark.broad
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
