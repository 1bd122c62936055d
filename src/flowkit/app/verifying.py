"""Verifying: plans and the repository in, verdicts and findings out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flowkit.app.gathering import Run, begun, gather
from flowkit.app.judging import Terms, terms
from flowkit.app.reading import Reading, configuration, is_inside, read, shown_name
from flowkit.app.settling import Baseline, question, read_baseline, settle
from flowkit.config import DEFAULT_PLANS, Config
from flowkit.errors import UsageError
from flowkit.model.severity import Severity
from flowkit.read.discovery import shown_path
from flowkit.request import Choice, Request

if TYPE_CHECKING:
    from flowkit.app.limiting import Changed
    from flowkit.model.evidence import RunFact
    from flowkit.model.left_report import LeftReport
    from flowkit.model.plan import Plan
    from flowkit.model.source import Unreadable
    from flowkit.model.verdict import Finding, MarkerVerdict, Obligation, Place, RuleGuide, Surroundings, Verification
    from flowkit.read.sources import Tell
    from flowkit.record.baseline import Settled


_CLOCK_TICK = 10_000_000
"""By how many nanoseconds the time that a system writes to a file may lie behind its clock: it counts in ticks."""


class NoPlanError(UsageError):
    """There is no plan to verify."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A verification, whether it failed, and what it judged by.

    It failed where it has a finding at or above the severity that was asked for. ``others`` are those of the other
    projects that are part of it.
    """

    verification: Verification
    failed: bool
    hearing: Hearing
    others: tuple[Verified, ...] = ()


@dataclass(frozen=True, slots=True)
class Hearing:
    """All that a verification judges by, before it is judged.

    Attributes:
        request: what was asked for.
        choice: the rules that were chosen for it.
        ran: the test command was run for it.
        config: the project's configuration.
        terms: the rules and severities.
        strays: a finding for each document that is no plan.
        around: the plans, with all that is known beside them.
        baseline: the findings that the project leaves out.
        changed: what changed since the revision that the verification is limited by; None where it is not.
    """

    request: Request
    choice: Choice
    ran: bool
    config: Config
    terms: Terms
    strays: tuple[Finding, ...]
    around: Surroundings
    baseline: Baseline
    changed: Changed | None = None

    def findings(self) -> tuple[Finding, ...]:
        """Return what the rules find, with every path as it is from the user's folder."""
        around, request, config = self.around, self.request, self.config
        found = self.terms.judged(around.plans, around)
        return tuple(_as_seen(finding, around, request, config) for finding in found)

    def settled(self) -> tuple[Settled, tuple[Finding, ...]]:
        """Return all findings, held against the baseline, and those on the baseline itself."""
        is_in_question = question(self.request, self.config, self.terms, self.around, self.strays)
        findings = (*self.findings(), *self.strays)
        held, notes = settle(findings, self.baseline, is_in_question, self.request, self.config)
        return held, self.terms.applied_to(notes)


def hear(request: Request, choice: Choice | None = None, run: Run | None = None) -> Hearing:
    """Read the plans of one project and gather all that they are judged by.

    Args:
        request: the plans.
        choice: the rules to judge by.
        run: runs the configured test command first, and returns its exit code; None where nothing is to be run.

    Raises:
        FlowkitError: the configuration cannot be used, a document cannot be read, a rule has no such name, there is no
            plan at all, or nothing is configured that could be run.
    """
    from flowkit.model.verdict import Surroundings

    config, choice = configuration(request), choice or Choice()
    by = terms(config, choice)
    changed = _changed(choice.since, config)
    baseline = read_baseline(config)
    with begun(config, run) as facts:
        reading = read(request, config)
        strays = _strays(reading, by)
        if not reading.plans and not by.fails(stray for stray in strays if stray.severity is not Severity.INFO):
            raise _no_plan(request, config, reading)
        ran = _ran(config, run)
        unread: list[Unreadable] = []
        defined = definitions(request, config, reading.plans, unread.append)
        around = Surroundings(reading.plans, defined, unread=tuple(dict.fromkeys(unread)))
        around = gather(request, config, around, ran, facts, whole=not request.paths)
    return Hearing(request, choice, ran is not None, config, by, strays, around, baseline, changed)


