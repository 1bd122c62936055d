"""Documents as a revision of git has them: ``REV:path``, written as for ``git show`` (gitrevisions(7)).

``HEAD~3:plans/x.md`` counts the path from the top of the repository, ``HEAD:./x.md`` from the folder of the user, and
``:plans/x.md`` is what is staged.
"""

from __future__ import annotations

import re
from pathlib import Path

from flowkit.config import Config
from flowkit.errors import ReadError
from flowkit.git import Git, find_git
from flowkit.model.source import Document
from flowkit.read.document import document_from_bytes, too_large

# A revision may hold a colon inside braces, as in HEAD@{12:00}.
_REVISED = re.compile(r"((?:[^:{]|\{[^}]*\})*):(.*)", re.DOTALL)
_STAGE = re.compile(r"^[0-3]:")
_FROM_FOLDER = ("./", "../")


def is_revised(name: str) -> bool:
    """Whether a name is ``REV:path``; a file whose name has a colon is called ``./a:b.md``."""
    return not name.startswith((".", "/")) and not Path(name).drive and _REVISED.fullmatch(name) is not None


def read_revised(name: str, config: Config, folder: Path) -> Document:
    """Read a document as a revision has it; only what git keeps is read, and nothing is checked out.

    Args:
        name: ``REV:path``.
        config: the project's root, whose own programs are not run, and the largest size that is read.
        folder: the folder that the user works in.

    Raises:
        ReadError: there is no git, no repository, no such revision, no such path in it, or it is no document.
    """
    git = _git(name, config, folder)
    blob = git.ask_line("rev-parse", "--verify", "--quiet", "--end-of-options", name)
    if not blob:
        raise _not_found(git, name, folder)
    kind, size = (git.ask_line("cat-file", asked, blob) for asked in ("-t", "-s"))
    if kind is not None and kind != "blob":
        raise ReadError("is no file", where=name, hint="name a file: REV:path")
    if size is not None and int(size) > config.max_file_size:
        raise too_large(name, config.max_file_size)
    data = git.ask("cat-file", "blob", blob)
    if data is None:
        hint = "is it in a submodule, or not fetched yet?"
        raise ReadError("git does not have what stands in it", where=name, hint=hint)
    return document_from_bytes(data, name, max_size=config.max_file_size)


def present_file(name: str, config: Config, folder: Path) -> Path:
    """Return where the document of ``REV:path`` lies now.

    Raises:
        ReadError: there is no git, no repository, or no work tree.
    """
    path = _split(name)[1]
    if path.startswith(_FROM_FOLDER):
        return folder.resolve() / path
    top = _git(name, config, folder).ask_line("rev-parse", "--show-toplevel")
    if not top:
        raise ReadError("the repository has no files to compare it with", where=name, hint="name the other plan too")
    return Path(top, path)


def _git(name: str, config: Config, folder: Path) -> Git:
    git = find_git(folder, config.root)
    if git is None:
        raise ReadError("git is needed to read a revision, and is not installed", where=name, hint="name two files")
    if git.ask_line("rev-parse", "--git-dir") is None:
        hint = f"go into a repository that git trusts, or write ./{name} if a file is called so"
        raise ReadError("the current folder is in no git repository", where=name, hint=hint)
    return git


def _not_found(git: Git, name: str, folder: Path) -> ReadError:
    """Return what to tell of a name that git cannot resolve: the revision is unknown, or the path is not in it."""
    revision, path = _split(name)
    if (folder / name).exists():
        return ReadError("git knows no such revision", where=name, hint=f"write ./{name} for the file of that name")
    # Without a revision it is the index that is asked, which is always there.
    if revision and not git.ask_line("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{tree}}"):
        hint = "git log --oneline and git branch --all show which there are"
        return ReadError(f"git knows no revision {revision}", where=name, hint=hint)
    hint = "the path counts from the top of the repository, or with ./ from the current folder"
    return ReadError(f"there is no {path} in {revision or 'what is staged'}", where=name, hint=hint)


def _split(name: str) -> tuple[str, str]:
    """Return the revision and the path of ``REV:path``; what is staged has no revision, whatever its stage."""
    found = _REVISED.fullmatch(name)
    revision, path = found.groups() if found else ("", name)
    return (revision, path) if revision else ("", _STAGE.sub("", path))
