"""Data files that are broken, locked or odd."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from coverage.numbits import nums_to_numbits
from hypothesis import given
from hypothesis import strategies as st

from flowkit.collect.coverage import collect
from flowkit.collect.coverage.data_file import lines_of
from flowkit.model.evidence import Flaw, Unmeasured

from .measuring import change, counts, executions, inquiry, only


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
