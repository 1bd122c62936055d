"""What changed since the commits that people attested at, as git tells it.

git is asked only where a plan has an attestation. Everything works without git too: then no commit is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowkit.collect import Inquiry
from flowkit.git import Changes, find_git
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
    git = None if found is None else Changes(found, root)
    delivered = {
        path
        for task in tasks
        for entry in task.files
        for path in inquiry.repository.named(entry.path or "")
        if (root / path).is_file()
    }
    for commit in commits:
        changed = _changed(git, commit) if git is not None else None
        # What git was told to ignore is unknown to it as well, so nothing vouches for it.
        known = frozenset() if changed is None or git is None else git.tracked
        yield ChangeFact(".", commit, None if changed is None else changed | (delivered - known))


def _changed(changes: Changes, commit: str) -> frozenset[str] | None:
    """Return the paths that differ from a commit; None where the commit is not known."""
    if not _COMMIT.fullmatch(commit):
        return None
    name = changes.commit(commit)
    # A branch or tag of that name would be taken before the commit, and can be moved.
    return changes.since(name) if name and name.startswith(commit.lower()) else None
