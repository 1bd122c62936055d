"""Files that plans record as touched and that are not there: whether they ever were, as git tells it.

git is asked only where such a file is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowkit.collect import Inquiry
from flowkit.collect.repository import Repository
from flowkit.git import Git, find_git
from flowkit.model.evidence import GoneFact

_COMMIT = "\x01"
_MOST_AT_ONCE = 500


def collect(inquiry: Inquiry) -> Iterator[GoneFact]:
    """Yield why a recorded file that is missing may have been there, for each of which git knows a reason.

    A commit took it away; it is one that git is told to leave alone; or the history here does not go back far enough.
    """
    repository = inquiry.repository
    missing = list(_missing(inquiry))
    git = find_git(repository.root, repository.root) if missing else None
    if git is None:
        return
    taken = _taken(git)
    left_alone = _left_alone(git, missing, repository)
    cut_off = git.ask_line("rev-parse", "--is-shallow-repository") == "true"
    for path in missing:
        commit = taken.of(repository.mapped(path))
        if commit is not None:
            yield GoneFact(path, f"commit {commit} took it away")
        elif path in left_alone:
            yield GoneFact(path, "git is told to leave it alone")
        elif cut_off:
            yield GoneFact(path, "the history here is cut off, and may have had it")


def _missing(inquiry: Inquiry) -> Iterator[str]:
    entries = (entry for plan in inquiry.plans for task in plan.tasks for entry in task.files if entry.record)
    for path in dict.fromkeys(entry.path or "" for entry in entries):
        if "/" in path and not inquiry.repository.named(path) and not inquiry.repository.ending_in(path):
            yield path


class _Taken:
    """The files that commits took away, each with the last commit that did; a move takes away too."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._commits: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = {}
        commit = ""
        for line in lines:
            if line.startswith(_COMMIT):
                commit = line[len(_COMMIT) :]
            elif line and line not in self._commits:
                self._commits[line] = commit
                for part in line.split("/"):
                    self._by_name.setdefault(part, []).append(line)

    def of(self, path: str) -> str | None:
        """Return the commit that took away what a path named: a file, by its path or the end of it, or a folder."""
        wanted = f"/{path.strip('/')}"
        for each in self._by_name.get(wanted.rpartition("/")[2], ()):
            if f"/{each}".endswith(wanted) or f"{wanted}/" in f"/{each}":
                return self._commits[each]
        return None


def _taken(git: Git) -> _Taken:
    told = git.ask(
        "log", "--diff-filter=D", "--no-renames", "--name-only", "--relative", "--no-ext-diff", "--no-textconv",
        f"--format={_COMMIT}%h", "HEAD",
    )  # fmt: skip
    return _Taken((told or b"").decode("utf-8", "replace").splitlines())


def _left_alone(git: Git, paths: Sequence[str], repository: Repository) -> frozenset[str]:
    """Return the paths that git is told to ignore."""
    inside = [path for path in paths if repository.inside(repository.mapped(path)) is not None][:_MOST_AT_ONCE]
    # This command knows no other way to take a path as it is than to have it begin with the folder.
    asked = {f"./{repository.mapped(path)}": path for path in inside}
    told = git.ask("--no-literal-pathspecs", "check-ignore", "--", *asked) if asked else None
    return frozenset(asked.get(line, "") for line in (told or b"").decode("utf-8", "replace").splitlines())
