"""Projects within a project: folders below its root with a configuration of their own, judged each by that.

Only where nothing is named are they looked for: whoever names a plan or a root means that alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flowkit.app.gathering import Run
from flowkit.app.reading import configuration
from flowkit.app.verifying import NoPlanError, Verified, conclude, hear
from flowkit.config import CONFIGURATIONS, Config, load_config
from flowkit.errors import UsageError
from flowkit.read.discovery import shown_path
from flowkit.request import Choice, Request

if TYPE_CHECKING:
    from flowkit.model.verdict import Verification


def verify(request: Request, choice: Choice | None = None, run: Run | None = None) -> Verified:
    """Check what the plans say of themselves, and hold them against the repository; of all projects together.

    Each plan is judged by the nearest configuration above it. What is told of all is one verification, and it failed
    where that of any project did.

    Args:
        request: the plans.
        choice: the rules to judge by.
        run: runs the configured test commands first, and returns an exit code; None where nothing is to be run.

    Raises:
        FlowkitError: a configuration cannot be used, a document cannot be read, a rule has no such name, there is no
            plan at all, or nothing is configured that could be run.
    """
    config = configuration(request)
    projects = (config.root, *_below(request, config))
    if len(projects) == 1:
        return conclude(hear(request, choice, run))
    requests = [replace(request, root=root, apart=_within(root, projects)) for root in projects]
    runs = [run if configuration(one).test_command is not None else None for one in requests]
    runs = runs if any(runs) else [run] * len(runs)
    verified, without = [], []
    for one, runner in zip(requests, runs, strict=True):
        try:
            verified.append(conclude(hear(one, choice, runner)))
        except NoPlanError as error:
            without.append(error)
    if not verified:
        raise without[0]
    return _joined(verified)


def check_single(request: Request, what: str) -> None:
    """Raise a UsageError where there are several projects, and something is for one alone."""
    config = configuration(request)
    below = _below(request, config)
    if below:
        hint = f"name one with --root, for example --root {shown_path(below[0], request.folder.resolve())}"
        raise UsageError(f"{what} is for one project, and {len(below)} more lie below this one", hint=hint)


def _below(request: Request, config: Config) -> tuple[Path, ...]:
    """Return the folders below the root that have a configuration; nothing where a plan or a root was named."""
    return () if request.paths or request.root is not None else tuple(_configured(config))


def _configured(config: Config) -> Iterator[Path]:
    """Yield folders with a configuration; the folders of tools and other repositories are not searched."""
    from flowkit.collect.repository import Repository

    files = Repository(config.root, exclude=config.exclude).files
    folders = dict.fromkeys(config.root / path for path in files if path.rpartition("/")[2] in CONFIGURATIONS)
    for folder in dict.fromkeys(path.parent for path in folders):
        above = (folder, *folder.parents)
        between = above[: above.index(config.root)]
        foreign = any((one / ".git").exists() for one in between)
        if between and not foreign and load_config(folder, climb=False).written is not None:
            yield folder


def _within(root: Path, projects: Sequence[Path]) -> tuple[str, ...]:
    """Return the projects below a root, as they stand from there."""
    return tuple(one.relative_to(root).as_posix() for one in projects if one != root and one.is_relative_to(root))


def _joined(verified: Sequence[Verified]) -> Verified:
    """Return the verifications of several projects as one."""
    every = [one.verification for one in verified]
    return Verified(_together(every), any(one.failed for one in verified), verified[0].hearing, tuple(verified[1:]))


def _together(every: Sequence[Verification]) -> Verification:
    from flowkit.judge.verification import ordered
    from flowkit.model.verdict import Verification

    return Verification(
        plans=tuple(plan for one in every for plan in one.plans),
        findings=ordered(finding for one in every for finding in one.findings),
        markers=tuple(marker for one in every for marker in one.markers),
        held={path: keys for one in every for path, keys in one.held.items()},
        rules=tuple({guide.name: guide for one in every for guide in one.rules}.values()),
        networks=tuple(network for one in every for network in one.networks),
        definitions={name: place for one in reversed(every) for name, place in one.definitions.items()},
        left_out=ordered(finding for one in every for finding in one.left_out),
        reports=tuple(report for one in every for report in one.reports),
        worths={path: worth for one in every for path, worth in one.worths.items()},
    )
