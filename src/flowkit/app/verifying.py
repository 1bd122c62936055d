"""Verifying: plans and the repository in, verdicts and findings out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flowkit.app.gathering import Run, begun, gather
from flowkit.app.reading import Reading, configuration, is_inside, read, shown_name
from flowkit.config import DEFAULT_PLANS, Config
from flowkit.errors import ConfigError, UsageError
from flowkit.model.severity import Severity
from flowkit.read.discovery import shown_path
from flowkit.request import Choice, Request

if TYPE_CHECKING:
    from flowkit.model.evidence import RunFact
    from flowkit.model.plan import Plan
    from flowkit.model.source import Unreadable
    from flowkit.model.verdict import Finding, Place, Surroundings, Verification
    from flowkit.read.sources import Tell


_CLOCK_TICK = 10_000_000
"""By how many nanoseconds the time that a system writes to a file may lie behind its clock: it counts in ticks."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A verification, and whether it failed: it has a finding at or above the severity that was asked for."""

    verification: Verification
    failed: bool


def verify(request: Request, choice: Choice | None = None, run: Run | None = None) -> Verified:
    """Check what the plans say of themselves, and hold them against the repository.

    Args:
        request: the plans.
        choice: the rules to judge by.
        run: runs the configured test command first, and returns its exit code; None where nothing is to be run.

    Raises:
        FlowkitError: the configuration cannot be used, a document cannot be read, a rule has no such name, there is no
            plan at all, or nothing is configured that could be run.
    """
    from flowkit.judge.recognition import UNRECOGNISED_DOCUMENT
    from flowkit.judge.table import chosen
    from flowkit.judge.verification import judge, ordered, with_severities
    from flowkit.model.verdict import Surroundings, Verification

    choice = choice or Choice()
    config = configuration(request)
    select = config.select if choice.select is None else choice.select
    ignore = (*config.ignore, *choice.ignore)
    strict = config.strict or choice.strict
    severities = {**({"unproven-completion": Severity.ERROR} if strict else {}), **config.severity}
    _check_rules(config)
    told = UNRECOGNISED_DOCUMENT.name in {rule.name for rule in chosen(select, ignore)}
    fail_on = choice.fail_on or config.fail_on
    with begun(config, run) as facts:
        reading = read(request, config)
        named = [stray for stray in reading.strays if stray.severity is not Severity.INFO] if told else []
        named = list(with_severities(named, severities))
        if not reading.plans and not any(stray.severity.at_least(fail_on) for stray in named):
            raise _no_plan(request, config, reading)
        ran = _ran(config, run)
        unread: list[Unreadable] = []
        definitions = _definitions(request, config, reading.plans, unread.append)
        around = Surroundings(reading.plans, definitions, unread=tuple(dict.fromkeys(unread)))
        around = gather(request, config, around, ran, facts, whole=not request.paths)
    found = tuple(
        _as_seen(finding, around, request, config)
        for finding in judge(reading.plans, around, severities=severities, select=select, ignore=ignore)
    )
    findings = (*found, *named, *(stray for stray in reading.strays if told and stray.severity is Severity.INFO))
    failed = any(finding.severity.at_least(fail_on) for finding in findings)
    markers = around.assessment.markers if around.assessment else {}
    verdicts = tuple(marker for plan in reading.plans for marker in markers.get(plan.path, ()))
    return Verified(Verification(reading.plans, ordered(findings), verdicts), failed)


def _as_seen(finding: Finding, around: Surroundings, request: Request, config: Config) -> Finding:
    """Return a finding with the paths of evidence as they are from the user's folder, not from the project's root."""
    if request.folder.resolve() == config.root:
        return finding
    evidence = {fact.path for fact in around.assessment.evidence} if around.assessment else set()
    evidence |= {feature.path for feature in around.features} | {adr.path for adr in around.decisions}
    evidence |= {each.path for each in around.unread}

    def seen(place: Place) -> Place:
        if place.path not in evidence:
            return place
        return replace(place, path=shown_path(config.root / place.path, request.folder))

    return replace(finding, place=seen(finding.place), related=tuple(seen(place) for place in finding.related))


def _ran(config: Config, run: Run | None) -> RunFact | None:
    """Run the configured test command, if it is to be run, and return when and how."""
    if run is None:
        return None
    from time import time_ns

    from flowkit.model.evidence import RunFact

    if config.test_command is None:
        hint = 'set test_command = "pytest --flowkit" under [tool.flowkit], or leave --run out'
        raise UsageError("there is no test command to run", where=config.place(), hint=hint)
    since = time_ns() - _CLOCK_TICK
    code = run(config.test_command, config.root)
    written = config.written.path if config.written else config.root
    return RunFact(shown_name(written, config), config.test_command, since, code)


def explain(rule: str) -> str:
    """Return the documentation page of a rule, as Markdown.

    Raises:
        UsageError: no rule has this name.
    """
    from flowkit.judge.pages import explain as page

    return page(rule)


def _check_rules(config: Config) -> None:
    """Raise a ConfigError with its place for a name in the configuration that no rule has."""
    from flowkit.judge.table import check_names

    for key, names in (("select", config.select or ()), ("ignore", config.ignore), ("severity", config.severity)):
        for name in names:
            try:
                check_names((name,), key)
            except ConfigError as error:
                raise ConfigError(error.message, where=config.place(key, name), hint=error.hint) from error


def _no_plan(request: Request, config: Config, reading: Reading) -> UsageError:
    configured = DEFAULT_PLANS if config.plans is None else config.plans
    where = ", ".join(request.paths or configured) or "an empty list of plans"
    seen = f"; documents there that are none: {len(reading.strays)}" if reading.strays else ""
    hint = "name a plan, or set plans under [tool.flowkit] in pyproject.toml"
    return UsageError(f"there is no plan to verify in {where}{seen}", hint=hint)


def _definitions(request: Request, config: Config, plans: Sequence[Plan], tell: Tell) -> Mapping[str, Place]:
    """Return what decisions, specs and features define.

    Numbers such as ADR-007 mean something within a project. So the usual folders speak for plans that lie inside the
    project; folders that were configured speak for every plan.
    """
    inside = any(is_inside(request.folder / plan.path, config) for plan in plans)
    if config.sources is None and not inside:
        return {}
    from flowkit.read.sources import read_source_definitions

    return read_source_definitions(config, request.folder, tell, usual=inside)
