"""The streams of the command line: what is read, what is printed, and to whom."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Sequence
from typing import TextIO, TypeVar

from flowkit.errors import FlowkitError, UsageError
from flowkit.report.screen import Screen, visible

T = TypeVar("T")

_MANY = 20
_PIPE_WIDTH = 100
# What a stream says that takes nothing more: a full disk or quota, a file at its limit, a descriptor that is closed.
_UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EBADF}


def read_input(size: int) -> bytes:
    """Return at most so many bytes of standard input.

    Raises:
        UsageError: standard input is closed.
        OSError: it cannot be read.
    """
    # A process that is started without a stream finds None in its place, whatever the type says.
    stream: TextIO | None = sys.stdin
    if stream is None:
        raise UsageError("there is no standard input to read", hint="name a file")
    return stream.buffer.read(size)


def write(text: str) -> None:
    """Print text to standard output; a reader that has gone away is no error.

    Raises:
        FlowkitError: standard output is closed, or takes no more.
    """
    _settle()
    _print(text)


def write_document(text: str) -> None:
    """Print a document to standard output as it would stand in a file: in UTF-8, whatever the terminal's encoding is.

    Raises:
        FlowkitError: as ``write``.
    """
    _print(text.encode())


def _print(content: str | bytes) -> None:
    stream: TextIO | None = sys.stdout
    if not content:
        return
    if stream is None:
        raise FlowkitError("there is no standard output to write to")
    try:
        if isinstance(content, str):
            stream.write(content)
        else:
            stream.flush()
            stream.buffer.write(content)
        stream.flush()
    except BrokenPipeError:
        _silence(stream)
    except OSError as error:
        _silence(stream)
        raise FlowkitError(f"standard output cannot be written: {error.strerror}") from error


def tell(message: str) -> None:
    """Print a message to standard error, under flowkit's name; where nobody can be told, the exit code has to do."""
    _settle()
    _print_error(f"flowkit: {visible(message)}\n")


def _print_error(text: str) -> None:
    stream: TextIO | None = sys.stderr
    if stream is None:
        return
    try:
        stream.write(text)
        stream.flush()
    except OSError:
        _silence(stream)


def _silence(stream: TextIO) -> None:
    """Let what a stream still holds go nowhere: the interpreter flushes it at its end, and fails where it cannot."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def is_unwritable(error: OSError) -> bool:
    """Whether an error says that standard output or standard error takes no more; then both are silenced."""
    if error.errno not in _UNWRITABLE or error.filename is not None:
        return False
    streams: tuple[TextIO | None, ...] = (sys.stdout, sys.stderr)
    for stream in streams:
        if stream is not None:
            try:
                stream.flush()
            except OSError:
                _silence(stream)
    return True


def _settle() -> None:
    """Have characters that a stream cannot show written as escapes, not raised as errors."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")


def screen() -> Screen:
    """Return what standard output is: a terminal with its width and colours, or something without colours."""
    if not _is_terminal(sys.stdout):
        return Screen(_PIPE_WIDTH)
    from shutil import get_terminal_size

    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return Screen(get_terminal_size().columns, colour=not plain)


def clear() -> None:
    """Clear a terminal on standard output; anything else keeps what was printed."""
    if _is_terminal(sys.stdout) and os.environ.get("TERM") != "dumb":
        write("\x1b[2J\x1b[3J\x1b[H")


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def progress(documents: Sequence[T]) -> Iterable[T]:
    """Go through documents; on long work, a terminal on standard error shows how far it is."""
    if len(documents) < _MANY or not _is_terminal(sys.stderr):
        return documents
    from rich.console import Console
    from rich.progress import track

    return track(documents, "reading", console=Console(stderr=True), transient=True)


def report_bug(arguments: Sequence[str]) -> None:
    """Tell of the exception that is being handled, and what to report."""
    import platform
    from importlib.metadata import version
    from traceback import format_exc

    _print_error(
        "flowkit: this is a bug in flowkit, not in your documents. Please report it with the lines below and, if you\n"
        "can share it, the document.\n\n"
        f"flowkit {version('flowkit')}, Python {platform.python_version()}, {platform.platform()}\n"
        f"command: {' '.join(['flowkit', *(visible(word) for word in arguments)])}\n{format_exc()}"
    )
