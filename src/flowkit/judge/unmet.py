"""Obligations that do not hold, as findings: a rule for each way not to hold.

A task that is claimed done is held to all of them. One that says itself that it is open, or that is dropped, is held to
none: what is not there yet is no finding. Where a plan tells no state, it is held to its word as soon as some of its
work is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.source import Span
from flowkit.model.task import State
from flowkit.model.verdict import LEFT_OPEN, Finding, MarkerVerdict, Obligation, Place, Rule, Surroundings, Verdict

_NEVER_TOLD = frozenset({"criterion-unproven", "scenario-not-run", "coverage-unmeasured"})
"""What is true of every marker of a plan that no report speaks of; such a plan is told of once."""
_SPOKEN = frozenset({"test", "scenario", "coverage", "attestation"})
_RUN = "Run the tests with flowkit verify --run or pytest --flowkit."
_HINTS: Mapping[str, str] = {
    "criterion-unproven": f"Have a test say that it verifies it. {_RUN}",
    "scenario-not-run": _RUN,
    "test-failed": "Mend the code or the test.",
    "test-skipped": "Let the test run, and pass at the first try.",
    "contract-missing": "Write it into the contract, or bind the marker to what is there.",
    "contract-broken": "Give back what was taken, or accept the new version in the place of the old one.",
    "stale-evidence": "Run the tests again; to what a person attested, have the person look again.",
    "hollow-test": "Assert what the marker demands.",
    "unreached-code": "Have the test call that code, or correct what it says that it verifies.",
}
"""What to do where an obligation does not say it better."""


def held_tasks(plan: Plan, markers: tuple[MarkerVerdict, ...]) -> frozenset[str]:
    """Return the keys of the tasks that are held to the evidence.

    They are claimed done; or their plan tells no states, and is under way.
    """
    untold = not any(task.tells_state for task in plan.tasks)
    begun = untold and _is_under_way(markers)
    return frozenset(
        task.key for task in plan.tasks if task.state is State.DONE or (begun and task.state is State.OPEN)
    )


def _is_under_way(markers: tuple[MarkerVerdict, ...]) -> bool:
    absent = {Verdict.MISSING, Verdict.UNPROVEN}
    duties = (duty for marker in markers for duty in marker.obligations)
    return any(duty.verdict not in absent or duty.problem == "deliverable-moved" for duty in duties)


def is_spoken_of(markers: tuple[MarkerVerdict, ...]) -> bool:
    """Whether any test, coverage report or attestation speaks of a plan at all."""
    return any(duty.kind in _SPOKEN and duty.evidence for marker in markers for duty in marker.obligations)


def _unmet(name: str, plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find the obligations of one rule that do not hold."""
    markers = around.assessment.markers.get(plan.path) if around.assessment else None
    if markers is None or (name in _NEVER_TOLD and not is_spoken_of(markers)):
        return
    broken = [(marker.task, duty) for marker in markers for duty in marker.obligations if duty.problem == name]
    held = held_tasks(plan, markers) if broken else frozenset()
    for task, duty in broken:
        if task in held or name == "contract-broken":
            yield _finding(RULES[name], plan, duty)


def _finding(rule: Rule, plan: Plan, duty: Obligation) -> Finding:
    short = duty.marker.rpartition(":")[2]
    found = rule.finding(
        plan.path,
        duty.span,
        f"{short}: {duty.reason}",
        marker=duty.marker,
        related=tuple(_places(duty)),
        hint=duty.hint or _HINTS.get(rule.name),
    )
    return replace(found, severity=Severity.WARNING) if duty.verdict in LEFT_OPEN else found


def _places(duty: Obligation) -> Iterator[Place]:
    for fact in duty.evidence[:5]:
        span: Span | None = getattr(fact, "span", None)
        yield Place(fact.path, span)


def _rule(name: str, severity: Severity, summary: str) -> Rule:
    return Rule(name, severity, summary, partial(_unmet, name))


_E, _W = Severity.ERROR, Severity.WARNING

RULES = {
    rule.name: rule
    for rule in (
        _rule("deliverable-missing", _E, "A file that a task is to leave behind is not there"),
        _rule("deliverable-moved", _E, "A file is not where the plan says; its content is elsewhere"),
        _rule("symbol-missing", _E, "A symbol that a task names is not defined, or does nothing"),
        _rule("ambiguous-path", _W, "A bare file name may mean several files"),
        _rule("criterion-unproven", _W, "No test verifies a criterion and nobody attested to it"),
        _rule("scenario-missing", _E, "A scenario is in no feature and no test"),
        _rule("scenario-not-run", _W, "A scenario is written and no test ran it"),
        _rule("test-failed", _E, "A test that verifies a marker did not pass"),
        _rule("test-skipped", _W, "A test that verifies a marker did not run, or passed only when tried again"),
        _rule("coverage-below", _E, "Coverage was measured and is below its target"),
        _rule("coverage-unmeasured", _W, "Nothing says what the coverage is"),
        _rule("contract-missing", _E, "A part of a contract is not in the contract file, or no code implements it"),
        _rule("contract-broken", _E, "A contract takes away what its last accepted version allowed"),
        _rule("stale-evidence", _W, "What was proven has changed since"),
        _rule("hollow-test", _W, "A test verifies something and asserts nothing"),
        _rule("unreached-code", _W, "A passed test executes no line of the code that it verifies"),
    )
}

DELIVERABLE_MISSING = RULES["deliverable-missing"]
DELIVERABLE_MOVED = RULES["deliverable-moved"]
SYMBOL_MISSING = RULES["symbol-missing"]
AMBIGUOUS_PATH = RULES["ambiguous-path"]
CRITERION_UNPROVEN = RULES["criterion-unproven"]
SCENARIO_MISSING = RULES["scenario-missing"]
SCENARIO_NOT_RUN = RULES["scenario-not-run"]
TEST_FAILED = RULES["test-failed"]
TEST_SKIPPED = RULES["test-skipped"]
COVERAGE_BELOW = RULES["coverage-below"]
COVERAGE_UNMEASURED = RULES["coverage-unmeasured"]
CONTRACT_MISSING = RULES["contract-missing"]
CONTRACT_BROKEN = RULES["contract-broken"]
STALE_EVIDENCE = RULES["stale-evidence"]
HOLLOW_TEST = RULES["hollow-test"]
UNREACHED_CODE = RULES["unreached-code"]
