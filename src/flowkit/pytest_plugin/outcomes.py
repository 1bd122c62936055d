"""How a test ended, from the reports of its phases and of all attempts."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from flowkit.model.evidence import Outcome
from flowkit.pytest_plugin.observer import reason_of

_WORST = (
    Outcome.ERROR,
    Outcome.UNDEFINED,
    Outcome.FAILED,
    Outcome.XPASSED,
    Outcome.XFAILED,
    Outcome.SKIPPED,
    Outcome.RETRIED,
    Outcome.PASSED,
)


@dataclass(slots=True)
class Attempt:
    """One attempt at a test: the phases that were reported, and how each ended.

    Attributes:
        ended: how each phase ended, and why.
        again: it is to be tried again.
    """

    phases: set[str] = field(default_factory=set)
    ended: list[tuple[Outcome, str]] = field(default_factory=list)
    duration: float = 0.0
    again: bool = False

    def add(self, report: pytest.TestReport, *, undefined: bool, raised: str | None) -> None:
        """Take in the report of a phase; ``raised``: what the phase ended with, whatever a hook says of it since."""
        self.phases.add(str(report.when))
        self.duration += report.duration
        self.again = self.again or report.outcome not in {"passed", "failed", "skipped"}
        self.ended.append(_phase(report, undefined=undefined, raised=raised))

    @property
    def result(self) -> tuple[Outcome, str] | None:
        """The worst of its phases, or None where it was interrupted."""
        if not self.ended:
            return None
        worst = min(self.ended, key=lambda one: _WORST.index(one[0]))
        is_whole = {"call", "teardown"} <= self.phases
        return worst if is_whole or worst[0] is not Outcome.PASSED else None


def _phase(report: pytest.TestReport, *, undefined: bool, raised: str | None) -> tuple[Outcome, str]:
    expected = getattr(report, "wasxfail", None)
    why = reason_of(report.longrepr) or raised or ""
    if report.outcome == "passed" and raised is None:
        return (Outcome.PASSED, "") if expected is None else (Outcome.XPASSED, str(expected))
    if report.outcome == "skipped":
        return (Outcome.SKIPPED, why) if expected is None else (Outcome.XFAILED, str(expected) or why)
    if undefined:
        return Outcome.UNDEFINED, why
    return (Outcome.FAILED if report.when == "call" else Outcome.ERROR), why


def conclude(attempts: list[Attempt]) -> tuple[Outcome, str] | None:
    """Return how a test ended after all attempts in one process, or None where it was interrupted.

    One that passed in the end is ``retried`` if it did not pass at first.
    """
    *earlier, last = attempts
    result = last.result
    if result is None or last.again:
        return None
    failed = [one for one in earlier if one.again or one.result is None or one.result[0] is not Outcome.PASSED]
    if result[0] is Outcome.PASSED and failed:
        first = failed[0].result
        return Outcome.RETRIED, first[1] if first is not None else ""
    return result


def worst(results: list[tuple[Outcome, str]]) -> tuple[Outcome, str]:
    """Return the worst of how a test ended in several processes."""
    return min(results, key=lambda one: _WORST.index(one[0]))
