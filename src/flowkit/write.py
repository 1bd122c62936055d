"""Writing files so that nothing is lost: they are replaced whole."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from uuid import uuid4

from flowkit.errors import FlowkitError


def replace(path: Path, text: str | bytes, *, root: Path) -> None:
    """Write a file so that a reader sees the old content or the new one, and never a part of either.

    The folder is made if it is missing; a file that is already there keeps its permissions.

    Args:
        path: the file to write.
        text: its new content; a str is written as UTF-8, line ends as they are.
        root: the folder that nothing may be written outside of.

    Raises:
        FlowkitError: the file lies outside ``root`` (itself, or where a link leads), is no ordinary file, or cannot
            be written; nothing has changed then.
    """
    try:
        data = text.encode("utf-8") if isinstance(text, str) else text
        target = _target(path, root)
        target.parent.mkdir(parents=True, exist_ok=True)
        mode = _mode(target)
        _swap(target, data, mode)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise FlowkitError(f"cannot be written: {reason}; nothing was changed", where=str(path)) from error


def delete(path: Path, *, root: Path) -> None:
    """Delete an ordinary file, and the folders above it that nothing is left in, up to ``root``.

    Raises:
        FlowkitError: the file lies outside ``root`` (itself, or where a link leads), is no ordinary file, or cannot be
            deleted; it is still there then.
    """
    try:
        target = _target(path, root)
        _mode(target)
        target.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise FlowkitError(f"cannot be deleted: {reason}; it is still there", where=str(path)) from error
    for folder in target.parents:
        if folder == root.resolve() or any(folder.iterdir()):
            return
        folder.rmdir()


def _target(path: Path, root: Path) -> Path:
    """Return the file behind ``path``, every link followed, if it lies in ``root``."""
    target, home = path.resolve(), root.resolve()
    if not target.is_relative_to(home):
        raise FlowkitError(
            f"leads to {target}, outside {home}; nothing was written",
            where=str(path),
            hint="name a file inside the project's root",
        )
    return target


def _mode(target: Path) -> int | None:
    """Return the permissions of an ordinary file, or None where there is nothing yet."""
    try:
        found = target.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise FlowkitError("is not an ordinary file; nothing was written", where=str(target))
    return stat.S_IMODE(found.st_mode)


def _swap(target: Path, data: bytes, mode: int | None) -> None:
    """Write ``data`` beside ``target``, have it reach the disk, and put it in the place of ``target``."""
    beside = target.with_name(f".{uuid4().hex}.tmp")
    # Made here and nowhere else (O_EXCL), with the user's own mask: a new file gets the permissions of any other.
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            beside.chmod(mode)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Have the new name reach the disk too, where the system lets a folder be opened."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
