"""Trying lies: each on a copy of its own, held to what it has to be caught by."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.honesty.lie import REFUSED, Lie
from benchmarks.honesty.project import RECEIPT, TESTS, Project, check_out

GRAVE = frozenset({"error", "warning"})
"""The severities at which the project's own configuration lets ``flowkit verify`` fail."""


@dataclass(frozen=True, slots=True)
class Result:
    """How a lie fared.

    Attributes:
        lie: the lie.
        code: the exit code of ``flowkit verify``.
        findings: all of its findings.
    """

    lie: Lie
    code: int
    findings: list[dict[str, Any]]
    fired: bool

    @property
    def caught(self) -> bool:
        """The rule fired where it has to, at a severity that fails, and the command did fail."""
        return self.fired and self.code == (2 if self.lie.rule == REFUSED else 1)

    @property
    def instead(self) -> str:
        """What was found of a lie that was not caught, in few words."""
        told = dict.fromkeys(f"{one['rule']} at {one['marker'] or one['path']}" for one in self.findings)
        return f"exit {self.code}; " + (", ".join(list(told)[:6]) or "nothing found")


def prepare(source: Path, target: Path) -> Project:
    """Return a copy of a checkout in which the tests of the session library have run, made unless it is there."""
    if not target.exists():
        target.mkdir(parents=True)
        code, printed = check_out(source, target).test(TESTS, options=())
        if code != 0:
            shutil.rmtree(target)
            raise RuntimeError(f"the tests of the untouched copy end with exit code {code}:\n{printed[-2_000:]}")
    return Project(target)


def try_all(pristine: Project, lies: Iterable[Lie], *, at_once: int) -> Iterator[Result]:
    """Yield how each lie fares, in their order."""
    with ThreadPoolExecutor(at_once) as pool:
        yield from pool.map(lambda lie: try_one(pristine, lie), lies)


def try_one(pristine: Project, lie: Lie) -> Result:
    """Copy the copy, lie, run what is to be run, and verify."""
    with tempfile.TemporaryDirectory(prefix="honesty-") as folder:
        root = Path(folder, "project")
        shutil.copytree(pristine.root, root, symlinks=True)
        project = Project(root)
        if lie.receipt:
            project.flowkit("verify", "--receipt", RECEIPT)
        lie.change(project)
        if lie.run is not None:
            project.test(*lie.run)
        code, findings = project.check_receipt() if lie.receipt else project.verify()
        return Result(lie, code, findings, any(is_at(lie, one, project) for one in findings))


def is_at(lie: Lie, finding: dict[str, Any], project: Project) -> bool:
    """Whether a finding is the one that a lie has to be caught by."""
    if finding["rule"] != lie.rule or finding["severity"] not in GRAVE:
        return False
    if finding["marker"] == lie.at:
        return True
    path, _, piece = lie.at.partition(":")
    if finding["path"] != path:
        return False
    lines = project.text(path).splitlines() if (project.root / path).is_file() and piece else []
    return not piece or (finding["line"] is not None and piece in lines[finding["line"] - 1])
