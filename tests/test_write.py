"""Files are replaced whole, keep their permissions, and nothing outside the root is touched."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from flowkit.errors import FlowkitError
from flowkit.write import delete, replace


def test_a_new_file_is_made_with_its_folders(tmp_path: Path) -> None:
    """A file in a folder that is not there yet is written together with the folder."""
    replace(tmp_path / "plans" / "new" / "plan.md", "# Plan\n", root=tmp_path)
    assert (tmp_path / "plans" / "new" / "plan.md").read_text(encoding="utf-8") == "# Plan\n"


def test_line_ends_are_written_as_they_are(tmp_path: Path) -> None:
    """CR LF and other bytes of a text reach the file unchanged."""
    replace(tmp_path / "a.md", "one\r\ntwo\rthree\n", root=tmp_path)
    assert (tmp_path / "a.md").read_bytes() == b"one\r\ntwo\rthree\n"


def test_bytes_are_written_as_they_are(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 can be written too."""
    replace(tmp_path / "a.md", b"\xff\xfe\x00", root=tmp_path)
    assert (tmp_path / "a.md").read_bytes() == b"\xff\xfe\x00"


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755])
def test_permissions_stay(tmp_path: Path, mode: int) -> None:
    """A file that is replaced keeps the permissions that its owner gave it."""
    path = tmp_path / "plan.md"
    path.write_text("old", encoding="utf-8")
    path.chmod(mode)
    replace(path, "new", root=tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert path.read_text(encoding="utf-8") == "new"


def test_a_new_file_has_the_permissions_of_any_other(tmp_path: Path) -> None:
    """A new file gets what the user's mask leaves, as if an editor had made it."""
    (tmp_path / "other.md").write_text("", encoding="utf-8")
    replace(tmp_path / "plan.md", "", root=tmp_path)
    assert (tmp_path / "plan.md").stat().st_mode == (tmp_path / "other.md").stat().st_mode


def test_a_reader_keeps_the_old_content(tmp_path: Path) -> None:
    """A file that somebody has open is not written into: the reader goes on to see what was there."""
    path = tmp_path / "plan.md"
    path.write_text("old", encoding="utf-8")
    with path.open(encoding="utf-8") as file:
        replace(path, "new and longer", root=tmp_path)
        assert file.read() == "old"


def test_a_link_inside_the_root_stays_a_link(tmp_path: Path) -> None:
    """A link to a file of the project stays; the file behind it is replaced."""
    target = tmp_path / "real.md"
    target.write_text("old", encoding="utf-8")
    link = tmp_path / "link.md"
    link.symlink_to(target)
    replace(link, "new", root=tmp_path)
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_link_that_leads_outside_is_refused(tmp_path: Path, kind: str) -> None:
    """A link, of the file or of a folder above it, to a place outside the root is not followed."""
    root, outside = tmp_path / "root", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (outside / "plan.md").write_text("mine", encoding="utf-8")
    if kind == "file":
        (root / "plan.md").symlink_to(outside / "plan.md")
        path = root / "plan.md"
    else:
        (root / "plans").symlink_to(outside)
        path = root / "plans" / "plan.md"
    with pytest.raises(FlowkitError, match="outside"):
        replace(path, "new", root=root)
    assert (outside / "plan.md").read_text(encoding="utf-8") == "mine"


def test_a_path_with_dots_that_leads_outside_is_refused(tmp_path: Path) -> None:
    """A path that climbs out of the root is refused, and its folder is not made."""
    root = tmp_path / "root"
    root.mkdir()
    with pytest.raises(FlowkitError, match="outside"):
        replace(root / ".." / "elsewhere" / "plan.md", "new", root=root)
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    """A folder in the place of the file is an error that says what is in the way."""
    (tmp_path / "plan.md").mkdir()
    with pytest.raises(FlowkitError, match="not an ordinary file"):
        replace(tmp_path / "plan.md", "new", root=tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in the file system")
def test_a_pipe_is_not_replaced(tmp_path: Path) -> None:
    """A pipe is no ordinary file, and writing to it would wait for ever."""
    os.mkfifo(tmp_path / "plan.md")
    with pytest.raises(FlowkitError, match="not an ordinary file"):
        replace(tmp_path / "plan.md", "new", root=tmp_path)


def test_a_failure_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk is full, the old content stands, nothing is left lying about, and the error names the file."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "plan.md"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(
        FlowkitError, match=r"plan\.md: cannot be written: No space left on device; nothing was changed"
    ):
        replace(path, "new", root=tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["plan.md"]
    assert path.read_text(encoding="utf-8") == "old"


def test_a_name_that_no_file_can_have_is_an_error(tmp_path: Path) -> None:
    """A NUL in a path is answered with an error, not with a traceback."""
    with pytest.raises(FlowkitError):
        replace(tmp_path / "a\0b", "new", root=tmp_path)


def test_text_that_has_no_bytes_is_an_error(tmp_path: Path) -> None:
    """A lone surrogate has no UTF-8: nothing is written."""
    with pytest.raises(FlowkitError, match="nothing was changed"):
        replace(tmp_path / "a.md", "\ud800", root=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_goes_with_the_folders_that_it_leaves_empty(tmp_path: Path) -> None:
    """A file is deleted, and the folders above it in which nothing else is; the root stays."""
    for name in ("a/b/c/gone.md", "a/stays.md"):
        replace(tmp_path / name, "text", root=tmp_path)
    delete(tmp_path / "a/b/c/gone.md", root=tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "stays.md"]
    delete(tmp_path / "a/stays.md", root=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_outside_the_root_is_deleted(tmp_path: Path) -> None:
    """Neither a path outside, nor a link that leads there, nor a folder is deleted."""
    root = tmp_path / "root"
    replace(tmp_path / "away.md", "text", root=tmp_path)
    replace(root / "folder" / "file.md", "text", root=root)
    (root / "link.md").symlink_to(tmp_path / "away.md")
    for path in (root / "../away.md", root / "link.md", root / "folder"):
        with pytest.raises(FlowkitError):
            delete(path, root=root)
    assert (tmp_path / "away.md").read_text(encoding="utf-8") == "text"
    assert (root / "folder" / "file.md").exists()
