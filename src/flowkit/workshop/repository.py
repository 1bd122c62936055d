"""A repository that work is done in: worktrees, commits made of what stands in a folder, and a branch that moves on.

Nothing here trusts what a program left of git in its worktree. What a folder holds is read with an index of flowkit's
own; a commit is made of that, and no hook runs. The user's work tree is changed in one way alone: it is moved forward
to a complete commit.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from flowkit.errors import FlowkitError, UsageError
from flowkit.git import entries
from flowkit.model.job import Alteration

_SETTINGS = ("core.hooksPath=" + os.devnull, "core.fsmonitor=false", "gc.auto=0", "core.quotePath=false")
# As globs: git takes the plain name of an ignored folder for a mistake.
_LEFT_OUT = (":(exclude,top,glob)**/.flowkit/**", ":(exclude,top,glob)**/__pycache__/**")
_REPOSITORY = "160000"
"""The mode by which git records that a folder is a repository of its own."""


class GitError(FlowkitError):
    """git refused something."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """A repository.

    Attributes:
        program: git.
        top: the top of the user's work tree.
        shared: the folder that git keeps the repository in, for all its worktrees.
    """

    program: str
    top: Path
    shared: Path

    def ask(
        self, *arguments: str, folder: Path | None = None, told: Mapping[str, str] | None = None, given: bytes = b""
    ) -> bytes:
        """Run git and return what it answers.

        Raises:
            GitError: it refuses; the message is its own.
        """
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or "CONFIG" in name}
        settings = [part for setting in _SETTINGS for part in ("-c", setting)]
        done = subprocess.run(  # noqa: S603 - a fixed program, and no shell
            [self.program, "--no-pager", *settings, *arguments],
            cwd=folder or self.top,
            env={**kept, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", **(told or {})},
            input=given,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            said = (done.stderr or done.stdout).decode("utf-8", "replace").strip()
            raise GitError(f"git {arguments[0]} failed: {said or done.returncode}", where=str(folder or self.top))
        return done.stdout

    def line(self, *arguments: str, folder: Path | None = None) -> str:
        """Return the one line that git answers.

        Raises:
            GitError: as ``ask``.
        """
        return os.fsdecode(self.ask(*arguments, folder=folder).strip(b"\n"))

    # The user's own work tree

    def branch(self) -> str:
        """Return the branch that the user is on.

        Raises:
            UsageError: there is none.
        """
        try:
            return self.line("symbolic-ref", "--short", "HEAD")
        except GitError as error:
            raise UsageError("no branch is checked out", where=str(self.top), hint="git switch to one") from error

    def tip(self) -> str:
        """Return the commit that the user has checked out.

        Raises:
            UsageError: there is none yet.
        """
        try:
            return self.line("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        except GitError as error:
            raise UsageError("nothing is committed yet", where=str(self.top), hint="commit the plan first") from error

    def uncommitted(self) -> tuple[str, ...]:
        """Return the paths that differ from the newest commit, or that git does not know and does not ignore."""
        listed = self.ask("status", "--porcelain", "-z", "--no-renames", "--", ":/", _LEFT_OUT[0])
        return tuple(entry[3:] for entry in entries(listed))

    def is_tracked(self, path: Path) -> bool:
        """Whether git keeps a file."""
        return bool(self.ask("ls-files", "-z", "--", str(path), told={"GIT_LITERAL_PATHSPECS": "1"}))

    def forward(self, commit: str) -> None:
        """Move the user's branch and work tree forward to a commit.

        Raises:
            GitError: the commit does not follow the branch, or a file is in the way; then nothing has changed.
        """
        # Interrupted in the midst of this, git would leave a work tree that is neither the one nor the other.
        waiting = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
        try:
            self.ask("merge", "--ff-only", "--quiet", commit)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, waiting)

    # Worktrees

    def add_tree(self, folder: Path, commit: str, branch: str | None = None) -> None:
        """Check a commit out into a folder, on a branch that begins there or on none.

        Raises:
            GitError: it cannot be done.
        """
        self.remove_tree(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        where = ("-B", branch) if branch is not None else ("--detach",)
        self.ask("worktree", "add", "--quiet", "--force", *where, str(folder), commit)

    def remove_tree(self, folder: Path) -> None:
        """Take a worktree away, whatever became of it."""
        with suppress(GitError):
            self.ask("worktree", "unlock", str(folder))
        if folder.is_symlink() or folder.is_file():
            folder.unlink()
        elif folder.exists():
            _clear(folder)
        self.ask("worktree", "prune", "--expire=now")

    def point(self, branch: str, commit: str | None) -> None:
        """Have a branch end at a commit; None takes the branch away."""
        ref = f"refs/heads/{branch}"
        if commit is not None:
            self.ask("update-ref", ref, commit)
        elif self.ask("for-each-ref", ref):
            self.ask("update-ref", "-d", ref)

    # Commits that are made of files

    def taken(self, folder: Path, base: str, index: Path) -> str:
        """Return a commit after ``base`` that holds what stands in a folder, but for what git ignores.

        Args:
            folder: the top of a worktree; what git has of it is not looked at.
            base: the commit that it began from.
            index: a file to work with, which need not be there.

        Raises:
            GitError: the folder is gone, or something in it cannot be read.
        """
        if not folder.is_dir() or folder.is_symlink():
            raise GitError("the folder of the worktree is gone", where=str(folder))
        told = {**self._by_index(index), "GIT_WORK_TREE": str(folder)}
        self.ask("read-tree", base, told=told)
        self.ask("add", "--all", "--", ":/", *_LEFT_OUT, folder=folder, told=told)
        own = self._repositories(base)
        staged = entries(self.ask("ls-files", "--stage", "-z", told=told, folder=folder))
        inside = [entry.split("\t", 1)[1] for entry in staged if entry.startswith(_REPOSITORY)]
        if found := [path for path in inside if path not in own]:
            raise GitError(f"{', '.join(found)}: is a repository of its own, so that git cannot keep what is in it")
        return self.commit(os.fsdecode(self.ask("write-tree", told=told).strip()), base, "Take what stands there")

    def commit(self, tree: str, parent: str, message: str) -> str:
        """Return a new commit of a tree."""
        return os.fsdecode(self.ask("commit-tree", tree, "-p", parent, given=message.encode()).strip())

    def tree_of(self, commit: str) -> str:
        """Return the tree of a commit."""
        return self.line("rev-parse", f"{commit}^{{tree}}")

    def with_files(self, commit: str, index: Path, files: Mapping[str, bytes | None]) -> str:
        """Return the tree of a commit with other contents of some files; None takes one out. A file keeps its mode."""
        told = {**self._by_index(index), "GIT_LITERAL_PATHSPECS": "1"}
        self.ask("read-tree", commit, told=told)
        for path, content in files.items():
            if content is None:
                self.ask("update-index", "--force-remove", "--", path, told=told)
                continue
            known = self.ask("ls-tree", commit, "--", path, told=told)
            mode = os.fsdecode(known.split(b" ", 1)[0]) or "100644"
            blob = os.fsdecode(self.ask("hash-object", "-w", "--stdin", given=content).strip())
            self.ask("update-index", "--add", "--cacheinfo", f"{mode},{blob},{path}", told=told)
        return os.fsdecode(self.ask("write-tree", told=told).strip())

    def content(self, commit: str, path: str) -> bytes | None:
        """Return what a file holds at a commit; None where it is not there."""
        try:
            return self.ask("cat-file", "blob", f"{commit}:{path}")
        except GitError:
            return None

    def alterations(self, old: str, new: str) -> tuple[Alteration, ...]:
        """Return the paths that differ between two commits."""
        options = ("-r", "-z", "--no-renames", "--no-ext-diff", "--no-textconv")
        raw = entries(self.ask("diff-tree", *options, "--raw", old, new))
        kinds = {path: told.rsplit(" ", 1)[1] for told, path in zip(raw[::2], raw[1::2], strict=True)}
        counts = (entry.split("\t", 2) for entry in entries(self.ask("diff-tree", *options, "--numstat", old, new)))
        return tuple(Alteration(path, kinds.get(path) != "A" and taken != "0") for _, taken, path in counts)

    def merged(self, folder: Path, tip: str, commit: str) -> tuple[str | None, tuple[str, ...]]:
        """Return the tree of a commit merged into a tip, in a worktree made for it; or None and what conflicts."""
        self.add_tree(folder, tip)
        try:
            self.ask("merge", "--squash", "--quiet", commit, folder=folder)
        except GitError:
            conflicts = tuple(entries(self.ask("diff", "--name-only", "--diff-filter=U", "-z", folder=folder)))
            if not conflicts:
                raise
            return None, conflicts
        return self.line("write-tree", folder=folder), ()

    def _repositories(self, commit: str) -> frozenset[str]:
        listed = entries(self.ask("ls-tree", "-r", "-z", commit))
        return frozenset(entry.split("\t", 1)[1] for entry in listed if entry.startswith(_REPOSITORY))

    def _by_index(self, index: Path) -> dict[str, str]:
        """Return what has git work with an index of flowkit's own, which is not there yet."""
        for left in (index, index.with_name(f"{index.name}.lock")):
            left.unlink(missing_ok=True)
        return {"GIT_DIR": str(self.shared), "GIT_INDEX_FILE": str(index)}


