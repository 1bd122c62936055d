"""Which files of the project the paths of a report mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowkit.collect.coverage.placing import placed
from flowkit.collect.repository import Repository


def project(root: Path, *files: str) -> Repository:
    """Return a project of empty files."""
    for name in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    return Repository(root)


def places(repository: Repository, *names: str, report: str = "lcov.info") -> list[str | None]:
    """Return the file that each path means."""
    found = placed([(name,) for name in names], report, repository)
    return [files[0] if files else None for files in found]


def test_paths_from_the_root(tmp_path: Path) -> None:
    """A path that is relative to the root means that file, and one that is not there means none."""
    tea = project(tmp_path, "src/a.py", "lib/src/b.py")
    assert places(tea, "src/a.py", "./src/../src/a.py", "src/b.py") == ["src/a.py", "src/a.py", None]


def test_absolute_paths(tmp_path: Path) -> None:
    """An absolute path below the root means that file; one outside of it, or gone, means none."""
    tea = project(tmp_path / "tea", "src/a.py", "a.py")
    inside = (tmp_path / "tea" / "src").as_posix()
    assert places(tea, f"{inside}/a.py", f"{inside}/gone.py", "/usr/lib/python3/a.py") == ["src/a.py", None, None]


def test_a_root_that_is_reached_by_a_link(tmp_path: Path) -> None:
    """A path through a link to the root means the file that it leads to."""
    tea = project(tmp_path / "tea", "src/a.py")
    (tmp_path / "link").symlink_to(tmp_path / "tea")
    assert places(tea, f"{(tmp_path / 'link').as_posix()}/src/a.py") == ["src/a.py"]


@pytest.mark.parametrize("other", ["/builds/7/tea", "C:\\agent\\work\\tea", "\\\\server\\share\\tea"])
def test_another_checkout(tmp_path: Path, other: str) -> None:
    """Paths of another checkout mean the files of the same tail, from one base for the whole report."""
    tea = project(tmp_path, "src/a.py", "src/b/c.py", "c.py")
    sign = "\\" if "\\" in other else "/"
    names = [sign.join((other, *name.split("/"))) for name in ("src/a.py", "src/b/c.py", "src/gone.py", "src/b/a.py")]
    assert places(tea, *names) == ["src/a.py", "src/b/c.py", None, None]


def test_another_project_is_not_this_one(tmp_path: Path) -> None:
    """That another project has a setup.py as well does not make it a checkout of this one."""
    tea = project(tmp_path, "src/a.py", "setup.py")
    assert places(tea, "/other/setup.py", "/other/src/x.py") == [None, None]
    assert places(tea, "/tea/setup.py", "/tea/src/a.py") == ["setup.py", "src/a.py"]


def test_a_flat_project_in_a_container(tmp_path: Path) -> None:
    """Where every path of another root is here as well, bare names are enough."""
    assert places(project(tmp_path, "app.py", "kettle.py"), "/app/app.py", "/app/kettle.py") == ["app.py", "kettle.py"]


def test_a_package_in_a_larger_repository(tmp_path: Path) -> None:
    """Paths may be relative to a folder that the report lies in, if more of them are there than at the root."""
    names = ("packages/app/src/a.ts", "packages/app/src/b.ts", "src/a.ts")
    tea = project(tmp_path, *names)
    report = "packages/app/coverage/lcov.info"
    assert places(tea, "src/a.ts", "src/b.ts", report=report) == ["packages/app/src/a.ts", "packages/app/src/b.ts"]
    assert places(tea, "src/a.ts", report=report) == ["src/a.ts"]


def test_paths_within_a_package(tmp_path: Path) -> None:
    """Paths that are relative to any other folder are taken from the one that most of them agree on."""
    tea = project(
        tmp_path, "src/main/java/org/tea/A.java", "src/main/java/org/tea/B.java", "src/test/java/org/tea/A.java"
    )
    assert places(tea, "org/tea/A.java", "org/tea/B.java") == [
        "src/main/java/org/tea/A.java",
        "src/main/java/org/tea/B.java",
    ]


def test_a_deleted_file_is_not_taken_for_another_one(tmp_path: Path) -> None:
    """A path that is gone from the base does not mean a file elsewhere that ends alike."""
    tea = project(tmp_path, "src/a.py", "old/src/gone.py", "gone.py")
    assert places(tea, "src/a.py", "src/gone.py") == ["src/a.py", None]
    more = project(tmp_path, "old/src/b.py", "old/src/c.py")
    assert places(more, "src/a.py", "src/b.py", "src/c.py") == ["src/a.py", None, None]
    assert places(tea, "/ci/src/a.py", "/ci/src/gone.py") == ["src/a.py", None]


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "", ".", "a\0b", "src/../../../etc/passwd", "//x"])
def test_paths_that_leave_the_root_mean_nothing(tmp_path: Path, name: str) -> None:
    """A path outside of the project, or no path at all, means no file."""
    (tmp_path / "secret").touch()
    assert places(project(tmp_path / "tea", "src/a.py"), name) == [None]


def test_several_paths_for_one_file(tmp_path: Path) -> None:
    """Of several paths that a file may have, the one that is there is meant; two cannot be told apart."""
    tea = project(tmp_path, "one/a.py", "two/b.py", "two/a.py")
    found = placed([("one/b.py", "two/b.py", "b.py"), ("one/a.py", "two/a.py", "a.py")], "coverage.xml", tea)
    assert found == [("two/b.py",), ("one/a.py", "two/a.py")]
