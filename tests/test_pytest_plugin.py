"""flowkit's plug-in for pytest: what it records of real runs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from flowkit.collect.recordings import RecordedTest, Recording, parse
from flowkit.model.evidence import Outcome
from flowkit.pytest_plugin.commit import checked_out
from flowkit.pytest_plugin.project import Project

pytest_plugins = ["pytester"]

Run: TypeAlias = Callable[..., pytest.RunResult]


@pytest.fixture
def run(pytester: pytest.Pytester) -> Run:
    """Write files of a project and run its tests in this process, with the plug-in active."""
    pytester.makeini("[pytest]\naddopts = --strict-markers\npythonpath = src\n")

    def run(*arguments: str, files: dict[str, str] | None = None, active: bool = True) -> pytest.RunResult:
        write(pytester.path, files or {})
        return pytester.runpytest(*(["--flowkit"] if active else []), *arguments)

    return run


def write(root: Path, files: dict[str, str]) -> None:
    """Write files of a project."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def recording(root: Path) -> Recording:
    """Return what was recorded."""
    return parse((root / ".flowkit" / "tests.json").read_bytes())


def recorded(root: Path) -> dict[str, RecordedTest]:
    """Return the recorded tests by what follows ``::`` in their ids."""
    return {test.id.partition("::")[2]: test for test in recording(root).tests}


def outcomes(root: Path) -> dict[str, Outcome]:
    """Return how the recorded tests ended, by their names."""
    return {name: test.outcome for name, test in recorded(root).items()}


PASSING = "def test_a():\n    assert 1 + int('1') == 2\n"


def test_it_is_idle_unless_asked(run: Run, pytester: pytest.Pytester) -> None:
    """Without the option nothing is written and nothing imported, but the marker is known."""
    text = (
        "import sys, pytest\n\n\n@pytest.mark.verifies('SC-001')\ndef test_a():\n"
        "    assert not [name for name in sys.modules if name.startswith('flowkit.pytest_plugin.')]\n"
    )
    run("-p", "no:cacheprovider", files={"test_a.py": text}, active=False)
    done = pytester.run(sys.executable, "-m", "pytest")
    done.assert_outcomes(passed=1)
    assert not (pytester.path / ".flowkit").exists()


def test_the_setting_asks_for_it_too(run: Run, pytester: pytest.Pytester) -> None:
    """``flowkit = true`` in pytest's own configuration has every run recorded."""
    write(pytester.path, {"pytest.ini": "[pytest]\nflowkit = true\n"})
    run(files={"test_a.py": PASSING}, active=False)
    assert outcomes(pytester.path) == {"test_a": Outcome.PASSED}


MARKED = """
import pytest

pytestmark = pytest.mark.verifies("COV_UNIT_STORE")


@pytest.mark.verifies("SC-001", "IMPL_002/AC-2")
@pytest.mark.verifies("feat-x:SC-003, SC-004")
def test_function():
    pass


@pytest.mark.verifies("SC-005")
class TestClass:
    @pytest.mark.parametrize("n", [1, pytest.param(2, marks=pytest.mark.verifies("SC-006"))])
    def test_method(self, n):
        pass

    def test_sc_009_is_not_asked_for(self):
        pass
"""
NAMED = """
import pytest


def test_sc_001_and_impl_002_ac_1():
    pass


class TestSC007:
    def test_x(self):
        pass


@pytest.mark.parametrize("text", ["SC-008"])
def test_of_data(text):
    pass
"""


def test_marks_say_what_a_test_verifies(run: Run, pytester: pytest.Pytester) -> None:
    """Marks of a function, its class, its module and its parameters count, each marker once."""
    run(files={"test_a.py": MARKED})
    markers = {name: set(test.markers) for name, test in recorded(pytester.path).items()}
    assert markers == {
        "test_function": {"SC-001", "IMPL_002/AC-2", "feat-x:SC-003", "SC-004", "COV_UNIT_STORE"},
        "TestClass::test_method[1]": {"SC-005", "COV_UNIT_STORE"},
        "TestClass::test_method[2]": {"SC-005", "SC-006", "COV_UNIT_STORE"},
        "TestClass::test_sc_009_is_not_asked_for": {"SC-005", "COV_UNIT_STORE"},
    }


