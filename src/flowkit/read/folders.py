"""Plans that are spread over several documents: which documents belong together, and the plan that they make.

The formats of such plans are a table. Each is a dialect that has three functions more: ``whole(document, named)`` gives
the path of the plan that a document is part of, ``documents(path)`` those of such a plan, and
``parse_folder(name, outlines, grammar)`` reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from flowkit.config import Config
from flowkit.errors import ReadError
from flowkit.model.marker import Grammar
from flowkit.model.outline import Outline
from flowkit.model.plan import Plan
from flowkit.read.discovery import shown_path
from flowkit.read.document import read_document
from flowkit.read.markdown import read_outline
from flowkit.request import Found

_FORMATS = {
    "backlog-md": "flowkit.read.dialects.backlog",
    "bmad": "flowkit.read.dialects.bmad",
}


class FolderFormat(Protocol):
    """A format whose plans are spread over documents."""

    def whole(self, document: Path, *, named: bool) -> Path | None:
        """Return the path of the plan that a document is part of; None for one that stands alone.

        Args:
            document: the document.
            named: the user named the document itself, not a folder that holds it.
        """

    def documents(self, plan: Path) -> tuple[Path, ...]:
        """Return the documents of the plan that goes by a path."""

    def parse_folder(self, name: str, outlines: Sequence[Outline], grammar: Grammar) -> Plan:
        """Read the plan that goes by a path and is spread over documents."""


def gather(found: Iterable[Found], folder: Path, dialect: str | None = None) -> Iterator[Found]:
    """Yield documents that were found, those of one plan as one, at the first of them.

    Args:
        found: the documents.
        folder: the folder that the user works in, for the paths that are shown.
        dialect: the dialect of all of them, where the user named it.

    Raises:
        ReadError: what lies around a document cannot be looked at.
    """
    formats = [name for name in _FORMATS if dialect in {None, name}]
    told: set[Path] = set()
    for one in found:
        try:
            name, path = (None, None) if one.piped else _whole(one, formats)
            parts = _format(name).documents(path) if name and path and path not in told else ()
        except OSError as error:
            raise ReadError(f"cannot be read: {error.strerror}", where=one.shown) from error
        if name is None or path is None:
            yield one
        elif path not in told:
            told.add(path)
            shown = one.shown if path == one.path else shown_path(path, folder)
            yield replace(one, path=path, shown=shown, format=name, parts=parts)


def read_folder(found: Found, config: Config, folder: Path, grammar: Grammar) -> Plan:
    """Read a plan that is spread over documents.

    Raises:
        ReadError: a document cannot be read, or is broken.
    """
    if found.format is None:
        raise ValueError(f"{found.shown} is spread over no documents")

    def read(part: Path) -> Outline:
        shown = found.shown if part == found.path else shown_path(part, folder)
        return read_outline(replace(read_document(part, shown=shown, max_size=config.max_file_size), bound=True))

    outlines = [read(part) for part in found.parts]
    return _format(found.format).parse_folder(found.shown, outlines, grammar)


def _whole(found: Found, formats: Iterable[str]) -> tuple[str, Path] | tuple[None, None]:
    """Return the format and the path of the plan that a document is part of; nothing for one that stands alone."""
    for name in formats:
        path = _format(name).whole(found.path, named=found.named)
        if path is not None:
            return name, path
    return None, None


def _format(name: str) -> FolderFormat:
    return cast(FolderFormat, import_module(_FORMATS[name]))
