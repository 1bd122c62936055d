"""Which files were collected as a whole, so that a test which is not among theirs is no more."""

from __future__ import annotations

import os
from collections.abc import Iterable

import pytest

from flowkit.pytest_plugin.project import Project


def whole_files(config: pytest.Config, project: Project, files: Iterable[str]) -> frozenset[str]:
    """Return those of the collected files of which every test was collected.

    That is not known where the user asked for single tests of a file, for those that failed last, or for something that
    is no path (``--pyargs``).
    """
    if config.getoption("lf", False):
        return frozenset()
    wholes: list[str] = []
    for argument in config.args:
        path, colons, _ = argument.partition("::")
        place = os.path.normpath(os.path.join(config.invocation_params.dir, path))  # noqa: PTH118 - links stay links
        if not os.path.lexists(place):
            return frozenset()
        if not colons:
            wholes.append(place)
    return frozenset(file for file in files if _is_within(os.path.join(project.root, file), wholes))  # noqa: PTH118 - as above


def _is_within(file: str, wholes: Iterable[str]) -> bool:
    return any(file == whole or file.startswith(whole.rstrip(os.sep) + os.sep) for whole in wholes)