def test_names_say_it_where_nothing_else_does(run: Run, pytester: pytest.Pytester) -> None:
    """Ids in the name of a test or its class are the last resort; those in its parameters are data."""
    run(files={"test_a.py": NAMED})
    markers = {name: test.markers for name, test in recorded(pytester.path).items()}
    assert markers == {
        "test_sc_001_and_impl_002_ac_1": ("SC-001", "IMPL_002/AC-1"),
        "TestSC007::test_x": ("SC-007",),
        "test_of_data[SC-008]": (),
    }


def test_the_projects_own_kinds_are_known(run: Run, pytester: pytest.Pytester) -> None:
    """Names are read by the grammar that flowkit's configuration gives, in workers too."""
    kinds = {"flowkit.toml": '[kinds.QA]\nprefix = "QA"\nseparator = "-"\n'}
    run("-n", "1", files={**kinds, "test_a.py": "def test_qa_007():\n    pass\n"})
    assert recorded(pytester.path)["test_qa_007"].markers == ("QA-007",)


def test_a_broken_configuration_does_not_stop_the_tests(run: Run, pytester: pytest.Pytester) -> None:
    """Where flowkit's configuration cannot be used, the defaults are, with a warning."""
    done = run(files={"flowkit.toml": "nonesuch = 1\n", "test_a.py": PASSING})
    assert done.ret == 0
    done.stdout.fnmatch_lines(["flowkit: warning: the defaults are used: *nonesuch*"])
    assert outcomes(pytester.path) == {"test_a": Outcome.PASSED}


ENDINGS = """
import pytest


@pytest.fixture
def broken_before():
    raise RuntimeError("no store")


@pytest.fixture
def broken_after():
    yield
    raise RuntimeError("no end")


def test_passed():
    pass


def test_failed():
    assert 1 == 2, "they differ"


def test_error_before(broken_before):
    pass


def test_error_after(broken_after):
    pass


@pytest.mark.skip(reason="not on Tuesdays")
def test_skipped():
    pass


def test_skips():
    pytest.skip("no network")


@pytest.mark.xfail(reason="known")
def test_xfailed():
    assert False


@pytest.mark.xfail(reason="mended")
def test_xpassed():
    pass


@pytest.mark.xfail(strict=True, reason="mended")
def test_xpassed_strictly():
    pass


def test_left_out():
    pass
"""


@pytest.mark.parametrize("options", [(), ("-n", "2")])
def test_every_ending_is_told_apart(run: Run, pytester: pytest.Pytester, options: tuple[str, ...]) -> None:
    """Each way to end has its outcome and its reason, in one process and in several."""
    done = run("-k", "not left_out", *options, files={"test_a.py": ENDINGS})
    assert done.ret == 1
    told = {name: (test.outcome.value, test.reason) for name, test in recorded(pytester.path).items()}
    assert told.pop("test_xpassed_strictly") == ("failed", "[XPASS(strict)] mended")
    failed = told.pop("test_failed")
    assert failed[0] == "failed" and "they differ" in str(failed[1])
    assert told == {
        "test_passed": ("passed", None),
        "test_error_before": ("error", "RuntimeError: no store"),
        "test_error_after": ("error", "RuntimeError: no end"),
        "test_skipped": ("skipped", "not on Tuesdays"),
        "test_skips": ("skipped", "no network"),
        "test_xfailed": ("xfailed", "known"),
        "test_xpassed": ("xpassed", "mended"),
        "test_left_out": ("deselected", None),
    }


RETRYING = """
import pytest
from _pytest.runner import runtestprotocol


def pytest_runtest_protocol(item, nextitem):
    for attempt in range(3):
        item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        again = attempt < 2 and any(report.failed for report in reports)
        for report in reports:
            if again and report.failed:
                report.outcome = "rerun"
            item.ihook.pytest_runtest_logreport(report=report)
        if not again:
            return True
        item._initrequest()
"""


