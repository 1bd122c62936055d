"""The files of a project, and nothing outside of it."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.collect.repository import Repository, _matches
from flowkit.model.evidence import FRESH, UNDATED, Age, Dependence


def write(root: Path, *names: str) -> None:
    """Write files that each hold their name."""
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)


def test_every_file_of_the_project(tmp_path: Path) -> None:
    """Files are listed in order; links, hidden folders, the folders of tools and what is excluded are left out."""
    write(
        tmp_path,
        "b.py",
        "a/c.py",
        ".env",
        ".git/config",
        "node_modules/x.js",
        "a/__pycache__/c.pyc",
        "old/d.py",
        "e.py",
    )
    (tmp_path / "link.py").symlink_to(tmp_path / "b.py")
    (tmp_path / "linked").symlink_to(tmp_path / "a")
    os.mkfifo(tmp_path / "pipe")
    assert Repository(tmp_path, exclude=("old/", "e.py")).files == (".env", "a/c.py", "b.py")


def test_a_folder_that_cannot_be_listed_is_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that may not be looked into holds nothing, and the others are listed."""
    write(tmp_path, "a/b.py", "c.py")
    listed = os.scandir

    def scandir(folder: str) -> object:
        if folder.endswith("/a"):
            raise PermissionError(folder)
        return listed(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    assert Repository(tmp_path).files == ("c.py",)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("src/auth/store.py", "lib/store.py"),
        ("src/auth/deep/store.py", "lib/deep/store.py"),
        ("src/auth/special.py", "else.py"),
        ("./src/auth/store.py", "lib/store.py"),
        ("src\\auth\\store.py", "lib/store.py"),
        ("src/auth", "lib"),
        ("src/auth/", "lib"),
        ("src/authors.py", "src/authors.py"),
        ("src/auth/inner/x.py", "inner/x.py"),
        ("other.py", "other.py"),
    ],
)
def test_the_longest_map_wins(path: str, place: str, tmp_path: Path) -> None:
    """A path is mapped by the longest file or prefix that fits it, however it is written."""
    paths = {"src/auth/": "lib/", "src/auth/special.py": "else.py", "src/auth/inner/": "./inner/"}
    assert Repository(tmp_path, paths=paths).mapped(path) == place


@pytest.mark.parametrize("path", ["../x.py", "/etc/passwd", "out/x.py", "out.py", "a\0b", "loop/x.py", "a/../../x.py"])
def test_nothing_outside_is_read(tmp_path: Path, path: str) -> None:
    """What leads out of the root is not read, hashed, listed or dated."""
    root = tmp_path / "project"
    root.mkdir()
    write(tmp_path, "x.py")
    (root / "out").symlink_to(tmp_path)
    (root / "out.py").symlink_to(tmp_path / "x.py")
    (root / "loop").symlink_to(root / "loop")
    repository = Repository(root)
    assert repository.inside(path) is None
    assert repository.relative(path) is None
    assert repository.read(path) is None
    assert repository.sha256(path) is None
    assert repository.modified(path) is None
    assert repository.named(path) == ()
    assert repository.glob(path) == ()


def test_what_cannot_be_read_is_nothing(tmp_path: Path) -> None:
    """A file that is missing, a folder, a pipe, too large or has an impossible name gives no bytes."""
    write(tmp_path, "folder/tea.py", "long.py")
    os.mkfifo(tmp_path / "pipe")
    repository = Repository(tmp_path, max_size=6)
    for path in ("missing.py", "folder", "pipe", "long.py", "x" * 5_000, "x/" * 3_000):
        assert repository.read(path) is None
        assert path == "folder" or path in {"pipe", "long.py"} or repository.named(path) == ()
    assert Repository(tmp_path, max_size=7).read("long.py") == b"long.py"


def test_names_that_are_no_text(tmp_path: Path) -> None:
    """A file whose name is not UTF-8 is listed and read."""
    (tmp_path / os.fsdecode(b"caf\xe9.py")).write_text("x = 1\n")
    repository = Repository(tmp_path)
    assert [repository.read(path) for path in repository.files] == [b"x = 1\n"]


