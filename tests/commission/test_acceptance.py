"""What speaks against the work of a try."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flowkit.commission.acceptance import faults, is_proven, listed, untestable
from flowkit.model.job import Job
from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.task import State, Task
from flowkit.model.verdict import Finding, MarkerVerdict, Obligation, Place, Verdict, Verification

JOB = Job("plan.md", "plan", "A", "A", frozenset())


def marker(ref: str, verdict: Verdict, kind: str = "test") -> MarkerVerdict:
    """Return the verdict of a marker of the plan."""
    duty = Obligation(kind, f"plan:{ref}", "it holds", verdict, "so it is")
    return MarkerVerdict(f"plan:{ref}", verdict, ref.partition("/")[0], (duty,))


def finding(
    rule: str, marker: str | None = None, message: str = "wrong", severity: Severity = Severity.WARNING
) -> Finding:
    """Return a finding in the code."""
    return Finding(rule, severity, message, Place("code.py"), None if marker is None else f"plan:{marker}")


def verification(*markers: MarkerVerdict, findings: tuple[Finding, ...] = (), done: str = "") -> Verification:
    """Return a verification of a plan of three tasks; those named by ``done`` are ticked."""
    tasks = (Task(name, name, "IMPL", name, state=State.DONE if name in done else State.OPEN) for name in "ABC")
    return Verification((Plan("plan", "plan.md", "markers", tasks=tuple(tasks)),), findings, markers)


PROVEN, UNPROVEN, FAILING = Verdict.PROVEN, Verdict.UNPROVEN, Verdict.FAILING
BEFORE = verification(marker("A", UNPROVEN), marker("B", PROVEN), marker("C", UNPROVEN))
AFTER = verification(marker("A", PROVEN), marker("B", PROVEN), marker("C", UNPROVEN))


def with_findings(verification: Verification, *findings: Finding) -> Verification:
    """Return a verification with findings."""
    return replace(verification, findings=findings)


def test_what_is_proven_and_breaks_nothing_is_accepted() -> None:
    """Other tasks may be as unproven as they were."""
    assert faults(JOB, BEFORE, AFTER) == ()
    assert is_proven(JOB, AFTER) and not is_proven(JOB, BEFORE)


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict not in {PROVEN, Verdict.MANUAL}])
def test_each_part_that_is_not_proven_is_told(verdict: Verdict) -> None:
    """The task's own demands and those of its parts, each with the reason."""
    part = marker("A/AC-1", verdict)
    own = replace(marker("A", PROVEN), verdict=verdict)
    told = faults(JOB, BEFORE, verification(own, part, marker("B", PROVEN), marker("C", UNPROVEN)))
    assert told == (f"A/AC-1 is {verdict}: so it is",)


def test_a_task_that_is_held_to_nothing_is_not_proven() -> None:
    """A plan that is not held against the evidence any more proves none of its tasks."""
    assert "not held against the evidence" in faults(JOB, BEFORE, verification(marker("B", PROVEN)))[0]


def test_what_was_proven_stays_so() -> None:
    """A marker of another task that is no longer proven, or gone, speaks against the work."""
    worse = verification(marker("A", PROVEN), marker("B", FAILING), marker("C", FAILING))
    assert faults(JOB, BEFORE, worse) == ("plan:B was proven and is failing: so it is",)
    gone = verification(marker("A", PROVEN), marker("C", UNPROVEN))
    assert faults(JOB, BEFORE, gone) == ("plan:B was proven and is gone",)


def test_a_new_finding_speaks_against_the_work() -> None:
    """One that was there before does not, nor an info; a second one of the same kind does."""
    old = finding("orphan-tag")
    assert faults(JOB, with_findings(BEFORE, old), with_findings(AFTER, old)) == ()
    assert faults(JOB, BEFORE, with_findings(AFTER, finding("unticked", severity=Severity.INFO))) == ()
    assert faults(JOB, BEFORE, with_findings(AFTER, old)) == ("code.py: warning orphan-tag: wrong",)
    assert len(faults(JOB, with_findings(BEFORE, old), with_findings(AFTER, old, old))) == 1


def test_what_an_unfinished_task_lacks_is_no_fault() -> None:
    """Of a task that nobody has finished, findings come and go; of one that is ticked or proven, none may come."""
    for_c, for_b = finding("test-failed", "C"), finding("test-failed", "B")
    assert faults(JOB, BEFORE, with_findings(AFTER, for_c)) == ()
    assert len(faults(JOB, BEFORE, with_findings(AFTER, for_b))) == 1
    ticked = replace(BEFORE, plans=verification(done="C").plans)
    assert len(faults(JOB, ticked, with_findings(replace(AFTER, plans=ticked.plans), for_c))) == 1


def test_words_about_a_marker_may_change_with_what_is_left() -> None:
    """A task that was refuted for three reasons and is so for two is no new finding."""
    before = with_findings(BEFORE, finding("phantom-completion", "B", "for three reasons"))
    assert faults(JOB, before, with_findings(AFTER, finding("phantom-completion", "B", "for two reasons"))) == ()
    run = finding("run-failed", message="exit code 5"), finding("run-failed", message="exit code 1")
    assert len(faults(JOB, with_findings(BEFORE, run[0]), with_findings(AFTER, run[1]))) == 1


def test_what_takes_tests_is_known_before() -> None:
    """A demand that tests alone prove; a task that demands nothing but files takes them too, unless it documents."""
    assert untestable(JOB, verification(marker("A", PROVEN, "file"), marker("A/AC-1", UNPROVEN))) == "plan:A/AC-1"
    files = verification(marker("A", UNPROVEN, "file"))
    assert untestable(JOB, files) == "plan:A"
    tasks = tuple(replace(task, kind="DOC") for task in files.plans[0].tasks)
    assert untestable(JOB, replace(files, plans=(replace(files.plans[0], tasks=tasks),))) is None


def test_a_long_list_is_cut() -> None:
    """What does not fit is counted."""
    assert listed("abcde") == "a; b; c; and 2 more"
    assert listed("abc") == "a; b; c"