def test_a_test_that_passed_when_it_was_tried_again_is_told(run: Run, pytester: pytest.Pytester) -> None:
    """A test that failed first and passed later is ``retried``; one that never passes failed."""
    late = "tries = []\n\n\ndef test_late():\n    tries.append(1)\n    assert len(tries) > 1\n"
    run(files={"conftest.py": RETRYING, "test_a.py": f"{late}\n\ndef test_never():\n    assert 0\n"})
    assert outcomes(pytester.path) == {"test_late": Outcome.RETRIED, "test_never": Outcome.FAILED}


FEATURE = """
@SC-100 @slow
Feature: Tea

  @REQ-007
  Rule: It is hot

    @SC-001
    Scenario: A cup
      Given a kettle
      Then there is tea

    @IMPL_002/AC-1 @feat-x:SC-003
    Scenario Outline: Cups of <kind>
      Given a kettle
      Then there is <kind>

      @SC-201
      Examples:
        | kind  |
        | green |

      Examples:
        | kind  |
        | black |

    Scenario: Nobody knows how
      Given a kettle
      When it sings
"""
STEPS = """
from pytest_bdd import given, parsers, then


@given("a kettle")
def _():
    pass


@then(parsers.parse("there is {kind}"))
def _(kind):
    assert kind
"""
BOUND = "from pytest_bdd import scenarios\n\nscenarios('../features/tea.feature')\n"
SCENARIOS = {
    "pytest.ini": "[pytest]\nmarkers =\n    slow: takes long\n",
    "features/tea.feature": FEATURE,
    "tests/conftest.py": STEPS,
    "tests/test_tea.py": BOUND,
}


@pytest.mark.parametrize("options", [(), ("-n", "1")])
def test_scenarios_are_known_by_their_tags(run: Run, pytester: pytest.Pytester, options: tuple[str, ...]) -> None:
    """Tags of a scenario, its rule, its feature and its examples count, and none of them needs to be registered."""
    run("--strict-markers", *options, files=SCENARIOS)
    tests = recorded(pytester.path)
    assert {name: set(test.markers) for name, test in tests.items()} == {
        "test_a_cup": {"SC-100", "REQ-007", "SC-001"},
        "test_cups_of_kind[green]": {"SC-100", "REQ-007", "IMPL_002/AC-1", "feat-x:SC-003", "SC-201"},
        "test_cups_of_kind[black]": {"SC-100", "REQ-007", "IMPL_002/AC-1", "feat-x:SC-003"},
        "test_nobody_knows_how": {"SC-100", "REQ-007"},
    }
    assert tests["test_cups_of_kind[green]"].scenario == {"feature": "features/tea.feature", "name": "Cups of <kind>"}
    assert tests["test_a_cup"].steps == ("tests/conftest.py:5", "tests/conftest.py:10")
    assert tests["test_a_cup"].files == ("tests/test_tea.py", "tests/conftest.py", "features/tea.feature")
    assert tests["test_nobody_knows_how"].outcome is Outcome.UNDEFINED
    assert 'Step definition is not found: When "it sings"' in (tests["test_nobody_knows_how"].reason or "")


OWN_HOOK = """
import pytest


def pytest_configure(config):
    config.addinivalue_line("markers", "scenario(id): a scenario")


def pytest_bdd_apply_tag(tag, function):
    if not tag.startswith("SC-"):
        return None
    pytest.mark.scenario(id=tag)(function)
    return True
"""


@pytest.mark.parametrize("active", [False, True])
def test_a_project_applies_tags_in_its_own_way(run: Run, pytester: pytest.Pytester, active: bool) -> None:
    """A project's own hook for tags goes on to work, and the tags are read all the same."""
    feature = "Feature: Tea\n\n  @SC-001\n  Scenario: A cup\n    Given a kettle\n"
    own = {"tests/conftest.py": OWN_HOOK + STEPS, "features/tea.feature": feature, "tests/test_tea.py": BOUND}
    done = run("-m", "scenario(id='SC-001')", files=own, active=active)
    done.assert_outcomes(passed=1)
    if active:
        assert recorded(pytester.path)["test_a_cup"].markers == ("SC-001",)


def sha(path: Path) -> str:
    """Return the digest of a file."""
    return sha256(path.read_bytes()).hexdigest()


