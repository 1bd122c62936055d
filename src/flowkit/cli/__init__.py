"""The command line: parse, call ``app``, print, exit.

Exit codes: 0 all is well; 1 something was found or differs, or there was nothing to count; 2 wrong use, a configuration
that cannot be used or input that cannot be read; 3 a bug in flowkit; 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from flowkit.cli import (
    beginning,
    building,
    commands,
    comparing,
    converting,
    demonstration,
    hooking,
    planning,
    recording,
    serving,
    tracing,
    watching,
    working,
)
from flowkit.cli.options import cli
from flowkit.errors import FlowkitError
from flowkit.output import is_unwritable, tell

__all__ = [
    "beginning",
    "building",
    "commands",
    "comparing",
    "converting",
    "demonstration",
    "hooking",
    "main",
    "planning",
    "recording",
    "serving",
    "tracing",
    "watching",
    "working",
]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command line, by default that of the process, and exit."""
    try:
        cli(arguments, prog_name="flowkit")
    except FlowkitError as error:
        error.where = _as_seen(error.where)
        tell(str(error))
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except (OSError, UnicodeError) as error:
        if (reason := _reason(error, arguments)) is None:
            _report_bug(arguments)
        tell(reason)
        sys.exit(2)
    except Exception:  # noqa: BLE001 - whatever else comes here is a bug in flowkit, and the user is told so
        _report_bug(arguments)
    sys.exit(0)


def _reason(error: OSError | UnicodeError, arguments: Sequence[str] | None) -> str | None:
    """Return why typer itself could not write; None where that is not what failed."""
    # Help, wrong use and completion do not go through ``write``.
    if isinstance(error, OSError) and is_unwritable(error):
        return f"the output cannot be written: {error.strerror}"
    if "--install-completion" in _words(arguments):
        reason = f"completion cannot be installed: {getattr(error, 'strerror', None) or error}"
        return f"{error.filename}: {reason}" if isinstance(error, OSError) else f"the shell's settings: {reason}"
    return None


def _as_seen(where: str | None) -> str | None:
    """Return a place as the user would write it: from the folder that they work in, if it is not far from there."""
    if where is None or not Path(where).is_absolute():
        return where
    from flowkit.read.discovery import shown_path

    try:
        return shown_path(Path(where), Path.cwd())
    except OSError:
        return where


def _report_bug(arguments: Sequence[str] | None) -> NoReturn:
    from flowkit.output import report_bug

    report_bug(_words(arguments))
    sys.exit(3)


def _words(arguments: Sequence[str] | None) -> Sequence[str]:
    return sys.argv[1:] if arguments is None else arguments
