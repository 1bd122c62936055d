"""The project in which the session library is built: its decision, spec, feature and plan, and none of its code."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from flowkit.app.demonstrating import SETTINGS

CHECKOUT = Path(__file__).resolve().parents[2]
PLAN = "plans/feat-session-timeout.md"
_FILES = (
    PLAN,
    # Tests that are copied name markers of this plan too.
    "plans/feat-session-security.md",
    "docs/decisions/ADR-007-session-management-strategy.md",
    "docs/specs/session-timeout.md",
    "features/session_timeout.feature",
    "examples/session_timeout/contracts/accepted/session-config.schema.json",
)
_SLOW = ("type_checker", "agree_on_names", "importing_the_library", "no_two_tokens", "no_sequence", "backwards")
"""What the tests of the library have beside what the plan asks for, and take long for."""
_PYTEST = """\
[pytest]
pythonpath = examples/session_timeout/src
testpaths = examples/session_timeout/tests
addopts = --import-mode=importlib --cov --cov-report= -q -p no:cacheprovider
flowkit = true
"""
_COVERAGE = """\
[run]
source = examples/session_timeout/src

[report]
exclude_also =
    if TYPE_CHECKING:
    assert_never
"""


def lay_out(root: Path) -> Path:
    """Write the project into an empty folder, with no task of its plan ticked, and commit it; return the folder."""
    for name in _FILES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(CHECKOUT / name, root / name)
    text = (root / PLAN).read_text(encoding="utf-8")
    (root / PLAN).write_text(re.sub(r"^### \[x\] ", "### ", text, flags=re.MULTILINE), encoding="utf-8")
    # With CI, Hypothesis measures no time, which says little on a machine that does other things as well.
    plugins = ("flowkit.pytest_plugin", "pytest_bdd.plugin", "pytest_cov")
    command = shlex.join(
        ["env", "CI=1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD=1", sys.executable, "-m", "pytest"]
        + [word for plugin in plugins for word in ("-p", plugin)]
        + ["-k", " and ".join(f"not {name}" for name in _SLOW)]
    )
    (root / "flowkit.toml").write_text(SETTINGS.format(command=json.dumps(command)), encoding="utf-8")
    (root / "pytest.ini").write_text(_PYTEST, encoding="utf-8")
    (root / ".coveragerc").write_text(_COVERAGE, encoding="utf-8")
    (root / ".gitignore").write_text("__pycache__/\n.coverage\n.flowkit/\n.hypothesis/\n", encoding="utf-8")
    for words in (
        ["init", "--quiet", "--initial-branch", "main"],
        ["config", "user.name", "Ann"],
        ["config", "user.email", "ann@example.org"],
        ["add", "--all"],
        ["commit", "--quiet", "--message", "The plan"],
    ):
        subprocess.run(["git", *words], cwd=root, check=True)  # noqa: S607 - whichever git is there
    return root
