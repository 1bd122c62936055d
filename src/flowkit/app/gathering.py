"""Gathering what a verification rests on: evidence from the repository, and the decisions and features beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flowkit.app.reading import is_inside
from flowkit.config import Config
from flowkit.request import Request

if TYPE_CHECKING:
    from flowkit.collect import Begun
    from flowkit.collect.repository import Repository
    from flowkit.model.evidence import RunFact
    from flowkit.model.plan import Plan
    from flowkit.model.verdict import Surroundings


_MANY = 1_000
"""So many files are worth another process."""


Run = Callable[[str, Path], int | str]
"""Runs a command in a folder; returns its exit code, or why it could not be started."""


@contextmanager
def begun(config: Config, run: Run | None) -> Iterator[Begun]:
    """Begin to look for tags in a large project, and give what waits for them; no other source needs as long.

    Nothing is begun where something is to be run first, which may change the files.
    """
    from flowkit.ahead import ahead
    from flowkit.collect import PLANLESS, Inquiry, sources

    repository = _repository(config)
    if run is not None or not _is_project(repository, config) or len(repository.files) < _MANY:
        yield {}
        return
    collect = sources()[PLANLESS]
    with ahead(lambda: list(collect(Inquiry(repository, config, ())))) as facts:
        yield {PLANLESS: facts}


# implements: feat-flowkit-commands:IMPL_002
def gather(
    request: Request, config: Config, around: Surroundings, ran: RunFact | None, begun: Begun, *, whole: bool
) -> Surroundings:
    """Return the surroundings with all that the repository says of the plans.

    A plan that lies outside the project is held against it only if the project's path map names one of its files. One
    that is archived speaks of the project as it was, and is not held against it as it is. A folder of documents alone,
    without repository, configuration or code, is no project.

    Raises:
        FlowkitError: a source of evidence cannot be loaded, or a folder cannot be read.
    """
    from flowkit.read.layouts import is_archived

    plans = [plan for plan in around.plans if plan.tasks and not is_archived(request.folder / plan.path)]
    repository = _repository(config)
    if not _is_project(repository, config):
        return around
    inside = [plan for plan in plans if is_inside(request.folder / plan.path, config)]
    if not inside and not any(_is_mapped(plan, config) for plan in plans):
        return around
    from flowkit.collect import Inquiry, collect_all
    from flowkit.judge.assessment import assess
    from flowkit.read.sources import read_decisions, read_features_of, specified_decisions

    unread = list(around.unread)
    inquiry = Inquiry(repository, config, tuple(plans), ran.since if ran else None)
    evidence = (*((ran,) if ran else ()), *collect_all(inquiry, begun))
    features = tuple(read_features_of(config, unread.append))
    held = [plan for plan in plans if plan in inside or _is_mapped(plan, config)]
    awaited = config.test_command is not None or config.reports != Config(root=config.root).reports
    assessment = replace(assess(plans, held, evidence, features, whole=whole), awaited=awaited)
    decisions = tuple(read_decisions(config, config.root, unread.append))
    specified = specified_decisions(config, unread.append) if whole else frozenset()
    return replace(
        around,
        decisions=decisions,
        features=features,
        specified=specified,
        unread=tuple(dict.fromkeys(unread)),
        whole=whole,
        assessment=assessment,
    )


def renewed(around: Surroundings, plans: Sequence[Plan]) -> Surroundings:
    """Return the surroundings with plans in the place of those of the same paths, by the evidence that is there."""
    old = around.assessment
    if old is None:
        return replace(around, plans=tuple(plans))
    from flowkit.judge.assessment import assess

    with_tasks = [plan for plan in plans if plan.tasks]
    held = [plan for plan in with_tasks if plan.path in old.markers]
    fresh = assess(with_tasks, held, old.evidence, around.features, whole=old.whole)
    return replace(around, plans=tuple(plans), assessment=replace(fresh, awaited=old.awaited))


def _repository(config: Config) -> Repository:
    from flowkit.collect.repository import Repository

    left_out = (*config.exclude, *config.apart)
    return Repository(config.root, max_size=config.max_file_size, paths=config.paths, exclude=left_out)


def _is_project(repository: Repository, config: Config) -> bool:
    return config.written is not None or repository.is_project


def _is_mapped(plan: Plan, config: Config) -> bool:
    """Whether the configuration says where one of a plan's files stands now."""
    named = [entry.path for task in plan.tasks for entry in task.files if entry.path]
    return any(path == old or (old.endswith("/") and path.startswith(old)) for path in named for old in config.paths)
