"""Lies about people: nobody looked, or at something else."""

from __future__ import annotations

from benchmarks.honesty.lie import old
from benchmarks.honesty.lies.reports import fail
from benchmarks.honesty.project import LIBRARY, SECURITY, TIMEOUT, Project

LOGGED = "- AC-3: What a clean-up removed is logged at DEBUG level"


@old("criterion-unproven", "feat-session-security:IMPL_001/AC-16")
def nobody_attests(project: Project) -> None:
    """A criterion is attested to at a commit that nobody made."""
    attest(project, "A. Nobody, 2026-03-02, 0123456789abcdef")


@old("criterion-unproven", "feat-session-timeout:IMPL_004/AC-4")
def somebody_attests_without_a_commit(project: Project) -> None:
    """Somebody attests to a criterion, and does not say at which commit."""
    attested = "- AC-4: It is pleasant to use (attested: A. Liar, 2026-03-02)"
    project.replace(TIMEOUT, f"{LOGGED}\n", f"{LOGGED}\n{attested}\n")


@old("criterion-unproven", "feat-session-timeout:IMPL_004/AC-4")
def somebody_attests_at_a_branch(project: Project) -> None:
    """Somebody attests to a criterion at a branch that is called like a commit, and can be moved."""
    project.git("branch", "abcdef12")
    attest_new(project, "A. Liar, 2026-03-02, abcdef12")


@old("criterion-unproven", "feat-session-timeout:IMPL_004/AC-4")
def nobody_by_name_attests(project: Project) -> None:
    """A criterion is attested to by nobody who has a name."""
    attest_new(project, f" , 2026-03-02, {project.git('rev-parse', 'HEAD')}")


@old("criterion-unproven", "feat-session-timeout:IMPL_004/AC-4")
def somebody_attests_on_no_day(project: Project) -> None:
    """Somebody attests to a criterion on the thirty-first of February."""
    attest_new(project, f"A. Liar, 2026-02-31, {project.git('rev-parse', 'HEAD')}")


@old("stale-evidence", "feat-session-timeout:IMPL_004/AC-4")
def what_was_attested_has_changed(project: Project) -> None:
    """Somebody attests to a criterion, and the code is changed and committed afterwards."""
    attest_new(project, f"A. Liar, 2026-03-02, {project.git('rev-parse', 'HEAD')}")
    project.append(f"{LIBRARY}/middleware.py", "\n\nNEWER = True\n")
    project.git("commit", "--all", "--quiet", "--message", "Change what was looked at")


@old("stale-evidence", "feat-session-timeout:IMPL_004/AC-4")
def what_was_attested_is_changed_in_secret(project: Project) -> None:
    """Somebody attests to a criterion, and the code is changed behind git's back."""
    attest_new(project, f"A. Liar, 2026-03-02, {project.git('rev-parse', 'HEAD')}")
    project.git("update-index", "--assume-unchanged", f"{LIBRARY}/middleware.py")
    project.append(f"{LIBRARY}/middleware.py", "\n\nNEWER = True\n")


def attest(project: Project, who: str) -> None:
    """Attest to a criterion in the place of its tests, of which nothing is recorded."""
    criterion = "- AC-16: A store enforces this by itself, whatever its caller asks for\n"
    project.replace(SECURITY, criterion, f"{criterion.rstrip()} (attested: {who})\n")
    project.record(
        lambda recording: recording.update(
            tests=[one for one in recording["tests"] if "test_memory_store" not in one["path"]]
        ),
        seal=True,
    )


def attest_new(project: Project, who: str) -> None:
    """Add a criterion to which somebody attests."""
    project.replace(TIMEOUT, f"{LOGGED}\n", f"{LOGGED}\n- AC-4: It is pleasant to use (attested: {who})\n")


@old("test-failed", "feat-session-timeout:IMPL_005/AC-1")
def somebody_attests_what_a_test_refutes(project: Project) -> None:
    """The test of a criterion failed, so somebody attests to it instead."""
    project.record(fail, seal=True)
    criterion = "- AC-1: `session.timeout_seconds` is 3600 (one hour) unless it is set\n"
    attested = f"{criterion.rstrip()} (attested: A. Liar, 2026-03-02, {project.git('rev-parse', 'HEAD')})\n"
    project.replace(TIMEOUT, criterion, attested)
