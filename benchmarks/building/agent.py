"""Builds a task of the session plan from recorded steps: the files that belong to it, as a checkout has them.

``python agent.py CHECKOUT``, as flowkit starts a command: in a worktree, with the task in its environment and its brief
on standard input. It knows nothing of flowkit, and only the standard library.
"""

from __future__ import annotations

import ast
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

LIBRARY = "examples/session_timeout"
SOURCES, TESTS = f"{LIBRARY}/src/session_timeout", f"{LIBRARY}/tests"
_STORE = ("session_store", "store_contract", "race_contract", "record_contract", "store_demands")
_WRONG = ("wrong_stores", "racing_stores")
_MANAGER = ("config", "config_file", "content_merge", "session_manager")
_MIDDLEWARE = ("cookie", "request_session", "middleware")
_FEATURE = ("conftest", "clocks", "shop", "test_session_timeout_feature")
STEPS: Mapping[str, tuple[Sequence[str], Sequence[str], Sequence[str]]] = {
    # A contract can be tried on a store alone, so that the first one comes with it.
    "IMPL_001": (
        (*_STORE, "memory_store", "expiry_wheel"),
        ("test_session_store", "wrong_stores", "racing_stores"),
        (),
    ),
    "IMPL_002": ((), ("test_memory_cleanup", "by_hand", "test_store_stress"), ()),
    "IMPL_003": (_MANAGER, ("desk", "test_session_manager", "test_session_timeouts"), ()),
    "IMPL_004": (_MIDDLEWARE, ("calls", "gated_cleanup", "test_cleanup_middleware"), ()),
    "IMPL_005": (
        ("__main__",),
        ("test_config", "test_config_contract"),
        (f"{LIBRARY}/contracts/session-config.schema.json",),
    ),
    # The scenarios need an application to happen in.
    "TEST_001": (_MIDDLEWARE, (*_FEATURE, "test_session_content"), ()),
    "TEST_002": (_MIDDLEWARE, (*_FEATURE, "test_session_sign_in"), ()),
    "TEST_003": ((), ("calls", "test_middleware", "test_session_responses"), ()),
    "DOC_001": ((), (), ("docs/api/sessions.md",)),
}
"""Task -> the modules, the files of tests and the other files that its step brings."""


def step(task: str, checkout: Path, here: Path) -> None:
    """Do the step of a task: copy what it brings, and let the package export what is there by now."""
    modules, tests, others = STEPS[task]
    names = [*(f"{SOURCES}/{name}.py" for name in modules), *(f"{TESTS}/{name}.py" for name in tests), *others]
    for name in names:
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(checkout / name, here / name)
    if modules:
        (here / SOURCES / "__init__.py").write_text(_exports(checkout, here), encoding="utf-8")


def _exports(checkout: Path, here: Path) -> str:
    """Return the package's own module with the imports of the modules that are there."""
    whole = ast.parse((checkout / SOURCES / "__init__.py").read_text(encoding="utf-8"))
    imports = [one for one in whole.body if isinstance(one, ast.ImportFrom) and one.module]
    there = [one for one in imports if (here / SOURCES / f"{str(one.module).rpartition('.')[2]}.py").exists()]
    names = sorted(alias.name for one in there for alias in one.names)
    lines = [f'"""{ast.get_docstring(whole)}"""', "", *map(ast.unparse, there), "", f"__all__ = {names!r}", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    brief = sys.stdin.read()
    if os.environ["FLOWKIT_MARKER"] not in brief:
        sys.exit("this is not the brief of the task")
    step(os.environ["FLOWKIT_TASK"], Path(sys.argv[1]), Path.cwd())