def conclude(hearing: Hearing) -> Verified:
    """Judge, and return the verification."""
    from flowkit.guide.network import network
    from flowkit.judge.pages import guides
    from flowkit.judge.unmet import held_tasks
    from flowkit.judge.verification import ordered
    from flowkit.model.verdict import Verification
    from flowkit.model.worth import worth_of

    around = hearing.around
    settled, notes = hearing.settled()
    findings = (*settled.told, *notes)
    markers = around.assessment.markers if around.assessment else {}
    whole = Verification(
        around.plans,
        ordered(findings),
        _verdicts(around.plans, around),
        {plan.path: held_tasks(plan, markers[plan.path]) for plan in around.plans if plan.path in markers},
        guides({finding.rule for finding in (*findings, *settled.left_out)}),
        tuple(map(network, around.plans)),
        around.definitions,
        ordered(settled.left_out),
        web=hearing.request.web,
        reports=tuple(_left_reports(hearing)),
        worths={plan.path: worth_of(plan, markers[plan.path]) for plan in around.plans if plan.path in markers},
    )
    verification = _rested(_limited(whole, hearing), hearing)
    return Verified(verification, hearing.terms.fails(verification.findings), hearing)


def _verdicts(plans: Iterable[Plan], around: Surroundings) -> tuple[MarkerVerdict, ...]:
    """Return the verdicts of the markers of plans, in their order."""
    markers = around.assessment.markers if around.assessment else {}
    return tuple(marker for plan in plans for marker in markers.get(plan.path, ()))


def _left_reports(hearing: Hearing) -> Iterator[LeftReport]:
    """Yield the reports that lie there, with their paths as they are from the user's folder."""
    from flowkit.judge.left_reports import left_reports

    folder, root = hearing.request.folder.resolve(), hearing.config.root
    for report in left_reports(hearing.around.assessment) if hearing.around.assessment else ():
        yield replace(report, path=shown_path(root / report.path, folder))


def _changed(revision: str | None, config: Config) -> Changed | None:
    if revision is None:
        return None
    from flowkit.app.limiting import changed_since

    return changed_since(revision, config)


def _limited(verification: Verification, hearing: Hearing) -> Verification:
    if hearing.changed is None:
        return verification
    from flowkit.app.limiting import limited

    part = limited(verification, hearing.changed, hearing.request, hearing.config)
    return replace(part, markers=_verdicts(part.plans, hearing.around), since=hearing.choice.since)


def _strays(reading: Reading, by: Terms) -> tuple[Finding, ...]:
    """Return the findings on documents that are no plans; what was merely found stays an info."""
    told = by.applied_to(reading.strays)
    return tuple(
        stray if stray.severity is Severity.INFO else weighed
        for stray, weighed in zip(reading.strays, told, strict=False)
    )


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


def _rested(verification: Verification, hearing: Hearing) -> Verification:
    """Return a verification whose verdicts rest on evidence with paths as they are from the user's folder."""
    folder, root = hearing.request.folder, hearing.config.root
    if folder.resolve() == root:
        return verification

    def seen(duty: Obligation) -> Obligation:
        facts = (replace(fact, path=shown_path(root / fact.path, folder)) for fact in duty.evidence)
        return replace(duty, evidence=tuple(facts))

    markers = (replace(one, obligations=tuple(map(seen, one.obligations))) for one in verification.markers)
    return replace(verification, markers=tuple(markers))


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
    return guide(rule).page


def guide(rule: str) -> RuleGuide:
    """Return what is told of a rule: its severity, what it finds, its page.

    Raises:
        UsageError: no rule has this name.
    """
    from flowkit.judge.pages import guide as told

    return told(rule)


def _no_plan(request: Request, config: Config, reading: Reading) -> NoPlanError:
    configured = DEFAULT_PLANS if config.plans is None else config.plans
    where = ", ".join(request.paths or configured) or "an empty list of plans"
    seen = f"; documents there that are none: {len(reading.strays)}" if reading.strays else ""
    hint = "name a plan, or set plans under [tool.flowkit] in pyproject.toml"
    return NoPlanError(f"there is no plan to verify in {where}{seen}", hint=hint)


def definitions(
    request: Request, config: Config, plans: Sequence[Plan], tell: Tell | None = None
) -> Mapping[str, Place]:
    """Return what decisions, specs and features define.

    Numbers such as ADR-007 mean something within a project. So the usual folders speak for plans that lie inside the
    project; folders that were configured speak for every plan.
    """
    inside = any(is_inside(request.folder / plan.path, config) for plan in plans)
    if config.sources is None and not inside:
        return {}
    from flowkit.read.sources import read_source_definitions

    return read_source_definitions(config, request.folder, tell, usual=inside)
