"""Judging plans by the rules, severities and choices of a project and of a command."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowkit.config import Config
from flowkit.errors import ConfigError
from flowkit.model.severity import Severity
from flowkit.request import Choice

if TYPE_CHECKING:
    from flowkit.model.plan import Plan
    from flowkit.model.verdict import Finding, Surroundings


@dataclass(frozen=True, slots=True)
class Terms:
    """By which rules plans are judged, with which severities, and from which severity on a verification fails."""

    select: Collection[str] | None
    ignore: Collection[str]
    severities: Mapping[str, Severity]
    fail_on: Severity

    def judged(self, plans: Sequence[Plan], around: Surroundings) -> tuple[Finding, ...]:
        """Return what the rules find in plans."""
        from flowkit.judge.verification import judge

        return judge(plans, around, severities=self.severities, select=self.select, ignore=self.ignore)

    def applied_to(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return findings that no rule made with a plan, as the rules are chosen and weighed."""
        from flowkit.judge.table import chosen
        from flowkit.judge.verification import with_severities

        names = {rule.name for rule in chosen(self.select, self.ignore)}
        return tuple(with_severities((one for one in findings if one.rule in names), self.severities))

    def fails(self, findings: Iterable[Finding]) -> bool:
        """Whether one of the findings is as severe as those that a verification fails on."""
        return any(finding.severity.at_least(self.fail_on) for finding in findings)


def terms(config: Config, choice: Choice) -> Terms:
    """Return the terms of a project, as a command chooses among them.

    Raises:
        ConfigError: a name is no rule's.
    """
    _check_rules(config)
    strict = config.strict or choice.strict
    return Terms(
        config.select if choice.select is None else choice.select,
        (*config.ignore, *choice.ignore),
        {**({"unproven-completion": Severity.ERROR} if strict else {}), **config.severity},
        choice.fail_on or config.fail_on,
    )


def _check_rules(config: Config) -> None:
    """Raise a ConfigError with its place for a name in the configuration that no rule has."""
    from flowkit.judge.table import check_names

    for key, names in (("select", config.select or ()), ("ignore", config.ignore), ("severity", config.severity)):
        for name in names:
            try:
                check_names((name,), key)
            except ConfigError as error:
                raise ConfigError(error.message, where=config.place(key, name), hint=error.hint) from error
