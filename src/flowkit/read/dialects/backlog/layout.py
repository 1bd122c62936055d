"""Where Backlog.md keeps its tasks: folders beside one another, and what is settled for them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

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
        try:
            with (folder / name).open("rb") as file:
                return _SAYS_SO.search(file.read(_HEAD)) is not None
        except OSError:
            continue
    return folder.name in _USUAL and any(_TASK_NAME.fullmatch(one.name) for one in (folder / "tasks").iterdir())


def _tasks(home: Path) -> Iterator[Path]:
    for name in _FOLDERS:
        for at, folders, files in os.walk(home / name):
            folders.sort(key=_natural)
            for file in sorted(files, key=_natural):
                if file.endswith(".md") and file.casefold() != "readme.md":
                    yield Path(at, file)


def _natural(name: str) -> list[tuple[int, str]]:
    """Return what names are sorted by, so that task 10 comes behind task 9."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", name.casefold())]
