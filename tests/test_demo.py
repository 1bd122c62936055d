"""The demonstration, but for the tests that it runs, which are the project's own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from flowkit import app
from flowkit.errors import UsageError
from flowkit.request import Choice, Request


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


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A folder that is a file is named, and nothing is half laid out."""
    (tmp_path / "here").write_text("a file")
    with pytest.raises(UsageError, match="the example cannot be copied"):
        app.lay_out(tmp_path / "here", Path.cwd(), sys.executable)
