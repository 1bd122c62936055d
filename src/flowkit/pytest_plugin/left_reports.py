"""The reports that a run of the tests leaves: coverage data and what else is configured."""

from __future__ import annotations

from collections.abc import Sequence

from flowkit.collect.repository import Repository
from flowkit.pytest_plugin.project import Project


class LeftReports:
    """Tells the reports that a run wrote from those that lay there before.

    Args:
        project: the files of the project.
        patterns: where reports may lie: files or globs below the root.
    """

    def __init__(self, project: Project, patterns: Sequence[str]) -> None:
        self._project, self._patterns = project, patterns
        self._repository = Repository(project.root)
        self._before = self._states()

    def _states(self) -> dict[str, tuple[int, int, int]]:
        found: dict[str, tuple[int, int, int]] = {}
        for pattern in self._patterns:
            for path in self._repository.glob(pattern):
                try:
                    state = (self._project.root / path).stat()
                except OSError:
                    continue  # it went while it was looked at
                found[path] = state.st_mtime_ns, state.st_size, state.st_ino
        return found

    def digests(self) -> dict[str, str]:
        """Return the reports that this run has written so far, with their digests as they are now."""
        written = (path for path, state in self._states().items() if self._before.get(path) != state)
        found = {path: self._project.digest_now(path) for path in written}
        return {path: digest for path, digest in found.items() if digest is not None}
