"""What a command is asked to look at, and by which rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flowkit.errors import UsageError
from flowkit.model.severity import Severity
from flowkit.model.web import Web

STANDARD_INPUT = "-"
"""The name by which standard input is given as a document."""


@dataclass(frozen=True, slots=True)
class Found:
    """A document to read.

    Attributes:
        path: where it lies.
        shown: its path as the user wrote or would write it.
        named: the user named the document itself, not a folder that holds it.
        piped: it comes on standard input and lies nowhere.
        format: the format of a plan that is spread over documents; None for a document that stands alone.
        parts: the documents that such a plan is spread over.
    """

    path: Path
    shown: str
    named: bool
    piped: bool = False
    format: str | None = None
    parts: tuple[Path, ...] = ()


def present() -> datetime:
    """Return the time now, in the zone of this machine."""
    return datetime.now().astimezone()


def current_folder() -> Path:
    """Return the folder that the user works in.

    Raises:
        UsageError: it cannot be used, for instance because it is gone.
    """
    try:
        return Path.cwd()
    except OSError as error:
        message = f"the current folder cannot be used: {error.strerror}"
        raise UsageError(message, hint="go to one that is there") from error


Watch = Callable[[Sequence[Found]], Iterable[Found]]
"""Goes through documents one by one, so that a caller can show how far the work is."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a command is to look at.

    Attributes:
        folder: the folder that the user works in; paths are relative to it.
        root: the project's root, which alone is looked into for a configuration; None: the configuration is sought from
            the folder upwards, and the root is where it lies.
        paths: documents and folders that the user named; none: what the configuration names.
        dialect: the dialect of the documents; None where it is to be recognised.
        standard_input: reads at most so many bytes of standard input.
        watch: goes through the documents.
        confined: documents outside the project's root are refused, be they named, configured or linked to.
        apart: folders below the root, as they stand from there, that are projects of their own and not looked into.
        now: tells the time.
        web: where a forge shows the files; None where that is not known.
    """

    folder: Path
    root: Path | None = None
    paths: tuple[str, ...] = ()
    dialect: str | None = None
    standard_input: Callable[[int], bytes] | None = None
    watch: Watch = iter
    confined: bool = False
    apart: tuple[str, ...] = ()
    now: Callable[[], datetime] = present
    web: Web | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rules judge, and what makes a verification fail; None leaves it to the configuration.

    ``strict``: an unproven completion is an error. ``since``: a revision of git; what did not change since is left out.
    """

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    fail_on: Severity | None = None
    strict: bool = False
    since: str | None = None
