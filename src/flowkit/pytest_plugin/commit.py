"""The commit that is checked out, read from the repository's own files: no git is needed, and none is started."""

from __future__ import annotations

import re
from pathlib import Path

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def checked_out(folder: Path) -> str | None:
    """Return the commit that is checked out where a folder lies; None where there is no repository or no commit yet.

    The formats are those of gitrepository-layout(5): a worktree and a submodule have a file ``.git`` that names their
    folder, and a reference is a file of its own or a line in ``packed-refs``.
    """
    for above in (folder, *folder.parents):
        place = above / ".git"
        if place.is_dir():
            return _head(place)
        link = _text(place)
        if link.startswith("gitdir: "):
            return _head(above / link.removeprefix("gitdir: "))
    return None


def _head(git: Path) -> str | None:
    head = _text(git / "HEAD")
    if not head.startswith("ref: "):
        return head if _COMMIT.fullmatch(head) else None
    name = head.removeprefix("ref: ")
    shared = git / (_text(git / "commondir") or ".")
    for folder in (git, shared):
        commit = _text(folder / name)
        if _COMMIT.fullmatch(commit):
            return commit
    packed = (line.split(" ") for line in _text(shared / "packed-refs").splitlines())
    return next((entry[0] for entry in packed if entry[1:] == [name] and _COMMIT.fullmatch(entry[0])), None)


def _text(path: Path) -> str:
    """Return the text of a file without the white space around it; nothing where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""
