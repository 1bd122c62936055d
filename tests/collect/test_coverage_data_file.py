"""The figures of coverage.py's data file, and those of the reports that are made of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from .measuring import counts, executions, run


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
