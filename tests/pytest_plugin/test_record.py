"""The file that a run leaves, and where it is written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from tests.projects import write

from flowkit.model.evidence import Outcome

from .records import MARKED, TWO, Run, outcomes, recorded

pytest_plugins = ["pytester"]


def test_collecting_alone_writes_nothing(run: Run, pytester: pytest.Pytester) -> None:
    """A run that only lists tests leaves the record as it is."""
    done = run("--collect-only", files=TWO)
    assert done.ret == 0
    assert not (pytester.path / ".flowkit").exists()


@pytest.mark.parametrize("plugin", ["no:cacheprovider", "no:terminal", "no:xdist", "no:pytest-bdd", "no:pytest_cov"])
def test_other_plugins_may_be_missing(pytester: pytest.Pytester, plugin: str) -> None:
    """It records without the cache, without a terminal, and without the plug-ins that it looks at."""
    write(pytester.path, TWO)
    command = (sys.executable, "-m", "pytest", "--flowkit", "-p", plugin)
    subprocess.run(command, cwd=pytester.path, capture_output=True, check=True)
    assert set(outcomes(pytester.path).values()) == {Outcome.PASSED}


def test_the_folder_keeps_itself_out_of_the_repository(run: Run, pytester: pytest.Pytester) -> None:
    """The folder that is made ignores itself; what lies in one that was there stays."""
    run(files=TWO)
    ignore = pytester.path / ".flowkit" / ".gitignore"
    assert ignore.read_text() == "*\n"
    ignore.write_text("# mine\n")
    run()
    assert ignore.read_text() == "# mine\n"


def test_a_line_says_what_was_written(run: Run) -> None:
    """The summary says how many tests name how many markers."""
    done = run(files={"test_a.py": MARKED})
    done.stdout.fnmatch_lines(["flowkit: 4 tests name 7 markers; written to .flowkit/tests.json"])


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"schema": "other", "digest": "", "runs": [], "tests": []}', "[" * 99_999]
)
def test_a_broken_record_is_replaced(run: Run, pytester: pytest.Pytester, text: str) -> None:
    """A file that is not what the plug-in wrote is replaced, with a warning."""
    done = run(files={**TWO, ".flowkit/tests.json": text})
    done.assert_outcomes(passed=3)
    done.stdout.fnmatch_lines(["flowkit: warning: .flowkit/tests.json *; it is replaced, and what it held is lost"])
    assert len(recorded(pytester.path)) == 3


@pytest.mark.parametrize("warnings", [(), ("-W", "error")])
def test_a_folder_that_cannot_be_written_is_a_warning(
    run: Run, pytester: pytest.Pytester, warnings: tuple[str, ...]
) -> None:
    """The tests end as they do, whatever becomes of their record."""
    done = run(*warnings, files={**TWO, ".flowkit": "a file"})
    assert done.ret == 0
    done.stdout.fnmatch_lines(["flowkit: warning: *.flowkit*cannot be written*"])
    assert (pytester.path / ".flowkit").read_text() == "a file"


def test_a_link_out_of_the_project_is_not_followed(
    run: Run, pytester: pytest.Pytester, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Nothing is written outside the root, wherever the folder leads."""
    outside = tmp_path_factory.mktemp("outside")
    (pytester.path / ".flowkit").symlink_to(outside)
    done = run(files=TWO)
    done.stdout.fnmatch_lines(["flowkit: warning: *outside*"])
    assert list(outside.iterdir()) == []


def test_the_file_has_its_documented_form(run: Run, pytester: pytest.Pytester) -> None:
    """Other tools may read it: these are its keys."""
    run(files=TWO)
    raw: dict[str, Any] = json.loads((pytester.path / ".flowkit/tests.json").read_text())
    assert set(raw) == {"schema", "digest", "runs", "tests"}
    assert set(raw["runs"][0]) == {"commit", "started", "sources", "reports"}
    keys = {"id", "path", "line", "outcome", "reason", "duration", "markers", "scenario", "steps", "files", "run"}
    assert set(raw["tests"][0]) == {*keys, "elsewhere"}
    assert os.fspath(pytester.path) not in json.dumps(raw)
