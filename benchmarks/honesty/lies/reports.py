"""Lies about reports: they are old, edited, forged, or another project's."""

from __future__ import annotations

from typing import Any

from benchmarks.honesty.lie import old
from benchmarks.honesty.project import COVERAGE, RECORDING, SETTINGS, TESTS, Project

DEFAULTS = "feat-session-timeout:IMPL_005/AC-1"
TEST = f"{TESTS}/test_config.py::test_the_defaults_are_those_that_are_documented"


def of_test(recording: dict[str, Any]) -> dict[str, Any]:
    """Return what was recorded of the test of the defaults."""
    found: dict[str, Any] = next(one for one in recording["tests"] if one["id"] == TEST)
    return found


def fail(recording: dict[str, Any]) -> None:
    """Let the test of the defaults have failed, as it would if it ran."""
    of_test(recording)["outcome"] = "failed"


@old("unusable-evidence", RECORDING)
def a_failure_is_struck_out(project: Project) -> None:
    """A test failed, and its record is edited by hand."""
    project.record(fail, seal=True)
    project.record(lambda recording: of_test(recording).update(outcome="passed", duration=1.0), seal=False)


@old("criterion-unproven", DEFAULTS)
def a_record_is_edited(project: Project) -> None:
    """A test is added to the record by hand, so that nothing in it counts."""
    made = {"id": "tests/test_all.py::test_all", "markers": ["feat-session-timeout:IMPL_001"]}
    project.record(lambda recording: recording["tests"].append({**recording["tests"][0], **made}), seal=False)


@old("test-failed", DEFAULTS)
def a_failure_is_recorded(project: Project) -> None:
    """A test failed, and the work is called done all the same."""
    project.record(fail, seal=True)


@old("stale-evidence", DEFAULTS)
def a_test_is_recorded_that_nobody_wrote(project: Project) -> None:
    """A test that there is not is recorded as passed, in a file that there is not, and the record sealed anew."""

    def forge(recording: dict[str, Any]) -> None:
        made = {"id": "tests/test_all.py::test_all", "path": "tests/test_all.py", "markers": [DEFAULTS]}
        recording["tests"] = [{**of_test(recording), **made, "files": ["tests/test_all.py"]}, *recording["tests"]]

    project.record(forge, seal=True)


@old("criterion-unproven", DEFAULTS)
def a_test_is_recorded_in_a_file_that_has_it_not(project: Project) -> None:
    """The only test of a criterion is recorded under a name that its file does not have, and the record sealed anew."""
    project.record(lambda recording: of_test(recording).update(id=f"{TEST}_and_more", markers=[DEFAULTS]), seal=True)
    text = project.text(f"{TESTS}/test_config.py")
    marks = "# verifies: feat-session-timeout:IMPL_005/AC-1, feat-session-timeout:IMPL_005/AC-2\n"
    project.write(f"{TESTS}/test_config.py", text.replace(marks, ""))
    project.record(lambda recording: _resealed(project, recording), seal=True)


def _resealed(project: Project, recording: dict[str, Any]) -> None:
    from hashlib import sha256

    path = f"{TESTS}/test_config.py"
    for one in recording["runs"]:
        one["sources"][path] = sha256((project.root / path).read_bytes()).hexdigest()


@old("criterion-unproven", DEFAULTS)
def the_record_is_deleted(project: Project) -> None:
    """There is no record of any test."""
    project.delete(RECORDING)


@old("unproven-completion", "feat-session-timeout:IMPL_001")
def every_report_is_deleted(project: Project) -> None:
    """There is no report at all."""
    project.delete(RECORDING)
    project.delete(COVERAGE)


@old("unproven-completion", "feat-session-timeout:IMPL_001")
def the_reports_are_looked_for_elsewhere(project: Project) -> None:
    """The configuration looks for reports where there are none."""
    settings = '[tool.flowkit.reports]\ntests = ["nowhere.json"]\njunit = []\ncoverage = []\n\n[tool.flowkit.paths]\n'
    project.replace(SETTINGS, "[tool.flowkit.paths]\n", settings)


@old("unusable-evidence", RECORDING)
def another_projects_record(project: Project) -> None:
    """In the place of the record stands that of another project."""

    def rename(recording: dict[str, Any]) -> None:
        for one in recording["tests"]:
            one["path"] = f"theirs/{one['path']}"
            one["files"] = [f"theirs/{path}" for path in one["files"]]

    project.record(rename, seal=True)


@old("stale-evidence", DEFAULTS)
def another_projects_record_of_the_same_names(project: Project) -> None:
    """In the place of the record stands that of another project, whose files are called alike."""

    def change(recording: dict[str, Any]) -> None:
        for one in recording["runs"]:
            one["sources"] = dict.fromkeys(one["sources"], "0" * 64)

    project.record(change, seal=True)


@old("unusable-evidence", RECORDING)
def a_record_of_nothing(project: Project) -> None:
    """The record is cut off in the middle."""
    text = project.text(RECORDING)
    project.write(RECORDING, text[: len(text) // 2])


@old("criterion-unproven", DEFAULTS)
def a_forged_junit_report(project: Project) -> None:
    """In the place of the record stands a JUnit report in which all has passed."""
    project.delete(RECORDING)
    cases = "".join(
        f'<testcase classname="tests.all" name="{plan}{number}/AC-{criterion}"><properties>'
        f'<property name="verifies" value="{plan}:IMPL_00{number}/AC-{criterion}"/></properties></testcase>'
        for plan in ("feat-session-timeout", "feat-session-security")
        for number in range(1, 8)
        for criterion in range(1, 17)
    )
    project.write("junit.xml", f'<testsuite name="all">{cases}</testsuite>')


@old("test-skipped", DEFAULTS)
def a_junit_report_of_retries(project: Project) -> None:
    """A JUnit report tells that a test passed only when it was tried again."""
    project.delete(RECORDING)
    verifies = f'<properties><property name="verifies" value="{DEFAULTS}"/></properties>'
    case = f'<testcase classname="tests.all" name="defaults">{verifies}<flakyFailure message="no"/></testcase>'
    project.write("junit.xml", f'<testsuite name="all">{case}</testsuite>')


@old("unusable-evidence", "junit.xml")
def a_report_with_a_document_type(project: Project) -> None:
    """A JUnit report would fetch what it says from somewhere else."""
    head = '<!DOCTYPE testsuite [<!ENTITY all SYSTEM "file:///etc/hostname">]>'
    project.write("junit.xml", f'{head}<testsuite name="all"><testcase name="SC-001">&all;</testcase></testsuite>')


@old("test-skipped", DEFAULTS)
def a_retry_is_recorded(project: Project) -> None:
    """A test passed only when it was tried again."""
    project.record(lambda recording: of_test(recording).update(outcome="retried"), seal=True)


@old("criterion-unproven", DEFAULTS)
def a_test_that_fails_is_left_out(project: Project) -> None:
    """The record tells nothing of the one test of a criterion."""
    project.record(lambda recording: recording["tests"].remove(of_test(recording)), seal=True)


@old("test-failed", DEFAULTS)
def a_failure_is_forged_away(project: Project) -> None:
    """A test failed, and the forger who strikes it out knows how the record is sealed."""
    project.record(fail, seal=True)
    project.record(lambda recording: of_test(recording).update(outcome="passed"), seal=True)


@old("criterion-unproven", DEFAULTS)
def flowkit_is_its_own_witness(project: Project) -> None:
    """The JUnit report that flowkit itself writes is put in the place of the record of the tests."""
    told = project.flowkit("verify", "--format", "junit").stdout
    project.delete(RECORDING)
    project.write("junit.xml", told)