PROJECT = {
    "src/tea/__init__.py": "",
    "src/tea/cup.py": "def full(cup):\n    return cup > 0\n",
    "tests/conftest.py": "from helping import one\n",
    "tests/deep/conftest.py": "",
    "tests/deep/test_deep.py": "def test_deep():\n    assert open\n",
    "tests/test_cup.py": "from tea.cup import full\n\n\ndef test_cup():\n    assert full(1)\n",
    "src/helping.py": "one = 1\n",
    "src/unused.py": "",
}


@pytest.mark.parametrize("options", [(), ("-n", "2")])
def test_what_the_run_imported_is_recorded(run: Run, pytester: pytest.Pytester, options: tuple[str, ...]) -> None:
    """The digests of the project's own modules and of the tests' own files are recorded, from every process."""
    run(*options, files=PROJECT)
    (only,) = recording(pytester.path).runs
    expected = {name: sha(pytester.path / name) for name in PROJECT if name != "src/unused.py"}
    assert only.sources == expected
    assert recorded(pytester.path)["test_deep"].files == (
        "tests/deep/test_deep.py",
        "tests/conftest.py",
        "tests/deep/conftest.py",
    )
    assert recorded(pytester.path)["test_cup"].line == 4


def test_what_is_installed_below_the_root_is_no_source(run: Run, pytester: pytest.Pytester) -> None:
    """A package in a folder of installed ones belongs to somebody else."""
    foreign = {"env/lib/site-packages/foreign.py": "", "pytest.ini": "[pytest]\npythonpath = env/lib/site-packages\n"}
    run(files={**foreign, "test_a.py": "import foreign\n\n\ndef test_a():\n    assert foreign\n"})
    assert set(recording(pytester.path).runs[0].sources) == {"test_a.py"}


def test_an_environment_that_lies_in_the_project_is_none_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies in the environment that runs the tests is none of the project's own, wherever it lies."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "here"))
    project = Project(tmp_path)
    assert project.relative(str(tmp_path / "here" / "src" / "foreign" / "tool.py")) is None
    assert project.relative(str(tmp_path / "src" / "own.py")) == "src/own.py"
    assert Project(tmp_path / "here" / "below").relative(str(tmp_path / "here" / "below" / "own.py")) == "own.py"


def test_what_did_not_run_counts_for_nothing(run: Run, pytester: pytest.Pytester) -> None:
    """Files of tests that were collected and did not run, and the conftest files beside them, are no sources."""
    idle = {"idle/conftest.py": "", "idle/test_idle.py": "def test_idle():\n    pass\n"}
    run("-x", files={"a/test_a.py": "def test_a():\n    assert 0\n", **idle})
    assert set(recording(pytester.path).runs[0].sources) == {"a/test_a.py"}


def test_a_file_that_changes_while_the_tests_run_is_not_vouched_for(run: Run, pytester: pytest.Pytester) -> None:
    """Nobody knows which version of it ran, so it has no digest; neither has one that is gone again."""
    text = (
        "import os, pathlib, time\nimport tea.cup\n\n\ndef test_a():\n"
        "    later = time.time_ns() + 1_000_000_000\n    os.utime(tea.cup.__file__, ns=(later, later))\n"
    )
    run(files={"src/tea/__init__.py": "", "src/tea/cup.py": "", "test_a.py": text})
    sources = recording(pytester.path).runs[0].sources
    assert sources["src/tea/cup.py"] is None
    assert sources["test_a.py"] == sha(pytester.path / "test_a.py")


COVERED = {
    "pytest.ini": "[pytest]\npythonpath = src\n",
    "src/tea.py": "def pour():\n    return 1\n",
    "test_tea.py": "import tea\n\n\ndef test_tea():\n    assert tea.pour()\n",
}


