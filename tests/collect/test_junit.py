"""Facts from JUnit XML, as the tools of several languages write it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.collect.junit import collect
from flowkit.collect.junit.cases import BrokenReportError, read_cases
from flowkit.model.evidence import Age, Flaw, Outcome, TestFact

from .asking import inquiry, write


def told(root: Path, report: str, name: str = "junit.xml", since: int | None = None) -> list[TestFact]:
    """Return the tests of a report."""
    write(root, {name: report})
    found = list(collect(inquiry(root, since)))
    assert all(isinstance(fact, TestFact) for fact in found), found
    return [fact for fact in found if isinstance(fact, TestFact)]


def flaw(root: Path, report: str | bytes) -> Flaw:
    """Return what is wrong with a report, where nothing else is told."""
    (root / "junit.xml").write_bytes(report if isinstance(report, bytes) else report.encode())
    (found,) = collect(inquiry(root))
    assert isinstance(found, Flaw)
    return found


def case(inside: str = "", attributes: str = 'name="a"') -> str:
    """Return a report of one test case."""
    return f'<testsuite name="x"><testcase {attributes}>{inside}</testcase></testsuite>'


SUREFIRE = """<?xml version="1.0" encoding="UTF-8"?>
<testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" name="shop.BasketTest" tests="4">
  <properties><property name="java.version" value="21"/><property name="verifies" value="IMPL_001"/></properties>
  <testcase name="adds" classname="shop.BasketTest" time="0.01"/>
  <testcase name="late" classname="shop.BasketTest">
    <flakyFailure message="no" type="X"><stackTrace/></flakyFailure>
  </testcase>
  <testcase name="never" classname="shop.BasketTest">
    <failure message="expected: 1" type="AssertionError"><![CDATA[at shop]]></failure>
    <rerunFailure message="again" type="AssertionError"/>
  </testcase>
  <testcase name="off" classname="shop.BasketTest"><skipped message="later"/></testcase>
</testsuite>
"""
CUCUMBER = """<testsuite name="Cucumber">
  <testcase classname="Tea" name="[SC-001] A cup"><failure message="The scenario has undefined step(s)"/></testcase>
  <testcase classname="Tea" name="[SC-002] Two">
    <skipped message="The scenario has pending or undefined step(s)"/>
  </testcase>
</testsuite>
"""
BEHAVE = """<testsuite name="tea.Tea">
  <testcase classname="tea.Tea" name="A cup" status="undefined">
    <failure type="undefined" message="Undefined Step: x"/>
  </testcase>
  <testcase classname="tea.Tea" name="Two" status="untested"/>
</testsuite>
"""
VITEST = """<testsuites name="vitest tests"><testsuite name="src/tea.test.ts">
  <testcase classname="src/tea.test.ts" name="tea &gt; pours (SC-001)" time="0.001"/>
  <testcase classname="src/tea.test.ts" name="tea &gt; boils">
    <failure message="undefined is not a function" type="TypeError">at step 3</failure>
  </testcase>
</testsuite></testsuites>
"""
GO = """<testsuites><testsuite name="example.org/tea">
  <testcase classname="example.org/tea" name="TestSC001Pours"/>
  <testcase classname="example.org/tea" name="TestPours/sc_002_twice"><skipped message="--- SKIP"/></testcase>
</testsuite></testsuites>
"""
GOOGLETEST = """<testsuites><testsuite name="Tea">
  <testcase name="Pours" classname="Tea" status="run" result="completed" file="tea_test.cc" line="7"/>
  <testcase name="Off" classname="Tea" status="notrun" result="suppressed" file="tea_test.cc" line="9"/>
