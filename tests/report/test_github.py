"""Annotations for GitHub Actions."""

from __future__ import annotations

import pytest

from flowkit.model.severity import Severity
from flowkit.model.source import Span
from flowkit.model.verdict import Finding, Place, Verification
from flowkit.report.github import render

SPAN = Span(start=0, end=1, line=7, column=3)


def annotated(message: str, *, path: str = "plans/a.md", span: Span | None = SPAN, hint: str | None = None) -> str:
    """Return the annotation of one finding."""
    return render(Verification((), (Finding("placeholder", Severity.WARNING, message, Place(path, span), hint=hint),)))


@pytest.mark.parametrize(
    ("severity", "command"), [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "notice")]
)
def test_each_severity_has_its_command(severity: Severity, command: str) -> None:
    """An info is a notice; errors and warnings are called what they are."""
    finding = Finding("placeholder", severity, "fill it in", Place("plans/a.md", SPAN))
    assert render(Verification((), (finding,))) == (
        f"::{command} file=plans/a.md,title=placeholder,line=7,col=3::fill it in\n"
    )


def test_a_finding_about_a_whole_document_has_no_line() -> None:
    """Where there is no span, the annotation is for the file."""
    assert annotated("no plan", span=None) == "::warning file=plans/a.md,title=placeholder::no plan\n"


def test_a_hint_stands_on_a_line_of_its_own() -> None:
    """The hint follows the message after an escaped line end."""
    assert annotated("wrong", hint="Write 9.").endswith("::wrong%0AWrite 9.\n")


def test_a_message_cannot_begin_another_command() -> None:
    """Line ends and percent signs of a document are escaped, so that one finding stays one annotation."""
    text = annotated("100% done\n::error::forged\r::stop")
    assert text.count("\n") == 1
    assert "100%25 done%0A::error::forged\\x0d::stop" in text


def test_a_path_cannot_add_a_property() -> None:
    """Commas and colons of a path are escaped."""
    assert "file=a%2Cline=1%3A.md,title=" in annotated("wrong", path="a,line=1:.md")


def test_nothing_found_prints_nothing() -> None:
    """Without findings there are no annotations."""
    assert render(Verification((), ())) == ""
