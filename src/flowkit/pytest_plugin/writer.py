"""What writes down how the tests ended, once they are over."""

from __future__ import annotations

import atexit
import sys
from collections.abc import Generator, Sequence
from dataclasses import replace as replaced
from functools import cache

import pytest

from flowkit.collect.recordings import FILE, FOLDER, BrokenRecordingError, Recording, Session, dump, merge, parse
from flowkit.errors import FlowkitError
from flowkit.pytest_plugin.gathering import Gathering
from flowkit.pytest_plugin.left_reports import LeftReports
from flowkit.pytest_plugin.summary import summary
from flowkit.write import replace


class Writer:
    """Writes in the process that the user started.

    Args:
        gathering: what gathers how the tests ended.
        reports: where the run may leave reports, as configured.
    """

    def __init__(self, gathering: Gathering, reports: Sequence[str]) -> None:
        self.gathering, self.project = gathering, gathering.project
        self.warnings: list[str] = []
        self._left = LeftReports(self.project, reports)
        self._reports: dict[str, str] = {}
        self._path = self.project.root / FOLDER / FILE
        self._old: Recording | None = None
        self._session: Session | None = None
        self._written: str | None = None

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> Generator[None, None, None]:
        """Write, and say what was written, behind what all others have to say."""
        yield
        self.save()
        if self._session is not None and self._written is not None:
            where = f"; written to {FOLDER}/{FILE}"
            for line in summary(self._session, self.gathering.config):
                terminalreporter.write_line(f"flowkit: {line}{where}")
                where = ""
        for warning in self.warnings:
            terminalreporter.write_line(f"flowkit: warning: {warning}", yellow=True)
        self.warnings.clear()

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self) -> None:
        """Write what nobody had summed up, and see to reports that were written behind the summary."""
        self.save()
        coverage = getattr(sys.modules.get("coverage"), "Coverage", None)
        # Under "coverage run" the data is written when all this is over.
        if coverage is not None and self._written is not None and coverage.current() is not None:
            atexit.register(self._save_late)

    def _save_late(self) -> None:
        """Take in the reports that were written last, unless another run has written since."""
        try:
            is_last = self._path.read_text(encoding="utf-8") == self._written
        except (OSError, ValueError):
            is_last = False
        if is_last:
            self.save()

    def save(self) -> None:
        """Merge what this run saw into what earlier ones recorded; a second time, only if its reports changed."""
        if self.gathering.config.getoption("collectonly", False):
            return
        reports = self._left.digests()
        if self._session is not None and reports == self._reports:
            return
        old = self._recorded()
        self._reports, self._session = reports, self._session or self.gathering.session(old)
        if self._session.tests or self._session.collected or self._session.unusable:
            session = replaced(self._session, run=replaced(self._session.run, reports=reports))
            self._write(dump(merge(old, session, cache(self.project.digest_now))))

    def _recorded(self) -> Recording:
        """Return what earlier runs recorded; nothing where the file is broken, which is told."""
        if self._old is None:
            self._old = Recording()
            try:
                self._old = parse(self._path.read_bytes())
            except (FileNotFoundError, NotADirectoryError):
                return self._old  # this is the first run
            except (OSError, BrokenRecordingError) as error:
                reason = f"cannot be read: {error.strerror}" if isinstance(error, OSError) else str(error)
                self.warnings.append(f"{FOLDER}/{FILE} {reason}; it is replaced, and what it held is lost")
        return self._old

    def _write(self, text: str) -> None:
        folder = self._path.parent
        try:
            if not folder.exists():
                replace(folder / ".gitignore", "*\n", root=self.project.root)
            replace(self._path, text, root=self.project.root)
            self._written = text
        except FlowkitError as error:
            self.warnings.append(str(error))
