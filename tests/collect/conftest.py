"""A project whose tests were run with coverage."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.projects import write

from .measuring import CUP, KETTLE, SETTINGS, TESTS, run


@pytest.fixture(scope="session")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose tests were run with pytest-cov, with branches and a context for each test."""
    root = tmp_path_factory.mktemp("tea")
    files = {
        "pyproject.toml": SETTINGS,
        "src/tea/__init__.py": "",
        "src/tea/kettle.py": KETTLE,
        "src/tea/cup.py": CUP,
        "src/tea/unused.py": "X = 1\nif X:\n    Y = 2\n",
        "tests/test_tea.py": TESTS,
    }
    write(root, files)
    run(root, "pytest", "-q", "-p", "no:cacheprovider", "--cov", "--cov-context=test", "--cov-report=")
    for kind, name in (("json", "coverage.json"), ("xml", "coverage.xml"), ("lcov", "lcov.info")):
        options = ["--show-contexts"] if kind == "json" else []
        run(root, "coverage", kind, "-q", "-o", name, *options)
    return root


@pytest.fixture
def project(measured: Path, tmp_path: Path) -> Path:
    """A copy of that project elsewhere, that a test may change."""
    return Path(shutil.copytree(measured, tmp_path / "copy"))