@pytest.mark.parametrize("options", [(), ("-n", "2")])
def test_the_coverage_that_a_run_leaves_is_recorded(pytester: pytest.Pytester, options: tuple[str, ...]) -> None:
    """The digests of coverage data and reports are those of the files as they lie there when all is over."""
    write(pytester.path, COVERED)
    (pytester.path / "lcov.info").write_text("TN:\n")
    asked = ("--cov=src", "--cov-report=xml", "--cov-report=json", "--junitxml=junit.xml", "-p", "no:cacheprovider")
    command = (sys.executable, "-m", "pytest", "--flowkit", *asked, *options)
    done = subprocess.run(command, cwd=pytester.path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    reports = recording(pytester.path).runs[0].reports
    names = [".coverage", "coverage.xml", "coverage.json", "junit.xml"]
    assert reports == {name: sha(pytester.path / name) for name in names}


def test_the_data_of_a_coverage_run_is_recorded(pytester: pytest.Pytester) -> None:
    """Under ``coverage run`` the data is written when pytest is over, and is recorded even so."""
    write(pytester.path, COVERED)
    command = (sys.executable, "-m", "coverage", "run", "-m", "pytest", "--flowkit")
    done = subprocess.run(command, cwd=pytester.path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert recording(pytester.path).runs[0].reports == {".coverage": sha(pytester.path / ".coverage")}


CRASHING = """
import os

import pytest


def test_before():
    import helping


@pytest.mark.verifies("SC-001")
def test_crash():
    os._exit(1)


def test_after():
    pass
"""


@pytest.mark.parametrize("restart", [(), ("--max-worker-restart=0",)])
def test_a_worker_that_dies_takes_nothing_with_it(
    run: Run, pytester: pytest.Pytester, restart: tuple[str, ...]
) -> None:
    """What a worker had seen stays; the test that it died of is an error, with its markers."""
    run("-n", "1", *restart, files={"test_a.py": CRASHING, "src/helping.py": ""})
    tests = recorded(pytester.path)
    assert tests["test_before"].outcome is Outcome.PASSED
    crash = tests["test_crash"]
    assert (crash.outcome, crash.markers) == (Outcome.ERROR, ("SC-001",))
    assert "crashed while running" in (crash.reason or "")
    assert set(recording(pytester.path).runs[0].sources) == {"test_a.py", "src/helping.py"}


def test_groups_of_workers_do_not_change_ids(run: Run, pytester: pytest.Pytester) -> None:
    """The group that pytest-xdist adds to an id is no part of the test's name."""
    marks = "@pytest.mark.xdist_group('one')\n@pytest.mark.parametrize('n', ['a@b'])"
    text = f"import pytest\n\n\n{marks}\ndef test_a(n):\n    pass\n"
    run("-n", "2", "--dist", "loadgroup", files={"test_a.py": text})
    assert outcomes(pytester.path) == {"test_a[a@b]": Outcome.PASSED}


TWO = {"test_a.py": "def test_a():\n    pass\n\n\ndef test_b():\n    pass\n", "test_c.py": "def test_c():\n    pass\n"}


def failing(text: str, name: str) -> str:
    """Return a text in which a test fails."""
    return text.replace(f"def {name}():\n    pass", f"def {name}():\n    assert 0")


@pytest.mark.parametrize("options", [(), ("-n", "1")])
@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (("test_a.py::test_a",), {"test_a": "failed", "test_b": "passed", "test_c": "passed"}),
        (("-k", "not test_b and not test_c"), {"test_a": "failed", "test_b": "passed", "test_c": "passed"}),
        (("test_a.py",), {"test_a": "failed", "test_b": "failed", "test_c": "passed"}),
        (("-x",), {"test_a": "failed", "test_b": "passed", "test_c": "passed"}),
        ((), {"test_a": "failed", "test_b": "failed", "test_c": "failed"}),
    ],
)
def test_a_run_replaces_what_it_ran(
    run: Run, pytester: pytest.Pytester, options: tuple[str, ...], selection: tuple[str, ...], expected: dict[str, str]
) -> None:
    """Tests that ran have a new record, and those that did not keep their old one."""
    run(files=TWO)
    run(*options, *selection, files={name: text.replace("pass", "assert 0") for name, text in TWO.items()})
    assert outcomes(pytester.path) == expected


def test_what_is_gone_is_forgotten(run: Run, pytester: pytest.Pytester) -> None:
    """Tests that a file no longer has, and those of a file that is gone, are dropped; a part of a file drops none."""
    run(files=TWO)
    run("test_a.py::test_b", files={"test_a.py": "def test_b():\n    pass\n"})
    assert set(recorded(pytester.path)) == {"test_a", "test_b", "test_c"}
    (pytester.path / "test_c.py").unlink()
    run("test_a.py")
    assert set(recorded(pytester.path)) == {"test_b"}
    assert len(recording(pytester.path).runs) == 1


