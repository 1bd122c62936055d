"""The data that tests read: files of the project that were opened while they were collected or ran, but for code.

What is imported is known from the modules. A page, a schema or a table that a test compares something with is opened,
and Python says so (https://docs.python.org/3/library/audit_events.html, ``open``).
"""

from __future__ import annotations

import os
import sys

from flowkit.collect.repository import SKIPPED
from flowkit.pytest_plugin.project import Project

_CODE = (".py", ".pyi", ".pyc", ".so", ".feature")
"""Modules and features are recorded by what uses them."""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


class Reads:
    """Sees what this process opens below the project's root, until it is stopped.

    Args:
        project: the files of the project.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._read: set[str] = set()
        self._written: set[str] = set()
        _listen(self)

    def stop(self) -> None:
        """See nothing any more."""
        if self in _LISTENING:
            _LISTENING.remove(self)

    def see(self, path: str, *, writes: bool) -> None:
        """Take note of a file that is opened."""
        (self._written if writes else self._read).add(path)

    def take(self) -> list[str]:
        """Return what was read since it was asked last, and not written, relative to the root; no folder of a tool."""
        read, self._read = self._read, set()
        own = (self._project.relative(path) for path in read - self._written)
        return sorted(path for path in own if path is not None and not _is_of_tools(path))


_LISTENING: list[Reads] = []
_HOOKED: list[bool] = []


def _listen(reads: Reads) -> None:
    """Have what is opened told; a hook cannot be taken away again, so there is one for all."""
    _LISTENING.append(reads)
    if not _HOOKED:
        _HOOKED.append(True)
        sys.addaudithook(_hear)


def _hear(event: str, values: tuple[object, ...]) -> None:
    if event != "open" or not _LISTENING:
        return
    path, mode, flags = values
    if isinstance(path, str) and not path.endswith(_CODE):
        writes = isinstance(flags, int) and bool(flags & _WRITING)
        writes = writes or (isinstance(mode, str) and not set("wax+").isdisjoint(mode))
        whole = path if path[:1] == os.sep else os.path.abspath(path)  # noqa: PTH100 - links stay links
        for reads in _LISTENING:
            reads.see(whole, writes=writes)


def _is_of_tools(path: str) -> bool:
    return any(part.startswith(".") or part in SKIPPED for part in path.split("/"))
