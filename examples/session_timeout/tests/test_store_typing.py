"""What mypy at its strictest says to users who write or use a store: nothing, or what is wrong and where.

In ``typing/`` lie a user's files, and beside each wrong one (``x.py.txt``) the errors that it has (``x.errors.txt``).
"""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from session_timeout import InMemorySessionStore, SessionStore

FILES = Path(__file__).with_name("typing")
WRONG = sorted(file.name.removesuffix(".py.txt") for file in FILES.glob("*.py.txt"))


@pytest.fixture(scope="module")
def errors(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Return the lines and texts of the errors in each file of a user, checked outside the project and its settings."""
    folder = tmp_path_factory.mktemp("user")
    found: dict[str, list[str]] = {}
    for file in [*FILES.glob("*.py"), *FILES.glob("*.py.txt")]:
        target = folder / file.name.removesuffix(".txt")
        target.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
        found[target.stem] = []
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir=cache", "--no-pretty", "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    for name, line, text in re.findall(r"^(\w+)\.py:(\d+): error: (.*)$", done.stdout, re.MULTILINE):
        found[name].append(f"{line}: {text}")
    return found


# verifies: feat-session-timeout:IMPL_001/AC-3
def test_a_right_store_type_checks(errors: dict[str, list[str]]) -> None:
    """A class with the methods of a store, which inherits from nothing, is a store, and so is its one line of tests."""
    assert errors["right_store"] == []


# verifies: feat-session-timeout:IMPL_001/AC-3
@pytest.mark.parametrize("name", WRONG)
def test_each_fault_is_found_where_it_is(name: str, errors: dict[str, list[str]]) -> None:
    """Each wrong line has the errors that are expected of it, and no other line has any."""
    expected = (FILES / f"{name}.errors.txt").read_text(encoding="utf-8").splitlines()
    assert sorted(errors[name]) == sorted(expected)


# verifies: feat-session-timeout:IMPL_001/AC-3
def test_every_argument_and_result_has_a_type() -> None:
    """Each method of the protocol says what each argument and its result is, and of none that it may be anything."""
    names = [name for name in vars(SessionStore) if not name.startswith("_")]
    assert {"create", "read", "update", "delete", "cleanup"} <= set(names)
    for name in names:
        method = getattr(SessionStore, name)
        typed = get_type_hints(method)
        assert typed.keys() == {*inspect.signature(method).parameters, "return"} - {"self"}, name
        assert Any not in typed.values(), name


def test_a_token_is_no_id(errors: dict[str, list[str]]) -> None:
    """A token handed in where the id of a session belongs, which would make it known to the store, is an error."""
    error = '12: Argument 1 to "read" of "InMemorySessionStore" has incompatible type "str"; expected "SessionId"'
    assert f"{error}  [arg-type]" in errors["wrong_use"]


def test_a_store_is_known_at_run_time() -> None:
    """The store in memory is an instance of the protocol; something with fewer methods is not."""
    assert isinstance(InMemorySessionStore(), SessionStore)
    assert not isinstance({}, SessionStore)
