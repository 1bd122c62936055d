"""Which documents there are: those that the user named, those in a folder, those that a configuration names.

A document that was found is read here too, since only what finds it knows whether it lies anywhere.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from flowkit.config import DEFAULT_PLANS, USUAL_BOARDS, Config
from flowkit.errors import ConfigError, ReadError, UsageError
from flowkit.model.source import Document
from flowkit.read.document import document_from_bytes, read_document
from flowkit.read.layouts import ARCHIVE, TASKS, plan_of_folder
from flowkit.request import STANDARD_INPUT, Found

PLANS = (
    *(".md", ".markdown", ".txt", "subtasks.yaml", "subtasks.yml"),
    *("tasks.json", "sprint-status.yaml", "sprint-status.yml"),
)
"""How the names of documents end that may hold a plan."""

_SKIPPED_FOLDERS = {"CVS", "_darcs", "node_modules"}
_MAGIC = frozenset("*?[")


def find_plans(names: Iterable[str], config: Config, folder: Path) -> tuple[Found, ...]:
    """Return the documents that may hold plans: those that the user names, or else those that are configured.

    Args:
        names: paths, relative to ``folder`` or absolute; ``-`` for standard input.
        config: where plans lie if none is named.
        folder: the folder that the user works in.

    Raises:
        FlowkitError: as ``find_named`` and ``find_configured``.
    """
    names = tuple(names)
    if not names:
        patterns = (*DEFAULT_PLANS, *USUAL_BOARDS) if config.plans is None else config.plans
        return find_configured(patterns, config, folder, optional=config.plans is None)
    for name in names:
        config.check_reach(folder / name, name)
    files = find_named((name for name in names if name != STANDARD_INPUT), folder)
    piped = Found(Path(STANDARD_INPUT), STANDARD_INPUT, named=True, piped=True)
    return (*files, piped) if STANDARD_INPUT in names else files


def find_named(names: Iterable[str], folder: Path, endings: tuple[str, ...] = PLANS) -> tuple[Found, ...]:
    """Return the documents that the user names: each file itself, and the documents below each folder.

    Args:
        names: paths, relative to ``folder`` or absolute.
        folder: the folder that the user works in.
        endings: how the names of the files end that are looked for in folders.

    Raises:
        UsageError: one of them is empty.
        ReadError: one of them is not there, or cannot be looked at.
    """
    found: dict[str, Found] = {}
    for name in names:
        if not name:
            raise UsageError("an empty path names no document", hint="name a file or a folder; . is the current one")
        path = folder / name
        mode = _mode(path, name)
        tasks = plan_of_folder(path) if stat.S_ISDIR(mode) else None
        if tasks is not None:
            # The folder is one plan, so to name it is to name that.
            found[os.path.realpath(tasks)] = Found(tasks, Path(name, tasks.name).as_posix(), named=True)
        elif stat.S_ISDIR(mode):
            for below in walk(path, endings):
                shown = Path(name, below.relative_to(path)).as_posix()
                found.setdefault(os.path.realpath(below), Found(below, shown, named=False))
        else:
            # A document that is named counts as named, even if a folder that holds it was named before.
            found[os.path.realpath(path)] = Found(path, _shown(name), named=True)
    return tuple(found.values())


def find_configured(
    patterns: Iterable[str], config: Config, folder: Path, endings: tuple[str, ...] = PLANS, *, optional: bool = False
) -> tuple[Found, ...]:
    """Return the documents that a configuration names.

    Args:
        patterns: folders, files or globs, relative to the project's root.
        config: the configuration, which knows the root and the place of a pattern.
        folder: the folder that the user works in, for the paths that are shown.
        endings: how the names of the files end that are looked for in folders.
        optional: a pattern that leads to nothing is no error.

    Raises:
        ConfigError: a pattern leads to nothing, or cannot be one.
        ReadError: a folder cannot be read.
    """
    found: dict[str, Found] = {}
    for pattern in patterns:
        try:
            paths = sorted(_matches(pattern, config.root))
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise ConfigError(f"cannot look for {pattern}: {reason}", where=config.place(pattern)) from error
        if not paths and not optional:
            message = f"the configuration names {pattern}, which is not there"
            raise ConfigError(message, where=config.place(pattern), hint="correct it or take it out")
        for path in paths:
            config.check_reach(path, pattern)
            is_folder = stat.S_ISDIR(_mode(path, shown_path(path, folder)))
            for document in walk(path, endings) if is_folder else (path,):
                shown = shown_path(document, folder)
                found.setdefault(os.path.realpath(document), Found(document, shown, named=False))
    return tuple(found.values())


def read_found(found: Found, config: Config, standard_input: Callable[[int], bytes] | None = None) -> Document:
    """Read a document that was found.

    Args:
        found: the document.
        config: the largest size that is read.
        standard_input: reads at most so many bytes of standard input; None where there is none.

    Raises:
        UsageError: it comes on standard input, and there is none.
        ReadError: it cannot be read, or lies where nothing is to be read.
    """
    if not found.piped:
        config.check_reach(found.path, found.shown)
        return read_document(found.path, shown=found.shown, max_size=config.max_file_size)
    if standard_input is None:
        raise UsageError("there is no standard input to read", hint="name a file")
    try:
        data = standard_input(config.max_file_size + 1)
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror}", where="standard input") from error
    return document_from_bytes(data, found.shown, max_size=config.max_file_size)


def plans_folder(config: Config) -> Path:
    """Return the folder that a new plan belongs in: the first that is configured as such, or else the usual one."""
    configured = (
        name for name in config.plans or () if _MAGIC.isdisjoint(name) and not _is_document(config.root / name)
    )
    return config.root / next(configured, DEFAULT_PLANS[0])


def shown_path(path: Path, folder: Path) -> str:
    """Return a path as a user who works in ``folder`` would write it."""
    if path.is_relative_to(folder):
        return path.relative_to(folder).as_posix()
    above = Path(os.path.commonpath((path, folder)))
    # A step or two up are easy to follow; a path that shares next to nothing with the folder is better given whole.
    if len(folder.relative_to(above).parts) <= 2:
        return Path(os.path.relpath(path, folder)).as_posix()
    return path.as_posix()


def _shown(name: str) -> str:
    """Return the path of a named file; a file that is called as standard input is keeps its folder."""
    shown = Path(name).as_posix()
    return f"./{shown}" if shown == STANDARD_INPUT else shown


def _mode(path: Path, name: str) -> int:
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ReadError("there is no such file or folder", where=name) from error
    except (OSError, ValueError) as error:
        raise ReadError(f"cannot be read: {getattr(error, 'strerror', None) or error}", where=name) from error


def _is_document(path: Path) -> bool:
    return path.is_file() or (path.suffix in PLANS and not path.is_dir())


def _matches(pattern: str, root: Path) -> Iterator[Path]:
    path = Path(pattern)
    if _MAGIC.isdisjoint(pattern):
        if (root / path).exists():
            yield root / path
        return
    # A glob that is absolute starts at the top of the disk.
    base, below = (Path(path.anchor), str(path.relative_to(path.anchor))) if path.anchor else (root, pattern)
    yield from (found for found in base.glob(below) if not _may_wait(found))


def walk(folder: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    """Yield the files below a folder whose names end so, in order; hidden and VCS folders are left out.

    Raises:
        ReadError: a folder cannot be read.
    """
    for at, folders, files in os.walk(folder, onerror=_unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _SKIPPED_FOLDERS)
        if at.endswith(ARCHIVE[0]) and ARCHIVE[1] in folders:
            folders.remove(ARCHIVE[1])
        if _is_plan_folder(Path(at), files, endings):
            folders[:], files = [], [TASKS]
        for name in sorted(files):
            path = Path(at, name)
            if name.lower().endswith(endings) and not name.startswith(".") and not _may_wait(path):
                yield path


def _is_plan_folder(folder: Path, files: Collection[str], endings: tuple[str, ...]) -> bool:
    """Whether a folder is one plan, so that what else lies in it is a part of that; asked where plans are sought."""
    return endings is PLANS and TASKS in files and plan_of_folder(folder) is not None


def _may_wait(path: Path) -> bool:
    """Whether a path is a pipe, a socket or a device: read unasked, it could wait for ever."""
    try:
        mode = path.stat().st_mode
    except OSError:
        # A link that leads nowhere is told when it is read.
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _unreadable(error: OSError) -> None:
    raise ReadError(f"cannot be read: {error.strerror}", where=str(error.filename)) from error
