"""What tests do beside calling code: they read data of the project, and start other processes.

What is imported is known from the modules. A page, a schema or a table that a test compares something with is opened,
and Python says so (https://docs.python.org/3/library/audit_events.html). What another process executes is not seen.
"""

from __future__ import annotations

import os
import sys

from flowkit.collect.repository import SKIPPED
from flowkit.pytest_plugin.project import Project

_CODE = (".py", ".pyi", ".pyc", ".so", ".feature")
"""Modules and features are recorded by what uses them."""
_STARTING = frozenset(
    {"os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system", "subprocess.Popen"}
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


class Reads:
    """Sees what this process opens below the project's root, and whether it starts others, until it is stopped.

    Args:
        project: the files of the project.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._read: set[str] = set()
        self._written: set[str] = set()
        self.has_started = False
        _listen(self)

    def stop(self) -> None:
        """See nothing any more."""
        if self in _LISTENING:
            _LISTENING.remove(self)

    def see(self, path: str, *, writes: bool) -> None:
        """Take note of a file that is opened."""
        (self._written if writes else self._read).add(path)

    def take_started(self) -> bool:
        """Return whether another process was started since it was asked last."""
        started, self.has_started = self.has_started, False
        return started

    def take(self) -> list[str]:
        """Return the files that were read since it was asked last, and not written, relative to the root.

        What lies in a folder of a tool is none of them. A folder that is opened is a tree that is walked or taken away;
        its name may be one below another folder, of which Python says nothing.
        """
        read, self._read = self._read, set()
        files = (path for path in read - self._written if not os.path.isdir(path))  # noqa: PTH112 - as it was opened
        own = (self._project.relative(path) for path in files)
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
    if event in _STARTING:
        for reads in _LISTENING:
            reads.has_started = True
    if event != "open" or not _LISTENING:
        return
    path, mode, flags = values
    if isinstance(path, str) and not path.endswith(_CODE):
        writes = isinstance(flags, int) and bool(flags & _WRITING)
        writes = writes or (isinstance(mode, str) and not set("wax+").isdisjoint(mode))
        try:
            whole = os.path.abspath(path)  # noqa: PTH100 - links stay links
        except OSError:
            return  # the current folder is gone, and what cannot be told must not keep the file from being opened
        for reads in _LISTENING:
            reads.see(whole, writes=writes)


def _is_of_tools(path: str) -> bool:
    return any(part.startswith(".") or part in SKIPPED for part in path.split("/"))
