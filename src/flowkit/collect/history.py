"""Files that plans record as touched and that are not there: whether they ever were, as git tells it.

git is asked once, and only where such a file is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flowkit.collect import Inquiry
from flowkit.git import Git, find_git
from flowkit.model.evidence import GoneFact

_COMMIT = "\x01"


def collect(inquiry: Inquiry) -> Iterator[GoneFact]:
    """Yield each recorded file that a commit took away, and where git has no whole history all that are missing."""
    missing = list(_missing(inquiry))
    root = inquiry.repository.root
    git = find_git(root, root) if missing else None
    if git is None:
        return
    taken = _taken(git, (inquiry.repository.mapped(path) for path in missing))
    cut_off = git.ask_line("rev-parse", "--is-shallow-repository") == "true"
    for path in missing:
        commit = taken.get(inquiry.repository.mapped(path))
        if commit is not None or cut_off:
            yield GoneFact(path, commit)


def _missing(inquiry: Inquiry) -> Iterator[str]:
    entries = (entry for plan in inquiry.plans for task in plan.tasks for entry in task.files if entry.record)
    for path in dict.fromkeys(entry.path or "" for entry in entries):
        if "/" in path and not inquiry.repository.named(path) and not inquiry.repository.ending_in(path):
            yield path


def _taken(git: Git, paths: Iterable[str]) -> dict[str, str]:
    """Return the last commit that took each of some paths away, for those that ever were; a move takes away too."""
    told = git.ask(
        "log", "--diff-filter=D", "--no-renames", "--name-only", "--relative", "--no-ext-diff", "--no-textconv",
        f"--format={_COMMIT}%h", "HEAD", "--", *paths,
    )  # fmt: skip
    found: dict[str, str] = {}
    commit = ""
    for line in (told or b"").decode("utf-8", "replace").splitlines():
        if line.startswith(_COMMIT):
            commit = line[len(_COMMIT) :]
        elif line:
            found.setdefault(line, commit)
    return found
