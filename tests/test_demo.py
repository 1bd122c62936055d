"""The demonstration: from its beginning to its end, and step by step."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flowkit import app
from flowkit.errors import UsageError
from flowkit.request import Choice, Request

# Tried widely, in a run of its own: `pytest -m broad`.
pytestmark = pytest.mark.broad


def test_a_deleted_file_behind_a_tick_is_found_out(tmp_path: Path) -> None:
    """The example is copied, planned and ticked; once a file is gone, its task is a phantom completion."""
    example = app.lay_out(tmp_path, Path.cwd(), sys.executable)
    assert example.tested
    request = Request(tmp_path, tmp_path)
    planned = app.plan(app.SPEC, request)
    app.write([planned.document])
    app.tick_all(tmp_path / app.PLAN)
    choice = Choice(select=("phantom-completion", "deliverable-missing"))
    assert app.verify(request, choice).verification.findings == ()
    (tmp_path / app.BROKEN).unlink()
    found = app.verify(request, choice).verification.findings
    assert [one.rule for one in found] == ["phantom-completion", "deliverable-missing"]
    assert {one.marker for one in found} == {"feat-session-timeout:IMPL_002"}


def test_the_demonstration_shows_what_it_promises(tmp_path: Path) -> None:
    """The plan is made and holds in every part by what its tests show; then it is broken, and the break is told."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST"))}
    ran = subprocess.run(
        [sys.executable, "-m", "flowkit", "demo"],
        env={**environment, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    before, after = ran.stdout.split("Now a file goes")
    assert "ok: 1 plan checked, nothing found" in before
    assert before.count("proven") == 1 and "unproven" not in before
    assert "error phantom-completion: IMPL_002 is done and missing" in after
    assert "2 errors in 1 plan" in after
    (folder,) = tmp_path.glob("flowkit-demo-*")
    assert str(folder) in ran.stdout
    shutil.rmtree(folder)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A folder that is a file is named, and nothing is half laid out."""
    (tmp_path / "here").write_text("a file")
    with pytest.raises(UsageError, match="the example cannot be copied"):
        app.lay_out(tmp_path / "here", Path.cwd(), sys.executable)
