"""How chains are woven: which requirement is meant, through which scenario, and with which result."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.judge.kettle import FEATURE, PLAN, WHISTLES, a_test

from flowkit.guide.tracing.selection import broken, of_marker
from flowkit.guide.tracing.setting import Setting
from flowkit.guide.tracing.weaving import weave
from flowkit.model.brief import Background
from flowkit.model.evidence import Outcome, TestFact
from flowkit.model.plan import Plan
from flowkit.model.source import Span
from flowkit.model.trace import SpecIndex, Trace, Wanted
from flowkit.read.document import document_from_bytes
from flowkit.read.gherkin import read_feature
from flowkit.read.markdown import read_outline
from flowkit.read.plans import read_plan
from flowkit.read.wanted import read_wanted

SPAN = Span(0, 1, 3, 1)
NEEDS = "\n**Status:** Done\n**Requirements:** REQ-001\n"


def plan(path: str = "plans/tea.md", text: str = PLAN) -> Plan:
    """Return a plan whose tasks name a requirement."""
    return read_plan(document_from_bytes(text.format(status=NEEDS, attested="").encode(), path))


def spec(path: str) -> SpecIndex:
    """Return a spec that states one requirement."""
    return SpecIndex(path, frozenset(), (Wanted("REQ-001", "Tea is hot", SPAN, ("REQ-001.1",)),))


def links(trace: Trace) -> set[tuple[str, str]]:
    """Return what leads to what, by names."""
    return {(trace.nodes[link.first].name, trace.nodes[link.then].name) for link in trace.links}


def behind(trace: Trace, name: str) -> set[str]:
    """Return the paths of what leads to a node."""
    key = next(key for key, node in trace.nodes.items() if node.name == name)
    return {trace.nodes[one].place.path for one in trace.before[key]}


@pytest.mark.parametrize(
    ("path", "source", "meant"),
    [
        ("specs/b/tasks.md", "", {"specs/b/spec.md"}),
        ("plans/tea.md", "\n**Source:** specs/a/spec.md#kettle\n", {"specs/a/spec.md"}),
        ("plans/tea.md", "", {"specs/a/spec.md", "specs/b/spec.md"}),
    ],
)
def test_of_requirements_of_one_id_the_nearest_is_meant(path: str, source: str, meant: set[str]) -> None:
    """A task means that of its source, or that of the folder of its plan; where neither tells, all of them."""
    specs = (spec("specs/a/spec.md"), spec("specs/b/spec.md"))
    text = PLAN.replace("{status}", "{status}" + source)
    assert behind(weave(Setting((plan(path, text),), specs=specs)), "tea:IMPL_001") == meant


def test_a_requirement_is_found_by_the_ids_of_its_criteria() -> None:
    """A task may name a criterion of a requirement."""
    text = PLAN.format(status=NEEDS.replace("REQ-001", "REQ-001.1"), attested="")
    woven = weave(Setting((read_plan(document_from_bytes(text.encode(), "plans/tea.md")),), specs=(spec("s.md"),)))
    assert ("REQ-001", "tea:IMPL_001") in links(woven)


def test_a_criterion_is_shown_by_the_scenario_that_its_test_runs() -> None:
    """Between a criterion and a test stands the scenario, as the plan lists it or as the feature alone has it."""
    feature = read_feature(document_from_bytes(FEATURE.encode(), "features/kettle.feature"))
    alone = replace(WHISTLES, test="t::test_hums", scenario=("features/kettle.feature", "It hums"))
    tests = {"tea:IMPL_001/AC-1": (WHISTLES, alone), "tea:SC-001": (WHISTLES,)}
    found = links(weave(Setting((plan(),), background=Background(features=(feature,)), tests=tests)))
    assert {
        ("tea:IMPL_001/AC-1", "tea:SC-001"),
        ("tea:SC-001", WHISTLES.test),
        ("tea:IMPL_001/AC-1", "It hums"),
        ("It hums", "t::test_hums"),
    } <= found
    assert ("tea:IMPL_001/AC-1", WHISTLES.test) not in found


def test_a_test_with_parameters_is_one_with_its_worst_outcome() -> None:
    """Of many cases, the one that failed tells how the test ended, and why."""
    failed = replace(a_test("test_boils[2]", outcome=Outcome.FAILED), reason="cold")
    cases = (a_test("test_boils[1]"), failed, a_test("test_boils[3]", outcome=Outcome.SKIPPED))
    woven = weave(Setting((plan(),), tests={"tea:IMPL_001/AC-1": cases}))
    (test,) = [node for node in woven.nodes.values() if node.name.endswith("test_boils")]
    assert (test.text, test.result, test.why) == ("3 cases", "failed", "cold")


def test_markers_of_one_name_have_a_node_each() -> None:
    """A criterion that is there twice is shown twice, each at its place."""
    text = PLAN.replace("- AC-2: It stops by itself{attested}", "- AC-1: It stops by itself{attested}")
    woven = weave(Setting((plan(text=text),)))
    places = [node.place.span for node in woven.nodes.values() if node.name == "tea:IMPL_001/AC-1"]
    assert len(places) == len({place.line for place in places if place}) == 2
    assert len(of_marker(woven, "IMPL_001/AC-1").asked) == 2


def test_no_chain_leads_back() -> None:
    """Whatever is joined, one comes to an end."""
    feature = read_feature(document_from_bytes(FEATURE.encode(), "features/kettle.feature"))
    every: dict[str, tuple[TestFact, ...]] = dict.fromkeys(
        ("tea:IMPL_001", "tea:IMPL_001/AC-1", "tea:SC-001", "tea:CE_KETTLE"), (WHISTLES,)
    )
    woven = weave(Setting((plan(),), background=Background(features=(feature,)), tests=every, specs=(spec("s.md"),)))
    for root in woven.roots:
        seen, left = 0, [root]
        while left:
            seen += 1
            assert seen < 1000
            left += woven.after.get(left.pop(), ())


def test_broken_chains_are_shown_from_their_beginning() -> None:
    """What leads to a gap is kept, what comes after it is not, and what holds is left out."""
    woven = weave(Setting((plan(),), specs=(spec("s.md"),), tests={"tea:IMPL_001/AC-1": (a_test("test_boils"),)}))
    only = broken(woven)
    assert {"REQ-001", "tea:IMPL_001", "tea:IMPL_001/AC-1"} <= {node.name for node in only.nodes.values()}
    assert not any(node.name.endswith("test_boils") for node in only.nodes.values())
    assert only.gaps == woven.gaps


@pytest.mark.parametrize(
    ("text", "cited", "found"),
    [
        ("## REQ-001: Hot tea\n\n- AC-1: It is hot\n", set(), [("REQ-001", "Hot tea")]),
        ("- **NFR-SEC-001** - Nobody spills\n", set(), [("NFR-SEC-001", "Nobody spills")]),
        ("## SEC-001: Locked\n\n## UTF-8: A code\n", {"SEC-001"}, [("SEC-001", "Locked")]),
        ("# Notes\n\nSee REQ-001.\n", {"REQ-001"}, []),
    ],
)
def test_a_spec_states_what_it_opens_a_line_with(text: str, cited: set[str], found: list[tuple[str, str]]) -> None:
    """An id that opens a heading or an entry is stated there; one of no known kind only if a task names it."""
    from flowkit.model.marker import Grammar

    outline = read_outline(document_from_bytes(f"# Spec\n\n{text}".encode(), "s.md"))
    assert [(one.id, one.title) for one in read_wanted(outline, Grammar(), cited)] == found
