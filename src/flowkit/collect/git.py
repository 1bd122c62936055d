"""What changed since the commits that people attested at, as git tells it.

git is asked only where a plan has an attestation, and only to read: no hook, filter, pager, external diff, file system
monitor or network of the repository's configuration takes part. Everything works without git too: then no commit is
known.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from flowkit.collect import Inquiry
from flowkit.model.evidence import ChangeFact

_COMMIT = re.compile(r"[0-9a-fA-F]{7,64}")
_SECONDS = 60
_KEPT = ("GIT_CONFIG_", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_EXEC_PATH")
_QUIET: Mapping[str, str] = {
    "GIT_OPTIONAL_LOCKS": "0",  # the index is not written
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",  # a commit is what was committed, not what replaces it
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_SETTINGS = (
    "core.fsmonitor=false",
    "core.hooksPath=" + os.devnull,
    "core.untrackedCache=false",
    "core.quotePath=false",
    "diff.external=",
    "diff.ignoreSubmodules=dirty",
    "protocol.allow=never",
    "status.renames=false",
)


def collect(inquiry: Inquiry) -> Iterator[ChangeFact]:
    """Yield what changed since each commit that a criterion of the plans is attested at, each once.

    What changed is every path below the root that differs between the commit and the files there now: committed since,
    staged, not staged, or unknown to git. A commit that git does not know, or whose name is not hexadecimal and seven
    digits or more, has None; so has a branch or tag that is called like a commit.
    """
    tasks = [task for plan in inquiry.plans for task in plan.tasks]
    commits = dict.fromkeys(one.attested.commit for task in tasks for one in task.criteria if one.attested is not None)
    if not commits:
        return
    root = inquiry.repository.root
    program = _program(root)
    git = None if program is None else _Git(program, root)
    delivered = {
        path
        for task in tasks
        for entry in task.files
        for path in inquiry.repository.named(entry.path or "")
        if (root / path).is_file()
    }
    for commit in commits:
        changed = git.changed(commit) if git is not None else None
        # What git was told to ignore is unknown to it as well, so nothing vouches for it.
        known = frozenset() if changed is None or git is None else git.tracked
        yield ChangeFact(".", commit, None if changed is None else changed | (delivered - known))


def _program(root: Path) -> str | None:
    """Return where git is; None where it is nowhere, or only in the project that it is to judge."""
    import shutil

    found = shutil.which("git")
    return None if found is None or Path(found).resolve().is_relative_to(root) else found


@dataclass(frozen=True)
class _Git:
    """Asks git about the folder ``root``, which may lie below the top of its repository."""

    program: str
    root: Path

    def changed(self, commit: str) -> frozenset[str] | None:
        """Return the paths that differ from a commit; None where the commit is not known."""
        if not _COMMIT.fullmatch(commit):
            return None
        name = self._ask("rev-parse", "--verify", "--quiet", "--end-of-options", commit + "^{commit}")
        # A branch or tag of that name would be taken before the commit, and can be moved.
        if not name or not name.strip().startswith(commit.lower()) or self._present is None:
            return None
        since = self._ask(
            "diff-tree", "-r", "-z", "--name-only", "--no-renames", "--no-ext-diff", "--no-textconv", "--relative",
            "--end-of-options", name.strip(), "HEAD",
        )  # fmt: skip
        return None if since is None else self._present | frozenset(_entries(since))

    @cached_property
    def _present(self) -> frozenset[str] | None:
        """The paths that differ from the newest commit, or that git was told not to look at; None without git."""
        prefix = self._ask("rev-parse", "--show-prefix")
        status = self._ask(
            "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=dirty",
            "--", ".",
        )  # fmt: skip
        if prefix is None or status is None or self._flags is None:
            return None
        prefix = prefix.rstrip("\n")
        paths = (entry[3:] for entry in _entries(status))
        below = {path.removeprefix(prefix).rstrip("/") for path in paths if path.startswith(prefix)}
        # A lower-case letter stands for "assume unchanged", S for "skip": such a file may hold anything.
        unseen = {path for flag, path in self._flags if flag.islower() or flag == "S"}
        return frozenset(below | {path for path in unseen if (self.root / path).exists()})

    @cached_property
    def tracked(self) -> frozenset[str]:
        """The paths below the root that git keeps."""
        return frozenset(path for _, path in self._flags or ())

    @cached_property
    def _flags(self) -> tuple[tuple[str, str], ...] | None:
        listed = self._ask("ls-files", "-v", "-z")
        return None if listed is None else tuple((entry[:1], entry[2:]) for entry in _entries(listed))

    @cached_property
    def _settings(self) -> tuple[str, ...] | None:
        """The settings that keep git from starting other programs, its filters among them; None where nothing can."""
        names = self._run((), "config", "-z", "--name-only", "--get-regexp", r"^filter\..*\.(clean|process)$") or ""
        filters = {entry.rpartition(".")[0] for entry in _entries(names)}
        if any("=" in name for name in filters):
            return None  # git would take what stands before the sign for the name
        off = [f"{name}.{key}" for name in sorted(filters) for key in ("clean=", "process=", "required=false")]
        return tuple(part for setting in (*_SETTINGS, *off) for part in ("-c", setting))

    def _ask(self, *arguments: str) -> str | None:
        return None if self._settings is None else self._run(self._settings, *arguments)

    def _run(self, settings: tuple[str, ...], *arguments: str) -> str | None:
        """Return what git answers; None where it refuses, or takes too long."""
        import subprocess

        command = [self.program, "--no-pager", *settings, *arguments]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or _is_kept(name)}
        try:
            done = subprocess.run(  # noqa: S603  a fixed program, and a list of arguments that no plan can add an option to
                command,
                cwd=self.root,
                env={**kept, **_QUIET},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        return os.fsdecode(done.stdout) if done.returncode == 0 else None


def _is_kept(name: str) -> bool:
    return name.startswith(_KEPT)


def _entries(listed: str) -> list[str]:
    return [entry for entry in listed.split("\0") if entry]
