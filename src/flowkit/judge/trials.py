"""What tests say of a marker that they verify.

All of them have to have passed, at the first try, on what is there now. A test that did not run, or that asserts
nothing, says nothing; one that never reaches the code in question says nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flowkit.judge.facts import Facts
from flowkit.model.evidence import Age, Outcome, TestFact
from flowkit.model.verdict import Verdict

_FAILED = frozenset({Outcome.FAILED, Outcome.ERROR, Outcome.UNDEFINED, Outcome.XPASSED})
_WORDS: Mapping[Outcome, str] = {
    Outcome.FAILED: "failed",
    Outcome.ERROR: "ended in an error",
    Outcome.UNDEFINED: "has a step that nothing defines",
    Outcome.XPASSED: "passed although it was expected to fail",
    Outcome.SKIPPED: "was skipped",
    Outcome.XFAILED: "failed as expected",
    Outcome.DESELECTED: "was deselected",
    Outcome.RETRIED: "passed only when it was tried again",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """The code that tests of a marker are to reach: lines by file, None for a whole file; empty where none is known."""

    lines: Mapping[str, frozenset[int] | None]

    def reached_by(self, test: TestFact, facts: Facts) -> bool | None:
        """Return whether a test executed any of it; None where that was not recorded, or where nothing of it is run.

        A line counts that runs when the code is used. What runs when it is imported, as a protocol does and the line
        of a ``def``, is reached by no test.
        """
        executed = facts.executed.get(test.test)
        reachable = {path: lines for path in self.lines if (lines := self._reachable(path, facts)) != frozenset()}
        if not executed or not any(path in facts.bodies or path in facts.recorded for path in reachable):
            return None
        for fact in executed:
            wanted = reachable.get(fact.measured, frozenset())
            if fact.lines if wanted is None else not wanted.isdisjoint(fact.lines):
                return True
        return False

    def _reachable(self, path: str, facts: Facts) -> frozenset[int] | None:
        """Return the lines of a file that a test can reach; None where any may be."""
        wanted, body = self.lines[path], facts.bodies.get(path)
        return wanted if body is None else body if wanted is None else wanted & body


@dataclass(frozen=True, slots=True)
class Trial:
    """What tests say: the verdict, why, the rule that is broken, and the tests that it rests on."""

    verdict: Verdict
    reason: str
    problem: str | None
    tests: tuple[TestFact, ...]


def judge_tests(tests: Sequence[TestFact], ground: Ground, facts: Facts, unproven: str) -> Trial | None:
    """Return what tests say of a marker, or None where there is no test.

    Args:
        tests: those that verify the marker.
        ground: the code that they are to reach.
        facts: what was executed.
        unproven: the rule that is broken where the tests leave it open.
    """
    if not tests:
        return None
    failed = [test for test in tests if test.outcome in _FAILED]
    if failed:
        return Trial(Verdict.FAILING, _told(failed), "test-failed", tuple(failed))
    stale = [test for test in tests if test.freshness.age is Age.STALE]
    if stale:
        return Trial(Verdict.STALE, f"{_name(stale[0])}: {stale[0].freshness.reason}", "stale-evidence", tuple(stale))
    unrun = [test for test in tests if test.outcome is not Outcome.PASSED]
    if unrun:
        return Trial(Verdict.UNPROVEN, _told(unrun), "test-skipped", tuple(unrun))
    hollow = [test for test in tests if test.hollow]
    if hollow:
        return Trial(Verdict.UNPROVEN, f"{_name(hollow[0])} asserts nothing", "hollow-test", tuple(hollow))
    undated = [test for test in tests if test.freshness.age is Age.UNKNOWN]
    if undated:
        reason = undated[0].freshness.reason
        return Trial(Verdict.UNPROVEN, f"{_name(undated[0])} passed; {reason}", unproven, tuple(undated))
    astray = [test for test in tests if ground.reached_by(test, facts) is False]
    if len(astray) == len(tests):
        reason = f"{_name(astray[0])} passed and executed no line of {_files(ground)}"
        return Trial(Verdict.UNPROVEN, reason, "unreached-code", tuple(astray))
    passed = f"{_name(tests[0])} passed" if len(tests) == 1 else f"{len(tests)} tests passed"
    return Trial(Verdict.PROVEN, passed, None, tuple(tests))


def _told(tests: Sequence[TestFact]) -> str:
    first = tests[0]
    why = f" ({first.reason})" if first.reason else ""
    more = f", and {len(tests) - 1} more" if len(tests) > 1 else ""
    return f"{_name(first)} {_WORDS[first.outcome]}{why}{more}"


def _name(test: TestFact) -> str:
    return test.test


def _files(ground: Ground) -> str:
    files = list(ground.lines)
    return files[0] if len(files) == 1 else f"the {len(files)} files in question"
