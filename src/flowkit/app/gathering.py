"""Gathering what a verification rests on: evidence from the repository, and the decisions and features beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from flowkit.app.reading import is_inside
from flowkit.config import Config
from flowkit.request import Request

if TYPE_CHECKING:
    from flowkit.model.evidence import Evidence, RunFact
    from flowkit.model.plan import Plan
    from flowkit.model.verdict import Surroundings


# implements: feat-flowkit-commands:IMPL_002
def gather(request: Request, config: Config, around: Surroundings, ran: RunFact | None, *, whole: bool) -> Surroundings:
    """Return the surroundings with all that the repository says of the plans.

    A plan that lies outside the project is held against it only if something there names it: a tag or a test by its
    full name, or a path map one of its files.

    Raises:
        FlowkitError: a source of evidence cannot be loaded, or a feature or decision cannot be read.
    """
    plans = [plan for plan in around.plans if plan.tasks]
    inside = [plan for plan in plans if is_inside(request.folder / plan.path, config)]
    if not inside and not any(_is_mapped(plan, config) for plan in plans):
        return around
    from flowkit.judge.assessment import assess
    from flowkit.read.sources import read_decisions, read_features_of, specified_decisions

    evidence = tuple(_collect(config, tuple(plans), ran))
    features = tuple(read_features_of(config))
    held = [plan for plan in plans if plan in inside or _is_mapped(plan, config)]
    assessment = assess(plans, held, evidence, features, whole=whole)
    return replace(
        around,
        decisions=tuple(read_decisions(config, config.root)),
        features=features,
        specified=specified_decisions(config) if whole else frozenset(),
        assessment=assessment,
    )


def _collect(config: Config, plans: tuple[Plan, ...], ran: RunFact | None) -> Iterator[Evidence]:
    from flowkit.collect import Inquiry, collect_all
    from flowkit.collect.repository import Repository

    repository = Repository(config.root, max_size=config.max_file_size, paths=config.paths, exclude=config.exclude)
    if ran is not None:
        yield ran
    yield from collect_all(Inquiry(repository, config, plans, ran.since if ran else None))


def _is_mapped(plan: Plan, config: Config) -> bool:
    """Whether the configuration says where one of a plan's files stands now."""
    named = [entry.path for task in plan.tasks for entry in task.files if entry.path]
    return any(path == old or (old.endswith("/") and path.startswith(old)) for path in named for old in config.paths)
