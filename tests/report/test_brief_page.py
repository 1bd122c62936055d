"""A brief as a page of Markdown."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from flowkit.guide.brief import Setting, brief
from flowkit.model.brief import Background, Passage
from flowkit.model.feature import Feature, FeatureScenario
from flowkit.model.intent import Adr
from flowkit.model.plan import Plan
from flowkit.model.source import Span
from flowkit.model.task import Citation, Criterion, Deliverable, Dependency, Item, Label, Scenario, Task
from flowkit.model.verdict import Place
from flowkit.read.document import document_from_bytes
from flowkit.read.markdown import read_outline
from flowkit.report import brief_page

SPAN = Span(0, 1, 4, 1)
HEADINGS = [
    "Decisions",
    "Requirements",
    "Named and defined nowhere at hand",
    "Acceptance criteria",
    "Scenarios",
    "Files",
    "To be done and looked at",
    "Notes",
    "What it waits for",
    "What waits for it",
    "How it is verified",
]


def page(text: str) -> str:
    """Return the page of a task in which one text stands wherever a document may put one."""
    adr = Adr("ADR-1", text, text, None, text, (), None, (), text, (), "adr.md", SPAN)
    passage = Passage("REQ-1", tuple(text.split("\n")), Place("spec.md", SPAN))
    scenario = FeatureScenario(text, ("SC-1",), None, outline=False, steps=(f"Given {text}",), examples=0, span=SPAN)
    feature = Feature(text, "en", (), (), (scenario,), "tea.feature", SPAN)
    one = Task(
        id="b",
        key="b",
        kind="TASK",
        title=text,
        span=SPAN,
        phase=text,
        priority=Label(text),
        description=text,
        depends_on=(Dependency("a"),),
        requirements=(Citation("REQ-1"), Citation("REQ-2")),
        criteria=(Criterion("AC-1", text, True, SPAN),),
        scenarios=(Scenario("SC-1", text, None, SPAN),),
        deliverables=(Deliverable(text, "a.py", None, (), SPAN),),
        checklist=(Item(None, text, False, SPAN),),
        notes=(text,),
        commands=(text,),
        sources=(text,),
    )
    first, last = Task("a", "a", "TASK", text), Task("c", "c", "TASK", text, depends_on=(Dependency("b"),))
    plan = Plan("tea", "plans/tea.md", "story", title=text, adr="ADR-1", tasks=(first, one, last))
    setting = Setting(Background((adr,), (feature,), {"REQ-1": passage}), None, {}, text, str)
    return brief_page.render(brief(plan, one, setting))


NASTY = [
    "# Done",
    "```",
    "~~~",
    "<!--",
    "-->",
    "<details>",
    "- [x] T1",
    "\n",
    "\n\n",
    "---",
    "| a |",
    "===",
    "    x",
    "`",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(NASTY) | st.text(max_size=9), max_size=6).map("".join))
def test_nothing_that_a_document_says_can_change_the_page(text: str) -> None:
    """Whatever stands in titles and texts, the page has its own headings and no others, and ends with its command."""
    printed = page(text)
    outline = read_outline(document_from_bytes(printed.encode("utf-8", "replace"), "brief.md"))
    titles = [section.title.text for section in outline.sections if section.level]
    assert titles[1:] == HEADINGS
    assert printed.endswith("\n    flowkit verify plans/tea.md\n")
    assert re.search(r"[^\n -~\xa0-\U0010ffff]", printed) is None


def test_every_part_has_its_place() -> None:
    """Whoever reads the page can go and look."""
    printed = page("hot")
    for line in (
        "# b: hot",
        "`tea:b`; plans/tea.md:4; open; phase hot; priority hot; source hot",
        "Waiting: a is open.",
        "- ADR-1: hot (hot), superseded by hot, adr.md:4",
        "- REQ-1, spec.md:4",
        "- REQ-2",
        "- [x] `tea:b/AC-1`: hot (plans/tea.md:4)",
        "- `tea:SC-1`: hot (plans/tea.md:4; tea.feature:4)",
        "  Given hot",
        "- hot (plans/tea.md:4)",
        "- [ ] hot (plans/tea.md:4)",
        "- a hot (plans/tea.md) is open",
        "The plan is not held against a repository here.",
        "    hot",
        "    flowkit verify plans/tea.md --run   # runs hot first",
    ):
        assert f"\n{line}\n" in f"\n{printed}"


def test_a_task_with_nothing_around_it_has_a_short_page() -> None:
    """Parts of which nothing is known are left out."""
    one = Task("a", "a", "TASK", "Boil")
    plan = Plan("tea", "plans/tea.md", "story", tasks=(one,))
    printed = brief_page.render(brief(plan, one, Setting(Background(), None, {}, None, str)))
    assert re.findall("^#.*", printed, re.MULTILINE) == ["# a: Boil", "## How it is verified"]
    assert "verifies: tea:a`" in printed
    untitled = replace(plan, tasks=(replace(one, title=""),))
    again = brief(untitled, untitled.tasks[0], Setting(Background(), None, {}, None, str))
    assert brief_page.render(again).startswith("# a\n")
