"""The streams of the command line: what is printed, and to whom."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import TypeVar

from flowkit.report.screen import Screen, visible

T = TypeVar("T")

_MANY = 20
_PIPE_WIDTH = 100


def write(text: str) -> None:
    """Print text to standard output; a reader that has gone away is no error."""
    _settle()
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter flushes once more at its end; let that go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tell(message: str) -> None:
    """Print a message to standard error, under flowkit's name."""
    _settle()
    sys.stderr.write(f"flowkit: {visible(message)}\n")


def _settle() -> None:
    """Have characters that a stream cannot show written as escapes, not raised as errors."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")


def screen() -> Screen:
    """Return what standard output is: a terminal with its width and colours, or something without colours."""
    if not sys.stdout.isatty():
        return Screen(_PIPE_WIDTH)
    from shutil import get_terminal_size

    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return Screen(get_terminal_size().columns, colour=not plain)


def progress(documents: Sequence[T]) -> Iterable[T]:
    """Go through documents; on long work, a terminal on standard error shows how far it is."""
    if len(documents) < _MANY or not sys.stderr.isatty():
        return documents
    from rich.console import Console
    from rich.progress import track

    return track(documents, "reading", console=Console(stderr=True), transient=True)


def report_bug(arguments: Sequence[str]) -> None:
    """Tell of the exception that is being handled, and what to report."""
    import platform
    from importlib.metadata import version
    from traceback import format_exc

    sys.stderr.write(
        "flowkit: this is a bug in flowkit, not in your documents. Please report it with the lines below and, if you\n"
        "can share it, the document.\n\n"
        f"flowkit {version('flowkit')}, Python {platform.python_version()}, {platform.platform()}\n"
        f"command: {' '.join(['flowkit', *(visible(word) for word in arguments)])}\n{format_exc()}"
    )
