"""The summary for a pull request: what it shows, and that nothing of a document can be more than text in it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.desk import Desk

from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.source import Span
from flowkit.model.task import Task
from flowkit.model.verdict import Finding, MarkerVerdict, Place, Verdict, Verification
from flowkit.model.web import Web
from flowkit.report.markdown import render
from flowkit.report.markdown_text import escaped, link
from flowkit.report.screen import visible

from .shop import verified

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
SPAN = Span(0, 1, 7, 3)
MARKS = "\\`*_{}[]()<>#+-.!|~:/@&$\"'=^ \t\nabIMPL_01http://www.x.y漢\u202e\x00\ud800"
TEXTS = st.text(st.one_of(st.sampled_from(MARKS), st.characters()), max_size=30)


def summary(
    message: str, path: str = "plans/a.md", severity: Severity = Severity.ERROR, hint: str | None = None
) -> str:
    """Return the summary of one finding."""
    return render(Verification((), (Finding("placeholder", severity, message, Place(path, SPAN), hint=hint),)))


def cells(html: str) -> int:
    """Return how many cells the tables of a page have."""
    return len(re.findall(r"<t[dh]", html))


def test_errors_and_warnings_are_a_table_with_links() -> None:
    """Each stands on a row, with a link to its line."""
    text = summary("wrong", hint="Mend it.")
    assert "| ❌ error | [plans/a.md:7](plans/a.md#L7) | wrong<br>*Mend it.* | placeholder |" in text
    assert text.startswith("## 0 work plans: 1 error\n")


def test_remarks_are_folded() -> None:
    """What is merely a remark is behind a fold, and is not in the headline."""
    text = summary("so so", severity=Severity.INFO)
    assert text.startswith("## 0 work plans: nothing to mend\n\n<details>\n<summary>1 remark</summary>\n\n|")


# verifies: feat-reports-and-repair:IMPL_001/AC-4
def test_a_summary_is_markdown_throughout(desk: Desk) -> None:
    """Of a real project each table is one, inside the folds too."""
    html = READER.render(render(verified(desk)))
    assert html.count("<table>") == 4 and html.count("<details>") == 2
    assert "| ---" not in html


def test_many_rows_are_cut_and_told() -> None:
    """A comment has room for so many rows; the others are counted."""
    findings = tuple(Finding("x", Severity.ERROR, f"wrong {n}", Place("a.md", SPAN)) for n in range(105))
    text = render(Verification((), findings))
    assert text.count("| ❌ error |") == 100
    assert "And 5 more, for which there is no room here." in text
    assert text.startswith("## 0 work plans: 105 errors\n")


def test_a_summary_fits_into_a_comment() -> None:
    """However much is said, a pull request takes it: what there is no room for is counted."""
    severities = [*[Severity.ERROR] * 99, *[Severity.INFO] * 99]
    findings = [Finding("x", severity, "wrong " * 80, Place("a.md", SPAN)) for severity in severities]
    text = render(Verification((), (*findings, Finding("x", Severity.ERROR, "A" * 99_999, Place("a.md")))))
    assert 50_000 < len(text) < 65_536
    shown = sum(text.count(f"| {sign} |") for sign in ("❌ error", "ℹ️ info"))
    assert f"And {199 - shown} more, for which there is no room here." in text


def test_a_part_is_not_taken_for_the_whole() -> None:
    """What is told since a revision says so in its headline."""
    text = render(Verification((), (), since="main"))
    assert text == "## 0 work plans, changes since main alone: nothing to mend\n"


def test_links_lead_to_the_forge_where_one_builds() -> None:
    """A comment stands in no folder, so its links are whole where it is known where the files are shown."""
    finding = Finding("x", Severity.ERROR, "wrong", Place("../plans/a b.md", SPAN))
    text = render(Verification((), (finding,), web=Web("https://forge.example/tea/blob/1f", "docs")))
    assert "[../plans/a b.md:7](https://forge.example/tea/blob/1f/plans/a%20b.md?plain=1#L7)" in text


def test_verdicts_are_counted_for_each_plan() -> None:
    """A plan that is held against nothing says so, and what it has is counted under no verdict."""
    task = Task("IMPL_001", "IMPL_001", "IMPL", "Boil", SPAN)
    plans = tuple(Plan(name, f"{name}.md", "markers", tasks=(task,)) for name in ("tea", "milk"))
    marker = MarkerVerdict("tea:IMPL_001", Verdict.MISSING, "IMPL_001")
    text = render(Verification(plans, (), (marker,), {"tea.md": frozenset()}))
    assert "| plan | markers | missing | not held against evidence |" in text
    assert "| [tea](tea.md) | 1 | 1 |  |\n| [milk](milk.md) | 1 |  | 1 |" in text
    assert "| tea:IMPL_001 Boil | [tea.md:7](tea.md#L7) | missing |" in text


@pytest.mark.parametrize("path", ["/etc/passwd", "../other/plan.md", "-", "C:/plan.md"])
def test_a_path_that_leads_out_is_no_link(path: str) -> None:
    """What is not in the repository has no page there."""
    assert "](" not in summary("wrong", path)


def test_a_path_can_end_no_link() -> None:
    """Brackets and spaces of a path stand in the link as their codes."""
    assert link("a", "x) [y](z).md", 2) == "[a](x%29%20%5By%5D%28z%29.md#L2)"


@pytest.mark.parametrize("text", ["ping @ada", "see #12", "ada/tea#12"])
def test_nobody_is_called_and_no_issue_is_linked(text: str) -> None:
    """An at sign and a hash are kept apart from what follows."""
    assert re.search(r"[@#](?!<!-- -->)\w", summary(text).split("\n", 1)[1].replace("#L7", "")) is None


def test_ids_can_be_read_as_they_are() -> None:
    """The text of a summary is read in terminals too, so what needs no escape has none."""
    assert escaped("IMPL_001/AC-1: src/a_b.py (99 %)") == "IMPL_001/AC-1: src/a_b.py (99 %)"


@given(TEXTS)
def test_any_text_shows_as_it_is(text: str) -> None:
    """What a document says is text and nothing else: a reader shows the same characters and makes nothing of them."""
    shown = " ".join(visible(text).split())
    (paragraph,) = READER.parse(f"x {escaped(text)}")[1:-1]
    assert {child.type for child in paragraph.children or ()} <= {"text", "text_special"}
    assert "".join(child.content for child in paragraph.children or ()) == f"x {shown}".rstrip()


@given(TEXTS)
def test_any_text_at_the_beginning_of_a_line_is_a_paragraph(text: str) -> None:
    """No text opens a list, a heading, a quote or a fence."""
    opened = [token.type for token in READER.parse(escaped(text)) if token.level == 0]
    assert opened in ([], ["paragraph_open", "paragraph_close"])


# verifies: feat-reports-and-repair:IMPL_001/AC-4
@given(TEXTS, TEXTS)
def test_no_text_adds_a_cell_or_a_tag(message: str, hint: str) -> None:
    """The table has the cells that it has with harmless words."""
    html = READER.render(summary(message, hint=hint or "x"))
    assert cells(html) == cells(READER.render(summary("x", hint="x")))
    assert set(re.findall(r"<([a-z][a-z0-9]*)", html)) <= {
        "h2",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "a",
        "br",
        "em",
    }
