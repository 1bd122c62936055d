"""Lies about baselines: findings are left out that were never agreed on, or no longer are."""

from __future__ import annotations

from benchmarks.honesty.lie import REFUSED, old
from benchmarks.honesty.project import BASELINE, LIBRARY, SETTINGS, TIMEOUT, Project

DELIVERED = "feat-session-timeout:IMPL_004"
DRIFT = "declares 8 tasks; 9 tasks are defined"
TOTAL = "**Total subtasks:** 9"


@old("count-mismatch", f"{TIMEOUT}:**Total subtasks:** 8")
def a_pardon_has_run_out(project: Project) -> None:
    """A wrong total is left out by an entry whose day is long past."""
    project.replace(TIMEOUT, TOTAL, "**Total subtasks:** 8")
    pardon(project, DRIFT, until="2020-01-31")


@old("baseline-unused", f"{BASELINE}:[[finding]]")
def a_pardon_comes_before_the_deed(project: Project) -> None:
    """An entry is written for a finding that is not there yet, for later."""
    pardon(project, DRIFT)


@old("count-mismatch", f"{TIMEOUT}:**Total subtasks:** 7")
def a_pardon_is_used_for_more(project: Project) -> None:
    """An entry for a total that is wrong by one is there, and the total is wrong by two."""
    project.replace(TIMEOUT, TOTAL, "**Total subtasks:** 7")
    pardon(project, DRIFT)


@old("count-mismatch", f"{TIMEOUT}:**Total subtasks:** 8")
def a_pardon_is_for_every_plan(project: Project) -> None:
    """An entry names every plan by a pattern, as if paths were patterns."""
    project.replace(TIMEOUT, TOTAL, "**Total subtasks:** 8")
    pardon(project, DRIFT, path="plans/*.md")


@old("count-mismatch", f"{TIMEOUT}:**Total subtasks:** 8")
def a_pardon_is_for_everything(project: Project) -> None:
    """An entry has a pattern in the place of what was found, as if words were patterns."""
    project.replace(TIMEOUT, TOTAL, "**Total subtasks:** 8")
    pardon(project, ".*")


@old("deliverable-missing", DELIVERED)
def a_pardon_for_one_marker_is_used_for_another(project: Project) -> None:
    """A missing file of one task is agreed on, and another task misses one."""
    project.delete(f"{LIBRARY}/middleware.py")
    pardon(project, missing(project), rule="deliverable-missing", marker="feat-session-timeout:IMPL_003")


@old(REFUSED, BASELINE)
def a_pardon_has_no_reason(project: Project) -> None:
    """An entry leaves a wrong total out, and says not why."""
    project.replace(TIMEOUT, TOTAL, "**Total subtasks:** 8")
    pardon(project, DRIFT, reason=" ")


@old(REFUSED, BASELINE)
def a_pardon_has_no_end(project: Project) -> None:
    """An entry leaves a wrong total out until a day that is none."""
    project.replace(TIMEOUT, TOTAL, "**Total subtasks:** 8")
    pardon(project, DRIFT, until="9999-99-99")


@old(REFUSED, SETTINGS)
def pardons_lie_elsewhere(project: Project) -> None:
    """The baseline is set to a file outside of the project, where no reviewer sees it."""
    project.replace(SETTINGS, "[tool.flowkit]\n", '[tool.flowkit]\nbaseline = "../pardons.toml"\n')


@old("baseline-expired", f"{BASELINE}:[[finding]]")
def all_is_recorded_for_a_while_that_is_over(project: Project) -> None:
    """A missing file was recorded until a day that is past, and everybody forgot."""
    project.delete(f"{LIBRARY}/middleware.py")
    pardon(project, missing(project), rule="deliverable-missing", marker=DELIVERED, until="2020-01-31")


@old("deliverable-missing", DELIVERED)
def all_is_recorded(project: Project) -> None:
    """A missing file is recorded with whatever else there is, for a reason that is none."""
    project.delete(f"{LIBRARY}/middleware.py")
    project.flowkit("baseline", "--reason", "It has always been so")


def missing(project: Project) -> str:
    """Return what is told of the task whose file is not there."""
    found = next(
        one for one in project.verify()[1] if (one["rule"], one["marker"]) == ("deliverable-missing", DELIVERED)
    )
    return str(found["message"])


def pardon(
    project: Project,
    message: str,
    *,
    rule: str = "count-mismatch",
    path: str = TIMEOUT,
    marker: str | None = None,
    reason: str = "Known",
    until: str | None = None,
) -> None:
    """Write a baseline of one entry."""
    entry = {"rule": rule, "path": path, "marker": marker, "message": message, "reason": reason}
    lines = [f'{key} = "{value}"' for key, value in entry.items() if value is not None]
    lines += [f"until = {until}"] if until else []
    project.write(BASELINE, "\n".join(("[[finding]]", *lines, "")))
