"""Which documents are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowkit.errors import ReadError
from flowkit.read.discovery import find_configured, find_named, shown_path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with plans, notes, and folders that nobody wants to look into."""
    for name in (
        "plans/b.md",
        "plans/a.md",
        "plans/sub/c.markdown",
        "plans/.hidden/d.md",
        "plans/.e.md",
        "plans/node_modules/f.md",
        "plans/run-1/subtasks.yaml",
        "plans/compose.yaml",
        "plans/logo.png",
        "other/g.md",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


def test_a_folder_gives_its_documents_in_order(project: Path) -> None:
    """A folder is walked in order of names; hidden files, hidden folders and foreign files are left out."""
    found = find_named(["plans"], project)
    assert [document.shown for document in found] == [
        "plans/a.md",
        "plans/b.md",
        "plans/run-1/subtasks.yaml",
        "plans/sub/c.markdown",
    ]
    assert not any(document.named for document in found)


def test_a_file_is_named_whatever_its_ending(project: Path) -> None:
    """A file that the user names is read, be it hidden or of an unusual ending."""
    found = find_named(["plans/.e.md", "./plans/compose.yaml"], project)
    assert [(document.shown, document.named) for document in found] == [
        ("plans/.e.md", True),
        ("plans/compose.yaml", True),
    ]


def test_a_document_is_read_once(project: Path) -> None:
    """A document that is named and also lies in a named folder is found once, as named."""
    found = find_named(["plans", "plans/a.md", str(project / "plans/a.md")], project)
    assert [document.named for document in found] == [True, False, False, False]


def test_what_is_not_there_is_an_error(project: Path) -> None:
    """A missing path is never an empty result."""
    with pytest.raises(ReadError, match=r"plans/missing\.md: there is no such file or folder"):
        find_named(["plans/a.md", "plans/missing.md"], project)


def test_a_configuration_names_folders_files_and_globs(project: Path) -> None:
    """Patterns are relative to the root; paths are shown as the user would write them from where they are."""
    found = find_configured(["other", "plans/[ab].md"], project, project / "plans")
    assert [document.shown for document in found] == ["../other/g.md", "a.md", "b.md"]


def test_a_configured_path_that_leads_nowhere_is_an_error(project: Path) -> None:
    """A typing mistake in the configuration does not make plans disappear; the usual folders may be missing."""
    with pytest.raises(ReadError, match="the configuration names plan/"):
        find_configured(["plan/"], project, project)
    assert find_configured(["docs/plans"], project, project, optional=True) == ()


def test_a_distant_path_is_shown_whole(tmp_path: Path) -> None:
    """A path that would need many steps up is shown as it is."""
    folder = tmp_path / "a" / "b" / "c" / "d"
    assert shown_path(tmp_path / "x.md", folder) == (tmp_path / "x.md").as_posix()
