"""A lock that one process holds, and that a dead one never does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flowkit.errors import FlowkitError, UsageError


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a lock; the system lets go of it when the process ends, however it does.

    Raises:
        UsageError: another process holds it.
        FlowkitError: this system has no such locks, or the file cannot be made.
    """
    try:
        import fcntl
    except ImportError as error:
        raise FlowkitError("a build needs a system with POSIX locks and process groups") from error
    try:
        file = path.open("ab")
    except OSError as error:
        raise FlowkitError(f"cannot be written: {error.strerror}", where=str(path)) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            hint = "wait until it has ended, or end it with Ctrl-C"
            raise UsageError("another build is at work in this project", where=str(path), hint=hint) from error
        yield
