"""JUnit XML: valid as Jenkins takes it, and never evidence of anything."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st
from tests.desk import Desk

from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.task import Criterion, Task
from flowkit.model.verdict import Finding, MarkerVerdict, Obligation, Place, Verdict, Verification
from flowkit.report.junit import render

from .shop import open_shop, verified


@cache
def schema() -> xmlschema.XMLSchema:
    """Return the schema that Jenkins publishes."""
    return xmlschema.XMLSchema(Path(__file__).parent / "schemas" / "junit-10.xsd")


def report(verification: Verification) -> Element:
    """Return a report, after its schema had its say."""
    text = render(verification)
    schema().validate(text)
    assert text.isascii()
    return fromstring(text)  # noqa: S314 - what is tried here wrote it


def judged(verdict: Verdict, *, held: bool = True) -> Element:
    """Return the case of a marker with a verdict."""
    task = Task("IMPL_001", "IMPL_001", "IMPL", "Boil")
    plan = Plan("tea", "plans/tea.md", "markers", tasks=(task,))
    duty = Obligation("file", "tea:IMPL_001", "kettle.py is there", verdict, "because")
    marker = MarkerVerdict("tea:IMPL_001", verdict, "IMPL_001", (duty,))
    found = {plan.path: frozenset({"IMPL_001"} if held else ())}
    (case,) = report(Verification((plan,), (), (marker,), found)).iter("testcase")
    return case


@pytest.mark.parametrize(
    ("verdict", "tag"),
    [
        (Verdict.FAILING, "failure"),
        (Verdict.MISSING, "failure"),
        (Verdict.STALE, "failure"),
        (Verdict.UNPROVEN, "skipped"),
        (Verdict.MANUAL, None),
        (Verdict.PROVEN, None),
    ],
)
def test_each_verdict_has_its_result(verdict: Verdict, tag: str | None) -> None:
    """Refuted or stale is a failure, unproven is skipped, and both say why."""
    case = judged(verdict)
    assert [child.tag for child in case] == ([tag] if tag else [])
    assert all(child.get("message") == f"{verdict.value}: because" for child in case)


@pytest.mark.parametrize("verdict", [Verdict.FAILING, Verdict.MISSING, Verdict.STALE])
def test_what_nobody_claims_is_no_failure(verdict: Verdict) -> None:
    """A task that is still open may lack what it is to leave behind; its case is skipped, and says what is so."""
    (told,) = judged(verdict, held=False)
    assert told.tag == "skipped"
    assert told.get("message") == f"{verdict.value}: because (the task is not claimed done)"


def test_a_plan_that_is_held_against_nothing_is_skipped() -> None:
    """No case passes of which nothing is known, even where a plan of the same name was judged."""
    task = Task("IMPL_001", "IMPL_001", "IMPL", "Boil")
    plans = tuple(Plan("tea", path, "markers", tasks=(task,)) for path in ("elsewhere/tea.md", "plans/tea.md"))
    marker = MarkerVerdict("tea:IMPL_001", Verdict.PROVEN, "IMPL_001")
    first, second = report(Verification(plans, (), (marker,), {"plans/tea.md": frozenset()})).iter("testcase")
    assert [child.tag for child in first] == ["skipped"]
    assert list(second) == []


# verifies: feat-reports-and-repair:IMPL_001/AC-3
def test_a_report_is_valid_and_counts_right(desk: Desk) -> None:
    """There is a suite for the plan and one for the findings, and the figures are those of the cases."""
    root = report(verified(desk))
    assert [suite.get("name") for suite in root] == ["shop", "findings"]
    for part in (root, *root):
        cases = list(part.iter("testcase"))
        assert part.get("tests") == str(len(cases))
        assert part.get("failures") == str(sum(case.find("failure") is not None for case in cases))


def test_findings_stand_beside(desk: Desk) -> None:
    """An error is a failure; a warning and a remark are skipped; the line is told, and is no part of the name."""
    found = verified(desk)
    suite = report(found)[1]
    cases = list(suite.iter("testcase"))
    tags = ["failure" if one.severity is Severity.ERROR else "skipped" for one in found.findings]
    assert [case[0].tag for case in cases] == tags
    assert "plans/shop.md:4" in (cases[0][0].text or "") and ":4" not in (cases[0].get("name") or "")


def test_a_report_of_flowkit_proves_nothing(desk: Desk) -> None:
    """Written where reports of tests lie, it changes no verdict: neither what it passes nor what it fails counts."""
    open_shop(desk)
    desk.type("verify", "--format", "json")
    before = desk.document
    for name in ("sarif", "junit", "markdown", "csv"):
        desk.type("verify", "--format", name)
        desk.write(
            {"junit": "reports/junit-flowkit.xml", "markdown": "summary.md"}.get(name, f"flowkit.{name}"), desk.output
        )
    desk.type("verify", "--format", "json")
    assert desk.document == before


@given(st.text(st.characters(), min_size=1, max_size=40))
def test_any_text_makes_a_valid_report(text: str) -> None:
    """No character of a document breaks the XML or opens an element."""
    criterion = Criterion(None, text)
    plan = Plan(text, text, "markers", tasks=(Task(None, "#1", "TASK", text, criteria=(criterion,)),))
    duty = Obligation("file", f"{text}:#1", text, Verdict.FAILING, text)
    marker = MarkerVerdict(f"{text}:#1", Verdict.FAILING, "#1", (duty,))
    finding = Finding("x", Severity.ERROR, text, Place(text), hint=text)
    root = report(Verification((plan,), (finding,), (marker,), {text: frozenset({"#1"})}))
    assert [case[0].tag for case in root.iter("testcase")] == ["failure", "skipped", "failure"]
