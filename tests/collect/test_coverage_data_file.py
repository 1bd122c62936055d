"""coverage.py's data file, and the other reports that the real tools make of one run of the tests."""

from __future__ import annotations

import importlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from coverage.numbits import nums_to_numbits
from hypothesis import given
from hypothesis import strategies as st

from flowkit.collect import Inquiry
from flowkit.collect.coverage import collect
from flowkit.collect.coverage.data_file import lines_of
from flowkit.collect.coverage.exclusions import is_catastrophic
from flowkit.collect.repository import Repository
from flowkit.config import Config
from flowkit.model.evidence import Age, BodyFact, CoverageFact, Evidence, ExecutionFact, Flaw, Unmeasured
from flowkit.model.plan import Plan
from flowkit.model.task import CoverageTarget, Deliverable, Task
from flowkit.settings import Reports

KETTLE = '''"""Boils water."""

from __future__ import annotations


def boil(litres: int) -> str:
    # implements: IMPL_001
    if litres > 2:
        return "too much"
    if litres < 0:
        raise ValueError("less than nothing")
    return (
        "boiled"
    )


def pour() -> str:
    return "poured"


def clean() -> str:  # pragma: no cover
    return "clean"


def debug() -> str:
    return "debug"
'''

CUP = """def fill() -> str:
    return "filled"
"""

TESTS = """import pytest
from tea import cup, kettle


@pytest.fixture
def filled() -> str:
    yield cup.fill()
    kettle.pour()


@pytest.mark.parametrize("litres", [1, 3], ids=["one|two", "three"])
def test_boil(litres: int) -> None:
    assert kettle.boil(litres)


def test_fill(filled: str) -> None:
    assert filled == "filled"


class TestCup:
    def test_cup(self) -> None:
        assert cup.fill()
"""

SETTINGS = """[tool.pytest.ini_options]
pythonpath = ["src"]
[tool.coverage.run]
branch = true
source = ["src"]
[tool.coverage.report]
exclude_also = ["def debug"]
"""

TARGET = CoverageTarget("COV_UNIT", "90 % line coverage of src", "line", 90.0, "src", "IMPL_001")
PLAN = Plan(
    "tea",
    "plans/tea.md",
    "markers",
    tasks=(
        Task(
            "IMPL_001",
            "IMPL_001",
            "IMPL",
            "Kettle",
            deliverables=(Deliverable("`src/tea/cup.py`", "src/tea/cup.py"),),
            coverage_targets=(TARGET,),
        ),
    ),
)


def run(root: Path, *arguments: str, expect: int = 0) -> None:
    """Run a Python module in a project as its owner would."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST"))}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == expect, done.stdout + done.stderr


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose tests were run with pytest-cov, with branches and a context for each test."""
    root = tmp_path_factory.mktemp("tea")
    (root / "src" / "tea").mkdir(parents=True)
    (root / "tests").mkdir()
    for name, text in {
        "pyproject.toml": SETTINGS,
        "src/tea/__init__.py": "",
        "src/tea/kettle.py": KETTLE,
        "src/tea/cup.py": CUP,
        "src/tea/unused.py": "X = 1\nif X:\n    Y = 2\n",
        "tests/test_tea.py": TESTS,
    }.items():
        (root / name).write_text(text, encoding="utf-8")
    run(root, "pytest", "-q", "-p", "no:cacheprovider", "--cov", "--cov-context=test", "--cov-report=")
    for kind, name in (("json", "coverage.json"), ("xml", "coverage.xml"), ("lcov", "lcov.info")):
        options = ["--show-contexts"] if kind == "json" else []
        run(root, "coverage", kind, "-q", "-o", name, *options)
    return root


@pytest.fixture
def project(measured: Path, tmp_path: Path) -> Path:
    """A copy of that project elsewhere, that a test may change."""
    return Path(shutil.copytree(measured, tmp_path / "copy"))


def inquiry(root: Path, *reports: str, plans: tuple[Plan, ...] = (PLAN,), since: int | None = None) -> Inquiry:
    """Return an inquiry about the reports of a project, for plans that deliver a file and have a target."""
    return Inquiry(Repository(root), Config(root=root, reports=Reports(coverage=reports)), plans, since)


def counts(root: Path, *reports: str) -> dict[str, tuple[int, ...]]:
    """Return the counts of each file: lines that were run and that count, then branches."""
    found: dict[str, tuple[int, ...]] = {}
    for fact in collect(inquiry(root, *reports)):
        assert not isinstance(fact, Flaw | Unmeasured), fact
        if isinstance(fact, CoverageFact):
            found[fact.measured] = (*found.get(fact.measured, ()), fact.covered, fact.total)
    return found


