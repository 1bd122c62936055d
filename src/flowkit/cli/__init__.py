"""The command line: parse, call ``app``, print, exit.

Exit codes: 0 all is well; 1 something was found or differs, or there was nothing to count; 2 wrong use, a configuration
that cannot be used or input that cannot be read; 3 a bug in flowkit; 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from flowkit.cli import commands, comparing, converting, demonstration, planning, recording, tracing, working
from flowkit.cli.options import cli
from flowkit.errors import FlowkitError
from flowkit.output import is_unwritable, tell

__all__ = [
    "commands",
    "comparing",
    "converting",
    "demonstration",
    "main",
    "planning",
    "recording",
    "tracing",
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
    except OSError as error:
        # What typer prints itself, help and wrong use, does not go through ``write``.
        if not is_unwritable(error):
            _report_bug(arguments)
        tell(f"the output cannot be written: {error.strerror}")
        sys.exit(2)
    except Exception:  # noqa: BLE001 - whatever else comes here is a bug in flowkit, and the user is told so
        _report_bug(arguments)
    sys.exit(0)


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

    report_bug(sys.argv[1:] if arguments is None else arguments)
    sys.exit(3)
