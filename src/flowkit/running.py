"""Running the test command of a project, which happens only where the user asked for it."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

from flowkit.output import tell


def run_tests(command: str, folder: Path) -> int | str:
    """Show a command, run it in a folder with its output on standard error, and return its exit code.

    It is split as a shell would and run without one. Why it could not be started is returned in words.
    """
    tell(f"running in {folder}: {command}")
    try:
        arguments = shlex.split(command)
    except ValueError as error:
        return f"cannot be split into words: {error}"
    if not arguments:
        return "is empty"
    try:
        done = subprocess.run(arguments, cwd=folder, stdout=2, check=False)  # noqa: S603 - the user configured it
    except OSError as error:
        return f"cannot be started: {error.strerror}"
    except ValueError as error:
        return f"cannot be started: {error}"
    return done.returncode
