"""Programs that are started with a time limit, and of which nothing is left when they end.

Each gets a session of its own, so that what it starts can be ended with it. What leaves that session is found by the
environment that it was given, where the system tells the environment of its processes (Linux does, under ``/proc``).
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

from flowkit.errors import UsageError

MARK = "FLOWKIT_BUILD_TRY"
"""The variable by which whatever a program has started is found again: the folder of the try."""

_PAUSE = 0.02
_GRACE = 3.0


def split_command(command: str) -> tuple[str, ...]:
    """Return the words of a command, as a shell would split it; no shell ever sees it.

    Raises:
        UsageError: it cannot be split, is empty, or its program is not there.
    """
    try:
        words = tuple(shlex.split(command))
    except ValueError as error:
        raise UsageError(f"the command cannot be split into words: {error}", hint="look at its quotes") from error
    if not words:
        raise UsageError("the command is empty", hint='name one, as in --agent "my-agent --yes"')
    program = shutil.which(words[0])
    if program is None:
        raise UsageError(f"there is no program {words[0]}", hint="install it, or give its path")
    # Where it is called, a relative path would mean something else.
    return (str(Path(program).absolute()), *words[1:])


@dataclass(eq=False)
class Process:
    """A program at work.

    Attributes:
        mark: the value of ``MARK`` in its environment.
        seconds: how long it may take; its end is seen to by ``poll``.
    """

    mark: str
    seconds: float
    _running: subprocess.Popen[bytes]
    _begun: float = field(default_factory=monotonic)
    _ended: int | str | None = None

    @property
    def took(self) -> float:
        """How many seconds have passed since it was started."""
        return monotonic() - self._begun

    def poll(self) -> int | str | None:
        """Return its exit code, or in words why it was ended; None while it works. Afterwards nothing of it is left."""
        if self._ended is None:
            code = self._running.poll()
            if code is not None:
                self._ended = code
                self._kill()
            elif self.took > self.seconds:
                self._ended = f"took longer than {self.seconds:g} seconds and was ended"
                self.end()
        return self._ended

    def end(self) -> None:
        """End it with all that it started: it is asked to, and killed where it does not."""
        self._signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._running.wait(_GRACE)
        self._kill()
        self._running.wait()

    def _signal(self, number: int) -> bool:
        """Send a signal to the whole session's group; return whether there was anything to send it to."""
        try:
            os.killpg(self._running.pid, number)
        except (ProcessLookupError, PermissionError):
            return False
        return True

    def _kill(self) -> None:
        if self._signal(signal.SIGKILL):
            # They are gone at once; only their numbers stay where nobody fetches what became of them.
            end = monotonic() + _PAUSE * 5
            while monotonic() < end and self._running.poll() is not None and self._signal(0):
                sleep(_PAUSE)
        end_marked(self.mark)


def start(
    words: Sequence[str], folder: Path, *, seconds: float, mark: str, log: Path, given: Path | None = None,
    told: Mapping[str, str] | None = None,
) -> Process:  # fmt: skip
    """Start a program.

    Args:
        words: its name and its arguments.
        folder: where it works; git looks for no repository above it.
        seconds: how long it may take.
        mark: what its environment, and that of whatever it starts, is known by.
        log: the file that takes what it prints.
        given: the file that it reads as its standard input; by default it has none.
        told: what its environment tells it beside.

    Raises:
        OSError: it cannot be started.
        ValueError: a word holds what no argument can.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or "CONFIG" in name}
    environment = {**kept, **(told or {}), MARK: mark, "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    with log.open("wb") as output, (given or Path(os.devnull)).open("rb") as source:
        running = subprocess.Popen(  # noqa: S603 - the user named it, and no shell takes part
            words,
            cwd=folder,
            env=environment,
            stdin=source,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Process(mark, seconds, running)


def end_marked(mark: str) -> None:
    """Kill every process of this user whose environment carries a mark, or one that begins with it and a slash."""
    for _ in range(3):
        found = [number for number in _marked(mark) if number != os.getpid()]
        for number in found:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(number, signal.SIGKILL)
        if not found:
            return
        sleep(_PAUSE)


def _marked(mark: str) -> Iterator[int]:
    wanted = f"{MARK}={mark}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            entries = (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue  # it is over, or another user's
        if any(entry == wanted or entry.startswith(wanted + b"/") for entry in entries):
            yield int(folder.name)
