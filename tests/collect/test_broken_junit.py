"""JUnit reports that are broken, hostile or odd."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.projects import write

from flowkit.collect.junit import collect
from flowkit.collect.junit.cases import BrokenReportError, read_cases
from flowkit.model.evidence import Flaw, Outcome

from .asking import inquiry
from .junit_reports import case, flaw, told

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
