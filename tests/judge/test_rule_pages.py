"""The documentation page of each rule: its examples are the rule's tests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flowkit.errors import UsageError
from flowkit.judge.pages import explain
from flowkit.judge.recognition import unrecognised
from flowkit.judge.table import rule_names, rules
from flowkit.judge.verification import judge
from flowkit.model.verdict import Finding
from flowkit.read.document import document_from_bytes
from flowkit.read.markdown import read_outline
from flowkit.read.plans import UnrecognisedError, read_plan

PAGES = Path(__file__).parents[2] / "docs" / "rules"
SECTIONS = ("What it finds", "Why it matters", "How to mend it", "How to silence it", "Bad", "Good")
FENCE = re.compile(r"^````markdown\n(.*?)^````$", re.MULTILINE | re.DOTALL)
FOUND = re.compile(r"^- (?:line (\d+)|no line): (.+)$", re.MULTILINE)


def section(page: str, title: str) -> str:
    """Return what stands under a heading of the second level, fences of four backticks left whole."""
    start = page.index(f"\n## {title}\n")
    following = SECTIONS[SECTIONS.index(title) + 1 :]
    ends = [page.index(f"\n## {other}\n", start + 1) for other in following[:1]]
    return page[start : ends[0] if ends else None]


def findings(text: str) -> tuple[Finding, ...]:
    """Return all that flowkit finds in a document that somebody named."""
    document = document_from_bytes(text.encode(), "plan.md")
    try:
        plan = read_plan(document)
    except UnrecognisedError:
        return (unrecognised("plan.md", named=True),)
    return judge([plan])


def example(page: str, title: str) -> str:
    """Return the document under ``Bad`` or ``Good``."""
    match = FENCE.search(section(page, title))
    assert match is not None, f"no example under {title}"
    return match.group(1)


def line_of(finding: Finding) -> int | None:
    """Return the line that a finding points to."""
    return finding.place.span.line if finding.place.span else None


@pytest.fixture(params=rule_names())
def rule(request: pytest.FixtureRequest) -> str:
    """Each rule in turn, by name."""
    return str(request.param)


@pytest.fixture
def page(rule: str) -> str:
    """The page of the rule."""
    return (PAGES / f"{rule}.md").read_text(encoding="utf-8")


def test_the_bad_example_is_found_at_the_lines_that_the_page_gives(rule: str, page: str) -> None:
    """In the bad example the rule finds exactly what the page lists, word for word and line for line."""
    listed = {(int(line) if line else None, message) for line, message in FOUND.findall(section(page, "Bad"))}
    found = findings(example(page, "Bad"))
    assert listed
    assert {(line_of(finding), finding.message) for finding in found if finding.rule == rule} == listed
    assert all(finding.severity is rules()[rule].severity for finding in found if finding.rule == rule)


def test_nothing_graver_than_the_rule_itself_stands_in_the_way_of_its_example(rule: str, page: str) -> None:
    """A bad example shows one fault: no other rule has an error or a warning to tell of it."""
    others = {finding.rule for finding in findings(example(page, "Bad")) if finding.rule != rule}
    assert others <= {"empty-task"}


def test_the_good_example_is_clean(page: str) -> None:
    """In the good example no rule finds anything at all."""
    assert [finding.message for finding in findings(example(page, "Good"))] == []


def test_a_page_has_the_same_parts_as_every_other(rule: str, page: str) -> None:
    """Name, severity, summary and sections are those of the rule and of the agreed form."""
    outline = read_outline(document_from_bytes(page.encode(), f"{rule}.md"))
    (title,) = outline.root.sections
    assert title.title.text == rule
    assert tuple(part.title.text for part in title.sections) == SECTIONS
    assert f"**Severity:** {rules()[rule].severity}\n\n{rules()[rule].summary}." in page


def test_a_comment_as_the_page_shows_it_silences_the_bad_example(rule: str, page: str) -> None:
    """The comment on the page, at the head of the bad example, leaves nothing of the rule."""
    if "flowkit: ignore" not in section(page, "How to silence it"):
        # A document that was not read holds no comment that could be read.
        assert rule == "unrecognised-document"
        return
    (comment,) = re.findall(r"<!-- flowkit: ignore .*-->", section(page, "How to silence it"))
    silenced = findings(f"{comment}\n\n{example(page, 'Bad')}")
    assert [finding for finding in silenced if finding.rule == rule] == []


def test_the_index_names_every_rule_with_its_severity(rule: str) -> None:
    """The index has a row for each rule, with the rule's own severity and summary."""
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    found = rules()[rule]
    assert f"| [{rule}]({rule}.md) | {found.severity} | {found.summary} |" in index


def test_there_is_no_page_without_a_rule() -> None:
    """Pages and rules are the same set."""
    assert {path.stem for path in PAGES.glob("*.md")} - {"README"} == set(rule_names())


def test_explain_gives_the_page(rule: str, page: str) -> None:
    """What ``explain`` returns is the page, from wherever flowkit runs."""
    assert explain(rule) == page


def test_explain_knows_what_was_probably_meant() -> None:
    """A misspelt name is answered with the nearest one."""
    with pytest.raises(UsageError, match="count-mismatch"):
        explain("count-missmatch")
