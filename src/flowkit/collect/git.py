"""What changed since the commits that people attested at, as git tells it.

git is asked only where a plan has an attestation. Everything works without git too: then no commit is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from flowkit.collect import Inquiry
from flowkit.git import Git, entries, find_git
from flowkit.model.evidence import ChangeFact

_COMMIT = re.compile(r"[0-9a-fA-F]{7,64}")


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
    found = find_git(root, root)
    git = None if found is None else _Changes(found, root)
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


@dataclass(frozen=True)
class _Changes:
    """Asks git about the folder ``root``, which may lie below the top of its repository."""

    git: Git
    root: Path

    def changed(self, commit: str) -> frozenset[str] | None:
        """Return the paths that differ from a commit; None where the commit is not known."""
        if not _COMMIT.fullmatch(commit):
            return None
        name = self.git.ask_line("rev-parse", "--verify", "--quiet", "--end-of-options", commit + "^{commit}")
        # A branch or tag of that name would be taken before the commit, and can be moved.
        if not name or not name.startswith(commit.lower()) or self._present is None:
            return None
        since = self.git.ask(
            "diff-tree", "-r", "-z", "--name-only", "--no-renames", "--no-ext-diff", "--no-textconv", "--relative",
            "--end-of-options", name, "HEAD",
        )  # fmt: skip
        return None if since is None else self._present | frozenset(entries(since))

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
