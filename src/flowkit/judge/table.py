"""The table of rules, and the choice among them.

A rule of another package is an entry point of the group ``flowkit.rules`` that stands for a ``Rule``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cache

from flowkit.errors import ConfigError
from flowkit.model.nearness import nearest
from flowkit.model.verdict import Rule
from flowkit.plugins import Entry, table

GROUP = "flowkit.rules"

BUILT_IN: Mapping[str, str] = {
    "count-mismatch": "flowkit.judge.counts:COUNT_MISMATCH",
    "summary-drift": "flowkit.judge.counts:SUMMARY_DRIFT",
    "graph-drift": "flowkit.judge.dependencies:GRAPH_DRIFT",
    "dependency-cycle": "flowkit.judge.dependencies:DEPENDENCY_CYCLE",
    "done-before-dependency": "flowkit.judge.dependencies:DONE_BEFORE_DEPENDENCY",
    "duplicate-marker": "flowkit.judge.identity:DUPLICATE_MARKER",
    "undefined-reference": "flowkit.judge.identity:UNDEFINED_REFERENCE",
    "unresolved-dependency": "flowkit.judge.identity:UNRESOLVED_DEPENDENCY",
    "status-contradiction": "flowkit.judge.states:STATUS_CONTRADICTION",
    "unknown-state": "flowkit.judge.states:UNKNOWN_STATE",
    "unmeasurable-target": "flowkit.judge.targets:UNMEASURABLE_TARGET",
    "criterion-evidence-mismatch": "flowkit.judge.targets:CRITERION_EVIDENCE_MISMATCH",
    "wrong-arithmetic": "flowkit.judge.arithmetic:WRONG_ARITHMETIC",
    "empty-task": "flowkit.judge.completeness:EMPTY_TASK",
    "placeholder": "flowkit.judge.placeholders:PLACEHOLDER",
    "encoding": "flowkit.judge.encoding:ENCODING",
    "phantom-completion": "flowkit.judge.completions:PHANTOM_COMPLETION",
    "unproven-completion": "flowkit.judge.completions:UNPROVEN_COMPLETION",
    "unticked": "flowkit.judge.completions:UNTICKED",
    "deliverable-missing": "flowkit.judge.unmet:DELIVERABLE_MISSING",
    "deliverable-moved": "flowkit.judge.unmet:DELIVERABLE_MOVED",
    "symbol-missing": "flowkit.judge.unmet:SYMBOL_MISSING",
    "ambiguous-path": "flowkit.judge.unmet:AMBIGUOUS_PATH",
    "criterion-unproven": "flowkit.judge.unmet:CRITERION_UNPROVEN",
    "scenario-missing": "flowkit.judge.unmet:SCENARIO_MISSING",
    "scenario-not-run": "flowkit.judge.unmet:SCENARIO_NOT_RUN",
    "test-failed": "flowkit.judge.unmet:TEST_FAILED",
    "test-skipped": "flowkit.judge.unmet:TEST_SKIPPED",
    "coverage-below": "flowkit.judge.unmet:COVERAGE_BELOW",
    "coverage-unmeasured": "flowkit.judge.unmet:COVERAGE_UNMEASURED",
    "contract-missing": "flowkit.judge.unmet:CONTRACT_MISSING",
    "contract-broken": "flowkit.judge.unmet:CONTRACT_BROKEN",
    "stale-evidence": "flowkit.judge.unmet:STALE_EVIDENCE",
    "hollow-test": "flowkit.judge.unmet:HOLLOW_TEST",
    "unreached-code": "flowkit.judge.unmet:UNREACHED_CODE",
    "ambiguous-tag": "flowkit.judge.tagging:AMBIGUOUS_TAG",
    "orphan-tag": "flowkit.judge.tagging:ORPHAN_TAG",
    "run-failed": "flowkit.judge.tagging:RUN_FAILED",
    "unusable-evidence": "flowkit.judge.tagging:UNUSABLE_EVIDENCE",
    "unreadable-source": "flowkit.judge.sources:UNREADABLE_SOURCE",
    "unplanned-scenario": "flowkit.judge.intent:UNPLANNED_SCENARIO",
    "superseded-decision": "flowkit.judge.intent:SUPERSEDED_DECISION",
    "decision-without-task": "flowkit.judge.intent:DECISION_WITHOUT_TASK",
    "requirement-without-task": "flowkit.judge.intent:REQUIREMENT_WITHOUT_TASK",
    "task-without-scenario": "flowkit.judge.intent:TASK_WITHOUT_SCENARIO",
    "unrecognised-document": "flowkit.judge.recognition:UNRECOGNISED_DOCUMENT",
    "invalid-ignore": "flowkit.judge.ignores:INVALID_IGNORE",
    "baseline-expired": "flowkit.judge.baselines:BASELINE_EXPIRED",
    "baseline-unused": "flowkit.judge.baselines:BASELINE_UNUSED",
}


@cache
def entries() -> Mapping[str, Entry]:
    """Return the entry of every rule by name, flowkit's own first."""
    return table(GROUP, BUILT_IN)


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule by name, flowkit's own first; a rule of another package that cannot be loaded is an error."""
    return {name: _load(name, entry) for name, entry in entries().items()}


def rule_names() -> tuple[str, ...]:
    """Return the names of every rule, without loading any."""
    return tuple(entries())


def _load(name: str, entry: Entry) -> Rule:
    try:
        rule = entry.load()
    except (ImportError, AttributeError) as error:
        raise ConfigError(f"the rule {name} cannot be loaded from {entry.value}: {error}") from error
    if not isinstance(rule, Rule):
        raise ConfigError(f"the rule {name} is no Rule", where=entry.value)
    return replace(rule, name=name) if rule.name != name else rule


def check_names(names: Iterable[str], where: str) -> None:
    """Raise a ConfigError for the first name that no rule has; ``where`` says what named it (``select``)."""
    known = rule_names()
    for name in names:
        if name not in known:
            near = nearest(name, known)
            hint = f"did you mean {near}?" if near else f"the rules are {', '.join(known)}"
            raise ConfigError(f"{where} names a rule that does not exist: {name}", hint=hint)


def chosen(select: Collection[str] | None, ignore: Collection[str]) -> tuple[Rule, ...]:
    """Return the rules to judge by: those in ``select``, or all where it is None, but for those in ``ignore``."""
    check_names(select or (), "select")
    check_names(ignore, "ignore")
    return tuple(rule for name, rule in rules().items() if (select is None or name in select) and name not in ignore)
