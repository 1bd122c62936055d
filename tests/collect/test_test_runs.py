"""Facts from what flowkit's plug-in for pytest recorded; the records are made by real runs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.projects import write

from flowkit.collect import junit
from flowkit.collect.tests import collect
from flowkit.model.evidence import Age, Flaw, Outcome, TestFact

from .asking import inquiry

PROJECT = {
    "pytest.ini": "[pytest]\npythonpath = src\njunit_family = xunit1\n",
    "src/tea.py": "def pour():\n    return 1\n",
    "src/unused.py": "",
    "features/tea.feature": "Feature: Tea\n\n  @SC-001\n  Scenario: A cup\n    Given a kettle\n    Then there is tea\n",
    "tests/conftest.py": (
        "from pytest_bdd import given, then\n\n\n@given('a kettle')\ndef _():\n    pass\n\n\n"
        "@then('there is tea')\ndef _():\n    import tea\n    assert tea.pour()\n"
    ),
    "tests/test_feature.py": "from pytest_bdd import scenarios\n\nscenarios('../features/tea.feature')\n",
    "tests/test_tea.py": (
        "import pytest\nimport tea\n\n\n@pytest.mark.verifies('IMPL_001/AC-1')\n"
        "def test_pour():\n    assert tea.pour() == 1\n"
    ),
    "tests/test_other.py": "import pytest\n\n\n@pytest.mark.skip(reason='later')\ndef test_other():\n    pass\n",
}


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose tests ran and were recorded."""
    root = tmp_path_factory.mktemp("recorded")
    write(root, PROJECT)
    command = [sys.executable, "-m", "pytest", "--flowkit", "--junitxml=junit.xml", "-p", "no:cacheprovider"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout
    return root


@pytest.fixture
def root(recorded: Path, tmp_path: Path) -> Path:
    """A copy of that project, to be changed."""
    return Path(shutil.copytree(recorded, tmp_path / "project"))


def facts(root: Path) -> dict[str, TestFact]:
    """Return the facts by the names of the test functions."""
    found = list(collect(inquiry(root)))
    assert all(isinstance(fact, TestFact) for fact in found), found
    return {fact.test.rpartition("::")[2]: fact for fact in found if isinstance(fact, TestFact)}


def ages(root: Path) -> dict[str, str]:
    """Return how old the facts are, and why."""
    return {name: fact.freshness.reason or fact.freshness.age.value for name, fact in facts(root).items()}


def test_a_recorded_test_is_told_with_all_that_is_known(root: Path) -> None:
    """A fact has the test's place, outcome, markers, scenario and what it rests on."""
    told = facts(root)
    pour = told["test_pour"]
    assert (pour.path, pour.test, pour.outcome) == ("tests/test_tea.py", "tests/test_tea.py::test_pour", Outcome.PASSED)
    assert (pour.report, pour.markers, pour.hollow) == (".flowkit/tests.json", ("IMPL_001/AC-1",), False)
    assert pour.span is not None and pour.span.line == 5
    assert (root / pour.path).read_bytes()[pour.span.start : pour.span.end] == b"@pytest.mark.verifies('IMPL_001/AC-1')"
    assert [one.path for one in pour.depends_on] == ["tests/test_tea.py", "tests/conftest.py", "src/tea.py"]
    assert told["test_a_cup"].scenario == ("features/tea.feature", "A cup")
    assert told["test_a_cup"].markers == ("SC-001",)
    assert (told["test_other"].outcome, told["test_other"].reason) == (Outcome.SKIPPED, "later")


def test_nothing_changed_so_all_is_fresh(root: Path) -> None:
    """Tests are fresh while nothing changes that they rest on, whatever else does."""
    write(root, {"src/unused.py": "1\n", "README.md": "Tea\n", "tests/test_new.py": ""})
    assert set(ages(root).values()) == {"fresh"}


@pytest.mark.parametrize(
    ("path", "stale"),
    [
        ("src/tea.py", {"test_pour", "test_a_cup", "test_other"}),
        ("tests/conftest.py", {"test_pour", "test_a_cup", "test_other"}),
        ("features/tea.feature", {"test_a_cup"}),
        ("tests/test_tea.py", {"test_pour"}),
        ("tests/test_other.py", {"test_other"}),
    ],
)
def test_a_change_makes_stale_what_rests_on_it(root: Path, path: str, stale: set[str]) -> None:
    """A changed source concerns all tests of the run; a changed test file or feature, its own tests alone."""
    write(root, {path: PROJECT[path] + "\n# changed\n"})
    assert {name for name, reason in ages(root).items() if reason == f"{path} changed since"} == stale
    assert {name for name, reason in ages(root).items() if reason == "fresh"} == set(ages(root)) - stale


def test_a_test_whose_file_is_gone_is_stale(root: Path) -> None:
    """A passed test that is not there any more proves nothing."""
    (root / "tests/test_tea.py").unlink()
    assert ages(root)["test_pour"] == "the file is not there"
    assert facts(root)["test_pour"].freshness.age is Age.STALE


def only_flaw(root: Path) -> Flaw:
    """Return the one flaw, where there is nothing else."""
    (flaw,) = collect(inquiry(root))
    assert isinstance(flaw, Flaw)
    return flaw


def test_an_edited_record_counts_for_nothing(root: Path) -> None:
    """Who makes a skipped test pass by hand has no test any more."""
    path = root / ".flowkit/tests.json"
    path.write_text(path.read_text().replace('"skipped"', '"passed"'))
    assert "was changed after" in only_flaw(root).message


def test_the_record_of_another_project_counts_for_nothing(root: Path, tmp_path: Path) -> None:
    """A record that was copied from elsewhere speaks of no file that is here."""
    write(tmp_path / "other", {".flowkit/tests.json": (root / ".flowkit/tests.json").read_text()})
    assert "another project" in only_flaw(tmp_path / "other").message


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, json.dumps({"schema": "flowkit-tests-2"})])
def test_a_broken_record_is_told(tmp_path: Path, text: str) -> None:
    """A record that cannot be read is a flaw that says what to do."""
    write(tmp_path, {".flowkit/tests.json": text})
    assert only_flaw(tmp_path).hint == "Run the tests again with pytest --flowkit."