</testsuite></testsuites>
"""


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        (
            SUREFIRE,
            [
                ("shop.BasketTest::adds", "passed", None, ("IMPL_001",)),
                ("shop.BasketTest::late", "retried", "no", ("IMPL_001",)),
                ("shop.BasketTest::never", "failed", "expected: 1", ("IMPL_001",)),
                ("shop.BasketTest::off", "skipped", "later", ("IMPL_001",)),
            ],
        ),
        (
            CUCUMBER,
            [
                ("Tea::[SC-001] A cup", "undefined", "The scenario has undefined step(s)", ("SC-001",)),
                ("Tea::[SC-002] Two", "undefined", "The scenario has pending or undefined step(s)", ("SC-002",)),
            ],
        ),
        (
            BEHAVE,
            [("tea.Tea::A cup", "undefined", "Undefined Step: x", ()), ("tea.Tea::Two", "skipped", None, ())],
        ),
        (
            VITEST,
            [
                ("src/tea.test.ts::tea > pours (SC-001)", "passed", None, ("SC-001",)),
                ("src/tea.test.ts::tea > boils", "failed", "undefined is not a function", ()),
            ],
        ),
        (
            GO,
            [
                ("example.org/tea::TestSC001Pours", "passed", None, ("SC-001",)),
                ("example.org/tea::TestPours/sc_002_twice", "skipped", "--- SKIP", ("SC-002",)),
            ],
        ),
        (GOOGLETEST, [("Tea::Pours", "passed", None, ()), ("Tea::Off", "skipped", None, ())]),
    ],
    ids=["surefire", "cucumber", "behave", "vitest", "go", "googletest"],
)
def test_reports_of_other_languages(
    tmp_path: Path, report: str, expected: list[tuple[str, str, str | None, tuple[str, ...]]]
) -> None:
    """Each test is told with its outcome, the reason and the markers that it names."""
    facts = told(tmp_path, report)
    assert [(fact.test, fact.outcome.value, fact.reason, fact.markers) for fact in facts] == expected
    assert {(fact.path, fact.report) for fact in facts} == {("junit.xml", "junit.xml")}


TESTS = """
import pytest


def test_passed(record_property):
    record_property("verifies", "SC-001, SC-002")


@pytest.mark.parametrize("text", ["SC-009"])
def test_sc_003_of_data(text):
    assert text  # a constant


class TestIn:
    @pytest.mark.skip(reason="later")
    def test_skipped(self):
        pass


@pytest.mark.xfail(reason="known")
def test_xfailed():
    assert 0


@pytest.fixture
def broken():
    raise RuntimeError("no store")


def test_error(broken):
    pass
