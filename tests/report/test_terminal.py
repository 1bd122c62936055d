"""The report for people."""

from __future__ import annotations

import re

from flowkit.model.outline import Line, Outline, Section
from flowkit.model.plan import Definition, Plan
from flowkit.model.severity import Severity
from flowkit.model.source import Document, Span
from flowkit.model.task import State, Task
from flowkit.model.verdict import Finding, Place, Verification
from flowkit.report.screen import Screen
from flowkit.report.terminal import render


def plan_of(text: str, path: str = "plans/tea.md") -> Plan:
    """Return a plan with two tasks that was read from a document with this text."""
    lines = tuple(text.split("\n"))
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line.encode()) + 1
    document = Document(path, text, "utf-8", 0, lines, tuple(starts))
    outline = Outline(document, Section(0, Line("", 1, 1), (), (), len(lines)), None, ())
    tasks = (Task("IMPL_001", "IMPL_001", "IMPL", "Boil", state=State.DONE), Task("DOC_001", "DOC_001", "DOC", "Tell"))
    definitions = tuple(Definition(task.kind, task.key, None, None) for task in tasks)
    return Plan("tea", path, "markers", tasks=tasks, definitions=definitions, outline=outline)


def reported(text: str, words: str, *, width: int = 80, colour: bool = False) -> list[str]:
    """Return the lines of a report of one finding that marks ``words`` in a document of one line."""
    plan = plan_of(text)
    assert plan.outline is not None
    span = plan.outline.document.span(1, text.index(words) + 1, len(words))
    finding = Finding("placeholder", Severity.WARNING, "fill it in", Place(plan.path, span), hint="Name it.")
    return render(Verification((plan,), (finding,)), Screen(width, colour=colour)).splitlines()


def test_a_finding_stands_under_its_document_with_its_line() -> None:
    """Document, place, severity, rule, message, source line with a mark, and hint follow one another."""
    assert reported("Owner: <name>", "<name>")[:5] == [
        "plans/tea.md",
        "  1:8 warning placeholder: fill it in",
        "    1 | Owner: <name>",
        "               ^^^^^^",
        "    hint: Name it.",
    ]


def test_the_mark_stands_below_wide_characters() -> None:
    """A character that takes two columns moves the mark by two."""
    lines = reported("茶 <name>", "<name>")
    assert lines[3].index("^") == len("    1 | ") + 3


def test_a_long_line_is_cut_around_what_is_marked() -> None:
    """No line of the report is wider than the screen, and the marked words are in it."""
    lines = reported("tea " * 500 + "<name>" + " cake" * 500, "<name>", width=80)
    assert "<name>" in lines[2]
    assert max(map(len, lines)) <= 80
    start = lines[3].index("^")
    assert lines[2][start : start + 6] == "<name>"


def test_text_of_a_document_is_no_markup() -> None:
    """Square brackets are printed, not obeyed; control characters are shown as escapes."""
    lines = reported("[bold red]x[/] \x1b[2J <name>", "<name>", colour=True)
    assert "[bold red]x[/] \\x1b[2J " in lines[2]


def test_without_colour_there_is_no_escape_sequence() -> None:
    """A plain report is plain text."""
    assert "\x1b" not in "\n".join(reported("Owner: <name>", "<name>"))


def test_with_colour_there_is() -> None:
    """A terminal gets colours."""
    assert "\x1b[" in "\n".join(reported("Owner: <name>", "<name>", colour=True))


def test_counts_are_given_for_each_plan_and_in_all() -> None:
    """The table has a row for each plan, and one for the sum where there are several."""
    text = render(Verification((plan_of("a"), plan_of("b", "plans/cake.md")), ()))
    rows = [line.split() for line in text.splitlines()]
    assert rows[1:5] == [
        ["plan", "tasks", "done", "DOC", "IMPL"],
        ["plans/tea.md", "2", "1", "1", "1"],
        ["plans/cake.md", "2", "1", "1", "1"],
        ["total", "4", "2", "2", "2"],
    ]


def test_counts_stand_below_each_other_on_a_narrow_screen() -> None:
    """Where a row a plan does not fit, each figure has a row, and no path is broken that fits."""
    path = "plans/afternoon-tea-with-cake.md"
    text = render(Verification((plan_of("a", path), plan_of("b", "plans/cake.md")), ()), Screen(50))
    assert max(map(len, text.splitlines())) <= 50
    rows = [line.split() for line in text.splitlines()]
    assert rows[1:6] == [["plan", "what", "number"], [path, "tasks", "2"], ["done", "1"], ["DOC", "1"], ["IMPL", "1"]]
    assert ["total", "tasks", "4"] in rows


def test_a_wrapped_hint_leaves_no_space_at_the_end_of_a_line() -> None:
    """With colours too, a line ends in what can be seen."""
    finding = Finding("placeholder", Severity.INFO, "fill it in", Place("a.md"), hint="Name what is to be done. " * 12)
    lines = render(Verification((), (finding,)), Screen(60, colour=True)).splitlines()
    assert len(lines) > 5
    assert [line for line in lines if re.sub(r"\x1b\[[\d;]*m", "", line).endswith(" ")] == []


def test_the_summary_counts_findings_by_severity() -> None:
    """The last line says how many findings there are of each severity, and in how many plans."""
    place = Place("plans/tea.md", Span(0, 1, 1, 1))
    findings = tuple(
        Finding("placeholder", severity, "wrong", place)
        for severity in (Severity.ERROR, Severity.ERROR, Severity.WARNING)
    )
    last = render(Verification((plan_of("a"),), findings)).splitlines()[-1]
    assert last == "2 errors, 1 warning in 1 plan (flowkit explain placeholder says more)"


def test_nothing_found_is_said_in_words() -> None:
    """A clean report says what was looked at."""
    assert render(Verification((plan_of("a"),), ())).splitlines()[-1] == "ok: 1 plan checked, nothing found"


def test_many_related_places_are_cut_short() -> None:
    """Three related places are named, the rest is counted."""
    place = Place("plans/tea.md", Span(0, 1, 1, 1))
    related = tuple(Place("spec.md", Span(0, 1, line, 1)) for line in range(1, 6))
    finding = Finding("undefined-reference", Severity.WARNING, "wrong", place, related=related)
    text = render(Verification((plan_of("a"),), (finding,)))
    assert "see also: spec.md:1, spec.md:2, spec.md:3 and 2 more" in text


def test_a_part_is_not_taken_for_the_whole() -> None:
    """What is told since a revision says so, and nobody is told that no plan was checked."""
    finding = Finding("placeholder", Severity.ERROR, "fill it in", Place("a.md"))
    assert render(Verification((), (), since="main")) == "ok: nothing found that has to do with changes since main\n"
    assert "1 error that has to do with changes since main (" in render(Verification((), (finding,), since="main"))
