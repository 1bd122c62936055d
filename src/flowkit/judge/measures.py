"""Whether coverage targets are reached, by the counts that were measured."""

from __future__ import annotations

from collections.abc import Sequence

from flowkit.judge.facts import Facts
from flowkit.model.evidence import Age, CoverageFact
from flowkit.model.plan import Plan
from flowkit.model.task import CoverageTarget
from flowkit.model.verdict import Obligation, Verdict

DEFAULT_METRIC = "line"
"""What a target speaks of that names no metric."""


def coverage(plan: Plan, target: CoverageTarget, files: Sequence[str], facts: Facts) -> Obligation:
    """Return what a coverage target demands.

    Args:
        plan: the plan.
        target: the target.
        files: the files that a path map or the task's own deliverables give for what the target names.
        facts: what was measured.
    """
    marker = plan.full_name(target.id)
    metric = target.metric or DEFAULT_METRIC
    if target.minimum is None or target.of is None:
        lacks = "gives no figure" if target.minimum is None else "names nothing to measure"
        return Obligation("coverage", marker, target.text, Verdict.UNPROVEN, f"{target.id} {lacks}", span=target.span)
    subject = f"{target.minimum:g} % {metric} coverage of {target.of}"
    measured = [
        fact for fact in facts.coverage if fact.metric in _names(metric) and _means(target.of, fact.measured, files)
    ]
    if not measured:
        reason = f"no report tells the {metric} coverage of {target.of}"
        hint = "Let the tests write a coverage report, and name it under reports in the configuration."
        return _open(marker, subject, Verdict.UNPROVEN, reason, "coverage-unmeasured", target, (), hint)
    places = {fact.measured for fact in measured}
    if len(places) > 1 and _is_file(target.of):
        reason = f"{target.of} may be any of {', '.join(sorted(places)[:3])}"
        return _open(
            marker, subject, Verdict.UNPROVEN, reason, "ambiguous-path", target, measured, "Write the whole path."
        )
    chosen = _freshest(measured)
    covered, total = sum(fact.covered for fact in chosen), sum(fact.total for fact in chosen)
    share = 100.0 * covered / total if total else 100.0
    told = f"{covered} of {total} {metric}s are covered, {_percent(share)} %"
    if covered * 100 < target.minimum * total:
        reason = f"{told}, and {target.minimum:g} % are demanded"
        return _open(marker, subject, Verdict.FAILING, reason, "coverage-below", target, chosen, "Test what is not.")
    ages = {fact.freshness.age: fact.freshness for fact in chosen}
    if Age.STALE in ages:
        reason = f"{told}; {ages[Age.STALE].reason}"
        return _open(marker, subject, Verdict.STALE, reason, "stale-evidence", target, chosen, "Run the tests again.")
    if Age.UNKNOWN in ages:
        reason = f"{told}; {ages[Age.UNKNOWN].reason}"
        hint = "Run the tests with flowkit verify --run, or with pytest --flowkit."
        return _open(marker, subject, Verdict.UNPROVEN, reason, "coverage-unmeasured", target, chosen, hint)
    return Obligation("coverage", marker, subject, Verdict.PROVEN, told, tuple(chosen))


def _names(metric: str) -> tuple[str, ...]:
    return (metric, "line") if metric == "statement" else (metric,)


def _is_file(name: str) -> bool:
    return "." in name.rpartition("/")[2]


def _means(name: str, path: str, files: Sequence[str]) -> bool:
    """Whether what a target names is a measured file: the file itself, the end of its path, or a folder or package."""
    if files:
        return path in files
    if _is_file(name) and not name.endswith("/"):
        return path == name or path.endswith(f"/{name}")
    folder = name.strip("/").replace(".", "/")
    return path.startswith(f"{folder}/") or f"/{folder}/" in f"/{path}" or path.endswith(f"/{folder}.py")


def _freshest(facts: Sequence[CoverageFact]) -> list[CoverageFact]:
    """Return one fact for each file: of several reports the one that is fresh, then the first."""
    order = list(Age)
    best: dict[str, CoverageFact] = {}
    for fact in facts:
        other = best.get(fact.measured)
        if other is None or order.index(fact.freshness.age) < order.index(other.freshness.age):
            best[fact.measured] = fact
    return list(best.values())


def _percent(share: float) -> str:
    """Return a percentage cut to one digit: 89.96 % is not 90 %."""
    return f"{int(share * 10) / 10:g}"


def _open(
    marker: str,
    subject: str,
    verdict: Verdict,
    reason: str,
    problem: str,
    target: CoverageTarget,
    facts: Sequence[CoverageFact],
    hint: str,
) -> Obligation:
    return Obligation("coverage", marker, subject, verdict, reason, tuple(facts), problem, target.span, hint)
