"""Files that plans name loosely and that are not there: whether they ever were, as git tells it.

git is asked only where such a file is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from flowkit.collect import Inquiry
from flowkit.collect.repository import Repository
from flowkit.git import Git, find_git
from flowkit.model.evidence import GoneFact

_COMMIT = "\x01"
_MOST_AT_ONCE = 500


def collect(inquiry: Inquiry) -> Iterator[GoneFact]:
    """Yield why a file that is missing may have been there, for each of which git knows a reason.

    A commit took it away or moved it; it is one that git is told to leave alone; or the history cannot be told, or does
    not go back far enough.
    """
    repository = inquiry.repository
    missing = list(_missing(inquiry))
    git = find_git(repository.root, repository.root) if missing else None
    if git is None:
        return
    taken = _taken(git)
    known = {path: found for path in missing if (found := taken.of(repository.mapped(path))) is not None}
    moves = _moves(git, dict.fromkeys(commit for _, commit in known.values()))
    left_alone = _left_alone(git, missing, repository)
    unknown = _unknown(git, taken)
    for path in missing:
        if path in known:
            file, commit = known[path]
            moved = moves.get((commit, file))
            yield GoneFact(path, f"commit {commit} {'took it away' if moved is None else f'moved it to {moved}'}")
        elif path in left_alone:
            yield GoneFact(path, "git is told to leave it alone")
        elif unknown is not None:
            yield GoneFact(path, unknown)


def _missing(inquiry: Inquiry) -> Iterator[str]:
    entries = (entry for plan in inquiry.plans for task in plan.tasks for entry in task.files if entry.loose)
    for path in dict.fromkeys(entry.path or "" for entry in entries):
        if not inquiry.repository.named(path) and not inquiry.repository.ending_in(path):
            yield path


class _Taken:
    """The files that commits took away, each with the last commit that did; a move takes away too.

    ``told``: git told its history.
    """

    def __init__(self, lines: Sequence[str], *, told: bool) -> None:
        self.told = told
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

    def of(self, path: str) -> tuple[str, str] | None:
        """Return the file that a path named, and the commit that took it away; None where there is none.

        It is named by its path or the end of it, or by a folder that it lay in.
        """
        wanted = f"/{path.strip('/')}"
        for each in self._by_name.get(wanted.rpartition("/")[2], ()):
            if f"/{each}".endswith(wanted) or f"{wanted}/" in f"/{each}":
                return each, self._commits[each]
        return None


def _taken(git: Git) -> _Taken:
    told = git.ask(
        "log", "--diff-filter=D", "--no-renames", "--name-only", "--relative", "--no-ext-diff", "--no-textconv",
        f"--format={_COMMIT}%h", "HEAD",
    )  # fmt: skip
    return _Taken((told or b"").decode("utf-8", "replace").splitlines(), told=told is not None)


def _moves(git: Git, commits: Iterable[str]) -> Mapping[tuple[str, str], str]:
    """Return where commits moved files to, by the commit and the path that the file had."""
    asked = tuple(commits)[:_MOST_AT_ONCE]
    told = git.ask(
        "show", "--find-renames", "--diff-filter=R", "--name-status", "--relative", "--no-ext-diff", "--no-textconv",
        f"--format={_COMMIT}%h", *asked,
    ) if asked else None  # fmt: skip
    moves: dict[tuple[str, str], str] = {}
    commit = ""
    for line in (told or b"").decode("utf-8", "replace").splitlines():
        if line.startswith(_COMMIT):
            commit = line[len(_COMMIT) :]
        elif line.count("\t") == 2:
            _, old, new = line.split("\t")
            moves[commit, old] = new
    return moves


def _unknown(git: Git, taken: _Taken) -> str | None:
    """Return why the history cannot tell whether there ever was a file; None where it can, or nothing is committed."""
    if git.ask_line("rev-parse", "--is-shallow-repository") == "true":
        return "the history here is cut off, and may have had it"
    if not taken.told and git.ask_line("rev-parse", "--verify", "--quiet", "HEAD"):
        return "git did not tell its history, which may have had it"
    return None


def _left_alone(git: Git, paths: Sequence[str], repository: Repository) -> frozenset[str]:
    """Return the paths that git is told to ignore."""
    inside = [path for path in paths if repository.inside(repository.mapped(path)) is not None][:_MOST_AT_ONCE]
    # This command knows no other way to take a path as it is than to have it begin with the folder.
    asked = {f"./{repository.mapped(path)}": path for path in inside}
    told = git.ask("--no-literal-pathspecs", "check-ignore", "--", *asked) if asked else None
    return frozenset(asked.get(line, "") for line in (told or b"").decode("utf-8", "replace").splitlines())
