"""Lies about coverage: it is not what is said, or was not measured."""

from __future__ import annotations

import json

from benchmarks.honesty.lie import old, run
from benchmarks.honesty.project import COVERAGE, LIBRARY, SETTINGS, TESTS, TIMEOUT, Project

STORE = f"{LIBRARY}/memory_store.py"
NEVER = (
    "\n\ndef never(value: int) -> int:\n    if value > 1:\n        value += 1\n"
    + "    value += 1\n" * 60
    + "    return value\n"
)


@run(
    "coverage-below", "feat-session-timeout:COV_UNIT_MEMORY", f"{TESTS}/test_memory_store.py", f"{TESTS}/test_cookie.py"
)
def code_grows_without_tests(project: Project) -> None:
    """The store gets sixty lines that no test runs."""
    project.append(STORE, NEVER)


@run("coverage-below", "feat-session-timeout:COV_UNIT_MANAGER", f"{TESTS}/test_cookie.py", f"{TESTS}/test_config.py")
def the_tests_of_the_manager_are_deleted(project: Project) -> None:
    """Only the tests of other modules run, and one request of them asks the manager."""
    project.append(
        f"{TESTS}/test_cookie.py",
        "\n\ndef test_it_can_be_imported() -> None:\n    import session_timeout.session_manager  # noqa: F401\n",
    )


@old("coverage-unmeasured", "feat-session-timeout:COV_UNIT_STORE")
def the_data_is_deleted(project: Project) -> None:
    """There is no coverage data."""
    project.delete(COVERAGE)


@old("coverage-unmeasured", "feat-session-timeout:COV_UNIT_STORE")
def the_data_is_made_up(project: Project) -> None:
    """In the place of the coverage data stands a JSON report that nobody measured."""
    project.delete(COVERAGE)
    names = ("session_store", "memory_store", "session_manager", "middleware", "config", "cookie", "request_session")
    lines = list(range(1, 100))
    whole = {
        f"{LIBRARY}/{name}.py": {"executed_lines": lines, "missing_lines": [], "excluded_lines": []} for name in names
    }
    meta = {"format": 3, "version": "7.10.0", "branch_coverage": False, "show_contexts": False}
    project.write("coverage.json", json.dumps({"meta": meta, "files": whole, "totals": {}}))


@old("coverage-unmeasured", "feat-session-timeout:COV_INT_SESSION")
def the_data_is_edited(project: Project) -> None:
    """Every line of every file is written into the coverage data as run."""
    project.measure(
        "insert or ignore into arc (file_id, context_id, fromno, tono) "
        "select file_id, context_id, tono, fromno from arc where fromno > 0 and tono > 0"
    )


@old("stale-evidence", "feat-session-timeout:COV_UNIT_MEMORY")
def code_grows_behind_the_report(project: Project) -> None:
    """The store gets lines that no test runs, after the coverage was measured."""
    project.append(STORE, "\n\nNEVER = None\n")


@run(
    "coverage-below", "feat-session-timeout:COV_UNIT_MEMORY", f"{TESTS}/test_cookie.py", f"{TESTS}/test_memory_store.py"
)
def code_is_hidden_from_the_count(project: Project) -> None:
    """The store gets sixty lines that no test runs, and that coverage is told to leave out."""
    project.append(STORE, NEVER.replace("int:\n", "int:  # pragma: no cover\n", 1))


@run("coverage-unmeasured", "feat-session-timeout:COV_INT_SESSION", f"{TESTS}/test_cleanup_middleware.py")
def a_file_is_not_measured(project: Project) -> None:
    """The middleware is left out of the measurement."""
    project.replace(SETTINGS, "[tool.coverage.run]\n", '[tool.coverage.run]\nomit = ["*/middleware.py"]\n')


@old("stale-evidence", "feat-session-timeout:COV_UNIT_MEMORY")
def the_count_is_configured_away(project: Project) -> None:
    """After the measurement, coverage is told to leave out whatever is within a function."""
    project.replace(SETTINGS, '"assert_never"]', '"assert_never", "^    .*"]')


@old("unmeasurable-target", "feat-session-timeout:COV_UNIT_STORE")
def a_target_loses_its_figure(project: Project) -> None:
    """The plan wants good coverage, and says no figure."""
    project.replace(TIMEOUT, "COV_UNIT_STORE: 90% line coverage", "COV_UNIT_STORE: good line coverage")


@old("coverage-below", "feat-session-timeout:COV_UNIT_MEMORY")
def a_target_is_out_of_reach(project: Project) -> None:
    """The plan claims more than was measured."""
    project.replace(TIMEOUT, "COV_UNIT_MEMORY: 90% line", "COV_UNIT_MEMORY: 101% line")


@old("coverage-unmeasured", "feat-session-timeout:COV_UNIT_MANAGER")
def a_target_names_another_file(project: Project) -> None:
    """The plan claims coverage of a file that there is not."""
    project.replace(TIMEOUT, "line coverage of session_manager.py", "line coverage of session_director.py")


@old("coverage-unmeasured", "feat-session-timeout:COV_UNIT_MANAGER")
def another_projects_coverage(project: Project) -> None:
    """In the place of the coverage data stands that of another project, whose files have the same names."""
    project.delete(COVERAGE)
    record = "".join(f"DA:{line},1\n" for line in range(1, 200))
    names = ("session_store", "memory_store", "session_manager", "middleware")
    project.write(
        "lcov.info", "".join(f"TN:\nSF:/home/them/src/theirs/{name}.py\n{record}end_of_record\n" for name in names)
    )
