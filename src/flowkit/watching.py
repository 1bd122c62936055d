"""Waiting for files to change, by the package watchfiles, which comes with the extra ``watch``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flowkit.errors import FlowkitError, UsageError

_STILL = 100
"""For how many milliseconds nothing is to change before changes are told, so that a whole save is told at once."""
_WAIT = 200
"""After how many milliseconds it is told that nothing has changed: the first time, that watching has begun."""


def changes(folder: Path) -> Iterator[frozenset[Path]]:
    """Yield what changes in a folder and below it, without an end; the first set is empty, when watching has begun.

    The folders of version control, environments and caches, and what editors leave for a moment, are left out. What
    changes while nobody waits is told next time.

    Raises:
        UsageError: watchfiles is not installed.
        FlowkitError: the folder cannot be watched.
    """
    try:
        from watchfiles import watch
    except ImportError as error:
        raise UsageError("watching needs the package watchfiles", hint="install flowkit[watch]") from error
    try:
        for told in watch(folder, step=_STILL, rust_timeout=_WAIT, yield_on_timeout=True):
            yield frozenset(Path(path) for _, path in told)
    except (OSError, RuntimeError) as error:  # watchfiles has no public name for its own error, which is the latter
        raise FlowkitError(f"cannot be watched: {error}", where=str(folder)) from error
