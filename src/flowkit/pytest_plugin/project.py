"""The files of the project whose tests run: which modules are its own, and their digests."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

_FOREIGN = frozenset({"site-packages", "dist-packages", "node_modules"})


class Project:
    """The folder that pytest takes for the root.

    Args:
        root: the folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._roots = tuple(dict.fromkeys(f"{path}{os.sep}" for path in (str(root), os.path.realpath(root))))
        environments = (f"{path}{os.sep}" for path in (sys.prefix, os.path.realpath(sys.prefix)))
        # An environment that holds the project is no part of it.
        self._environments = tuple(one for one in environments if not self._roots[0].startswith(one))
        self._digests: dict[str, str | None] = {}
        self._conftests: dict[str, tuple[str, ...]] = {}

    def relative(self, path: str) -> str | None:
        """Return the path of a file of the project relative to its root, or None where it is none of its own."""
        for root in self._roots:
            if path.startswith(root) and not path.startswith(self._environments):
                own = path[len(root) :].replace(os.sep, "/")
                return own if _FOREIGN.isdisjoint(own.split("/")) else None
        return None

    def modules(self, names: Iterable[str]) -> Iterator[str]:
        """Yield the files of imported modules that are the project's own."""
        for name in names:
            # What stands among the modules need not be one, and its attributes may be made when they are asked for.
            namespace = getattr(sys.modules.get(name), "__dict__", None)
            file = namespace.get("__file__") if isinstance(namespace, dict) else None
            path = self.relative(file) if isinstance(file, str) else None
            if path is not None:
                yield path

    def conftests(self, path: str) -> tuple[str, ...]:
        """Return the conftest files that lie beside a file or above it, the outermost first."""
        folder = path.rpartition("/")[0]
        if folder not in self._conftests:
            above = self.conftests(folder) if folder else ()
            name = f"{folder}/conftest.py" if folder else "conftest.py"
            self._conftests[folder] = (*above, name) if (self.root / name).is_file() else above
        return self._conftests[folder]

    def digest(self, path: str) -> str | None:
        """Return the digest of a file, or None where it cannot be read; each is read once."""
        if path not in self._digests:
            self._digests[path] = self.digest_now(path)
        return self._digests[path]

    def digest_now(self, path: str) -> str | None:
        """Return the digest that a file has at this moment, or None where it cannot be read."""
        try:
            return sha256((self.root / path).read_bytes()).hexdigest()
        except (OSError, ValueError):
            return None

    def is_untouched(self, path: str, since: int) -> bool:
        """Whether a file was last written before a time, in nanoseconds since 1970."""
        try:
            return (self.root / path).stat().st_mtime_ns <= since
        except OSError:
            return False
