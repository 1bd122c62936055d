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
        # What is run is what the project configured; nothing of a plan reaches it.
        return subprocess.run(arguments, cwd=folder, stdout=2, check=False).returncode  # noqa: S603
    except ValueError as error:
        return f"cannot be split into words: {error}"
    except OSError as error:
        return f"cannot be started: {error.strerror}"
