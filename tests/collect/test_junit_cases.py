"""What a case of a JUnit report verifies, where it stands and how old it is."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from tests.projects import write

from flowkit.model.evidence import Age

from .junit_reports import case, told


@pytest.mark.parametrize(
    ("name", "value", "markers"),
    [
        ("verifies", "SC-001, IMPL_002/AC-1 feat-x:SC-003", ("SC-001", "IMPL_002/AC-1", "feat-x:SC-003")),
        ("Requirement", "SEC-001", ("SEC-001",)),
        ("flowkit", "T001;T002", ("T001", "T002")),
        ("marker", "SC-001 SC-001", ("SC-001",)),
        ("test_key", "SHOP-42, SC-001", ("SC-001",)),
        ("owner", "SC-001", ("SC-009",)),
    ],
)
def test_properties_say_what_a_test_verifies(tmp_path: Path, name: str, value: str, markers: tuple[str, ...]) -> None:
    """The known properties name markers as they are written; the name of the test is asked only where none does."""
    for entry in (f'<property name="{name}" value="{value}"/>', f'<property name="{name}">{value}</property>'):
        (fact,) = told(tmp_path, case(f"<properties>{entry}</properties>", 'name="test_sc_009"'))
        assert fact.markers == markers


@pytest.mark.parametrize(
    ("name", "classname", "markers"),
    [
        ("[SC-001, IMPL_002/AC-1] it pours", "", ("SC-001", "IMPL_002/AC-1")),
        ("SC-001: it pours", "", ("SC-001",)),
        ("it pours #SC-001.", "", ("SC-001",)),
        ("[COV_UNIT_STORE] is measured", "", ("COV_UNIT_STORE",)),
        ("test_sc001", "", ("SC-001",)),
        ("pours", "shop.SC001Test", ("SC-001",)),
        ("pours", "features/sc_001.feature", ("SC-001",)),
        ("test_read[SC-001]", "", ()),
        ("read(SC-001)", "", ()),
        ("uses dep_resolver and cov_all", "", ()),
        ("adds 2 pages to doc 2", "", ()),
        ("", "", ()),
    ],
)
def test_names_say_it_otherwise(tmp_path: Path, name: str, classname: str, markers: tuple[str, ...]) -> None:
    """Whole ids in a title, and ids in names that hold no hyphen, name markers; arguments and ordinary words do not."""
    (fact,) = told(tmp_path, case(attributes=f"name={quoteattr(name)} classname={quoteattr(classname)}"))
    assert fact.markers == markers


@pytest.mark.parametrize(
    ("file", "path"),
    [
        ("src/tea.test.ts", "src/tea.test.ts"),
        ("src\\tea.test.ts", "src/tea.test.ts"),
        ("/etc/passwd", "junit.xml"),
        ("../../etc/passwd", "junit.xml"),
        ("src/nonesuch.ts", "junit.xml"),
        ("link.ts", "junit.xml"),
    ],
)
def test_the_file_of_a_test(tmp_path: Path, file: str, path: str) -> None:
    """A test stands in the file that the report names, if that is one of the project."""
    write(tmp_path, {"src/tea.test.ts": "test('a')\n  test('b')\n"})
    (tmp_path / "link.ts").symlink_to("/etc/passwd")
    (fact,) = told(tmp_path, case(attributes=f'name="b" file="{file}" line="2"'))
    assert fact.path == path
    assert (fact.span is not None) == (path != "junit.xml")
    if fact.span is not None:
        assert (fact.span.line, fact.span.column, fact.span.start) == (2, 3, 12)


@pytest.mark.parametrize("line", ["0", "-1", "x", "999", "9" * 5_000, "٣"])
def test_an_odd_line_is_no_place(tmp_path: Path, line: str) -> None:
    """A line that the file does not have is left out."""
    write(tmp_path, {"a.ts": "test('a')\n"})
    (fact,) = told(tmp_path, case(attributes=f'name="b" file="a.ts" line="{line}"'))
    assert (fact.path, fact.span) == ("a.ts", None)


def test_the_age_of_a_report(tmp_path: Path) -> None:
    """A report is fresh if this run had it made; otherwise nobody knows what it speaks of."""
    assert told(tmp_path, case())[0].freshness.age is Age.UNKNOWN
    assert told(tmp_path, case(), since=0)[0].freshness.age is Age.FRESH


def test_reports_lie_where_tools_leave_them(tmp_path: Path) -> None:
    """The usual places are looked into, those in folders of tools among them; each report is told once."""
    write(tmp_path, {"flowkit.toml": '[reports]\njunit = ["**/TEST-*.xml", "target/surefire-reports/*.xml"]\n'})
    (fact,) = told(tmp_path, case(), "target/surefire-reports/TEST-a.xml")
    assert fact.report == "target/surefire-reports/TEST-a.xml"
