"""Tags that mean nothing or too much, and reports that cannot be used. Each is told once, whatever the plans."""

from __future__ import annotations

from collections.abc import Iterator

from flowkit.model.evidence import Flaw, RunFact
from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.verdict import Binding, Finding, Place, Rule, Surroundings


def ambiguous_tag(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find tags and tests whose short name several plans define."""
    for binding in _bindings(plan, around):
        if len(set(binding.names)) < len(binding.names):
            called = max(binding.names, key=binding.names.count).rpartition(":")[0]
            message = f"{binding.written} may be of any of {', '.join(binding.plans)}, and several are called {called}"
            yield _finding(AMBIGUOUS_TAG, binding, message, "Give each plan a run id of its own.")
        elif len(binding.names) > 1:
            message = f"{binding.written} may be any of {', '.join(binding.names)}"
            yield _finding(AMBIGUOUS_TAG, binding, message, f"Write the full name: {binding.names[0]}.")


def orphan_tag(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find tags and tests that name a marker which nothing defines."""
    whole = around.assessment is not None and around.assessment.whole
    for binding in _bindings(plan, around):
        known = binding.written in around.definitions
        if not binding.names and not known and (whole or ":" in binding.written):
            message = f"{binding.written} is no marker of any plan"
            yield _finding(ORPHAN_TAG, binding, message, _meant(binding))


def _meant(binding: Binding) -> str:
    if binding.near is not None:
        return f"Is {binding.near} meant?"
    nearest = f"; the nearest is {binding.neighbour}" if binding.neighbour is not None else ""
    return f"Name a marker that a plan defines{nearest}."


def unusable_evidence(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find reports and files that speak of the project and cannot be used."""
    if around.assessment is not None and plan is _first(around):
        for fact in around.assessment.evidence:
            if isinstance(fact, Flaw):
                yield UNUSABLE_EVIDENCE.finding(fact.path, fact.span, fact.message, hint=fact.hint)


def run_failed(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find a test command that was run and did not end well."""
    if around.assessment is not None and plan is _first(around):
        for fact in around.assessment.evidence:
            if isinstance(fact, RunFact) and fact.code != 0:
                how = f"ended with exit code {fact.code}" if isinstance(fact.code, int) else fact.code
                message = f"the test command {fact.command!r} {how}"
                yield RUN_FAILED.finding(fact.path, None, message, hint="See what it printed above.")


def _bindings(plan: Plan, around: Surroundings) -> Iterator[Binding]:
    if around.assessment is not None and plan is _first(around):
        seen: set[tuple[str, str]] = set()
        for binding in around.assessment.bindings:
            key = binding.fact.path, binding.written
            if key not in seen:
                seen.add(key)
                yield binding


def _first(around: Surroundings) -> Plan | None:
    """Return the first plan that is held against the evidence."""
    held = around.assessment.markers if around.assessment else {}
    return next((plan for plan in around.plans if plan.path in held), None)


def _finding(rule: Rule, binding: Binding, message: str, hint: str) -> Finding:
    return Finding(rule.name, rule.severity, message, Place(binding.fact.path, binding.fact.span), hint=hint)


AMBIGUOUS_TAG = Rule("ambiguous-tag", Severity.ERROR, "A tag names a marker that several plans define", ambiguous_tag)
ORPHAN_TAG = Rule("orphan-tag", Severity.WARNING, "A tag names a marker that no plan defines", orphan_tag)
UNUSABLE_EVIDENCE = Rule(
    "unusable-evidence", Severity.ERROR, "A report or a file cannot be used as evidence", unusable_evidence
)
RUN_FAILED = Rule("run-failed", Severity.ERROR, "The test command that was run did not end well", run_failed)