def executions(root: Path, report: str) -> dict[tuple[str, str], frozenset[int]]:
    """Return the lines that each test ran of each file."""
    facts = collect(inquiry(root, report))
    return {(fact.test, fact.measured): fact.lines for fact in facts if isinstance(fact, ExecutionFact)}


def only(facts: list[Evidence]) -> Evidence:
    """Return the one fact."""
    (fact,) = facts
    return fact


@pytest.mark.parametrize("report", [".coverage", "coverage.json", "coverage.xml", "lcov.info"])
def test_every_report_tells_the_same(measured: Path, report: str) -> None:
    """The data file, JSON, XML and LCOV of one run give the same counts, the project's exclusions observed."""
    assert counts(measured, report) == {
        "src/tea/cup.py": (2, 2, 0, 0),
        "src/tea/kettle.py": (8, 9, 3, 4),
        "src/tea/unused.py": (0, 3, 0, 2),
    }


@pytest.mark.parametrize("report", [".coverage", "coverage.json", "coverage.xml", "lcov.info"])
def test_a_report_of_another_checkout_is_placed(project: Path, report: str) -> None:
    """A report that was made elsewhere speaks of the same files here."""
    assert counts(project, report)["src/tea/kettle.py"] == (8, 9, 3, 4)


def test_lines_without_branches(project: Path) -> None:
    """A data file that holds lines alone gives no figure for branches."""
    settings = project / "pyproject.toml"
    settings.write_text(settings.read_text().replace("branch = true", "branch = false"))
    run(project, "pytest", "-q", "-p", "no:cacheprovider", "--cov", "--cov-context=test", "--cov-report=")
    assert counts(project, ".coverage") == {
        "src/tea/cup.py": (2, 2),
        "src/tea/kettle.py": (8, 9),
        "src/tea/unused.py": (0, 3),
    }
    assert executions(project, ".coverage")["tests/test_tea.py::test_boil[three]", "src/tea/kettle.py"] == {8, 9}


def test_a_deleted_file_has_no_figure(project: Path) -> None:
    """What the data tells of a file that is not there now is left out."""
    (project / "src" / "tea" / "cup.py").unlink()
    assert set(counts(project, ".coverage")) == {"src/tea/kettle.py", "src/tea/unused.py"}


@pytest.mark.parametrize("report", [".coverage", "coverage.json"])
def test_each_test_is_linked_to_the_lines_that_it_ran(measured: Path, report: str) -> None:
    """The phases of a test are one, its name has no phase, and only files that matter are told of."""
    found = executions(measured, report)
    assert found["tests/test_tea.py::test_fill", "src/tea/cup.py"] == {2}
    assert found["tests/test_tea.py::test_fill", "src/tea/kettle.py"] == {18}
    assert found["tests/test_tea.py::test_boil[three]", "src/tea/kettle.py"] == {8, 9}
    assert {8, 10, 12} <= found["tests/test_tea.py::test_boil[one|two]", "src/tea/kettle.py"]
    assert {file for _, file in found} == {"src/tea/cup.py", "src/tea/kettle.py"}
    assert ("tests/test_tea.py::TestCup::test_cup", "src/tea/kettle.py") not in found


@pytest.mark.parametrize("report", [".coverage", "coverage.json"])
def test_the_bodies_of_what_was_run_are_told(measured: Path, report: str) -> None:
    """Of each file that matters the lines are told that run on use, once, however many tests ran them."""
    bodies = [fact for fact in collect(inquiry(measured, report)) if isinstance(fact, BodyFact)]
    assert {fact.path for fact in bodies} >= {"src/tea/cup.py", "src/tea/kettle.py"}
    assert len({fact.path for fact in bodies}) == len(bodies)
    assert next(fact.lines for fact in bodies if fact.path == "src/tea/cup.py") == {2}


def test_a_test_that_ran_nothing_in_question_is_told(measured: Path) -> None:
    """A test that ran other files alone has an execution fact without lines, so that it is known to have run."""
    task = Task("IMPL_001", "IMPL_001", "IMPL", "Unused")
    (measured / "src" / "tea" / "__init__.py").write_text("")
    facts = list(collect(inquiry(measured, ".coverage", plans=(Plan("p", "p.md", "markers", tasks=(task,)),))))
    found = {fact.test: (fact.measured, fact.lines) for fact in facts if isinstance(fact, ExecutionFact)}
    assert found["tests/test_tea.py::TestCup::test_cup"] == ("src/tea/kettle.py", frozenset())
    assert found["tests/test_tea.py::test_fill"] == ("src/tea/kettle.py", frozenset({18}))


