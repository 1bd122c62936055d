"""What a run rested on: the files that it imported, and the coverage that it left."""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from tests.projects import write

from flowkit.pytest_plugin.project import Project

from .records import Run, recorded, recording

pytest_plugins = ["pytester"]


def sha(path: Path) -> str:
    """Return the digest of a file."""
    return sha256(path.read_bytes()).hexdigest()


PROJECT = {
    "src/tea/__init__.py": "",
    "src/tea/cup.py": "def full(cup):\n    return cup > 0\n",
    "tests/conftest.py": "from helping import one\n",
    "tests/deep/conftest.py": "",
    "tests/deep/test_deep.py": "def test_deep():\n    assert open\n",
    "tests/test_cup.py": "from tea.cup import full\n\n\ndef test_cup():\n    assert full(1)\n",
    "src/helping.py": "one = 1\n",
    "src/unused.py": "",
}


@pytest.mark.parametrize("options", [(), ("-n", "2")])
def test_what_the_run_imported_is_recorded(run: Run, pytester: pytest.Pytester, options: tuple[str, ...]) -> None:
    """The digests of the project's own modules and of the tests' own files are recorded, from every process."""
    run(*options, files=PROJECT)
    (only,) = recording(pytester.path).runs
    expected = {name: sha(pytester.path / name) for name in PROJECT if name != "src/unused.py"}
    assert only.sources == expected
    assert recorded(pytester.path)["test_deep"].files == (
        "tests/deep/test_deep.py",
        "tests/conftest.py",
        "tests/deep/conftest.py",
    )
    assert recorded(pytester.path)["test_cup"].line == 4


def test_a_tree_that_is_taken_away_elsewhere_is_nothing_of_the_project(run: Run, pytester: pytest.Pytester) -> None:
    """Folders are opened by their names alone then, which folders of the project may have too."""
    text = (
        "import shutil\nimport tea.cup\n\n\ndef test_a(tmp_path):\n    (tmp_path / 'away/src').mkdir(parents=True)\n"
        "    shutil.rmtree(tmp_path / 'away')\n    assert tea.cup.full(1)\n"
    )
    run(files={**PROJECT, "tests/test_a.py": text})
    assert "src" not in recording(pytester.path).runs[0].sources
    assert "src" not in recorded(pytester.path)["test_a"].files


def test_what_is_installed_below_the_root_is_no_source(run: Run, pytester: pytest.Pytester) -> None:
    """A package in a folder of installed ones belongs to somebody else."""
    foreign = {"env/lib/site-packages/foreign.py": "", "pytest.ini": "[pytest]\npythonpath = env/lib/site-packages\n"}
    run(files={**foreign, "test_a.py": "import foreign\n\n\ndef test_a():\n    assert foreign\n"})
    assert set(recording(pytester.path).runs[0].sources) == {"test_a.py"}


def test_an_environment_that_lies_in_the_project_is_none_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies in the environment that runs the tests is none of the project's own, wherever it lies."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "here"))
    project = Project(tmp_path)
    assert project.relative(str(tmp_path / "here" / "src" / "foreign" / "tool.py")) is None
    assert project.relative(str(tmp_path / "src" / "own.py")) == "src/own.py"
    assert Project(tmp_path / "here" / "below").relative(str(tmp_path / "here" / "below" / "own.py")) == "own.py"


def test_what_did_not_run_counts_for_nothing(run: Run, pytester: pytest.Pytester) -> None:
    """Files of tests that were collected and did not run, and the conftest files beside them, are no sources."""
    idle = {"idle/conftest.py": "", "idle/test_idle.py": "def test_idle():\n    pass\n"}
    run("-x", files={"a/test_a.py": "def test_a():\n    assert 0\n", **idle})
    assert set(recording(pytester.path).runs[0].sources) == {"a/test_a.py"}


def test_a_file_that_changes_while_the_tests_run_is_not_vouched_for(run: Run, pytester: pytest.Pytester) -> None:
    """Nobody knows which version of it ran, so it has no digest; neither has one that is gone again."""
    text = (
        "import os, pathlib, time\nimport tea.cup\n\n\ndef test_a():\n"
        "    later = time.time_ns() + 1_000_000_000\n    os.utime(tea.cup.__file__, ns=(later, later))\n"
    )
    run(files={"src/tea/__init__.py": "", "src/tea/cup.py": "", "test_a.py": text})
    sources = recording(pytester.path).runs[0].sources
    assert sources["src/tea/cup.py"] is None
    assert sources["test_a.py"] == sha(pytester.path / "test_a.py")


COVERED = {
    "pytest.ini": "[pytest]\npythonpath = src\n",
    "src/tea.py": "def pour():\n    return 1\n",
    "test_tea.py": "import tea\n\n\ndef test_tea():\n    assert tea.pour()\n",
}


@pytest.mark.parametrize("options", [(), ("-n", "2")])
def test_the_coverage_that_a_run_leaves_is_recorded(pytester: pytest.Pytester, options: tuple[str, ...]) -> None:
    """The digests of coverage data and reports are those of the files as they lie there when all is over."""
    write(pytester.path, COVERED)
    (pytester.path / "lcov.info").write_text("TN:\n")
    asked = ("--cov=src", "--cov-report=xml", "--cov-report=json", "--junitxml=junit.xml", "-p", "no:cacheprovider")
    command = (sys.executable, "-m", "pytest", "--flowkit", *asked, *options)
    done = subprocess.run(command, cwd=pytester.path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    reports = recording(pytester.path).runs[0].reports
    names = [".coverage", "coverage.xml", "coverage.json", "junit.xml"]
    assert reports == {name: sha(pytester.path / name) for name in names}


def test_the_data_of_a_coverage_run_is_recorded(pytester: pytest.Pytester) -> None:
    """Under ``coverage run`` the data is written when pytest is over, and is recorded even so."""
    write(pytester.path, COVERED)
    command = (sys.executable, "-m", "coverage", "run", "-m", "pytest", "--flowkit")
    done = subprocess.run(command, cwd=pytester.path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert recording(pytester.path).runs[0].reports == {".coverage": sha(pytester.path / ".coverage")}