def test_files_by_the_end_of_their_path(tmp_path: Path) -> None:
    """A path means the files that end in it, part by part."""
    write(tmp_path, "store.py", "a/store.py", "b/a/store.py", "b/restore.py")
    repository = Repository(tmp_path)
    assert repository.ending_in("store.py") == ("a/store.py", "b/a/store.py", "store.py")
    assert repository.ending_in("a/store.py") == ("a/store.py", "b/a/store.py")
    assert repository.ending_in("tore.py") == ()


def test_a_report_is_relative_to_the_root(tmp_path: Path) -> None:
    """A path that a report gives, from the top or not, is told from the root."""
    write(tmp_path, "a/b.py")
    repository = Repository(tmp_path)
    assert repository.relative(f"{tmp_path}/a/b.py") == "a/b.py"
    assert repository.relative("a/../a/b.py") == "a/b.py"


def test_freshness_is_judged_by_digests(tmp_path: Path) -> None:
    """Files that are as recorded are fresh; one that changed, is gone or was not recorded makes stale."""
    write(tmp_path, "a.py", "b.py")
    repository = Repository(tmp_path)
    same = Dependence("a.py", sha256(b"a.py").hexdigest())
    assert repository.freshness(()) == UNDATED
    assert repository.freshness((same,)) == FRESH
    for other in (Dependence("b.py", same.sha256), Dependence("gone.py", same.sha256), Dependence("a.py", None)):
        found = repository.freshness((same, other))
        assert found.age is Age.STALE
        assert found.reason == f"{other.path} changed since"
    many = tuple(Dependence(f"{number}.py", same.sha256) for number in range(5))
    assert repository.freshness(many).reason == "0.py, 1.py, 2.py and 2 more changed since"


@pytest.mark.parametrize(
    ("path", "pattern", "matches"),
    [
        ("a/b.py", "a/*.py", True),
        ("a/b.py", "*/*.py", True),
        ("a/b/c.py", "a/*.py", False),
        ("a/b/c.py", "a/**/*.py", True),
        ("a/c.py", "a/**/*.py", True),
        ("c.py", "**/c.py", True),
        ("a/b/c.py", "**", True),
        ("a/b/c.py", "a/**", True),
        ("a", "a/**", False),
        ("a/b1.py", "a/b[0-9].py", True),
        ("a/b1.py", "a/b?.py", True),
        ("a/b.py", "a/b?.py", False),
        ("a/b.py", "a/[", False),
        ("a/b.py", "b.py", False),
        ("a/b/c/d/e", "a/**/c/**/e", True),
        ("a/b/c/d/e", "a/**/e/**/c", False),
    ],
)
def test_patterns(path: str, pattern: str, matches: bool) -> None:
    """One sign stands for anything within a name, two for any number of folders."""
    assert _matches(path.split("/"), pattern.split("/")) is matches


def test_patterns_that_would_take_for_ever_end() -> None:
    """A pattern of many signs is matched in one walk over its parts."""
    assert not _matches(["a"] * 400 + ["b"], ["**", "*"] * 300 + ["c"])
    assert not _matches(["a" * 5_000], ["*a" * 200 + "b"])


@given(st.lists(st.sampled_from(["a", "b", "ab"]), min_size=1, max_size=6), st.data())
def test_a_path_matches_itself_with_parts_left_out(parts: list[str], data: st.DataObject) -> None:
    """A path matches any pattern that is made from it by putting a sign in place of a name, or of several."""
    start = data.draw(st.integers(0, len(parts) - 1))
    end = data.draw(st.integers(start, len(parts) - 1))
    assert _matches(parts, [*parts[:start], "**", *parts[end:]])
    assert _matches(parts, [*parts[:start], "*", *parts[start + 1 :]])
    assert not _matches(parts, [*parts[:start], "c*", *parts[start + 1 :]])
