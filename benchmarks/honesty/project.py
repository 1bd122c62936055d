"""A copy of the project, and what a liar does to its files."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

GIT = shutil.which("git") or "git"
LIBRARY = "examples/session_timeout/src/session_timeout"
TESTS = "examples/session_timeout/tests"
TIMEOUT = "plans/feat-session-timeout.md"
SECURITY = "plans/feat-session-security.md"
FEATURE = "features/session_timeout.feature"
CONTRACT = "examples/session_timeout/contracts/session-config.schema.json"
SETTINGS = "pyproject.toml"
RECORDING = ".flowkit/tests.json"
COVERAGE = ".coverage"
BASELINE = "flowkit-baseline.toml"
RECEIPT = "receipt.json"
LEFT_OUT = ("plans/feat-flowkit-commands.md", "docs/specs/flowkit-commands.md", "features/flowkit_commands.feature")
"""flowkit's own plan, whose tests would have to run too."""


class AnchorError(Exception):
    """What a lie means to change is not there, so the lie has to be written anew."""


class Project:
    """A checkout that may be changed.

    Args:
        root: its folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def text(self, path: str) -> str:
        """Return the text of a file."""
        return (self.root / path).read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        """Write a file, in a folder that need not be there yet."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        """Put a text in the place of another, which has to stand in the file exactly once.

        Raises:
            AnchorError: it does not.
        """
        text = self.text(path)
        if text.count(old) != 1:
            raise AnchorError(f"{path} has {old!r} {text.count(old)} times")
        self.write(path, text.replace(old, new))

    def between(self, path: str, start: str, end: str, new: str) -> None:
        """Put a text in the place of what stands behind ``start``, up to the first ``end`` behind it or the file's end.

        Raises:
            AnchorError: ``start`` does not stand in the file exactly once.
        """
        text = self.text(path)
        if text.count(start) != 1:
            raise AnchorError(f"{path} has {start!r} {text.count(start)} times")
        before, _, rest = text.partition(start)
        _, found, after = rest.partition(end)
        self.write(path, before + start + new + found + after)

    def cut(self, path: str, start: str, end: str) -> None:
        """Take out what begins with ``start``, up to the first ``end`` behind it or the file's end.

        Raises:
            AnchorError: ``start`` does not stand in the file exactly once.
        """
        self.between(path, start, end, "\x00")
        self.replace(path, f"{start}\x00", "")

    def append(self, path: str, text: str) -> None:
        """Add a text to the end of a file."""
        self.write(path, self.text(path) + text)

    def delete(self, path: str) -> None:
        """Delete a file."""
        (self.root / path).unlink()

    def move(self, path: str, to: str) -> None:
        """Move a file."""
        (self.root / to).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).rename(self.root / to)

    def record(self, change: Callable[[dict[str, Any]], None], *, seal: bool) -> None:
        """Edit what the tests recorded; with ``seal``, the digest of the record is computed anew."""
        from flowkit.collect.recordings import _digest

        recording = json.loads(self.text(RECORDING))
        change(recording)
        if seal:
            recording["digest"] = _digest(recording["runs"], recording["tests"])
        self.write(RECORDING, json.dumps(recording))

    def measure(self, statement: str) -> None:
        """Edit the coverage data with a statement of SQL."""
        with closing(sqlite3.connect(self.root / COVERAGE)) as connection, connection:
            connection.execute(statement)

    def git(self, *arguments: str) -> str:
        """Have git do something, and return what it prints."""
        who = ("-c", "user.name=A. Liar", "-c", "user.email=liar@example.org", "-c", "commit.gpgsign=false")
        done = subprocess.run([GIT, *who, *arguments], cwd=self.root, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def test(self, *paths: str, options: tuple[str, ...] = ("-n0",)) -> tuple[int, str]:
        """Run tests of the copy on the code of the copy, and return pytest's exit code and what it printed."""
        sources = os.pathsep.join(str(self.root / folder) for folder in ("src", LIBRARY.rpartition("/")[0]))
        command = [sys.executable, "-m", "pytest", "-q", *options, *paths]
        environment = {**os.environ, "PYTHONPATH": sources}
        done = subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def digest(self, path: str) -> str:
        """Return the SHA-256 of a file."""
        return sha256((self.root / path).read_bytes()).hexdigest()

    def verify(self) -> tuple[int, list[dict[str, Any]]]:
        """Return the exit code and the findings of ``flowkit verify``, which is that of the original."""
        return self._asked("verify", "--format", "json")

    def check_receipt(self) -> tuple[int, list[dict[str, Any]]]:
        """Return the exit code of ``flowkit receipt check``, and what has changed, in the form of findings."""
        return self._asked("receipt", "check", RECEIPT, "--format", "json")

    def flowkit(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of flowkit."""
        command = [sys.executable, "-m", "flowkit", *arguments]
        return subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=False)

    def _asked(self, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
        done = self.flowkit(*arguments)
        if not done.stdout:
            path, _, rest = done.stderr.removeprefix("flowkit: ").removeprefix(f"{self.root}/").partition(":")
            line = rest.partition(":")[0]
            return done.returncode, [_found("refused", path, line=int(line) if line.isdecimal() else None)]
        told = json.loads(done.stdout)
        if "findings" in told:
            return done.returncode, list(told["findings"])
        files = [_found("changed", one["path"]) for one in told["files"]]
        return done.returncode, files + [_found("changed", "", marker=one["ref"]) for one in told["markers"]]


def _found(rule: str, path: str, *, line: int | None = None, marker: str | None = None) -> dict[str, Any]:
    return {"rule": rule, "severity": "error", "path": path, "line": line, "marker": marker}


def check_out(source: Path, target: Path) -> Project:
    """Copy the files of a checkout that git knows or would take, but for flowkit's own plan, into a new repository."""
    listed = [GIT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=source, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in names:
        if name and name not in LEFT_OUT and (source / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / name, target / name)
    project = Project(target)
    project.git("init", "--quiet")
    project.git("add", "--all")
    project.git("commit", "--quiet", "--message", "The project as it is")
    return project
