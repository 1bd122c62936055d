"""Limiting a verification to what changed since a revision of git."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cached_property
from typing import TYPE_CHECKING

from flowkit.app.reading import is_inside
from flowkit.app.settling import path_from_root
from flowkit.collect.repository import Repository
from flowkit.config import Config
from flowkit.errors import ReadError
from flowkit.git import Changes, find_git
from flowkit.request import Request

if TYPE_CHECKING:
    from flowkit.model.verdict import Finding, MarkerVerdict, Verification

_MAGIC = frozenset("*?[")
_FULL_NAME = re.compile(r"(?<!\w)(?!(?:implements|verifies):)[\w.]+:(?=\w)\S*")


@dataclass(frozen=True)  # without slots, so that what it takes long to gather is gathered once
class Changed:
    """What changed: the paths from the project's root, and the lines that were taken out or written."""

    paths: frozenset[str]
    lines: str

    def is_named(self, marker: str) -> bool:
        """Whether a line that changed names a marker by its full or its short name, as a tag or in that of a test."""
        return _plain(marker) in self.lines or _plain(marker.rpartition(":")[2]) in self._short

    @cached_property
    def _short(self) -> str:
        """The lines without full names: their short parts may be those of other plans."""
        return _FULL_NAME.sub(" ", self.lines)

    def may_be(self, path: str) -> bool:
        """Whether a path of a plan may mean something that changed: a file, a bare name, a folder or a pattern."""
        if not _MAGIC.isdisjoint(path):
            return any(fnmatchcase(each, path) for each in self.paths)
        return path.rstrip("/") in self._meanings

    @cached_property
    def _meanings(self) -> frozenset[str]:
        """All that may stand for a path that changed: each end of it, and each folder above it."""
        ends = ("/".join(parts[at:]) for parts in self._parts for at in range(len(parts)))
        folders = ("/".join(parts[:at]) for parts in self._parts for at in range(1, len(parts)))
        return frozenset((*ends, *folders))

    @property
    def _parts(self) -> list[list[str]]:
        return [path.split("/") for path in self.paths]


def changed_since(revision: str, config: Config) -> Changed:
    """Return what changed since a revision and HEAD had their last commit in common.

    What was changed on the revision's own branch after that is not counted.

    Raises:
        ReadError: there is no git, no repository, no such revision, or no such commit.
    """
    git = find_git(config.root, config.root)
    if git is None:
        raise ReadError("git is needed to tell what changed, and is not installed", where=revision)
    changes = Changes(git, config.root)
    commit = changes.commit(revision)
    if commit is None and git.ask("rev-parse", "--git-dir") is None:
        raise ReadError("git finds no repository here to tell what changed", where=revision)
    if commit is None:
        hint = "git log --oneline and git branch --all show which there are"
        raise ReadError("git knows no such revision", where=revision, hint=hint)
    base = git.ask_line("merge-base", "--end-of-options", commit, "HEAD")
    paths = changes.since(base) if base else None
    if paths is None or not base:
        hint = "fetch more of the history, or name a revision that HEAD comes from"
        raise ReadError("git cannot tell what changed since", where=revision, hint=hint)
    return Changed(paths, _plain(changes.lines_since(base)))


def limited(verification: Verification, changed: Changed, request: Request, config: Config) -> Verification:
    """Return the part of a verification that has to do with what changed; its markers are still those of every plan.

    That is all about plans that changed, and each finding whose places, what its marker demands or what that rests on
    changed, or whose marker a changed line names. A plan that lies outside the project counts as changed.
    """
    touched = {
        plan.path
        for plan in verification.plans
        if not is_inside(request.folder / plan.path, config)
        or any(path_from_root(path, request, config) in changed.paths for path in plan.paths)
    }
    moved = frozenset(_moved(verification, changed, config))

    def is_touched(finding: Finding) -> bool:
        places = (place.path for place in (finding.place, *finding.related))
        return (
            finding.place.path in touched
            or finding.marker in moved
            or any(path_from_root(path, request, config) in changed.paths for path in places)
        )

    findings, left_out = (tuple(filter(is_touched, each)) for each in (verification.findings, verification.left_out))
    told = touched | {finding.place.path for finding in findings}
    plans = tuple(plan for plan in verification.plans if not told.isdisjoint(plan.paths))
    return replace(verification, plans=plans, findings=findings, left_out=left_out)


def _moved(verification: Verification, changed: Changed, config: Config) -> Iterator[str]:
    """Yield the markers that changes have to do with."""
    mapped = Repository(config.root, paths=config.paths).mapped
    delivered = {
        plan.full_name(task.key)
        for plan in verification.plans
        for task in plan.tasks
        if any(changed.may_be(mapped(entry.path)) for entry in task.files if entry.path)
    }
    for marker in verification.markers:
        task = f"{marker.ref.rpartition(':')[0]}:{marker.task}"
        if task in delivered or changed.is_named(marker.ref) or not changed.paths.isdisjoint(_rests_on(marker)):
            yield marker.ref


def _rests_on(marker: MarkerVerdict) -> Collection[str]:
    """Return the paths that the evidence for a marker stands in and depends on."""
    facts = [fact for duty in marker.obligations for fact in duty.evidence]
    return {fact.path for fact in facts} | {one.path for fact in facts for one in getattr(fact, "depends_on", ())}


def _plain(text: str) -> str:
    """Return a text as names of tests and of markers can be compared in: ``SC-001`` is ``sc_001``."""
    return text.casefold().replace("-", "_")
