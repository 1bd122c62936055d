"""Verifying again and again: which changes matter, and what each verification tells that the one before did not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from flowkit.app.gathering import Run
from flowkit.app.reading import configuration
from flowkit.app.settling import fingerprints
from flowkit.app.verifying import Verified, conclude, hear
from flowkit.collect.repository import Repository
from flowkit.errors import FlowkitError, UsageError
from flowkit.git import entries, find_git
from flowkit.read.discovery import find_plans, shown_path
from flowkit.request import STANDARD_INPUT, Choice, Request

if TYPE_CHECKING:
    from flowkit.model.news import News


@dataclass(frozen=True, slots=True)
class Turn:
    """A verification, and what is new in it; None where it is the first."""

    verified: Verified
    news: News | None


class Watched:
    """Plans and their project, verified whenever something of them changes.

    Args:
        request: the plans.
        choice: the rules to judge by.
        run: runs the configured test command before each verification; None where nothing is to be run.

    Raises:
        FlowkitError: the configuration cannot be used, or the plans come on standard input.
    """

    def __init__(self, request: Request, choice: Choice, run: Run | None = None) -> None:
        if STANDARD_INPUT in request.paths:
            raise UsageError("standard input cannot be watched", hint="name a file")
        self._request, self._choice, self._run = request, choice, run
        self._config = configuration(request)
        self._known = _Known(self._read(), self._looked_at())
        self._before: Verified | None = None
        self._digests: dict[Path, str | None] = {}

    @property
    def root(self) -> Path:
        """The project's root."""
        return self._config.root

    def touched(self, paths: Collection[Path]) -> tuple[str, ...]:
        """Return those of some changed paths that a verification looks at, in order, from the user's folder.

        Left out is what the run of the tests leaves behind, where it is a part of this; what git ignores, unless it is
        read; and what holds the same bytes as when it was looked at last.
        """
        if not paths:
            return ()
        before, self._known = self._known, _Known(self._read(), self._looked_at())
        read = before.read | self._known.read
        beside = (before.beside | self._known.beside).intersection(paths) - read
        own = self._reports() if self._run is not None else frozenset()
        matter = (read.intersection(paths) | self._not_ignored(beside)) - own
        return tuple(shown_path(path, self._request.folder) for path in sorted(matter) if self._differs(path))

    def verify(self) -> Turn:
        """Verify, and tell what is new.

        Raises:
            FlowkitError: as ``verify``; what is new next time is so against the last one that could be made.
        """
        verified = conclude(hear(self._request, self._choice, self._run))
        before, self._before, self._config = self._before, verified, verified.hearing.config
        return Turn(verified, None if before is None else _news(before, verified))

    def _read(self) -> frozenset[Path]:
        """Return what is read whatever git says of it: plans, sources, settings, reports."""
        from flowkit.read.sources import find_sources

        config, folder = self._config, self._request.folder
        try:
            found = (*find_plans(self._request.paths, config, folder), *find_sources(config, config.root))
        except FlowkitError:
            found = ()  # the verification tells why
        settings = (config.root / name for name in ("pyproject.toml", "flowkit.toml", config.baseline))
        return frozenset((*(each.path.resolve() for each in found), *settings)) | self._reports()

    def _reports(self) -> frozenset[Path]:
        config, repository = self._config, Repository(self._config.root)
        patterns = (*config.reports.tests, *config.reports.junit, *config.reports.coverage)
        return frozenset(config.root / path for pattern in patterns for path in repository.glob(pattern))

    def _looked_at(self) -> frozenset[Path]:
        config = self._config
        return frozenset(config.root / path for path in Repository(config.root, exclude=config.exclude).files)

    def _not_ignored(self, paths: frozenset[Path]) -> frozenset[Path]:
        git = find_git(self.root, self.root) if paths else None
        if git is None:
            return paths
        named = (path.relative_to(self.root).as_posix() for path in sorted(paths))
        answer = git.ask("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--", *named)
        return paths - {self.root / path for path in entries(answer or b"")}

    def _differs(self, path: Path) -> bool:
        digest = _digest(path)
        differs = path not in self._digests or self._digests[path] != digest
        self._digests[path] = digest
        return differs


@dataclass(frozen=True, slots=True)
class _Known:
    """Files: those that are read, and those beside them that evidence may lie in."""

    read: frozenset[Path]
    beside: frozenset[Path]


def _digest(path: Path) -> str | None:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None  # it is gone


def _news(before: Verified, now: Verified) -> News:
    from flowkit.model.news import News
    from flowkit.record.baseline import parted

    known_as = fingerprints(now.hearing.request, now.hearing.config)
    old, new = before.verification.findings, now.verification.findings
    return News(
        parted(new, known_as, Counter(map(known_as, old)))[0],
        parted(old, known_as, Counter(map(known_as, new)))[0],
    )
