"""A project whose tests are run with the plug-in."""

from __future__ import annotations

import pytest
from tests.projects import write

from .records import Run


@pytest.fixture
def run(pytester: pytest.Pytester) -> Run:
    """Write files of a project and run its tests in this process, with the plug-in active."""
    pytester.makeini("[pytest]\naddopts = --strict-markers\npythonpath = src\n")

    def run(*arguments: str, files: dict[str, str] | None = None, active: bool = True) -> pytest.RunResult:
        write(pytester.path, files or {})
        return pytester.runpytest(*(["--flowkit"] if active else []), *arguments)

    return run
