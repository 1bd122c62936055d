"""Where Backlog.md keeps its tasks: folders beside one another, and what is settled for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from flowkit.read.discovery import walk

CONFIG = ("config.yml", "config.yaml")
"""The files that hold the settings."""

ARCHIVE = "archive"
"""The folder of the tasks that were given up."""

_FOLDERS = ("tasks", "completed", "drafts", f"{ARCHIVE}/tasks", f"{ARCHIVE}/drafts")
_USUAL = frozenset({"backlog", ".backlog"})
_DEEPEST = 8
_SAYS_SO = re.compile(rb"^(?:project_name|statuses|default_status|task_prefix)\s*:", re.MULTILINE)
_TASK_NAME = re.compile(r"[A-Za-z][A-Za-z-]*-\d.*\.md")
_HEAD = 10_000


def whole(document: Path, *, named: bool) -> Path | None:
    """Return the path of the plan that a document is part of; None for one that stands alone.

    The plan is the folder with all tasks in it. Of a task that is named itself it is that document alone.
    """
    home = _home(document)
    if home is None or not named:
        return home
    return document if any(document.is_relative_to(home / name) for name in _FOLDERS) else None


def documents(plan: Path) -> tuple[Path, ...]:
    """Return the documents of a plan: the settings that hold for it, and its tasks."""
    home = plan if plan.is_dir() else _home(plan)
    configs = [home / name for name in CONFIG if (home / name).is_file()] if home is not None else []
    return (*configs[:1], *(_tasks(plan) if plan.is_dir() else (plan,)))


def _home(document: Path) -> Path | None:
    """Return the folder above a document that holds the folders of tasks."""
    for folder in list(document.parents)[:_DEEPEST]:
        if (folder / "tasks").is_dir() and _is_home(folder):
            return folder
    return None


def _is_home(folder: Path) -> bool:
    for name in CONFIG:
        if (folder / name).is_file():
            with (folder / name).open("rb") as file:
                return _SAYS_SO.search(file.read(_HEAD)) is not None
    return folder.name in _USUAL and any(_TASK_NAME.fullmatch(one.name) for one in walk(folder / "tasks", (".md",)))


def _tasks(home: Path) -> Iterator[Path]:
    for folder in (home / name for name in _FOLDERS):
        found = walk(folder, (".md",)) if folder.is_dir() else ()
        named = (path for path in found if path.name.casefold() != "readme.md")
        yield from sorted(named, key=lambda path: _natural(path.relative_to(home).as_posix()))


def _natural(name: str) -> list[tuple[int, str]]:
    """Return what names are sorted by, so that task 10 comes behind task 9."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", name.casefold())]
