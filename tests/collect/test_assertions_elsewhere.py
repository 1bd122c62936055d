"""Assertions that a test reaches through other code, and how far that is followed."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.projects import write

from flowkit.collect.assertions import Assertions
from flowkit.collect.recordings import RecordedTest
from flowkit.collect.repository import Repository
from flowkit.model.evidence import Outcome


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
