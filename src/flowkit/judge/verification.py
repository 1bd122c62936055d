"""Plans in, findings out: every chosen rule on every plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from flowkit.judge.ignores import Ignores, read_ignores
from flowkit.judge.table import check_names, chosen
from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.verdict import Finding, Rule, Surroundings


# implements: feat-flowkit-commands:IMPL_001
def judge(
    plans: Sequence[Plan],
    around: Surroundings | None = None,
    *,
    severities: Mapping[str, Severity] | None = None,
    select: Collection[str] | None = None,
    ignore: Collection[str] = (),
) -> tuple[Finding, ...]:
    """Return what the rules find in the plans, in order of path, line and column.

    Args:
        plans: the plans to judge.
        around: what else is known; by default these plans, and an id that one of them defines is defined for all.
        severities: rule name -> severity, where it is not to be the rule's own.
        select: the names of the rules to judge by; None for all.
        ignore: the names of the rules to leave out.

    Raises:
        ConfigError: a name is no rule's.
    """
    chosen_rules = chosen(select, ignore)
    check_names(severities or (), "severities")
    around = around or Surroundings(tuple(plans))
    findings = [finding for plan in plans for finding in _judge_one(plan, chosen_rules, around)]
    return ordered(with_severities(findings, severities or {}))


def _judge_one(plan: Plan, chosen_rules: Iterable[Rule], around: Surroundings) -> Iterable[Finding]:
    ignores = {outline.document.path: read_ignores(outline) for outline in plan.outlines}
    for rule in chosen_rules:
        for finding in rule.check(plan, around):
            # A comment speaks for its own document; what a rule finds elsewhere is not for it to silence.
            if not ignores.get(finding.place.path, _NONE).silences(finding):
                yield finding


_NONE = Ignores()


def with_severities(findings: Iterable[Finding], severities: Mapping[str, Severity]) -> Iterable[Finding]:
    """Yield findings with the severities that the configuration sets."""
    for finding in findings:
        wanted = severities.get(finding.rule)
        yield finding if wanted in {None, finding.severity} else replace(finding, severity=wanted or finding.severity)


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings in order of path, line, column and rule; one without a span comes first in its document."""
    return tuple(sorted(findings, key=_position))


def _position(finding: Finding) -> tuple[str, int, int, str, str]:
    span = finding.place.span
    return finding.place.path, span.line if span else 0, span.column if span else 0, finding.rule, finding.message
