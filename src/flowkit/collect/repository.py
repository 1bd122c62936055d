"""The files of a project, and nothing outside of it: every source of evidence reads through here."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cached_property
from hashlib import file_digest
from pathlib import Path, PurePosixPath

from flowkit.model.evidence import FRESH, UNDATED, Age, Dependence, Freshness
from flowkit.model.source import Span

SKIPPED = frozenset(
    {"__pycache__", "node_modules", "site-packages", "venv", "env", "build", "dist", "target", "vendor", "htmlcov"}
)
"""Folders that hold what tools made or fetched, beside all whose name begins with a dot."""

CODE = (
    ".py", ".pyi", ".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".vue", ".go", ".rs", ".java", ".kt", ".scala",
    ".swift",
    ".c", ".h", ".cc", ".cpp", ".hpp", ".cs", ".rb", ".php", ".pl", ".lua", ".ex", ".exs", ".erl", ".hs", ".ml", ".sh",
    ".sql", ".dart", ".zig", ".r", ".jl", ".m", ".mm",
)  # fmt: skip
"""How the names of files end that hold code."""

_SHOWN = 3


class Repository:
    """Reads the files below a root.

    Args:
        root: the project's root.
        max_size: the most bytes that are read of a file.
        paths: old files and prefixes -> what stands in their place now; the longest that fits wins.
        exclude: folders and files, relative to the root, that are not looked into.
    """

    def __init__(
        self,
        root: Path,
        *,
        max_size: int = 10_000_000,
        paths: Mapping[str, str] | None = None,
        exclude: Sequence[str] = (),
    ) -> None:
        self.root = root.resolve()
        self._top = f"{self.root}/"
        self.max_size = max_size
        self._paths = dict(paths or {})
        self._exclude = tuple(entry.strip("/") for entry in exclude)
        self._digests: dict[str, str | None] = {}
        self._lines: tuple[str, list[bytes]] = ("", [])
        self._ages: dict[tuple[Dependence, ...], Freshness] = {}

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Every file of the project, in order; links and the folders of tools are left out."""
        return tuple(sorted(self._walk()))

    def _walk(self) -> Iterator[str]:
        folders = [(str(self.root), "")]
        while folders:
            folder, prefix = folders.pop()
            try:
                entries = list(os.scandir(folder))
            except OSError:
                continue  # a folder that may not be looked into holds nothing that could be proven
            for entry in entries:
                name = prefix + entry.name
                if name in self._exclude:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if not entry.name.startswith(".") and entry.name not in SKIPPED:
                        folders.append((entry.path, f"{name}/"))
                elif entry.is_file(follow_symlinks=False):
                    yield name

    @property
    def is_project(self) -> bool:
        """Whether the root is more than a folder of documents: a repository, or some code in it."""
        return (self.root / ".git").exists() or any(path.endswith(CODE) for path in self.files)

    @cached_property
    def _walked(self) -> frozenset[str]:
        return frozenset(self.files)

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for path in self.files:
            found.setdefault(path.rpartition("/")[2], []).append(path)
        return {name: tuple(paths) for name, paths in found.items()}

    def mapped(self, path: str) -> str:
        r"""Return what stands in the place of a path that a plan names; the path itself where nothing is configured.

        A path is compared as it stands from the root (``src/x.py`` for ``./src\x.py``); a prefix means its folder too.
        """
        plain = PurePosixPath(path.replace("\\", "/")).as_posix()
        fits = [old for old in self._paths if plain == old.rstrip("/") or (old.endswith("/") and plain.startswith(old))]
        if not fits:
            return plain
        old = max(fits, key=len)
        new = self._paths[old] + plain[len(old) :]
        return PurePosixPath(new.replace("\\", "/")).as_posix()

    def named(self, path: str) -> tuple[str, ...]:
        """Return what a path of a plan means, after the map: itself if it is there, a file or a folder.

        A path that is not there, or leads out of the root, gives nothing. A pattern (``tests/**/test_*.py``) gives the
        files that it matches.
        """
        if not self._paths and path in self._walked:
            return (path,)
        wanted = self.mapped(path)
        if wanted in self._walked:
            return (wanted,)
        place = self.inside(wanted)
        if place is not None and _exists(place):
            # A path of this machine, or one with steps back, is told as it stands from the root.
            plain = wanted if not wanted.startswith("/") and ".." not in wanted.split("/") else self.relative(wanted)
            return (plain,) if plain is not None else ()
        if any(mark in wanted for mark in "*?["):
            pattern = wanted.split("/")
            return tuple(file for file in self.files if _matches(file.split("/"), pattern))
        return ()

    def is_folder(self, path: str) -> bool:
        """Whether a path is a folder inside the root."""
        place = None if path in self._walked else self.inside(path)
        return place is not None and place.is_dir()

    def below(self, folder: str) -> tuple[str, ...]:
        """Return the files of the project in a folder and below it."""
        top = "" if folder == "." else f"{folder}/"
        first = bisect_left(self.files, top)
        return self.files[first : bisect_left(self.files, f"{top[:-1]}0")] if top else self.files

    def is_empty(self, folder: str) -> bool:
        """Whether a folder holds nothing at all, not even what the walk leaves out."""
        place = self.inside(folder)
        try:
            return place is not None and not any(place.iterdir())
        except OSError:
            return False  # what may not be looked into is not known to be empty

    def ending_in(self, path: str) -> tuple[str, ...]:
        """Return the files whose path ends in a path, part by part (``store.py``, ``auth/store.py``)."""
        return tuple(
            file for file in self._by_name.get(path.rpartition("/")[2], ()) if file == path or file.endswith(f"/{path}")
        )

    def inside(self, path: str) -> Path | None:
        """Return the place of a relative path, or None where it leads out of the root, itself or by a link."""
        try:
            place = (self.root / path).resolve()
        except (OSError, RuntimeError, ValueError):
            return None
        return place if place.is_relative_to(self.root) else None

    def is_file(self, path: str) -> bool:
        """Whether a path is a file inside the root."""
        return path in self._walked or self._regular(path) is not None

    def _regular(self, path: str) -> str | None:
        """Return the place of a file, or None where it is outside the root or no file (a pipe would never end)."""
        place = self.inside(path)
        try:
            return None if place is None or not place.is_file() else str(place)
        except OSError:
            return None  # a name that is too long for the system

    def relative(self, path: str) -> str | None:
        """Return a path that a report names, as it stands below the root, or None where it lies outside."""
        place = self.inside(path)
        return None if place is None else place.relative_to(self.root).as_posix()

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file; None where it is missing, outside the root, too large or not to be read."""
        # What the walk found lies inside and is no link: it needs no second look, which takes longer than reading.
        place = self._top + path if path in self._walked else self._regular(path)
        if place is None:
            return None
        try:
            with open(place, "rb", buffering=0) as file:  # noqa: PTH123 - a Path costs as much as reading a small file
                return file.readall() if os.fstat(file.fileno()).st_size <= self.max_size else None
        except OSError:
            return None

    def glob(self, pattern: str) -> tuple[str, ...]:
        """Return the files that a configured path or pattern names, in order; in the folders of tools too."""
        try:
            found = sorted(self.root.glob(pattern)) if any(mark in pattern for mark in "*?[") else [self.root / pattern]
            paths = (self.relative(str(place)) for place in found if place.is_file())
            return tuple(dict.fromkeys(path for path in paths if path is not None))
        except (OSError, ValueError, NotImplementedError):
            return ()  # no pattern, or one of another root

    def modified(self, path: str) -> int | None:
        """Return when a file was last written, in nanoseconds since 1970, or None where it is not there."""
        place = self.inside(path)
        try:
            return None if place is None else place.stat().st_mtime_ns
        except OSError:
            return None

    def line_span(self, path: str, line: int) -> Span | None:
        """Return the text of a line (from 1) of a file, without the white space around it; None where there is none."""
        if self._lines[0] != path:
            self._lines = (path, (self.read(path) or b"").splitlines(keepends=True))
        lines = self._lines[1]
        if not 1 <= line <= len(lines):
            return None
        text = lines[line - 1]
        before = len(text) - len(text.lstrip())
        start = sum(map(len, lines[: line - 1])) + before
        return Span(start, start + len(text.strip()), line, before + 1)

    def sha256(self, path: str) -> str | None:
        """Return the hexadecimal digest of a file of any size, or None where it cannot be read."""
        if path not in self._digests:
            place = self._regular(path)
            try:
                with open(place or "", "rb") as file:  # noqa: PTH123 - as in read()
                    self._digests[path] = file_digest(file, "sha256").hexdigest()
            except OSError:
                self._digests[path] = None
        return self._digests[path]

    def freshness(self, depends_on: tuple[Dependence, ...]) -> Freshness:
        """Return whether files are still as they were recorded.

        A file without a recorded digest changed while it was recorded, so nothing speaks for it.
        """
        if not depends_on:
            return UNDATED
        if depends_on not in self._ages:
            changed = [one.path for one in depends_on if one.sha256 is None or self.sha256(one.path) != one.sha256]
            self._ages[depends_on] = Freshness(Age.STALE, _changed(changed)) if changed else FRESH
        return self._ages[depends_on]


def _changed(paths: Sequence[str]) -> str:
    more = len(paths) - _SHOWN
    return f"{', '.join(paths[:_SHOWN])}{f' and {more} more' if more > 0 else ''} changed since"


def _exists(place: Path) -> bool:
    try:
        return place.exists()
    except (OSError, ValueError):
        return False  # a name that is too long for the system


def _matches(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether the parts of a path match those of a pattern, in which ``**`` stands for any number of folders.

    The time it takes grows with the product of both, whatever the pattern.
    """
    ends = {0}
    for number, wanted in enumerate(pattern):
        if not ends:
            return False
        if wanted == "**":
            least = min(ends) + (number == len(pattern) - 1)
            ends = set(range(least, len(parts) + 1))
        else:
            ends = {end + 1 for end in ends if end < len(parts) and fnmatchcase(parts[end], wanted)}
    return len(parts) in ends
