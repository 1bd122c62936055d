"""Which files a verification rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowkit.app.settling import path_from_root
from flowkit.app.verifying import Hearing
from flowkit.collect.repository import Repository

if TYPE_CHECKING:
    from flowkit.model.evidence import Evidence


def resting_on(hearing: Hearing, repository: Repository) -> Iterator[str]:
    """Yield what a verification rests on, from the project's root; a path may come several times.

    That is the configuration and the baseline, the specs beside the plans, the sources, the reports that its evidence
    comes from, the contracts and the files that its evidence lies in. The plans are not among them.
    """
    from flowkit.read.sources import find_sources

    config, assessment = hearing.config, hearing.around.assessment
    yield config.baseline
    if config.written is not None:
        yield path_from_root(str(config.written.path), hearing.request, config)
    for plan in hearing.around.plans:
        yield from (path_from_root(index.path, hearing.request, config) for index in plan.specs)
    if assessment is None:
        return
    yield from (found.shown for found in find_sources(config, config.root))
    for pattern in (*config.reports.tests, *config.reports.coverage):
        yield from repository.glob(pattern)
    for bound in config.contracts.values():
        yield from (path for path in (bound.file, bound.accepted) if path is not None)
    for fact in assessment.evidence:
        yield from _paths_of(fact)


def _paths_of(fact: Evidence) -> Iterator[str]:
    yield fact.path
    yield from (one.path for one in getattr(fact, "depends_on", ()))
    yield from getattr(fact, "holds", None) or ()
    report = getattr(fact, "report", None)
    if report is not None:
        yield report
