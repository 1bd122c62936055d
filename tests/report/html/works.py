"""Verifications of work of any size, as evidence would leave them."""

from __future__ import annotations

from collections.abc import Iterator

from flowkit.guide.network import network
from flowkit.model.evidence import FRESH, FileFact, Outcome, TestFact
from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.source import Span
from flowkit.model.task import (
    Citation,
    CoverageTarget,
    Criterion,
    Deliverable,
    Dependency,
    Effort,
    Scenario,
    State,
    Task,
)
from flowkit.model.verdict import Finding, MarkerVerdict, Obligation, Place, Verdict, Verification, worst

PATH = "plans/large.md"
VERDICTS = (
    Verdict.PROVEN,
    Verdict.PROVEN,
    Verdict.UNPROVEN,
    Verdict.PROVEN,
    Verdict.MISSING,
    Verdict.PROVEN,
    Verdict.STALE,
    Verdict.PROVEN,
    Verdict.MANUAL,
    Verdict.FAILING,
)
_REASONS = {
    Verdict.PROVEN: "tests/test_work.py::test_it passed",
    Verdict.UNPROVEN: "no test verifies it",
    Verdict.MISSING: "src/work.py is not there",
    Verdict.STALE: "src/work.py changed since",
    Verdict.MANUAL: "Ada attested to it on 2026-03-02",
    Verdict.FAILING: "tests/test_work.py::test_it failed",
}


def work(count: int) -> Verification:
    """Return a verification of a plan of so many tasks, of which every verdict is one's."""
    tasks = tuple(_task(number, count) for number in range(1, count + 1))
    plan = Plan("large", PATH, "markers", title="Work Plan: a large one", adr="ADR-001", tasks=tasks)
    markers = tuple(marker for number, task in enumerate(tasks) for marker in _markers(plan, task, number))
    refuted = {Verdict.FAILING, Verdict.MISSING}
    findings = tuple(
        Finding(
            "phantom-completion",
            Severity.ERROR,
            f"{marker.task} is done and {marker.verdict}",
            Place(PATH, _span(10)),
            marker.ref,
            hint="Do it, or untick it.",
        )
        for marker in markers
        if marker.ref == plan.full_name(marker.task) and marker.verdict in refuted
    )
    held = frozenset(task.key for task in tasks if task.state is State.DONE)
    defined = {f"REQ-{number:03d}": Place("docs/specs/large.md", _span(number)) for number in range(1, 60)}
    return Verification((plan,), findings, markers, {PATH: held}, (), (network(plan),), defined)


def _span(line: int) -> Span:
    return Span(0, 1, line, 1)


def _task(number: int, count: int) -> Task:
    key, width = f"IMPL_{number:04d}", max(3, count // 12)
    awaited = dict.fromkeys(max(1, number - width - number * step % width) for step in (3, 7)) if number > width else ()
    span = _span(10 * number)
    return Task(
        key,
        key,
        "IMPL",
        f"Part {number} of the system does its work",
        span,
        State.DONE if number % 3 else State.OPEN,
        effort=Effort("3h", 3, 3),
        depends_on=tuple(Dependency(f"IMPL_{other:04d}") for other in awaited),
        deliverables=(Deliverable(f"src/part_{number}.py", f"src/part_{number}.py"),),
        requirements=tuple(Citation(f"REQ-{number * step % 97:03d}") for step in (1, 5)),
        criteria=tuple(
            Criterion(f"AC-{at}", f"What part {number} does in case {at} is right", span=span) for at in (1, 2, 3, 4)
        ),
        scenarios=(Scenario(f"SC-{number:04d}", f"The scenario of part {number}", span=span),),
        coverage_targets=(CoverageTarget(f"COV_{number:04d}", "90% of it", "line", 90, "it", key, span),),
    )


def _markers(plan: Plan, task: Task, at: int) -> Iterator[MarkerVerdict]:
    names = [f"{task.key}/{item.id}" for item in task.criteria]
    names += [item.id or "" for item in task.scenarios] + [target.id for target in task.coverage_targets]
    parts = [
        _marker(plan.full_name(name), task, VERDICTS[(at * 7 + place * place) % 10], "test")
        for place, name in enumerate(names)
    ]
    if at % 4 == 0:
        parts = [_marker(plan.full_name(name), task, Verdict.PROVEN, "test") for name in names]
    path = f"src/part_{at + 1}.py"
    ref = plan.full_name(task.key)
    own = Obligation("file", ref, f"{path} is there", Verdict.PROVEN, f"{path} is there", (FileFact(path, path),))
    yield MarkerVerdict(ref, worst(part.verdict for part in parts), task.key, (own,))
    yield from parts


def _marker(ref: str, task: Task, verdict: Verdict, kind: str) -> MarkerVerdict:
    fact = TestFact(
        "tests/test_work.py", "tests/test_work.py::test_it", Outcome.PASSED, "r.json", span=_span(7), freshness=FRESH
    )
    proven = verdict is Verdict.PROVEN
    duty = Obligation(
        kind,
        ref,
        "It is right",
        verdict,
        _REASONS[verdict],
        (fact,) if proven else (),
        hint=None if proven else "Let a test say so.",
    )
    return MarkerVerdict(ref, verdict, task.key, (duty,))
