"""The sources of a new feature, and writing documents that were made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flowkit.app.reading import configuration
from flowkit.errors import UsageError
from flowkit.model.numbering import split_number
from flowkit.read.discovery import shown_path
from flowkit.request import Request

if TYPE_CHECKING:
    from flowkit.model.source import Document


@dataclass(frozen=True, slots=True)
class Drafted:
    """A drafted document.

    Attributes:
        path: the file that it belongs in.
        shown: that path as the user would write it.
        text: what it says.
        root: the project's root, which nothing may be written outside of.
        standing: the document that it takes the place of; None where there is to be none.
        told: what is to be told of it beside its path: new ids, what its dialect cannot carry, what is not known of it.
    """

    path: Path
    shown: str
    text: str
    root: Path
    standing: Document | None = None
    told: tuple[str, ...] = ()

    @property
    def data(self) -> bytes:
        """The bytes to write: in the encoding of the document that stands."""
        return self.text.encode() if self.standing is None else replace(self.standing, text=self.text).data


# implements: feat-flowkit-commands:IMPL_003
def init(name: str, date: str, request: Request) -> tuple[Drafted, ...]:
    """Return a decision, a spec and a feature to fill in; nothing is written.

    Args:
        name: the short name of the feature, in lower case with hyphens.
        date: today, as ISO 8601 has it.
        request: where the project is.

    Raises:
        FlowkitError: the name cannot be used, or the decisions that stand cannot be read.
    """
    from flowkit.draft.scaffold import scaffold
    from flowkit.read.sources import read_decisions

    config = configuration(request)
    numbers = [split_number(adr.id) for adr in read_decisions(config, request.folder) if adr.id]
    number = 1 + max((parts[1] for parts in numbers if parts), default=0)
    paths = [(config.root / path, text) for path, text in scaffold(name, number=number, date=date)]
    return tuple(Drafted(path, shown_path(path, request.folder), text, config.root) for path, text in paths)


# implements: feat-flowkit-commands:IMPL_003
def write(documents: Sequence[Drafted]) -> None:
    """Write documents.

    Raises:
        UsageError: one of them is there with another text than it is to take the place of, or could not be written
            where it belongs; this is looked at before any is written.
        FlowkitError: one of them cannot be written after all; those before it stay.
    """
    from flowkit.write import replace as write_file

    check_targets(documents)
    for document in documents:
        write_file(document.path, document.data, root=document.root)


def check_targets(documents: Sequence[Drafted]) -> None:
    """Raise the UsageError for the first document that may not be written where it belongs."""
    for document in documents:
        check_target(document)


def check_target(document: Drafted) -> None:
    """Raise a UsageError where a document cannot be written, or something else stands there than it knows of."""
    path = document.path
    try:
        above = next(folder for folder in path.parents if folder.exists())
        if not path.resolve().is_relative_to(document.root):
            hint = f"name a file below {document.root}"
            raise UsageError("lies outside the project's root", where=document.shown, hint=hint)
        if not above.is_dir():
            raise UsageError(f"cannot be written: {above} is no folder", where=document.shown)
        if path.is_dir():
            raise UsageError("is a folder, not a file to write", where=document.shown, hint="name a file in it")
        expected = {document.data} if document.standing is None else {document.data, document.standing.data}
        if path.exists() and path.read_bytes() not in expected:
            if document.standing is not None:
                hint = "look at what it says now, and run the command again"
                raise UsageError(
                    "changed while it was worked on and is not overwritten", where=document.shown, hint=hint
                )
            hint = "move it away, or write to another file"
            raise UsageError("is there already and is not overwritten", where=document.shown, hint=hint)
    except UnicodeEncodeError as error:
        hint = "save the plan as UTF-8 first"
        raise UsageError(f"cannot hold {error.object[error.start]!r}", where=document.shown, hint=hint) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"cannot be written: {reason}", where=document.shown) from error