def test_what_failed_last_says_nothing_of_the_rest(pytester: pytest.Pytester) -> None:
    """A run of the tests that failed last leaves the records of all others alone."""
    write(pytester.path, TWO)
    write(pytester.path, {"test_a.py": failing(TWO["test_a.py"], "test_a")})
    command = (sys.executable, "-m", "pytest", "--flowkit")
    for options in ((), ("--lf",)):
        subprocess.run([*command, *options], cwd=pytester.path, capture_output=True, check=False)
    assert outcomes(pytester.path) == {"test_a": Outcome.FAILED, "test_b": Outcome.PASSED, "test_c": Outcome.PASSED}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import pytest\n\npytest.skip('not here', allow_module_level=True)\n", (Outcome.SKIPPED, "not here")),
        ("import nonesuch\n", (Outcome.ERROR, None)),
    ],
)
@pytest.mark.parametrize("options", [(), ("-n", "1")])
def test_a_file_that_gives_no_tests_any_more_proves_nothing(
    run: Run, pytester: pytest.Pytester, options: tuple[str, ...], text: str, expected: tuple[Outcome, str | None]
) -> None:
    """Tests of a file that is skipped or broken as a whole are recorded as such, not as they last ended."""
    run(files=TWO)
    run("--continue-on-collection-errors", *options, files={"test_c.py": text})
    test = recorded(pytester.path)["test_c"]
    assert test.outcome is expected[0]
    assert expected[1] is None or test.reason == expected[1]


@pytest.mark.parametrize(("options", "interrupted"), [((), {}), (("-n", "1"), {"test_b": Outcome.ERROR})])
def test_an_interrupted_run_records_what_ran(
    pytester: pytest.Pytester, options: tuple[str, ...], interrupted: dict[str, Outcome]
) -> None:
    """After an interrupt, what ran is recorded; a test that was interrupted is not, unless a worker died of it."""
    text = "def test_a():\n    pass\n\n\ndef test_b():\n    raise KeyboardInterrupt\n\n\ndef test_c():\n    pass\n"
    write(pytester.path, {"test_a.py": text})
    command = (sys.executable, "-m", "pytest", "--flowkit", *options)
    done = subprocess.run(command, cwd=pytester.path, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stdout
    assert outcomes(pytester.path) == {"test_a": Outcome.PASSED} | interrupted


def test_collecting_alone_writes_nothing(run: Run, pytester: pytest.Pytester) -> None:
    """A run that only lists tests leaves the record as it is."""
    done = run("--collect-only", files=TWO)
    assert done.ret == 0
    assert not (pytester.path / ".flowkit").exists()


@pytest.mark.parametrize("plugin", ["no:cacheprovider", "no:terminal", "no:xdist", "no:pytest-bdd", "no:pytest_cov"])
def test_other_plugins_may_be_missing(pytester: pytest.Pytester, plugin: str) -> None:
    """It records without the cache, without a terminal, and without the plug-ins that it looks at."""
    write(pytester.path, TWO)
    command = (sys.executable, "-m", "pytest", "--flowkit", "-p", plugin)
    subprocess.run(command, cwd=pytester.path, capture_output=True, check=True)
    assert set(outcomes(pytester.path).values()) == {Outcome.PASSED}


def test_the_folder_keeps_itself_out_of_the_repository(run: Run, pytester: pytest.Pytester) -> None:
    """The folder that is made ignores itself; what lies in one that was there stays."""
    run(files=TWO)
    ignore = pytester.path / ".flowkit" / ".gitignore"
    assert ignore.read_text() == "*\n"
    ignore.write_text("# mine\n")
    run()
    assert ignore.read_text() == "# mine\n"


def test_a_line_says_what_was_written(run: Run) -> None:
    """The summary says how many tests name how many markers."""
    done = run(files={"test_a.py": MARKED})
    done.stdout.fnmatch_lines(["flowkit: 4 tests name 7 markers; written to .flowkit/tests.json"])


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"schema": "other", "digest": "", "runs": [], "tests": []}', "[" * 99_999]
)
def test_a_broken_record_is_replaced(run: Run, pytester: pytest.Pytester, text: str) -> None:
    """A file that is not what the plug-in wrote is replaced, with a warning."""
    done = run(files={**TWO, ".flowkit/tests.json": text})
    done.assert_outcomes(passed=3)
    done.stdout.fnmatch_lines(["flowkit: warning: .flowkit/tests.json *; it is replaced, and what it held is lost"])
    assert len(recorded(pytester.path)) == 3