def test_dotted_names_of_tests_are_kept(project: Path) -> None:
    """coverage.py's own contexts name a test as a dotted function."""
    settings = project / "pyproject.toml"
    settings.write_text(
        settings.read_text().replace("[tool.coverage.run]", '[tool.coverage.run]\ndynamic_context = "test_function"')
    )
    run(project, "coverage", "run", "-m", "pytest", "-q", "-p", "no:cacheprovider")
    assert executions(project, ".coverage")["test_tea.TestCup.test_cup", "src/tea/cup.py"] == {2}


def test_a_static_context_is_no_part_of_the_name(project: Path) -> None:
    """What the project puts before every context does not change the name of a test."""
    settings = project / "pyproject.toml"
    settings.write_text(settings.read_text().replace("[tool.coverage.run]", '[tool.coverage.run]\ncontext = "py311"'))
    run(project, "pytest", "-q", "-p", "no:cacheprovider", "--cov", "--cov-context=test", "--cov-report=")
    found = executions(project, ".coverage")
    assert found["tests/test_tea.py::test_fill", "src/tea/cup.py"] == {2}
    assert found["tests/test_tea.py::test_boil[three]", "src/tea/kettle.py"] == {8, 9}


def test_nothing_is_parsed_that_no_plan_asks_for(measured: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a coverage target coverage.py's parser is not even imported."""
    monkeypatch.setitem(sys.modules, "coverage", None)
    facts = list(collect(inquiry(measured, ".coverage", plans=())))
    assert {type(fact) for fact in facts} == {BodyFact, ExecutionFact}


def test_only_the_files_that_a_target_means_are_parsed(measured: Path) -> None:
    """A target that names a file has that file counted, and one that names nothing known has all of them."""
    for of, files in (("cup.py", 1), ("src/tea/cup.py", 1), ("tea", 3), ("nonesuch.py", 3)):
        target = CoverageTarget("COV_X", "90 %", "line", 90.0, of, "IMPL_001")
        task = Task("IMPL_001", "IMPL_001", "IMPL", "x", coverage_targets=(target,))
        facts = collect(inquiry(measured, ".coverage", plans=(Plan("p", "p.md", "markers", tasks=(task,)),)))
        assert len({fact.measured for fact in facts if isinstance(fact, CoverageFact)}) == files


def test_without_coverage_nothing_is_measured(measured: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where coverage.py is not installed, it is said once what to do, and tests are linked all the same."""
    monkeypatch.setitem(sys.modules, "coverage", None)
    facts = list(collect(inquiry(measured, ".coverage")))
    assert not [fact for fact in facts if isinstance(fact, CoverageFact | Flaw)]
    told = only([fact for fact in facts if isinstance(fact, Unmeasured)])
    assert isinstance(told, Unmeasured)
    assert told.path == ".coverage"
    assert "install it" in told.reason
    assert [fact for fact in facts if isinstance(fact, ExecutionFact)]


def test_a_newer_report_stands_for_the_data_file(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the JSON of the data tells is not computed again."""
    os.utime(project / ".coverage", (100, 100))
    monkeypatch.setitem(sys.modules, "coverage", None)
    facts = list(collect(inquiry(project, ".coverage", "coverage.json")))
    assert {fact.path for fact in facts if isinstance(fact, CoverageFact)} == {"coverage.json"}
    assert not [fact for fact in facts if isinstance(fact, Unmeasured)]


def test_a_newer_data_file_stands_for_an_old_report(project: Path) -> None:
    """After new tests the data file counts, until another report is made of it."""
    os.utime(project / "coverage.json", (100, 100))
    facts = list(collect(inquiry(project, "coverage.json", ".coverage")))
    assert {fact.path for fact in facts if isinstance(fact, CoverageFact)} == {".coverage"}


def test_freshness_is_that_of_the_report(project: Path) -> None:
    """Both kinds of fact are fresh where this run made the report."""
    facts = list(collect(inquiry(project, ".coverage", since=0)))
    assert {one.freshness.age for one in facts if isinstance(one, CoverageFact | ExecutionFact)} == {Age.FRESH}


def test_data_of_a_longer_file_is_stale(project: Path) -> None:
    """Data that tells of lines which a file does not have any more is stale, whoever made it."""
    (project / "src" / "tea" / "kettle.py").write_text("X = 1\n")
    facts = list(collect(inquiry(project, ".coverage", since=0)))
    ages = {fact.measured: fact.freshness.age for fact in facts if isinstance(fact, CoverageFact)}
    assert ages == {"src/tea/kettle.py": Age.STALE, "src/tea/cup.py": Age.FRESH, "src/tea/unused.py": Age.FRESH}


@pytest.mark.parametrize(
    "text", ["def broken(:\n", "x = 1\0\n", f"x = {'(' * 5000}1\n", "# coding: nonesuch\n", "'\\d'\n"]
)
def test_a_source_that_cannot_be_parsed_is_unmeasured(project: Path, text: str) -> None:
    """A file that is no Python now is told to be unmeasured, and what a compiler warns of stays silent."""
    (project / "src" / "tea" / "cup.py").write_text(text)
    facts = list(collect(inquiry(project, ".coverage")))
    if text.startswith("'"):
        assert not [fact for fact in facts if isinstance(fact, Unmeasured)]
    else:
        told = only([fact for fact in facts if isinstance(fact, Unmeasured)])
        assert isinstance(told, Unmeasured)
        assert told.path == "src/tea/cup.py"
    assert {"src/tea/kettle.py"} <= {fact.measured for fact in facts if isinstance(fact, CoverageFact)}


CONFIGURED = [
    ("pyproject.toml", '[tool.coverage.report]\nexclude_lines = ["def pour"]\n', (8, 11)),
    (".coveragerc", "[run]\nbranch = true\n[report]\nexclude_also =\n    def debug\n    def pour\n", (6, 7)),
    ("setup.cfg", "[metadata]\nname = tea\n[coverage:report]\nexclude_also = def pour\n", (7, 9)),
    ("tox.ini", "[coverage:report]\nexclude_lines =\n    nonesuch %s\n", (10, 13)),
    ("tox.ini", "[tox]\n# says nothing of coverage but this word\n", (9, 11)),
    (".coveragerc.toml", '[report]\nexclude_also = ["def pour"]\n', (7, 9)),
]


@pytest.mark.parametrize(("name", "text", "expected"), CONFIGURED)
def test_the_projects_own_exclusions_hold(project: Path, name: str, text: str, expected: tuple[int, int]) -> None:
    """Lines that the project leaves out do not count, wherever it says so."""
    (project / "pyproject.toml").unlink()
    (project / name).write_text(text)
    assert counts(project, ".coverage")["src/tea/kettle.py"][:2] == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", "[tool.coverage"),
        (".coveragerc", "no section = 1\n"),
        ("pyproject.toml", '[tool.coverage.report]\nexclude_also = ["("]\n'),
        ("pyproject.toml", '[tool.coverage.report]\nexclude_also = ["(a+)+$"]\n'),
    ],
)
def test_exclusions_that_cannot_be_used_leave_the_data_unmeasured(project: Path, name: str, text: str) -> None:
    """A broken configuration, or a pattern that is none or could search for ever, is told and not guessed at."""
    (project / name).write_text(text)
    facts = list(collect(inquiry(project, ".coverage")))
    assert not [fact for fact in facts if isinstance(fact, CoverageFact)]
    assert len([fact for fact in facts if isinstance(fact, Unmeasured)]) == 1


@pytest.mark.parametrize(
    ("pattern", "catastrophic"),
    [
        ("(a+)+$", True),
        ("(a|aa)*b", True),
        ("(a?){30}", True),
        ("(?:x(y*)z){2,}", True),
        ("((a)*)*", True),
        (".*" * 9, True),
        ("a" * 2000, True),
        (r"^\s*(((async )?def .*?)?[\])]+(\s*->.*?)?:\s*)?\.\.\.\s*(#|$)", False),
        (r"@(abc\.)?abstractmethod", False),
        (r"(?:abc)+", False),
        (r"[+*(]+\+\*(?i:no cover)", False),
        (r"if (typing\.)?TYPE_CHECKING:", False),
        (r"\(a+\)+", False),
    ],
)
def test_catastrophic_patterns(pattern: str, catastrophic: bool) -> None:
    """A repetition of what can match in several ways is refused, usual patterns are not."""
    assert is_catastrophic(pattern) is catastrophic


def test_plug_ins_of_the_project_are_not_run(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plug-in that the project's configuration names is neither imported nor run."""
    (project / "trap.py").write_text("from pathlib import Path\nPath('ran').touch()\n")
    settings = project / "pyproject.toml"
    settings.write_text(settings.read_text().replace("[tool.coverage.run]", '[tool.coverage.run]\nplugins = ["trap"]'))
    monkeypatch.chdir(project)
    monkeypatch.syspath_prepend(str(project))
    importlib.invalidate_caches()
    assert counts(project, ".coverage")["src/tea/kettle.py"] == (8, 9, 3, 4)
    assert "trap" not in sys.modules
    assert not (project / "ran").exists()


def change(root: Path, *statements: str) -> None:
    """Change the data file of a project."""
    connection = sqlite3.connect(root / ".coverage")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_file_that_a_plug_in_measured_is_unmeasured(project: Path) -> None:
    """What a file tracer measured is no Python, so nothing here can count its lines."""
    change(project, "insert into tracer select id, 'django' from file where path like '%cup.py'")
    told = only([fact for fact in collect(inquiry(project, ".coverage")) if isinstance(fact, Unmeasured)])
    assert isinstance(told, Unmeasured)
    assert told.path == "src/tea/cup.py"
    assert "django" in told.reason


def truncate(root: Path) -> None:
    """Cut a data file off."""
    data = (root / ".coverage").read_bytes()
    (root / ".coverage").write_bytes(data[: len(data) // 2])


def endless(root: Path) -> None:
    """Put a view without an end in the place of a table."""
    columns = "(file_id, context_id, fromno, tono)"
    endless_rows = "with recursive n(x) as (select 1 union all select x + 1 from n) select 1, 1, x, 1 from n"
    change(root, "drop table arc", f"create view arc {columns} as {endless_rows}")


BROKEN: list[tuple[Callable[[Path], object], str]] = [
    (truncate, "cannot be read"),
    (endless, "no plain table arc"),
    (lambda root: change(root, "update coverage_schema set version = 6"), "schema 6"),
    (lambda root: change(root, "delete from coverage_schema"), "no version"),
    (lambda root: change(root, "drop table coverage_schema"), "none of coverage.py"),
    (lambda root: change(root, "drop table context"), "no plain table context"),
    (lambda root: change(root, "alter table file add column x as (zeroblob(1000000000))"), "no plain table file"),
    (lambda root: change(root, "delete from file"), "no file"),
    (lambda root: (root / ".coverage-journal").touch(), "being written"),
    (lambda root: (root / ".coverage").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000), "cannot be read"),
    (lambda root: (root / ".coverage").write_bytes(b"SQLite format 3\0"), "coverage"),
]


@pytest.mark.parametrize(("harm", "message"), BROKEN)
def test_a_broken_data_file_is_told(project: Path, harm: Callable[[Path], object], message: str) -> None:
    """A data file that is cut off, of another schema, or made to trap its reader, is a flaw."""
    harm(project)
    told = only(list(collect(inquiry(project, ".coverage"))))
    assert isinstance(told, Flaw)
    assert message in told.message
    assert told.hint


def test_a_locked_data_file_is_told(project: Path) -> None:
    """A data file that is being written to is not read."""
    connection = sqlite3.connect(project / ".coverage", isolation_level=None)
    connection.execute("begin exclusive")
    told = only(list(collect(inquiry(project, ".coverage"))))
    connection.close()
    assert isinstance(told, Flaw)
    assert "locked" in told.message
    assert counts(project, ".coverage")


def test_odd_values_in_the_data_are_passed_over(project: Path) -> None:
    """Rows of other types than coverage.py's change nothing."""
    before = counts(project, ".coverage")
    change(
        project,
        "insert into file (path) values (x'00ff')",
        "insert into arc select id, 1, 'one', 'two' from file",
        "insert into line_bits select id, 1, 'text' from file",
        "insert into context (context) values (null)",
    )
    assert counts(project, ".coverage") == before
    assert executions(project, ".coverage")


def test_reading_changes_nothing(project: Path) -> None:
    """The data file keeps its bytes, and nothing is written beside it."""
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    list(collect(inquiry(project, ".coverage", "coverage.json")))
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


@given(st.frozensets(st.integers(0, 70)), st.integers(0, 80))
def test_packed_numbers_are_unpacked(numbers: frozenset[int], most: int) -> None:
    """What coverage.py packs into bits comes out again, up to the line that is asked for."""
    assert lines_of(nums_to_numbits(numbers), most) == {number for number in numbers if number <= most}
