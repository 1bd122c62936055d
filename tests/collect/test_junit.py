"""JUnit XML as the tools of many languages write it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.projects import write

from flowkit.collect.junit import collect
from flowkit.model.evidence import TestFact

from .asking import inquiry
from .junit_reports import told

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
