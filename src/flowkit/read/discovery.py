"""Which documents there are: those that the user named, those in a folder, those that a configuration names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from flowkit.errors import ReadError
from flowkit.request import Found

PLANS = (".md", ".markdown", ".txt", "subtasks.yaml", "subtasks.yml")
"""How the names of documents end that may hold a plan."""

_SKIPPED_FOLDERS = {"CVS", "_darcs", "node_modules"}
_MAGIC = frozenset("*?[")


def find_named(names: Iterable[str], folder: Path) -> tuple[Found, ...]:
    """Return the documents that the user names: each file itself, and the plans below each folder.

    Args:
        names: paths, relative to ``folder`` or absolute.
        folder: the folder that the user works in.

    Raises:
        ReadError: one of them is not there.
    """
    found: dict[Path, Found] = {}
    for name in names:
        path = folder / name
        if path.is_dir():
            for below in _walk(path, PLANS):
                shown = Path(name, below.relative_to(path)).as_posix()
                found.setdefault(below.resolve(), Found(below, shown, named=False))
        elif path.exists():
            # A document that is named counts as named, even if a folder that holds it was named before.
            found[path.resolve()] = Found(path, Path(name).as_posix(), named=True)
        else:
            raise ReadError("there is no such file or folder", where=name)
    return tuple(found.values())


def find_configured(
    patterns: Iterable[str], root: Path, folder: Path, endings: tuple[str, ...] = PLANS, *, optional: bool = False
) -> tuple[Found, ...]:
    """Return the documents that a configuration names.

    Args:
        patterns: folders, files or globs, relative to ``root``.
        root: the project's root.
        folder: the folder that the user works in, for the paths that are shown.
        endings: how the names of the files end that are looked for in folders.
        optional: a pattern that leads to nothing is no error.

    Raises:
        ReadError: a pattern leads to nothing.
    """
    found: dict[Path, Found] = {}
    for pattern in patterns:
        paths = sorted(_matches(pattern, root))
        if not paths and not optional:
            raise ReadError(f"the configuration names {pattern}, which is not there", where=str(root))
        for path in paths:
            for document in _walk(path, endings) if path.is_dir() else (path,):
                found.setdefault(document.resolve(), Found(document, shown_path(document, folder), named=False))
    return tuple(found.values())


def shown_path(path: Path, folder: Path) -> str:
    """Return a path as a user who works in ``folder`` would write it."""
    if path.is_relative_to(folder):
        return path.relative_to(folder).as_posix()
    above = Path(os.path.commonpath((path, folder)))
    # A step or two up are easy to follow; a path that shares next to nothing with the folder is better given whole.
    if len(folder.relative_to(above).parts) <= 2:
        return Path(os.path.relpath(path, folder)).as_posix()
    return path.as_posix()


def _matches(pattern: str, root: Path) -> Iterator[Path]:
    if not _MAGIC.isdisjoint(pattern):
        yield from root.glob(pattern)
    elif (root / pattern).exists():
        yield root / pattern


def _walk(folder: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    """Yield the files below a folder whose names end so, in order; hidden and VCS folders are left out."""
    for at, folders, files in os.walk(folder, onerror=_unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _SKIPPED_FOLDERS)
        for name in sorted(files):
            if name.lower().endswith(endings) and not name.startswith("."):
                yield Path(at, name)


def _unreadable(error: OSError) -> None:
    raise ReadError(f"cannot be read: {error.strerror}", where=str(error.filename)) from error