def test_a_record_that_is_too_large_is_told(root: Path) -> None:
    """A record of more bytes than may be read is not passed over in silence."""
    write(root, {"flowkit.toml": "max_file_size = 100\n"})
    assert "more than 100 bytes" in only_flaw(root).message


@pytest.mark.parametrize("path", ["../outside.json", "link.json"])
def test_a_record_outside_the_project_is_not_read(root: Path, path: str) -> None:
    """A configured path that leaves the root, by itself or by a link, is a flaw."""
    (root.parent / "outside.json").write_text((root / ".flowkit/tests.json").read_text())
    (root / "link.json").symlink_to(root.parent / "outside.json")
    write(root, {"flowkit.toml": f'[reports]\ntests = ["{path}"]\n'})
    assert "leads out of the project" in only_flaw(root).message


def test_paths_in_a_record_that_leave_the_project_are_of_no_file(root: Path, tmp_path: Path) -> None:
    """What a record says of a file outside the root is of a file that is not there."""
    from flowkit.collect.recordings import RecordedTest, Recording, Run, dump

    write(tmp_path, {"secret.py": "x = 1\n"})
    outside = RecordedTest("a", "../secret.py", 1, Outcome.PASSED, files=("../secret.py",))
    inside = RecordedTest("b", "tests/test_tea.py", 1, Outcome.PASSED, files=("tests/test_tea.py", "/etc/passwd", "\0"))
    run = Run(None, "", {"../secret.py": "0", "/etc/passwd": "0", "\0": "0"})
    write(root, {".flowkit/tests.json": dump(Recording((run,), (outside, inside)))})
    first, second = (fact for fact in collect(inquiry(root)) if isinstance(fact, TestFact))
    assert (first.freshness.reason, first.span) == ("the file is not there", None)
    assert second.freshness.age is Age.STALE


def test_a_project_without_a_record_has_no_facts(tmp_path: Path) -> None:
    """A report that is not there is none, and no flaw."""
    assert list(collect(inquiry(tmp_path))) == []


def test_a_record_below_the_root_speaks_of_its_own_folder(root: Path) -> None:
    """Where pytest's root lies below the project's, paths are those of the project."""
    write(root.parent, {"flowkit.toml": '[reports]\ntests = ["project/.flowkit/tests.json"]\n'})
    told = facts(root.parent)["test_a_cup"]
    assert (told.path, told.freshness.age) == ("project/tests/test_feature.py", Age.FRESH)
    assert told.scenario == ("project/features/tea.feature", "A cup")


HOLLOW = (
    "import pytest\n\n\n@pytest.mark.verifies('SC-001')\ndef test_marked():\n    pass\n\n\ndef test_free():\n    pass\n"
)


def hollow(root: Path, text: str) -> set[str]:
    """Record a file of tests and return those that are hollow."""
    from flowkit.collect.recordings import RecordedTest, Recording, Run, dump

    write(root, {"test_a.py": text})
    marked = RecordedTest("test_a.py::test_marked", "test_a.py", 5, Outcome.PASSED, markers=("SC-001",))
    free = RecordedTest("test_a.py::test_free", "test_a.py", 9, Outcome.PASSED)
    write(root, {".flowkit/tests.json": dump(Recording((Run(None, ""),), (marked, free)))})
    return {name for name, fact in facts(root).items() if fact.hollow}


def test_a_hollow_test_is_told_where_it_verifies_something(tmp_path: Path) -> None:
    """A test without assertion is hollow if it is marked, or if a tag in its file may speak of it."""
    assert hollow(tmp_path, HOLLOW) == {"test_marked"}
    assert hollow(tmp_path, f"{HOLLOW}# verifies: SC-002\n") == {"test_marked", "test_free"}


def test_the_same_test_in_junit_xml_is_told_once(root: Path) -> None:
    """What the plug-in recorded is left to its record; a test that it does not know is told by the report."""
    assert list(junit.collect(inquiry(root))) == []
    (root / ".flowkit/tests.json").unlink()
    told = [fact for fact in junit.collect(inquiry(root)) if isinstance(fact, TestFact)]
    assert {fact.test for fact in told} == {
        "tests/test_feature.py::test_a_cup",
        "tests/test_other.py::test_other",
        "tests/test_tea.py::test_pour",
    }