@pytest.mark.parametrize("warnings", [(), ("-W", "error")])
def test_a_folder_that_cannot_be_written_is_a_warning(
    run: Run, pytester: pytest.Pytester, warnings: tuple[str, ...]
) -> None:
    """The tests end as they do, whatever becomes of their record."""
    done = run(*warnings, files={**TWO, ".flowkit": "a file"})
    assert done.ret == 0
    done.stdout.fnmatch_lines(["flowkit: warning: *.flowkit*cannot be written*"])
    assert (pytester.path / ".flowkit").read_text() == "a file"


def test_a_link_out_of_the_project_is_not_followed(
    run: Run, pytester: pytest.Pytester, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Nothing is written outside the root, wherever the folder leads."""
    outside = tmp_path_factory.mktemp("outside")
    (pytester.path / ".flowkit").symlink_to(outside)
    done = run(files=TWO)
    done.stdout.fnmatch_lines(["flowkit: warning: *outside*"])
    assert list(outside.iterdir()) == []


def git(folder: Path, *arguments: str) -> str:
    """Run git with an author of its own."""
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_the_commit_is_read_without_git(tmp_path: Path) -> None:
    """The commit is found on a branch, packed or not, detached, in a folder below, and in a worktree."""
    home = tmp_path / "home"
    (home / "below").mkdir(parents=True)
    assert checked_out(home) is None
    git(home, "init")
    assert checked_out(home) is None
    git(home, "commit", "--allow-empty", "-m", "one")
    first = git(home, "rev-parse", "HEAD")
    assert checked_out(home) == checked_out(home / "below") == first
    git(home, "pack-refs", "--all")
    assert not (home / ".git/refs/heads/main").exists()
    assert checked_out(home) == first
    git(home, "worktree", "add", "-b", "other", str(tmp_path / "tree"))
    git(tmp_path / "tree", "commit", "--allow-empty", "-m", "two")
    assert checked_out(tmp_path / "tree") == git(tmp_path / "tree", "rev-parse", "HEAD") != first
    git(home, "checkout", "--detach")
    assert checked_out(home) == first


@pytest.mark.parametrize(
    "head", ["", "ref: ../../../etc/passwd", "ref: refs/heads/.invalid", "ref: \0", "0" * 39, "\udcff"]
)
def test_an_odd_repository_has_no_commit(tmp_path: Path, head: str) -> None:
    """A head that names no commit is none."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text(head, errors="surrogateescape")
    assert checked_out(tmp_path) is None


def test_a_record_names_the_commit(run: Run, pytester: pytest.Pytester) -> None:
    """The run knows the commit that was checked out, and when it began."""
    write(pytester.path, {".git/HEAD": "a" * 40})
    run(files=TWO)
    (only,) = recording(pytester.path).runs
    assert only.commit == "a" * 40
    assert only.started.endswith("+00:00")


def test_the_file_has_its_documented_form(run: Run, pytester: pytest.Pytester) -> None:
    """Other tools may read it: these are its keys."""
    run(files=TWO)
    raw: dict[str, Any] = json.loads((pytester.path / ".flowkit/tests.json").read_text())
    assert set(raw) == {"schema", "digest", "runs", "tests"}
    assert set(raw["runs"][0]) == {"commit", "started", "sources", "reports"}
    keys = {"id", "path", "line", "outcome", "reason", "duration", "markers", "scenario", "steps", "files", "run"}
    assert set(raw["tests"][0]) == {*keys, "elsewhere"}
    assert os.fspath(pytester.path) not in json.dumps(raw)
