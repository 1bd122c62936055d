"""What tests prove: by their tags, by the code that they reach, and people in their place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flowkit.model.evidence import FRESH, BodyFact, ChangeFact, ExecutionFact, TagFact
from flowkit.read.document import document_from_bytes
from flowkit.read.plans import read_plan

from .kettle import ALL, ASKED, BOILS, IMPLEMENTS, PLAN, STOPS, WHISTLES, instead, plan, rules_broken, verdicts, without


def test_a_tag_in_a_test_verifies_as_a_mark_does() -> None:
    """A ``verifies:`` tag within a test speaks for that test, one for the whole file for all of it."""
    silent = replace(BOILS, markers=())
    within = TagFact("tests/test_kettle.py", "verifies", "IMPL_001/AC-1", None, 1, 4, "test_boils")
    assert verdicts((*instead(BOILS, silent), within))["IMPL_001/AC-1"] == "proven"
    elsewhere = replace(within, first=50, last=60)
    assert verdicts((*instead(BOILS, silent), elsewhere))["IMPL_001/AC-1"] == "unproven"
    whole = replace(within, owner=None)
    assert verdicts((*instead(BOILS, silent), whole))["IMPL_001/AC-1"] == "proven"


def test_a_bare_mention_proves_nothing() -> None:
    """A comment that merely names a criterion verifies nothing."""
    mention = TagFact("tests/test_kettle.py", None, "IMPL_001/AC-1", None, 1, 4, "test_boils")
    assert verdicts((*instead(BOILS, replace(BOILS, markers=())), mention))["IMPL_001/AC-1"] == "unproven"


def test_a_test_has_to_reach_the_code_that_it_verifies() -> None:
    """Where it was recorded which lines a test executed, one that executes none of the code verifies nothing."""
    tag = TagFact("src/kettle.py", "implements", "IMPL_001/AC-1", None, 10, 20, "Kettle.boil")
    astray = ExecutionFact(".coverage", "src/kettle.py", BOILS.test, frozenset({1, 2}), FRESH)
    assert verdicts((*ALL, tag, astray))["IMPL_001/AC-1"] == "unproven"
    assert ("unreached-code", "IMPL_001/AC-1") in rules_broken((*ALL, tag, astray))
    reached = replace(astray, lines=frozenset({1, 2, 12}))
    assert verdicts((*ALL, tag, reached))["IMPL_001/AC-1"] == "proven"


IN_THE_CLASS = TagFact("src/kettle.py", "implements", "IMPL_001/AC-1", None, 10, 20, "Kettle.boil")


@pytest.mark.parametrize(
    ("lines", "tag", "verdict"),
    [
        ({1, 10}, IN_THE_CLASS, "unproven"),
        ({1, 10, 12}, IN_THE_CLASS, "proven"),
        ({30}, IN_THE_CLASS, "unproven"),
        ({1, 10}, IMPLEMENTS, "unproven"),
        ({30}, IMPLEMENTS, "proven"),
        (set(), IMPLEMENTS, "unproven"),
    ],
)
def test_to_import_code_is_not_to_reach_it(lines: set[int], tag: TagFact, verdict: str) -> None:
    """A test that makes a file be imported executes its ``def`` lines; only lines of a body show that it is used."""
    body = BodyFact("src/kettle.py", frozenset({12, 13, 30}))
    executed = ExecutionFact(".coverage", "src/kettle.py", BOILS.test, frozenset(lines), FRESH)
    assert verdicts((*ALL, tag, body, executed))["IMPL_001/AC-1"] == verdict


@pytest.mark.parametrize(("lines", "verdict"), [({13}, "proven"), ({30}, "unproven")])
def test_a_test_of_a_contract_reaches_the_code_that_implements_it(lines: set[int], verdict: str) -> None:
    """A test that verifies an endpoint has to execute lines of the code that is tagged with it."""
    tag = replace(IMPLEMENTS, first=10, last=20, owner="Kettle.answer")
    executed = ExecutionFact(".coverage", "src/kettle.py", ASKED.test, frozenset(lines), FRESH)
    body = BodyFact("src/kettle.py", frozenset({13, 30}))
    assert verdicts((*without(IMPLEMENTS), tag, body, executed))["CE_KETTLE"] == verdict


def test_what_has_no_body_cannot_be_reached() -> None:
    """Where what implements a marker has nothing that could be run, nobody asks that a test runs it."""
    executed = ExecutionFact(".coverage", "src/kettle.py", BOILS.test, frozenset({30}), FRESH)
    fields = BodyFact("src/kettle.py", frozenset({30}))
    assert verdicts((*ALL, IN_THE_CLASS, fields, executed))["IMPL_001/AC-1"] == "proven"


def test_a_scenario_may_reach_whatever_its_task_waits_for() -> None:
    """Tests of a task that makes tests are to reach the code of the tasks that it waits for, directly or not."""
    text = PLAN.format(status="\n**Status:** Done\n", attested="").replace(
        "### TEST_001: Tests of the kettle\n\n**Status:** Done\n\n**Dependencies:** IMPL_001",
        "### IMPL_002: Lid\n\n**Status:** Done\n\n**Dependencies:** IMPL_001\n\n"
        "### TEST_001: Tests of the kettle\n\n**Status:** Done\n\n**Dependencies:** IMPL_002",
    )
    subject = read_plan(document_from_bytes(text.encode(), "plans/tea.md"))
    assert [item.on for task in subject.tasks for item in task.depends_on] == ["IMPL_001", "IMPL_002"]
    reached = ExecutionFact(".coverage", "src/kettle.py", WHISTLES.test, frozenset({5}), FRESH)
    assert verdicts((*ALL, reached), subject)["SC-001"] == "proven"
    other = ExecutionFact(".coverage", "src/kettle.py", STOPS.test, frozenset({5}), FRESH)
    astray = replace(reached, measured="src/cup.py")
    assert verdicts((*ALL, other, astray), subject)["SC-001"] == "unproven"


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        (frozenset({"README.md"}), "manual"),
        (frozenset({"src/kettle.py"}), "stale"),
        (None, "unproven"),
    ],
)
def test_an_attestation_holds_until_the_deliverables_change(changed: frozenset[str] | None, verdict: str) -> None:
    """A named person's word at a commit is manual; stale once a deliverable changed; unproven at an unknown commit."""
    attested = plan(attested=" (attested: Ada Lovelace, 2026-03-02, 3f02d5b)")
    evidence = (*without(STOPS), ChangeFact("git", "3f02d5b", changed))
    assert verdicts(evidence, attested)["IMPL_001/AC-2"] == verdict


@pytest.mark.parametrize(
    "word", ["attested: Ada", "attested: Ada, yesterday, 3f02d5b", "attested: Ada, 2026-03-02, main"]
)
def test_half_an_attestation_is_none(word: str) -> None:
    """Without a name, a date and a commit, a criterion is attested to by nobody."""
    assert verdicts(without(STOPS), plan(attested=f" ({word})"))["IMPL_001/AC-2"] == "unproven"
