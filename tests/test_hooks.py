"""The hooks that other repositories take from this one, run by pre-commit itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .cli.running import PLAN

ROOT = Path(__file__).resolve().parents[1]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
# What would be fetched and installed is here already, so that a hook runs as it stands and without a network.
CONFIG = """\
repos:
  - repo: {hooks}
    rev: v1
    hooks:
      - id: {hook}
        language: system
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment with the tools beside this Python, and caches and settings of its own."""
    home = str(tmp_path_factory.mktemp("home"))
    here = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTEST_", "COV_"))}
    own = {"HOME": home, "PRE_COMMIT_HOME": home, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    people = {
        f"GIT_{who}_{what}": "somebody@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    return {**here, **own, **people, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{here['PATH']}"}


@pytest.fixture(scope="module")
def hooks(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that offers the hooks of this one, under a tag."""
    folder = tmp_path_factory.mktemp("hooks")
    (folder / MANIFEST.name).write_bytes(MANIFEST.read_bytes())
    for command in ("init -q", "add .", "commit -q -m hooks", "tag v1"):
        subprocess.run(["git", *command.split()], cwd=folder, env=environment, check=True)
    return folder


def commit(project: Path, hooks: Path, hook: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a hook in a project as before a commit of all its files, and return what came of it."""
    (project / ".pre-commit-config.yaml").write_text(CONFIG.format(hooks=hooks, hook=hook), encoding="utf-8")
    for command in ("git init -q", "git add ."):
        subprocess.run(command.split(), cwd=project, env=environment, check=True)
    check = [sys.executable, "-m", "pre_commit", "run", "--color", "never"]
    return subprocess.run(
        check, cwd=project, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_the_manifest_is_one() -> None:
    """pre-commit takes the file of hooks for what it is to be."""
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, "")


@pytest.mark.parametrize(("total", "code", "words"), [(2, 0, "Passed"), (3, 1, "count-mismatch: declares 3 subtasks")])
def test_a_commit_is_held_to_the_plans(
    tmp_path: Path, hooks: Path, environment: dict[str, str], total: int, code: int, words: str
) -> None:
    """A commit with a plan that contradicts itself is refused, with what is wrong; one with a sound plan is made."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "greeting.md").write_text(PLAN.format(total=total), encoding="utf-8")
    ran = commit(tmp_path, hooks, "flowkit-verify", environment)
    assert (ran.returncode, words in ran.stdout) == (code, True), ran.stdout + ran.stderr


def test_a_commit_of_a_spec_alone_is_refused(tmp_path: Path, hooks: Path, environment: dict[str, str]) -> None:
    """Where a plan is behind its spec the commit is refused with a patch; once it is written, the commit is made."""
    flowkit = [sys.executable, "-m", "flowkit"]
    subprocess.run([*flowkit, "init", "tea"], cwd=tmp_path, check=True, capture_output=True)
    ran = commit(tmp_path, hooks, "flowkit-plan-check", environment)
    assert (ran.returncode, "+++ plans/feat-tea.md" in ran.stdout) == (1, True), ran.stdout + ran.stderr
    subprocess.run([*flowkit, "plan"], cwd=tmp_path, check=True, capture_output=True)
    ran = commit(tmp_path, hooks, "flowkit-plan-check", environment)
    assert (ran.returncode, "Passed" in ran.stdout) == (0, True), ran.stdout + ran.stderr


def test_code_alone_has_no_plan_checked(tmp_path: Path, hooks: Path, environment: dict[str, str]) -> None:
    """A commit that touches nothing that a plan is made of is not kept waiting for it."""
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, env=environment, check=True)
    (tmp_path / ".gitignore").write_text(".pre-commit-config.yaml\n", encoding="utf-8")
    (tmp_path / "tea.py").write_text("print('tea')\n", encoding="utf-8")
    ran = commit(tmp_path, hooks, "flowkit-plan-check", environment)
    assert (ran.returncode, "Skipped" in ran.stdout) == (0, True), ran.stdout + ran.stderr
