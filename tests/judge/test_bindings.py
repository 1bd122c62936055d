"""Which marker a tag means, and tags that mean none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flowkit.judge.assessment import assess
from flowkit.judge.verification import judge
from flowkit.model.evidence import TagFact
from flowkit.model.source import Span
from flowkit.model.verdict import Surroundings

from .kettle import ALL, findings, plan


def test_a_name_that_two_plans_define_binds_to_neither() -> None:
    """A short name in a tag is ambiguous where two plans in question define it; a full one is not."""
    one = plan()
    other = replace(plan(), id="coffee", path="plans/coffee.md")
    short = TagFact("src/kettle.py", "implements", "IMPL_001", Span(0, 5, 3, 1))
    found = assess([one, other], [one, other], (short,), whole=True)
    around = Surroundings((one, other), assessment=found)
    told = judge([one, other], around, select=["ambiguous-tag", "orphan-tag"])
    assert [(finding.rule, finding.place.path) for finding in told] == [("ambiguous-tag", "src/kettle.py")]
    assert told[0].message == "IMPL_001 may be any of tea:IMPL_001, coffee:IMPL_001"


@pytest.mark.parametrize("written", ["IMPL_001", "tea:IMPL_001"])
def test_plans_of_one_id_are_not_proven_by_the_same_tag(written: str) -> None:
    """Where two plans have one id, no name tells their markers apart: a tag is bound to neither, and that is said."""
    plans = [plan(), replace(plan(), path="plans/copy.md")]
    tag = TagFact("src/kettle.py", "implements", written, Span(0, 5, 3, 1))
    found = assess(plans, plans, (tag,), whole=True)
    (told,) = judge(plans, Surroundings(tuple(plans), assessment=found), select=["ambiguous-tag"])
    assert told.message == f"{written} may be of any of plans/tea.md, plans/copy.md, and several are called tea"
    assert told.hint == "Give each plan a run id of its own."


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("SC-01", "Is SC-001 meant?"),
        ("CE_KETLTE", "Is CE_KETTLE meant?"),
        ("tea:IMLP_001", "Is tea:IMPL_001 meant?"),
        ("tea:SC-002", "Name a marker that a plan defines; the nearest is tea:SC-001."),
        ("SC-999", "Name a marker that a plan defines; the nearest is SC-001."),
        ("COV_CUP", "Name a marker that a plan defines."),
    ],
)
def test_a_tag_to_no_marker_is_told_with_the_nearest(written: str, hint: str) -> None:
    """A tag that names what no plan defines is an orphan; a slip of one character is recognised."""
    tag = TagFact("src/kettle.py", "implements", written, Span(0, 5, 3, 1))
    (found,) = (one for one in findings((*ALL, tag)) if one.rule == "orphan-tag")
    assert (found.message, found.hint) == (f"{written} is no marker of any plan", hint)


def test_a_name_of_a_plan_that_is_not_in_question_is_nobodys_business() -> None:
    """A full name of another plan is neither bound nor an orphan."""
    tag = TagFact("src/kettle.py", "implements", "coffee:IMPL_001", Span(0, 5, 3, 1))
    assert findings((*ALL, tag)) == ()
