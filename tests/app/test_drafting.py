"""Drafting: the first documents, and the plan that they make."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.projects import write

from flowkit import app
from flowkit.errors import ReadError, UsageError
from flowkit.request import Request

from .bells import SOURCES

_TAG = r"</?[A-Za-z][\w-]*(?:\s+[A-Za-z_:][\w.:-]*)*\s*/?>"
"""A tag of HTML, which a page does not show."""


# verifies: feat-flowkit-commands:IMPL_003/AC-1
def test_the_documents_to_begin_with_make_a_plan(tmp_path: Path) -> None:
    """What ``init`` writes can be drafted, and the plan that comes of it is recognised."""
    request = Request(tmp_path, tmp_path)
    documents = app.init("door-bell", "2026-04-01", request)
    assert [document.shown for document in documents] == [
        "docs/decisions/ADR-001-door-bell.md",
        "docs/specs/door-bell.md",
        "features/door_bell.feature",
    ]
    app.write(documents)
    drafted = app.plan("docs/specs/door-bell.md", request)
    assert drafted.document.shown == "plans/feat-door-bell.md"
    app.write([drafted.document])
    assert len(app.show(request).plans) == 1
    # What is to be filled in looks the same wherever it stands, as text and as a page.
    assert "\n<What is to be made, in a sentence or two>\n" in drafted.document.text
    assert "\\" not in drafted.document.text and "&" not in drafted.document.text
    for document in (*documents[:2], drafted.document):
        assert not [found for found in re.findall(r"<[^<>!]*>", document.text) if re.fullmatch(_TAG, found)]


def test_the_next_decision_gets_the_next_number(tmp_path: Path) -> None:
    """``init`` numbers its decision after the last one that stands."""
    project = write(tmp_path, SOURCES)
    documents = app.init("door-bell", "2026-04-01", Request(project, project))
    assert documents[0].shown == "docs/decisions/ADR-004-door-bell.md"


# verifies: feat-flowkit-commands:IMPL_003/AC-3
def test_a_document_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    """Where one of several documents exists with another text, none is written; with the same text, nothing is lost."""
    request = Request(tmp_path, tmp_path)
    documents = app.init("door-bell", "2026-04-01", request)
    write(tmp_path, {"features/door_bell.feature": "Feature: Mine\n"})
    with pytest.raises(UsageError, match="is not overwritten"):
        app.write(documents)
    assert not (tmp_path / "docs").exists()
    app.write(documents[:2])
    app.write(documents[:2])


def test_a_spec_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A missing spec is an error with its path."""
    with pytest.raises(ReadError, match=r"bell\.md: cannot be read"):
        app.plan("docs/specs/bell.md", Request(tmp_path, tmp_path))


def test_where_one_document_cannot_be_written_none_is(tmp_path: Path) -> None:
    """A file in the place of a folder is noticed before anything is written."""
    write(tmp_path, {"features": "not a folder\n"})
    with pytest.raises(UsageError, match="features is no folder"):
        app.write(app.init("door-bell", "2026-04-01", Request(tmp_path)))
    assert [path.name for path in tmp_path.iterdir()] == ["features"]


def test_a_plan_is_drafted_into_the_configured_folder(tmp_path: Path) -> None:
    """Where the configuration says that plans lie elsewhere, a new one goes there."""
    request = Request(tmp_path)
    app.write(app.init("door-bell", "2026-04-01", request))
    write(tmp_path, {"flowkit.toml": 'plans = ["specs/*/tasks.md", "work"]\n'})
    assert app.plan("docs/specs/door-bell.md", request).document.shown == "work/feat-door-bell.md"
