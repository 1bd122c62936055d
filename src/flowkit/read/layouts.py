"""Folders that are one plan: a ``tasks.md`` with the documents beside it that say what its tasks are for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from flowkit.config import Config
from flowkit.model.brief import Passage
from flowkit.model.marker import Role
from flowkit.model.plan import Plan
from flowkit.model.trace import SpecIndex
from flowkit.read.document import read_document
from flowkit.read.markdown import read_outline
from flowkit.read.wanted import read_wanted
from flowkit.request import Found

TASKS = "tasks.md"
"""What the document with the tasks is called in every such folder."""

ARCHIVE = ("changes", "archive")
"""Where OpenSpec keeps the changes that are done with: they are looked at only where they are named."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a format lays out its folder.

    Attributes:
        format: the format of its specs.
        specs: the documents that say what is wanted, as globs below the folder.
        beside: the other documents by which one knows the folder.
        places: the last names of the folders around it; a folder in such a place needs no other document.
    """

    format: str
    specs: tuple[str, ...]
    beside: tuple[str, ...]
    places: tuple[tuple[str, ...], ...]


LAYOUTS = (
    Layout("kiro", ("requirements.md", "bugfix.md"), (), ((".kiro", "specs"),)),
    Layout("openspec", ("specs/**/spec.md",), ("proposal.md",), (("changes",), ARCHIVE)),
    Layout("spec-kit", ("spec.md",), ("plan.md",), ((".specify", "specs"), ("specs",))),
)
"""How folders are laid out; the first that fits is meant."""


def plan_of_folder(folder: Path) -> Path | None:
    """Return the document with the tasks of a folder that is a plan; None for any other folder."""
    tasks = folder / TASKS
    return tasks if tasks.is_file() and layout_of(tasks) is not None else None


def layout_of(tasks: Path) -> Layout | None:
    """Return how the folder around a document of tasks is laid out; None where it is none of a format."""
    if tasks.name != TASKS:
        return None
    folder = tasks.absolute().parent
    around = folder.parts[:-1]
    for layout in LAYOUTS:
        if any(around[-len(place) :] == place for place in layout.places) or _has_any(folder, layout):
            return layout
    return None


def is_archived(tasks: Path) -> bool:
    """Whether a document of tasks lies in the archive of OpenSpec: what it says was true when it went there."""
    return tasks.name == TASKS and tasks.absolute().parts[-4:-2] == ARCHIVE


def _has_any(folder: Path, layout: Layout) -> bool:
    return any(any(True for _ in folder.glob(pattern)) for pattern in (*layout.beside, *layout.specs))


def in_folder(plan: Plan, found: Found, config: Config) -> Plan:
    """Return a plan with what the specs in its folder want, and called after the folder; any other plan as it is.

    Raises:
        ReadError: one of the specs cannot be read.
    """
    from flowkit.read.linking import link

    layout = None if found.piped else layout_of(found.path)
    if layout is None:
        return plan
    specs = tuple(_read(path, shown, layout.format, config) for path, shown in _specs(found, layout))
    return link(plan, found.path.resolve().parent.name, specs)


def _specs(found: Found, layout: Layout) -> Iterator[tuple[Path, str]]:
    folder = found.path.parent
    for pattern in layout.specs:
        for path in sorted(folder.glob(pattern)):
            if path.is_file():
                yield path, Path(found.shown).parent.joinpath(path.relative_to(folder)).as_posix()


def _read(path: Path, shown: str, expected: str, config: Config) -> SpecIndex:
    grammar = config.grammar()
    outline = read_outline(read_document(path, shown=shown, max_size=config.max_file_size))
    occurrences = grammar.find(outline.document.text)
    decisions = frozenset(one.id for one in occurrences if one.kind is not None and one.kind.role is Role.DECISION)
    return SpecIndex(shown, decisions, tuple(read_wanted(outline, grammar, (), expected)))


def passages_beside(plan: Plan, ids: Collection[str], config: Config, folder: Path) -> dict[str, Passage]:
    """Return what the specs in the folder of a plan say of some ids; ``folder`` is where the user works.

    Raises:
        ReadError: one of the specs cannot be read.
    """
    from flowkit.read.passages import read_passages

    grammar = config.grammar()
    found: dict[str, Passage] = {}
    for index in plan.specs if ids else ():
        document = read_document(folder / index.path, shown=index.path, max_size=config.max_file_size)
        for passage in read_passages(read_outline(document), grammar, ids):
            found.setdefault(passage.id, passage)
    return found
