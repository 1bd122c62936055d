"""The demonstration: the session example in a folder of its own, to be planned, verified, broken and verified again."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from importlib.util import find_spec
from pathlib import Path

from flowkit.errors import UsageError

SPEC = "docs/specs/session-timeout.md"
PLAN = "plans/feat-session-timeout.md"
BROKEN = "examples/session_timeout/src/session_timeout/memory_store.py"
"""The file that is deleted behind a tick."""

_TREES = ("examples/session_timeout", "features")
_FILES = (
    SPEC,
    "LICENSE",
    "docs/api/sessions.md",
    "docs/decisions/ADR-007-session-management-strategy.md",
    "docs/session-security.md",
)
# The feature of the plan, the tests whose comments say that they verify a part of it, and as few others as its coverage
# targets need: all tests of the library take several times as long. They run in one process, since each begins with
# seconds of imports.
_TESTS = frozenset(
    f"test_{name}.py"
    for name in (
        "cleanup_middleware",
        "config",
        "config_contract",
        "memory_cleanup",
        "overlapping_requests",
        "session_manager",
        "session_responses",
        "session_store",
        "session_timeout_feature",
        "store_stress",
    )
)
SETTINGS = """\
# What the plan calls by older names, and how this project is tested.
test_command = {command}

[paths]
"src/auth/" = "examples/session_timeout/src/session_timeout/"
"src/config/session.py" = "examples/session_timeout/src/session_timeout/config.py"
"tests/auth/" = "examples/session_timeout/tests/"
"tests/integration/test_session_flow.py" = "examples/session_timeout/tests/test_session_timeout_feature.py"

[contracts.CE_CONFIG_SESSION]
file = "examples/session_timeout/contracts/session-config.schema.json"
at = "/properties/session"
accepted = "examples/session_timeout/contracts/accepted/session-config.schema.json"
"""
"""flowkit's configuration in a project with the session example; ``command`` is a TOML string."""

_PYTEST = """\
[pytest]
pythonpath = examples/session_timeout/src
testpaths = examples/session_timeout/tests
addopts =
    --import-mode=importlib --cov --cov-context=test --cov-report= -q
    --deselect=examples/session_timeout/tests/test_config.py::test_a_strict_type_checker_knows_the_settings
flowkit = true
xfail_strict = true
"""


_COVERAGE = """\
[run]
branch = true
source = examples/session_timeout/src

[report]
exclude_also =
    if TYPE_CHECKING:
    assert_never
"""


@dataclass(frozen=True, slots=True)
class Example:
    """The session example in a folder of its own.

    Attributes:
        folder: the folder.
        tested: its tests can be run here; where they cannot, what they would show stays unproven.
    """

    folder: Path
    tested: bool


def lay_out(target: Path, folder: Path, python: str) -> Example:
    """Copy the session example from a checkout of flowkit into an empty folder.

    Args:
        target: the empty folder.
        folder: the folder that the user works in, for a checkout around it.
        python: the interpreter that runs the tests.

    Raises:
        UsageError: there is no checkout; the package that is installed does not carry the example.
    """
    checkout = _checkout((*folder.absolute().parents, folder.absolute(), *Path(__file__).resolve().parents))
    try:
        for tree in _TREES:
            shutil.copytree(checkout / tree, target / tree, ignore=_left_out)
        for name in _FILES:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(checkout / name, target / name)
        command = json.dumps(f"{shlex.quote(python)} -m pytest")
        (target / "flowkit.toml").write_text(SETTINGS.format(command=command), encoding="utf-8")
        (target / "pytest.ini").write_text(_PYTEST, encoding="utf-8")
        (target / ".coveragerc").write_text(_COVERAGE, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"the example cannot be copied: {error.strerror}", where=str(target)) from error
    return Example(target, tested=_can_test())


def tick_all(plan: Path) -> None:
    """Tick every task of the plan of the example, as somebody does who is done."""
    text = plan.read_text(encoding="utf-8")
    plan.write_text(re.sub(r"^### (?=(?:IMPL|TEST|DOC)_)", "### [x] ", text, flags=re.MULTILINE), encoding="utf-8")


def _left_out(folder: str, names: list[str]) -> set[str]:
    """Return what is not copied of a folder: what Python made, and tests that say nothing of the plan."""
    del folder
    return {name for name in names if name == "__pycache__" or (fnmatch(name, "test_*.py") and name not in _TESTS)}


def _checkout(places: Sequence[Path]) -> Path:
    found = next((place for place in places if all((place / name).exists() for name in (*_TREES, *_FILES))), None)
    if found is None:
        message = "the demonstration needs a checkout of flowkit: the installed package does not carry the example"
        raise UsageError(message, hint="run it in a checkout, or begin a project of your own with flowkit init")
    return found


def _can_test() -> bool:
    return all(find_spec(name) is not None for name in ("pytest", "pytest_bdd", "pytest_cov", "freezegun", "httpx"))
