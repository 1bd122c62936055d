"""Which test ran which lines."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from tests.projects import write

from flowkit.collect.coverage import collect
from flowkit.collect.recordings import RecordedTest, Recording, Run, dump
from flowkit.model.evidence import BodyFact, ExecutionFact, Outcome
from flowkit.model.plan import Plan
from flowkit.model.task import Task

from .measuring import executions, inquiry, run


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


@pytest.mark.parametrize(("other", "idle"), [("tests/test_tea.py::test_fill", True), ("test_tea.test_fill", False)])
def test_a_test_of_which_the_report_tells_nothing_ran_no_line(project: Path, other: str, idle: bool) -> None:
    """A test of the run that left a report, and whose name the report could know, is known to have run no line."""
    digest = sha256((project / ".coverage").read_bytes()).hexdigest()
    names = [other, "tests/test_tea.py::test_aside"]
    tests = tuple(RecordedTest(name, "tests/test_tea.py", 1, Outcome.PASSED) for name in names)
    recording = Recording((Run(None, "2026-01-01T00:00:00+00:00", {}, {".coverage": digest}),), tests)
    write(project, {".flowkit/tests.json": dump(recording)})
    found = executions(project, ".coverage")
    lines = {test: lines for (test, _), lines in found.items()}
    assert lines.get("tests/test_tea.py::test_aside") == (frozenset() if idle else None)


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
