"""Proving work: a commit is checked out where no command works, its tests are run, and its plans are verified."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flowkit.app.fixing import reread
from flowkit.app.gathering import Run, renewed
from flowkit.app.preparing import Site
from flowkit.app.verifying import Verified, conclude, hear
from flowkit.errors import ReadError
from flowkit.model.task import State

if TYPE_CHECKING:
    from flowkit.commission.guard import Guard
    from flowkit.config import Config
    from flowkit.model.edit import Edit
    from flowkit.model.job import Job
    from flowkit.model.plan import Plan
    from flowkit.model.task import Task
    from flowkit.model.work import Agenda
from flowkit.model.verdict import SETTLED


@dataclass(frozen=True, slots=True)
class Standing:
    """A commit, and the verification of it: what the next work is measured by."""

    commit: str
    verified: Verified

    @property
    def plans(self) -> tuple[Plan, ...]:
        """Every plan that was verified."""
        return self.verified.hearing.around.plans

    def agendas(self, site: Site) -> Iterator[Agenda]:
        """Yield what to do in each plan that is built."""
        from flowkit.guide.agenda import agenda

        assessment = self.verified.hearing.around.assessment
        for plan in self.plans:
            if plan.path in site.plans:
                yield agenda(plan, assessment.markers.get(plan.path) if assessment else None)


def prove(site: Site, commit: str, run: Run | None) -> Verified:
    """Check a commit out, run the tests in it and verify the plans.

    Raises:
        FlowkitError: as ``verify``.
    """
    site.workshop.add_tree(site.bench, commit)
    return conclude(hear(site.request_in(site.bench), None, run))


def guard_of(site: Site, job: Job, standing: Standing) -> Guard:
    """Return what a job may not change: what judges it, what people decided, and the proof of other work."""
    from flowkit.commission.guard import Guard

    config = site.config
    patterns = (*config.reports.tests, *config.reports.junit, *config.reports.coverage)
    return Guard(
        {site.in_git(path): why for path, why in _closed(site, job, standing)},
        frozenset({site.in_git("pyproject.toml")}),
        {site.in_git(path): why for path, why in _growing(site, job, standing)},
        tuple(site.in_git(pattern) for pattern in patterns),
    )


def _closed(site: Site, job: Job, standing: Standing) -> Iterator[tuple[str, str]]:
    config = site.config
    yield from ((path, "what the tests are run with") for path in _runners(config) if path not in job.files)
    yield from ((bound.accepted, "an accepted contract") for bound in config.contracts.values() if bound.accepted)
    yield from ((plan.path, "a plan, which flowkit ticks") for plan in standing.plans)
    yield config.baseline, "the baseline"
    yield "flowkit.toml", "flowkit's configuration"


def _runners(config: Config) -> Iterator[str]:
    """Yield the files of the project that its test command names."""
    import shlex

    with suppress(ValueError):  # what cannot be split cannot be run either, and is told then
        for word in shlex.split(config.test_command or ""):
            path = (config.root / word).resolve()
            if path.is_relative_to(config.root) and path.is_file():
                yield path.relative_to(config.root).as_posix()


def _growing(site: Site, job: Job, standing: Standing) -> Iterator[tuple[str, str]]:
    from flowkit.model.evidence import TestFact
    from flowkit.read.sources import find_sources

    for found in find_sources(site.config, site.config.root):
        if found.shown not in job.files:
            yield found.shown, "a decision, a spec or a feature"
    for marker in standing.verified.verification.markers:
        if marker.verdict in SETTLED and not (marker.task == job.task and marker.ref.startswith(f"{job.plan}:")):
            facts = (fact for duty in marker.obligations for fact in duty.evidence)
            yield from ((fact.path, f"what proves {marker.ref}") for fact in facts if isinstance(fact, TestFact))


@dataclass(frozen=True, slots=True)
class Edited:
    """Plans with edits: what verifies them by the same evidence, and their files as git has them."""

    verified: Verified
    files: dict[str, bytes]
    tasks: tuple[str, ...]


def tick_proven(site: Site, verified: Verified) -> Edited:
    """Tick each task of the built plans that a verification proves and that is not ticked."""
    from flowkit.judge.ticks import ticked

    proven = {one.ref for one in verified.verification.markers if one.verdict in SETTLED}
    wanted = {
        plan.path: [
            task.key
            for task in plan.tasks
            if task.state not in {State.DONE, State.DROPPED} and plan.full_name(task.key) in proven
        ]
        for plan in verified.hearing.around.plans
        if plan.path in site.plans
    }

    def holds(before: Plan, after: Plan, key: str) -> bool:
        return _states(after) == {**_states(before), key: State.DONE}

    return _edited(site, verified, wanted, lambda plan, key: ticked(plan, _task(plan, key)), holds)


def block_task(site: Site, verified: Verified, job: Job, reason: str) -> Edited:
    """Say in its plan that a task is blocked, and why."""
    from flowkit.model.blocking import blocking, blocks

    def comment(plan: Plan, key: str) -> Iterable[Edit]:
        return (blocking(plan.outline.document, key, reason),) if plan.outline is not None else ()

    def holds(before: Plan, after: Plan, key: str) -> bool:
        return _states(after) == _states(before) and key in blocks(after)

    return _edited(site, verified, {job.path: [job.task]}, comment, holds)


def _edited(
    site: Site,
    verified: Verified,
    wanted: Mapping[str, Sequence[str]],
    edits: Callable[[Plan, str], Iterable[Edit]],
    holds: Callable[[Plan, Plan, str], bool],
) -> Edited:
    """Edit plans for tasks, one by one; an edit after which a plan would mean anything else is left out.

    Args:
        site: where it is built.
        verified: the verification that knows the plans.
        wanted: path of a plan -> the keys of the tasks.
        edits: returns what is to be edited for a task.
        holds: whether a plan, as it was and as it is, says what it is to say of the task, and nothing else anew.
    """
    hearing = verified.hearing
    plans: list[Plan] = []
    done: list[str] = []
    files: dict[str, bytes] = {}
    for plan in hearing.around.plans:
        now = plan
        for key in wanted.get(plan.path, ()):
            after = _applied(now, edits(now, key), site)
            if after is not None and holds(now, after, key):
                now = after
                done.append(plan.full_name(key))
        if now is not plan and now.outline is not None and plan.outline is not None:
            files[site.in_git(plan.path)] = replace(plan.outline.document, text=now.outline.document.text).data
        plans.append(now)
    again = conclude(replace(hearing, around=renewed(hearing.around, plans))) if done else verified
    return Edited(again, files, tuple(done))


def _applied(plan: Plan, edits: Iterable[Edit], site: Site) -> Plan | None:
    """Return a plan after edits; None where there are none, or its encoding cannot hold them."""
    from flowkit.model.edit import apply

    several = tuple(edits)
    if plan.outline is None or not several:
        return None
    try:
        return reread(site.config, plan, apply(plan.outline.document, several))
    except (UnicodeEncodeError, ReadError):
        return None


def _task(plan: Plan, key: str) -> Task:
    return next(task for task in plan.tasks if task.key == key)


def _states(plan: Plan) -> dict[str, State]:
    return {task.key: task.state for task in plan.tasks}
