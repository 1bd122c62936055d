"""How git is asked: only to read, and confined.

No hook, filter, pager, external diff, file system monitor or network of a repository's configuration takes part, and
what the environment says of another repository is left out. There is no shell, and no answer is waited for for ever.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

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


@dataclass(frozen=True)
class Git:
    """Asks a program about the repository that a folder lies in, be it at its top or below."""

    program: str
    folder: Path

    def ask(self, *arguments: str) -> bytes | None:
        """Return what git answers; None where it refuses, takes too long or could start another program."""
        return None if self._settings is None else self._run(self._settings, *arguments)

    def ask_line(self, *arguments: str) -> str | None:
        """Return the one line that git answers, without its end; None as ``ask``."""
        answer = self.ask(*arguments)
        return None if answer is None else os.fsdecode(answer.removesuffix(b"\n"))

    @cached_property
    def _settings(self) -> tuple[str, ...] | None:
        """The settings that keep git from starting other programs, its filters among them; None where nothing can."""
        names = self._run((), "config", "-z", "--name-only", "--get-regexp", r"^filter\..*\.(clean|process)$") or b""
        filters = {entry.rpartition(".")[0] for entry in entries(names)}
        if any("=" in name for name in filters):
            return None  # git would take what stands before the sign for the name
        off = [f"{name}.{key}" for name in sorted(filters) for key in ("clean=", "process=", "required=false")]
        return tuple(part for setting in (*_SETTINGS, *off) for part in ("-c", setting))

    def _run(self, settings: tuple[str, ...], *arguments: str) -> bytes | None:
        import subprocess

        command = [self.program, "--no-pager", *settings, *arguments]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or _is_kept(name)}
        try:
            done = subprocess.run(  # noqa: S603  a fixed program, and a list of arguments that no plan can add an option to
                command,
                cwd=self.folder,
                env={**kept, **_QUIET},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        return done.stdout if done.returncode == 0 else None


@dataclass(frozen=True)
class Changes:
    """Asks what changed below the folder ``root``, which may lie below the top of its repository."""

    git: Git
    root: Path

    def commit(self, revision: str) -> str | None:
        """Return the full name of the commit that a revision means; None where git knows none."""
        asked = f"{revision}^{{commit}}"
        return self.git.ask_line("rev-parse", "--verify", "--quiet", "--end-of-options", asked) or None

    def since(self, commit: str) -> frozenset[str] | None:
        """Return the paths that differ from a commit, by its full name; None where git cannot tell.

        They are those that were committed since, are staged, are not staged, or are unknown to git.
        """
        if self._present is None:
            return None
        since = self.git.ask(
            "diff-tree", "-r", "-z", "--name-only", "--no-renames", "--no-ext-diff", "--no-textconv", "--relative",
            "--end-of-options", commit, "HEAD",
        )  # fmt: skip
        return None if since is None else self._present | frozenset(entries(since))

    def lines_since(self, commit: str) -> str:
        """Return the lines that were taken out or written since a commit, by its full name, as a diff has them."""
        told = self.git.ask(
            "diff", "--no-color", "--no-renames", "--no-ext-diff", "--no-textconv", "--unified=0", "--relative",
            "--end-of-options", commit, "--", ".",
        )  # fmt: skip
        return (told or b"").decode("utf-8", "replace")

    @cached_property
    def _present(self) -> frozenset[str] | None:
        """The paths that differ from the newest commit, or that git was told not to look at; None without git."""
        prefix = self.git.ask_line("rev-parse", "--show-prefix")
        status = self.git.ask(
            "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=dirty",
            "--", ".",
        )  # fmt: skip
        if prefix is None or status is None or self._flags is None:
            return None
        paths = (entry[3:] for entry in entries(status))
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
        listed = self.git.ask("ls-files", "-v", "-z")
        return None if listed is None else tuple((entry[:1], entry[2:]) for entry in entries(listed))


def find_git(folder: Path, project: Path) -> Git | None:
    """Return git for a folder; None where there is no git, or only one that lies in the project itself."""
    import shutil

    found = shutil.which("git")
    return None if found is None or Path(found).resolve().is_relative_to(project) else Git(found, folder)


def entries(listed: bytes) -> list[str]:
    """Return the entries of a list that ends each with a NUL."""
    return [os.fsdecode(entry) for entry in listed.split(b"\0") if entry]


def _is_kept(name: str) -> bool:
    return name.startswith(_KEPT)