"""


@pytest.mark.parametrize("family", ["xunit1", "xunit2"])
def test_a_report_of_pytest(tmp_path: Path, family: str) -> None:
    """Tests of pytest have its ids and stand in their files, with or without ``file`` and ``line`` in the report."""
    write(tmp_path, {"tests/test_a.py": TESTS, "pytest.ini": "[pytest]\n"})
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "--junitxml=junit.xml",
        "-o",
        f"junit_family={family}",
    ]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    facts = [fact for fact in collect(inquiry(tmp_path)) if isinstance(fact, TestFact)]
    assert [(fact.test.removeprefix("tests/test_a.py::"), fact.outcome.value, fact.reason) for fact in facts] == [
        ("test_passed", "passed", None),
        ("test_sc_003_of_data[SC-009]", "passed", None),
        ("TestIn::test_skipped", "skipped", "later"),
        ("test_xfailed", "xfailed", "known"),
        ("test_error", "error", 'failed on setup with "RuntimeError: no store"'),
    ]
    assert {fact.path for fact in facts} == {"tests/test_a.py"}
    assert [fact.markers for fact in facts[:2]] == [("SC-001", "SC-002"), ("SC-003",)]
    assert [fact.hollow for fact in facts[:2]] == [True, True]
    lines = [fact.span.line if fact.span else None for fact in facts[:2]]
    assert lines == ([5, 9] if family == "xunit1" else [None, None])


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


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><testsuite><testcase name="&b;"/></testsuite>'
EXTERNAL = (
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><testsuite><testcase name="b">&a;</testcase></testsuite>'
)


@pytest.mark.parametrize(
    ("report", "message", "line"),
    [
        (BOMB, "has a document type", 1),
        (EXTERNAL, "has a document type", 1),
        (f"\n{EXTERNAL}".encode("utf-16"), "has a document type", 2),
        ('<!DOCTYPE testsuite SYSTEM "http://example.org/x.dtd"><testsuite/>', "has a document type", 1),
        ("<testsuite>\n<testcase></testsuite>", "is not well-formed XML: mismatched tag", 2),
        ("", "is not well-formed XML: no element found", None),
        (b"\0\0\0", "is not well-formed XML", None),
        ("<testsuite>&nonesuch;</testsuite>", "is not well-formed XML: undefined entity", 1),
        ('<?xml version="1.0" encoding="nonesuch"?><testsuite/>', "unknown encoding", 1),
        ('<?xml version="1.0" encoding="utf-7"?><testsuite/>', "", 1),
        ("<coverage/>", "holds no test suite", None),
    ],
)
def test_a_report_that_cannot_be_used_is_told(
    tmp_path: Path, report: str | bytes, message: str, line: int | None
) -> None:
    """Broken XML, document types and entities are refused, with the line; nothing is expanded or fetched."""
    found = flaw(tmp_path, report)
    assert found.path == "junit.xml" and message in found.message
    assert line is None or (found.span is not None and found.span.line == line)


def test_a_report_that_is_too_large_is_told(tmp_path: Path) -> None:
    """A report of more bytes than may be read is a flaw."""
    write(tmp_path, {"flowkit.toml": "max_file_size = 60\n"})
    assert "more than 60 bytes" in flaw(tmp_path, case("x" * 60)).message


def test_a_report_outside_the_project_is_not_read(tmp_path: Path) -> None:
    """A configured path that leaves the root is a flaw; a pattern finds nothing there, nor behind a link."""
    root = tmp_path / "project"
    write(tmp_path, {"outside/junit.xml": case()})
    write(
        root,
        {"flowkit.toml": '[reports]\njunit = ["../outside/junit.xml", "../*/junit.xml", "in/*.xml", "/etc/*.xml"]\n'},
    )
    (root / "in").symlink_to(tmp_path / "outside")
    found = list(collect(inquiry(root)))
    assert all(isinstance(one, Flaw) for one in found)
    assert {one.path for one in found} == {"../outside/junit.xml", "../*/junit.xml", "in/*.xml", "/etc/*.xml"}


def answered(data: bytes) -> list[str] | str:
    """Return the names of the tests of a report, or why it is refused."""
    try:
        return [one.name for one in read_cases(data)]
    except BrokenReportError as error:
        return str(error)


def test_a_deep_report_is_read_to_its_end() -> None:
    """Suites within suites without end are read."""
    deep = "<testsuite>" * 50_000 + '<testcase name="a"/>' + "</testsuite>" * 50_000
    assert answered(deep.encode()) == ["a"]


def test_a_long_message_is_cut(tmp_path: Path) -> None:
    """The reason is one line of what a test said, however much that was."""
    message = "undefined  " * 200_000
    (fact,) = told(tmp_path, case(f'<failure message="{message}">{message}</failure>'))
    assert fact.outcome is Outcome.FAILED
    assert len(fact.reason or "") <= 2_000


names = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40)


@given(names, names, st.sampled_from(["failure", "error", "skipped", "flakyError", "system-out"]), names)
def test_any_names_are_read(name: str, classname: str, tag: str, message: str) -> None:
    """Whatever a test is called and says is read as it stands."""
    inside = f"<{tag} message={quoteattr(message)}/>"
    (found,) = read_cases(case(inside, f"name={quoteattr(name)} classname={quoteattr(classname)}").encode())
    assert (found.name, found.classname) == (name, classname)


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_answered(data: bytes) -> None:
    """Any bytes are read or refused in plain words."""
    assert answered(data)
    assert answered(b"<testsuite><testcase name='a'>" + data)