def open_workshop(folder: Path) -> Workshop:
    """Return the repository that a folder lies in.

    Raises:
        UsageError: it lies in none, or there is no git, or nobody is named whom git could name as the author.
    """
    program = shutil.which("git")
    if program is None:
        raise UsageError("a build needs git", hint="install it")
    here = Workshop(program, folder, folder)
    try:
        top = Path(here.line("rev-parse", "--show-toplevel"))
        shared = Path(here.line("rev-parse", "--path-format=absolute", "--git-common-dir"))
    except GitError as error:
        hint = "git init, and commit the plan"
        raise UsageError("a build needs a git repository with a work tree", where=str(folder), hint=hint) from error
    workshop = Workshop(program, top, shared)
    try:
        workshop.ask("var", "GIT_COMMITTER_IDENT")
    except GitError as error:
        raise UsageError(
            "git does not know whose commits it makes", where=str(top), hint="set user.name and user.email"
        ) from error
    return workshop


def _clear(folder: Path) -> None:
    """Delete a folder, even where parts of it may not be written."""
    for place, names, _ in os.walk(folder):
        for name in names:
            path = Path(place, name)
            if not path.is_symlink() and not os.access(path, os.W_OK | os.X_OK):
                with suppress(OSError):
                    path.chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        raise GitError("cannot be taken away", where=str(folder))
