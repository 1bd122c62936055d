"""Lies about features: scenarios that are not there, do not run, or say nothing."""

from __future__ import annotations

from benchmarks.honesty.lie import old, run
from benchmarks.honesty.project import FEATURE, TESTS, TIMEOUT, Project

STEPS = f"{TESTS}/test_session_timeout_feature.py"
AT = "feat-session-timeout:SC-00"


@old("scenario-missing", f"{AT}2")
@run("scenario-missing", f"{AT}2", STEPS)
def a_scenario_is_deleted(project: Project) -> None:
    """A scenario that the plan lists is taken out of its feature."""
    project.cut(FEATURE, "    @SC-002\n", "    @SC-003")


@old("scenario-missing", f"{AT}2")
def a_feature_is_deleted(project: Project) -> None:
    """The whole feature file is deleted."""
    project.delete(FEATURE)


@old("scenario-not-run", f"{AT}2")
def a_scenario_is_renamed(project: Project) -> None:
    """A scenario has another title than the one that ran."""
    project.replace(FEATURE, "Scenario: A session whose time is over reads as absent", "Scenario: A session is read")


@old("scenario-missing", f"{AT}2")
@run("scenario-missing", f"{AT}2", STEPS)
def a_tag_is_renamed(project: Project) -> None:
    """A scenario carries another id than the plan lists."""
    project.replace(FEATURE, "@SC-002", "@SC-902")


@run("scenario-missing", f"{AT}2", STEPS)
def a_tag_becomes_a_comment(project: Project) -> None:
    """A scenario is tagged in a comment alone."""
    project.replace(FEATURE, "    @SC-002\n", "    # @SC-002\n")


@run("unplanned-scenario", f"{FEATURE}:Scenario: A new session without a plan")
def a_scenario_is_smuggled_in(project: Project) -> None:
    """The feature has a scenario with an id that no plan lists."""
    project.append(
        FEATURE, "\n    @SC-098\n    Scenario: A new session without a plan\n      Given an empty session store\n"
    )


@old("stale-evidence", f"{AT}8")
def examples_are_dropped(project: Project) -> None:
    """An outline has one example of three left, while the reports tell of all."""
    project.replace(FEATURE, "        | 60      | 61    | not valid |\n        | 7200    | 3601  | valid     |\n", "")


@run("scenario-not-run", f"{AT}8", f"{STEPS}::test_the_configured_timeout_is_the_one_that_counts[injected-60-59-valid]")
def one_example_runs(project: Project) -> None:
    """Of an outline, one example of three is run, and nothing was recorded of the others."""
    project.record(
        lambda recording: recording.update(tests=[one for one in recording["tests"] if one["path"] != STEPS]), seal=True
    )


@run("test-failed", f"{AT}8", STEPS)
def an_outline_has_no_examples(project: Project) -> None:
    """An outline keeps the head of its table, and no example."""
    project.between(FEATURE, "        | timeout | pause | state     |\n", "\n  Rule", "")


@run("test-failed", f"{AT}2", STEPS)
def a_step_is_undefined(project: Project) -> None:
    """A scenario has a step that nothing defines."""
    project.replace(FEATURE, "      When the session is read\n", "      When the session is read twice\n")


@run("hollow-test", f"{AT}2", STEPS)
def an_outcome_is_hollow(project: Project) -> None:
    """The step that says what has to come of a scenario does nothing."""
    project.between(STEPS, '@then("there is no session")\n', "\n\n\n", "def _(found: object) -> None:\n    del found")


@run("hollow-test", f"{AT}3", STEPS)
def one_outcome_of_two_is_hollow(project: Project) -> None:
    """Of two steps that say what has to come of a scenario, one does nothing."""
    start = '@then(parsers.parse("{count:d} sessions were removed"))\n'
    project.between(STEPS, start, "\n\n\n", "def _(removed: int, count: int) -> None:\n    del removed, count")


@run("hollow-test", f"{AT}1", STEPS)
def a_scenario_has_no_outcome(project: Project) -> None:
    """A scenario says what is done, and not what has to come of it."""
    project.replace(FEATURE, "      Then the stored session was created at 2026-03-02 09:00:00\n", "")


@run("test-skipped", f"{AT}4", STEPS)
def a_scenario_is_skipped(project: Project) -> None:
    """A scenario is tagged so that pytest leaves it out."""
    project.replace(FEATURE, "    @SC-004\n", "    @skip @SC-004\n")


@old("scenario-missing", "feat-session-timeout:SC-099")
def a_scenario_is_made_up(project: Project) -> None:
    """The plan lists a scenario that nobody has written."""
    project.replace(TIMEOUT, "- SC-004: Many", "- SC-099: A session survives a restart\n- SC-004: Many")


@run("scenario-not-run", f"{AT}2", STEPS)
def nothing_binds_the_scenarios(project: Project) -> None:
    """The feature is bound to no steps any more."""
    project.replace(
        STEPS, "scenarios(str(FEATURE))\n", "\n\ndef test_nothing() -> None:\n    assert FEATURE.exists()\n"
    )
