"""Where BMAD keeps its list of stories, and the stories: beside it, in ``stories``, or where the list says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from flowkit.read.discovery import walk
from flowkit.read.plain_yaml import by_key, numbered, read_entries

SPRINT = ("sprint-status.yaml", "sprint-status.yml")
"""The files that say how far stories are."""

_STORIES = "stories"
_STORY_NAME = re.compile(r"(?:story[-_ .]?)?\d+[-.]\d+.*\.md", re.IGNORECASE)
_ROOT = "{project-root}/"
_HEAD = 1_000_000


def whole(document: Path, *, named: bool) -> Path | None:
    """Return the list of stories that a document is or belongs to; None for any other.

    A story that the user names stands alone: it has tasks of its own.
    """
    if document.name in SPRINT:
        return document
    if named or not _STORY_NAME.fullmatch(document.name):
        return None
    above = document.parent
    for folder in (above, above.parent) if above.name == _STORIES else (above,):
        sprint = next((folder / name for name in SPRINT if (folder / name).is_file()), None)
        if sprint is not None:
            return sprint
    return None


def documents(plan: Path) -> tuple[Path, ...]:
    """Return a list of stories and the stories."""
    return (plan, *_stories(plan))


def _stories(sprint: Path) -> Iterator[Path]:
    folders = dict.fromkeys((sprint.parent, sprint.parent / _STORIES, *_located(sprint)))
    for folder in folders:
        if folder.is_dir():
            found = (path for path in walk(folder, (".md",)) if path.parent == folder)
            names = (path for path in found if _STORY_NAME.fullmatch(path.name))
            yield from sorted(names, key=lambda path: [int(part) for part in re.findall(r"\d+", path.name)[:2]])


def _located(sprint: Path) -> Iterator[Path]:
    """Yield the folder that the list names, where it lies below one that the list lies in too."""
    try:
        with sprint.open(encoding="utf-8", errors="replace") as file:
            lines = file.read(_HEAD).splitlines()
    except OSError:
        return
    entries = by_key(read_entries(numbered([line for line in lines if line.startswith("story_location")])))
    written = entries["story_location"].text.removeprefix(_ROOT) if "story_location" in entries else ""
    place = PurePosixPath(written)
    if not written or place.is_absolute() or ".." in place.parts or "{" in written:
        return
    found = next((folder / place for folder in sprint.parents if (folder / place).is_dir()), None)
    if found is not None:
        yield found
