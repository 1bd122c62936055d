"""Which documents are found."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flowkit.config import Config
from flowkit.errors import ConfigError, ReadError, UsageError
from flowkit.read.discovery import find_configured, find_named, find_plans, plans_folder, shown_path


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
    found = find_configured(["other", "plans/[ab].md"], Config(root=project), project / "plans")
    assert [document.shown for document in found] == ["../other/g.md", "a.md", "b.md"]


def test_a_configured_path_that_leads_nowhere_is_an_error(project: Path) -> None:
    """A typing mistake in the configuration does not make plans disappear; the usual folders may be missing."""
    with pytest.raises(ConfigError, match="the configuration names plan/"):
        find_configured(["plan/"], Config(root=project), project)
    assert find_configured(["docs/plans"], Config(root=project), project, optional=True) == ()


def test_a_distant_path_is_shown_whole(tmp_path: Path) -> None:
    """A path that would need many steps up is shown as it is."""
    folder = tmp_path / "a" / "b" / "c" / "d"
    assert shown_path(tmp_path / "x.md", folder) == (tmp_path / "x.md").as_posix()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_in_a_folder_is_left_alone(project: Path) -> None:
    """What would wait for somebody to write is read only where it is named."""
    os.mkfifo(project / "plans" / "pipe.md")
    assert "plans/pipe.md" not in [document.shown for document in find_named(["plans"], project)]
    config = Config(root=project)
    assert "plans/pipe.md" not in [document.shown for document in find_configured(["plans/*.md"], config, project)]
    assert [document.shown for document in find_named(["plans/pipe.md"], project)] == ["plans/pipe.md"]


def test_a_file_that_is_called_as_standard_input_is_a_file(project: Path) -> None:
    """``-`` is standard input, ``./-`` is the file of that name."""
    (project / "-").touch()
    found = find_plans(["./-", "-"], Config(root=project), project)
    assert [(document.shown, document.piped) for document in found] == [("./-", False), ("-", True)]


def test_an_empty_path_names_nothing(project: Path) -> None:
    """An argument that a script left empty is not the current folder."""
    with pytest.raises(UsageError, match="an empty path"):
        find_named([""], project)


@pytest.mark.parametrize("name", ["x" * 5000, "plans/a.md/b.md", "plans/\0.md"])
def test_a_path_that_cannot_be_looked_at_is_an_error(project: Path, name: str) -> None:
    """Whatever keeps the system from looking at a path, the user is told."""
    with pytest.raises(ReadError):
        find_named([name], project)


def test_a_folder_that_may_not_be_searched_is_an_error(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path for which permission is lacking is told as such."""

    def refuse(path: Path, **_: object) -> os.stat_result:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "stat", refuse)
    with pytest.raises(ReadError, match=r"plans/a\.md: cannot be read: Permission denied"):
        find_named(["plans/a.md"], project)


def test_an_absolute_glob_is_followed(project: Path) -> None:
    """A glob may start at the top of the disk."""
    found = find_configured([f"{project}/pl*/a.md"], Config(root=project), project)
    assert [document.shown for document in found] == ["plans/a.md"]


@pytest.mark.parametrize("pattern", ["**/**x", "y" * 5000])
def test_a_pattern_that_cannot_be_one_is_an_error(project: Path, pattern: str) -> None:
    """A glob that means nothing is told with its place."""
    with pytest.raises(ConfigError, match="cannot look for"):
        find_configured([pattern], Config(root=project), project)


@pytest.mark.parametrize(
    ("plans", "folder"),
    [
        (None, "plans"),
        (("work/*.md", "todo.md", "other", "plans"), "other"),
        (("plans/a.md", "new"), "new"),
        (("specs/*/tasks.md",), "plans"),
    ],
)
def test_a_new_plan_belongs_in_the_first_configured_folder(
    project: Path, plans: tuple[str, ...] | None, folder: str
) -> None:
    """Globs and files are no folders to put a plan in; where there is none, it is the usual one."""
    assert plans_folder(Config(root=project, plans=plans)) == project / folder
