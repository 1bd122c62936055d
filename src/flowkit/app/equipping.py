"""Equipping: coding agents are given their files, or these are taken away again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flowkit.app.drafting import Drafted, check_target, write
from flowkit.app.reading import configuration
from flowkit.errors import UsageError
from flowkit.packaged import packaged
from flowkit.read.discovery import shown_path
from flowkit.read.document import read_document
from flowkit.request import Request

if TYPE_CHECKING:
    from flowkit.config import Config
    from flowkit.equip.agents import Part, Texts
    from flowkit.equip.outcome import Outcome
    from flowkit.model.source import Document

COMMON = "AGENTS.md"
"""The file that every agent reads, or is made to read."""

_COMMANDS = ("plan", "build")


@dataclass(frozen=True, slots=True)
class Equipment:
    """What agents are given, or what is taken away from them.

    Attributes:
        written: the files to write.
        removed: the files to delete.
        left: what is not as flowkit writes it, and stays so: the path and why.
    """

    written: tuple[Drafted, ...]
    removed: tuple[Drafted, ...]
    left: tuple[str, ...]


def equip(agents: Sequence[str], request: Request) -> Equipment:
    """Return what makes coding agents work with the plans of a project; nothing is written.

    Raises:
        FlowkitError: there is no such agent; or a file of its cannot be read, or is no JSON where it has to be.
    """
    from flowkit.equip.agents import find_agent, shared_part

    texts = _texts()
    parts = [shared_part(texts), *(part for name in dict.fromkeys(agents) for part in find_agent(name)(texts))]
    bench = _Bench(configuration(request), request.folder)
    for part in parts:
        bench.add(part)
    return bench.equipment()


def strip(agents: Sequence[str], request: Request) -> Equipment:
    """Return what takes the files of agents away again, to the byte; nothing is written.

    What all agents share stays as long as another one is equipped.

    Raises:
        FlowkitError: as ``equip``.
    """
    from flowkit.equip.agents import AGENTS, find_agent, shared_part

    texts = _texts()
    parts = [part for name in dict.fromkeys(agents) for part in find_agent(name)(texts)]
    bench = _Bench(configuration(request), request.folder)
    others = [part for name in AGENTS.keys() - set(agents) for part in AGENTS[name](texts)]
    if not any(bench.has(part) for part in others):
        parts = [shared_part(texts), *parts]
    for part in reversed(parts):
        bench.take(part)
    return bench.equipment()


def carry_out(equipment: Equipment) -> None:
    """Write and delete files.

    Raises:
        FlowkitError: one of them has changed since it was read, or lies outside the project's root, which is looked at
            before any is touched; or it cannot be written after all.
    """
    from flowkit.write import delete

    for document in equipment.removed:
        check_target(document)
    write(equipment.written)
    for document in equipment.removed:
        delete(document.path, root=document.root)


def _texts() -> Texts:
    from flowkit.equip.agents import Texts

    folder = packaged("templates") / "agents"
    commands = {name: (folder / f"{name}.md").read_text(encoding="utf-8") for name in _COMMANDS}
    return Texts((folder / "section.md").read_text(encoding="utf-8"), commands)


class _Bench:
    """The files of agents while they are worked on: each as it stands, and as it is to be."""

    def __init__(self, config: Config, folder: Path) -> None:
        self._config, self._folder = config, folder
        self._standing: dict[str, Document | None] = {}
        self._texts: dict[str, str | None] = {}
        self._left: list[str] = []

    def add(self, part: Part) -> None:
        """Put a part into its file."""
        document = self._open(part.path)
        line_end = document.line_end if document else "\n"
        self._work(part, lambda text: part.add_to(text, line_end))

    def take(self, part: Part) -> None:
        """Take a part out of its file."""
        self._open(part.path)
        self._work(part, lambda text: part.take_from(text) if text is not None else None)

    def has(self, part: Part) -> bool:
        """Whether a part is in its file."""
        document = self._open(part.path)
        return document is not None and part.is_in(document.text)

    def equipment(self) -> Equipment:
        """Return what that comes to."""
        changed = [path for path, text in self._texts.items() if text != self._text_of(path)]
        return Equipment(
            tuple(self._drafted(path, text) for path in changed if (text := self._texts[path]) is not None),
            tuple(self._drafted(path, "") for path in changed if self._texts[path] is None),
            tuple(self._left),
        )

    def _open(self, path: str) -> Document | None:
        if path not in self._texts:
            file = self._config.root / path
            shown = shown_path(file, self._folder)
            found = read_document(file, shown=shown, max_size=self._config.max_file_size) if file.exists() else None
            self._standing[path], self._texts[path] = found, found.text if found else None
        return self._standing[path]

    def _text_of(self, path: str) -> str | None:
        standing = self._standing[path]
        return standing.text if standing else None

    def _work(self, part: Part, step: Callable[[str | None], Outcome | None]) -> None:
        from flowkit.equip.json_text import JsonTextError
        from flowkit.equip.marked import MarkedTextError

        text = self._texts[part.path]
        if self._is_common(part.path):
            return
        try:
            outcome = step(text)
        except (JsonTextError, MarkedTextError) as error:
            line = (text or "").count("\n", 0, error.at) + 1
            hint = "mend it by hand, and try again"
            raise UsageError(
                f"cannot be worked on: {error}", where=f"{self._shown(part.path)}:{line}", hint=hint
            ) from error
        if outcome is None:
            return
        self._texts[part.path] = outcome.text
        if outcome.left:
            self._left.append(f"{self._shown(part.path)}: {outcome.left}")

    def _is_common(self, path: str) -> bool:
        """Whether a file is the one of all agents under a second name, so that it has to import nothing."""
        root = self._config.root
        return path != COMMON and (root / path).resolve() == (root / COMMON).resolve()

    def _shown(self, path: str) -> str:
        return shown_path(self._config.root / path, self._folder)

    def _drafted(self, path: str, text: str) -> Drafted:
        root = self._config.root
        return Drafted(root / path, self._shown(path), text, root, self._standing[path])
