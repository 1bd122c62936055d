"""Plans that would pass for true if one looked less closely: judged in the small project of a kettle."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flowkit.judge.assessment import assess
from flowkit.judge.identity import duplicate_marker
from flowkit.judge.verification import judge
from flowkit.model.evidence import FRESH, Evidence, FileFact, SymbolFact, TagFact
from flowkit.model.plan import Plan
from flowkit.model.source import Span
from flowkit.model.verdict import Finding, Surroundings
from flowkit.read.document import document_from_bytes
from flowkit.read.gherkin import read_feature
from flowkit.read.plans import read_plan

from .kettle import (
    ALL,
    CLASS,
    FEATURE,
    KETTLE,
    STALE,
    WHISTLES,
    assessed,
    instead,
    plan,
    rules_broken,
    verdicts,
    without,
)

OUTLINE = """\
Feature: Kettle

  @SC-001
  Scenario Outline: It whistles
    When it boils at <heat>
    Then it whistles

    Examples:
      | heat |
      | 99   |
      | 100  |
"""
BARE = "\n"


def told(evidence: tuple[Evidence, ...], of: Plan, *, awaited: bool) -> list[Finding]:
    """Return what is told of a plan whose project says, or does not say, how it is tested."""
    assessment = replace(assessed(evidence, of), awaited=awaited)
    found = judge([of], Surroundings((of,), assessment=assessment), select=["unproven-completion"])
    return list(found)


def test_a_plan_under_way_without_any_report_is_told_of_once() -> None:
    """Where the project says how it is tested, work that no report speaks of is no proof, though nothing is ticked."""
    bare = plan(BARE)
    (found,) = told((KETTLE, CLASS), bare, awaited=True)
    assert found.message == "the plan is under way, and no report speaks of this plan"
    assert told((KETTLE, CLASS), bare, awaited=False) == []
    assert told((), bare, awaited=True) == []  # nothing of it is begun
    assert told(ALL, bare, awaited=True) == []


def test_every_example_of_an_outline_has_to_have_run() -> None:
    """One example that passed proves no outline of two."""
    feature = read_feature(document_from_bytes(OUTLINE.encode(), "features/kettle.feature"))
    other = replace(WHISTLES, test=f"{WHISTLES.test}[100]")
    for evidence, verdict in ((ALL, "unproven"), ((*ALL, other), "proven")):
        found = assess([plan()], [plan()], evidence, [feature], whole=True).markers["plans/tea.md"]
        (marker,) = (one for one in found if one.ref == "tea:SC-001")
        assert marker.verdict.value == verdict


@pytest.mark.parametrize(
    ("scenario", "rule"),
    [
        (("features/kettle.feature", "It sings"), "scenario-not-run"),
        (("features/other.feature", "It whistles"), "scenario-not-run"),
    ],
)
def test_a_scenario_that_is_no_more_proves_nothing(scenario: tuple[str, str], rule: str) -> None:
    """A test that ran a title, or a feature, that is not there now says nothing of the one that is."""
    gone = replace(WHISTLES, scenario=scenario, markers=("SC-001",))
    evidence = instead(WHISTLES, gone)
    assert verdicts(evidence)["SC-001"] == "unproven"
    assert (rule, "SC-001") in rules_broken(evidence)


def test_a_scenario_that_lost_its_tag_is_missing() -> None:
    """What ran under an id that its scenario no longer carries keeps it only if something else gave it that id."""
    other = read_feature(document_from_bytes(FEATURE.replace("@SC-001", "@SC-901").encode(), "features/kettle.feature"))
    for freshness, verdict in ((STALE, "missing"), (FRESH, "proven")):
        ran = replace(WHISTLES, markers=("SC-001",), freshness=freshness)
        found = assess([plan()], [plan()], instead(WHISTLES, ran), [other], whole=True).markers["plans/tea.md"]
        assert next(one.verdict.value for one in found if one.ref == "tea:SC-001") == verdict


def test_a_scenario_without_its_feature_is_missing() -> None:
    """Where the scenario is in no feature any more, what ran of it once does not keep it."""
    empty = read_feature(document_from_bytes(b"Feature: Kettle\n", "features/kettle.feature"))
    evidence = instead(WHISTLES, replace(WHISTLES, markers=("SC-001",)))
    found = assess([plan()], [plan()], evidence, [empty], whole=True).markers["plans/tea.md"]
    assert next(one.verdict.value for one in found if one.ref == "tea:SC-001") == "missing"


def test_a_tag_in_another_file_of_the_plan_is_no_move() -> None:
    """A file that is gone has not moved into one that the plan expects where it is, nor where its class is not."""
    tag = TagFact("tests/test_kettle.py", "implements", "IMPL_001", Span(0, 5, 3, 1))
    assert ("deliverable-missing", "IMPL_001") in rules_broken((*without(KETTLE, CLASS), tag))
    moved = SymbolFact("src/pot.py", "Kettle", "class", Span(0, 5, 1, 1))
    assert ("deliverable-moved", "IMPL_001") in rules_broken((*without(KETTLE, CLASS), moved))


def test_a_file_without_a_class_has_moved_to_where_its_tag_is() -> None:
    """Where the plan names no symbol, a tag for the task tells where its file is now."""
    text = plan().outline.document.text.replace(" - the class `Kettle`", "")  # type: ignore[union-attr]  # it was read
    unnamed = read_plan(document_from_bytes(text.encode(), "plans/tea.md"))
    tag = TagFact("src/pot.py", "implements", "IMPL_001", Span(0, 5, 3, 1))
    evidence = (*without(KETTLE, CLASS), FileFact("src/pot.py", "pot.py"), tag)
    assert ("deliverable-moved", "IMPL_001") in rules_broken(evidence, unnamed)


def test_a_run_id_belongs_to_one_plan() -> None:
    """The second plan of one run id is told, and what is called alike in both proves neither."""
    one, other = plan(), replace(plan(), path="plans/more.md")
    (found,) = duplicate_marker(other, Surroundings((one, other)))
    assert (found.place.path, found.message) == ("plans/more.md", "tea is the run id of plans/tea.md too")
    assert list(duplicate_marker(one, Surroundings((one, other)))) == []
    tag = TagFact("src/kettle.py", "implements", "tea:IMPL_001", Span(0, 5, 3, 1))
    around = Surroundings((one, other), assessment=assess([one, other], [one, other], (tag,), whole=True))
    (ambiguous,) = judge([one, other], around, select=["ambiguous-tag"])
    assert ambiguous.message == "tea:IMPL_001 may be of any of plans/tea.md, plans/more.md, and several are called tea"


@pytest.mark.parametrize("who", [" , 2026-03-02, 4f1d2c9", "**, 2026-03-02, 4f1d2c9", "Ada, 2026-02-31, 4f1d2c9"])
def test_nobody_attests(who: str) -> None:
    """An attestation without a name, or of a day that never was, is none."""
    attested = plan(attested=f" (attested: {who})").tasks[0].criteria[1].attested
    assert attested is None
