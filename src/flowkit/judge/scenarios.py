"""What has to be true of a scenario: it is written, every test of it passed, and of an outline every example ran."""

from __future__ import annotations

from collections.abc import Sequence

from flowkit.judge.facts import Facts
from flowkit.judge.trials import Ground, judge_tests
from flowkit.model.evidence import TestFact
from flowkit.model.feature import Feature, FeatureScenario
from flowkit.model.task import Scenario
from flowkit.model.verdict import Obligation, Verdict


def scenario(name: str, wanted: Scenario, ground: Ground, facts: Facts) -> Obligation:
    """Return what a scenario demands.

    One without an id is known by its title. A test that ran a scenario which its feature no longer has says nothing of
    the one that is wanted.

    Args:
        name: the full name of its marker.
        wanted: the scenario as the plan lists it.
        ground: the code that its tests are to reach.
        facts: what was found.
    """
    subject = wanted.text or name
    written = facts.scenarios_called(wanted.text) if wanted.id is None else facts.scenarios(wanted.id)
    tests = [test for test in facts.tests(name) if not facts.is_gone(test, name)]
    if wanted.id is None:
        tests += facts.runs_of(written)
    trial = judge_tests(tests, ground, facts, "scenario-not-run")
    if trial is not None:
        told = trial.verdict, trial.reason, trial.tests, trial.problem
        unrun = _examples_left(written, tests) if trial.verdict is Verdict.PROVEN else None
        if unrun is not None:
            told = Verdict.UNPROVEN, unrun, trial.tests, "scenario-not-run"
        return Obligation("scenario", name, subject, *told, wanted.span)
    if written or facts.is_tagged(name):
        reason = f"{written[0][0].path} has it, and no test ran it" if written else "no test of it ran"
        hint = "Bind it to steps, run the tests, and let them write their report."
        problem, verdict = "scenario-not-run", Verdict.UNPROVEN
    else:
        reason = "no feature has it, and no test verifies it"
        how = "under this title" if wanted.id is None else f"with the tag @{wanted.id}"
        hint = f"Write it {how}, or have a test say that it verifies {name}."
        problem, verdict = "scenario-missing", Verdict.MISSING
    return Obligation("scenario", name, subject, verdict, reason, (), problem, wanted.span, hint)


def _examples_left(written: Sequence[tuple[Feature, FeatureScenario]], tests: Sequence[TestFact]) -> str | None:
    """Say how many examples of an outline ran, where a report tells of fewer tests than it has examples."""
    for feature, outline in written:
        ran = sum(test.scenario == (feature.path, outline.name or "") for test in tests)
        if 0 < ran < outline.examples:
            return f"of the {outline.examples} examples in {feature.path}, {ran} ran"
    return None
