"""The documentation, held to reality: its commands are run, and their output is what it shows."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from flowkit.config import load_config
from flowkit.read.dialects import dialects

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    [
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "docs/api/flowkit.md")),
        *(page for folder in ("docs", "docs/guides") for page in (ROOT / folder).glob("*.md")),
    ]
)
INSTALL = "python3 -m pip install uv && python3 -m uv run "
FAILING = {
    ("README.md", "flowkit verify docs/examples/newsletter.md"),
    ("docs/diff.md", "flowkit diff plans/shop.md plans/shop-2.md"),
    ("docs/diff.md", "flowkit diff plans/shop.md plans/shop-2.md --format json"),
    ("docs/fixing.md", "flowkit verify --fix --diff"),
    ("docs/evidence.md", "flowkit verify"),
    ("docs/tutorial.md", "flowkit verify plans/feat-session-timeout.md --select deliverable-missing"),
    ("docs/evidence.md", "flowkit verify --run"),
    ("docs/first-minute.md", "flowkit verify"),
    ("docs/first-minute.md", "flowkit verify --root pump"),
    ("docs/reports.md", "flowkit trace --gaps"),
    *(
        (f"docs/guides/{name}.md", "flowkit verify")
        for name in ("backlog-md", "task-master", "bmad", "kiro", "superpowers")
    ),
    *(("docs/reports.md", f"flowkit verify --format {name}") for name in ("markdown", "sarif", "junit", "csv")),
}
"""The commands that are shown because they find something; they exit with 1."""
FILE = re.compile(r"^````\w+ (\S+)\n(.*?)^````$", re.MULTILINE | re.DOTALL)
"""A file of the project that a page shows: its path stands behind the language."""


@dataclass(frozen=True)
class Shown:
    """A command that a page shows, and the output that it shows below it; None if it shows none."""

    page: str
    command: str
    output: str | None


def shown_commands() -> Iterator[Shown]:
    """Yield the commands of every ``console`` block: lines that begin with ``$``, each with what stands below it."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for block in re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                yield Shown(page.relative_to(ROOT).as_posix(), command, output.rstrip("\n") or None)


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of a command: with the tools beside this Python, and nothing of the tests around it.

    What lies in the folder can be imported.
    """
    here = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    return {**here, "PYTHONPATH": str(folder), "PATH": f"{Path(sys.executable).parent}{os.pathsep}{here['PATH']}"}


@pytest.fixture
def checkout(shown: Shown, tmp_path: Path) -> Path:
    """The project that the page shows, or else a copy of the documents of this checkout, where commands may write."""
    files = FILE.findall((ROOT / shown.page).read_text(encoding="utf-8"))
    for path, text in files:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    install(tmp_path)
    for name in () if files else ("docs", "features", "plans"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def install(folder: Path) -> None:
    """Install the package of a folder into it, if there is one that has entry points."""
    written = folder / "pyproject.toml"
    project = tomllib.loads(written.read_text(encoding="utf-8")).get("project", {}) if written.exists() else {}
    groups = project.get("entry-points", {})
    if not groups:
        return
    listing = folder / f"{project['name']}-{project['version']}.dist-info"
    listing.mkdir()
    head = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    (listing / "METADATA").write_text(head, encoding="utf-8")
    lines = (
        f"[{group}]\n" + "".join(f"{name} = {at}\n" for name, at in found.items()) for group, found in groups.items()
    )
    (listing / "entry_points.txt").write_text("".join(lines), encoding="utf-8")


@pytest.mark.parametrize("shown", tuple(shown_commands()), ids=lambda shown: f"{shown.page}: {shown.command}")
def test_a_command_prints_what_the_page_shows(shown: Shown, checkout: Path) -> None:
    """Every command of a page can be run, and prints exactly what the page shows."""
    command = shown.command.removeprefix(INSTALL)
    name, *arguments = shlex.split(command, comments=True)
    if name == "pytest" or shown.command in {f"{INSTALL}pytest", f"{INSTALL}flowkit verify --run"}:
        pytest.skip("this command starts the tests themselves")
    assert name == "flowkit", f"do not know how to run {shown.command!r}"
    ran = subprocess.run(
        [sys.executable, "-m", "flowkit", *arguments],
        cwd=checkout,
        env=environment(checkout),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == ((shown.page, shown.command) in FAILING), ran.stderr
    if shown.output is not None:
        assert (ran.stdout + ran.stderr).rstrip("\n") == shown.output


def test_the_readme_has_the_two_commands() -> None:
    """A newcomer needs Python, pip and git, and one line for each: verify, and test."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"$ {INSTALL}flowkit verify --run\n" in text
    assert f"$ {INSTALL}pytest\n" in text


def test_ci_runs_the_test_command_of_the_readme() -> None:
    """What CI runs is what the README says, and CI stops where any part of it fails."""
    assert f"\n{INSTALL}pytest || exit 1\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("bash") is None, reason="the script needs bash")
@pytest.mark.parametrize("failing", ["-m pip", "-m uv run pytest", "-m uv run flowkit"])
def test_ci_fails_where_a_step_fails(tmp_path: Path, failing: str) -> None:
    """No step of CI can fail without CI failing."""
    python = tmp_path / "python3"
    python.write_text(f'#!/bin/sh\ncase "$*" in\n  -c*|"{failing}"*) exit 1;;\nesac\n', encoding="utf-8")
    python.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    ran = subprocess.run(["bash", ROOT / ".ci" / "run"], env=environment, capture_output=True, check=False)
    assert ran.returncode == 1


def test_every_dialect_is_listed() -> None:
    """The README shows what a task is in each dialect."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in dialects() if f"\n| {name} | " not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_setting_that_a_page_shows_is_one(page: Path, tmp_path: Path) -> None:
    """Every block of settings on a page is a configuration that flowkit takes."""
    for block in re.findall(
        r"^```toml\n(\[tool\.flowkit.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    ):
        (tmp_path / "pyproject.toml").write_text(block, encoding="utf-8")
        assert load_config(tmp_path, climb=False).written is not None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of a page leads to a file of the project."""
    targets = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []
