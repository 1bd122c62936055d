"""Comments that silence a rule."""

from __future__ import annotations

import pytest

from flowkit.judge.ignores import invalid_ignore, read_ignores
from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.source import Span
from flowkit.model.verdict import Finding, Place, Surroundings
from flowkit.read.document import document_from_bytes
from flowkit.read.markdown import read_outline

DOCUMENT = """\
---
title: Plan
---

{head}

# Plan

{title}

A sentence. {inline}

{above}
Another.

## Section

{section}

More.

### Inner

Deeper.

## Last

The end.
"""
PLACES = ("head", "title", "inline", "above", "section")
EVERY_LINE = frozenset(range(1, 29))


def plan_with(**comments: str) -> Plan:
    """Return a plan whose document holds comments at some of the places."""
    filled = {place: comments.get(place, "...") for place in PLACES}
    outline = read_outline(document_from_bytes(DOCUMENT.format(**filled).encode(), "plan.md"))
    return Plan("plan", "plan.md", "markers", outline=outline)


def silenced(plan: Plan, rule: str = "empty-task") -> frozenset[int]:
    """Return the lines on which the rule is silenced."""
    assert plan.outline is not None
    ignores = read_ignores(plan.outline)
    return frozenset(line for line in EVERY_LINE if ignores.silences(finding(rule, line)))


def finding(rule: str, line: int | None) -> Finding:
    """Return a finding on a line, or on none."""
    span = Span(0, 1, line, 1) if line is not None else None
    return Finding(rule, Severity.INFO, "...", Place("plan.md", span))


COMMENT = "<!-- flowkit: ignore empty-task: the vendor has it -->"


@pytest.mark.parametrize(
    ("place", "lines"),
    [
        ("head", EVERY_LINE),
        ("title", EVERY_LINE - set(range(1, 7))),
        ("inline", {11}),
        ("above", {13, 14}),
        ("section", set(range(16, 26))),
    ],
)
def test_the_place_of_a_comment_tells_how_far_it_reaches(place: str, lines: set[int]) -> None:
    """The whole document, a section with all that is nested in it, its own line, or the next one."""
    assert silenced(plan_with(**{place: COMMENT})) == frozenset(lines)


def test_a_comment_at_the_head_silences_what_has_no_line() -> None:
    """A finding about the document as a whole is silenced by what speaks for the whole document only."""
    for place, expected in (("head", True), ("title", False), ("section", False)):
        outline = plan_with(**{place: COMMENT}).outline
        assert outline is not None
        assert read_ignores(outline).silences(finding("empty-task", None)) is expected


def test_other_rules_are_not_silenced() -> None:
    """Only the rules that the comment names are silent."""
    plan = plan_with(head="<!-- flowkit: ignore empty-task, placeholder: a sketch -->")
    assert silenced(plan, "placeholder") == silenced(plan, "empty-task") == EVERY_LINE
    assert silenced(plan, "encoding") == frozenset()


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("<!-- flowkit: ignore empty-task -->", "empty-task is ignored without a reason, so it is not ignored"),
        ("<!-- flowkit: ignore empty-task:  -->", "empty-task is ignored without a reason, so it is not ignored"),
        ("<!-- flowkit: ignore empty-tsk: because -->", "no rule has the name empty-tsk"),
        ("<!-- flowkit: ignore -->", "the comment names no rule to ignore"),
    ],
)
def test_a_comment_that_silences_nothing_is_told(comment: str, message: str) -> None:
    """No reason, an unknown name and no name at all are findings at the comment."""
    plan = plan_with(section=comment)
    assert silenced(plan) == frozenset()
    (found,) = invalid_ignore(plan, Surroundings())
    assert (found.message, found.place.span and found.place.span.line) == (message, 18)


def test_a_misspelt_name_is_answered_with_the_nearest() -> None:
    """The hint names the rule that was probably meant."""
    (found,) = invalid_ignore(plan_with(head="<!-- flowkit: ignore graph-drif: why -->"), Surroundings())
    assert found.hint is not None and "graph-drift" in found.hint


@pytest.mark.parametrize("comment", ["<!-- flowkit: generated -->", "<!-- ignore empty-task: no -->", "<!-- -->"])
def test_other_comments_are_left_alone(comment: str) -> None:
    """Provenance and remarks silence nothing and are nothing to tell."""
    plan = plan_with(head=comment)
    assert silenced(plan) == frozenset()
    assert list(invalid_ignore(plan, Surroundings())) == []


def test_a_comment_inside_a_fence_is_an_example() -> None:
    """What is shown in a fence silences nothing."""
    plan = plan_with(section=f"```markdown\n{COMMENT}\n```")
    assert silenced(plan) == frozenset()


def test_a_mistyped_ignore_is_told() -> None:
    """A comment that almost says ignore silences nothing, and the user hears of it."""
    plan = plan_with(head="<!-- flowkit: ingore empty-task: the vendor has it -->")
    assert silenced(plan) == frozenset()
    assert [found.message for found in invalid_ignore(plan, Surroundings())] == [
        "ingore is no directive, so nothing is ignored"
    ]
