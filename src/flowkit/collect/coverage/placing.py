"""Which files of the project the paths of a report mean.

A report may have been made in another checkout, on another system, or in a folder of the project. All its paths are
taken from one base: a folder that is put before them or taken away from them. Otherwise a file that was deleted could
be taken for another one that happens to be called like it. The base is the one that most paths agree on, of the first
of these kinds that any agrees on: the root, or a folder that the report lies in; the root of another checkout; any
other folder of the project.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flowkit.collect.repository import Repository

_DRIVE = re.compile(r"[A-Za-z]:[\\/]|\\\\")
_HERE, _ELSEWHERE, _BELOW = range(3)


@dataclass(frozen=True, slots=True)
class _Base:
    """Where paths begin: the kind, in order of preference, and the folder."""

    kind: int
    folder: str


_Meanings = list[tuple[_Base, str]]


def placed(names: Sequence[tuple[str, ...]], report: str, repository: Repository) -> list[tuple[str, ...]]:
    """Return the files of the project that each path of a report means.

    Args:
        names: the paths that each file may have, by the report.
        report: the report, relative to the root.
        repository: the project.

    Returns:
        One file for each, none where it is not in the project or not there now, several where that cannot be told.
    """
    places = _Places(repository, report)
    meanings = [[meaning for name in alternatives for meaning in places.meanings(name)] for alternatives in names]
    base = _best(meanings, [[places.plain(name) for name in alternatives] for alternatives in names])
    return [tuple(dict.fromkeys(file for of, file in found if of == base)) for found in meanings]


def _best(meanings: Iterable[_Meanings], names: Sequence[Sequence[str]]) -> _Base | None:
    votes: Counter[_Base] = Counter()
    sure: set[_Base] = set()
    for found in meanings:
        votes.update({base for base, _ in found})
        sure.update(base for base, file in found if base.kind == _HERE or "/" in file)
    for base, count in votes.items():
        if base not in sure:
            # A bare name (setup.py) is found in every other project: it counts where all others are found too.
            below = sum(any(name.startswith(f"{base.folder}/") for name in several) for several in names)
            sure.update({base} if below == count else ())
    chosen = [base for base in votes if base in sure]
    return min(chosen, key=lambda base: (base.kind, -votes[base], len(base.folder), base.folder), default=None)


class _Places:
    """Finds what a path may mean.

    Args:
        repository: the project.
        report: the report that the path stands in.
    """

    def __init__(self, repository: Repository, report: str) -> None:
        self._repository = repository
        self._files = frozenset(repository.files)
        self._root = repository.root.as_posix().rstrip("/")
        parts = report.split("/")[:-1]
        self._folders = ["/".join(parts[:length]) for length in range(len(parts) + 1)]

    def plain(self, name: str) -> str:
        """Return a path with ``/`` between its parts and without detours."""
        if _DRIVE.match(name) or "/" not in name:
            name = name.replace("\\", "/")
        return posixpath.normpath(name) if name else ""

    def meanings(self, name: str) -> Iterator[tuple[_Base, str]]:
        """Yield each base that a path may be taken from, and the file that it means then."""
        name = self.plain(name)
        if name.startswith("/") or _DRIVE.match(name):
            yield from self._absolute(name)
        else:
            yield from self._relative(name)

    def _absolute(self, name: str) -> Iterator[tuple[_Base, str]]:
        below = name.removeprefix(f"{self._root}/") if name.startswith(f"{self._root}/") else None
        if below is None and Path(name).is_absolute():  # on this system, that is
            below = self._repository.relative(name)  # the root may be reached by a link
        if below is not None:
            if below in self._files:
                yield _Base(_HERE, ""), below
            return
        parts = name.split("/")
        for cut in range(1, len(parts)):
            tail = "/".join(parts[cut:])
            if tail in self._files:
                yield _Base(_ELSEWHERE, "/".join(parts[:cut])), tail

    def _relative(self, name: str) -> Iterator[tuple[_Base, str]]:
        for folder in self._folders:
            path = posixpath.normpath(posixpath.join(folder, name))
            if path in self._files:
                yield _Base(_HERE, folder), path
        if "/" in name:
            for path in self._repository.ending_in(name):
                if path != name:
                    yield _Base(_BELOW, path.removesuffix(f"/{name}")), path
