"""What is told once and at its place: reports, contracts, what is ignored."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flowkit.model.evidence import ContractFact, Flaw
from flowkit.read.document import document_from_bytes
from flowkit.read.plans import read_plan

from .kettle import ALL, BOILS, CONTRACT, PLAN, findings, instead, plan, rules_broken, without


def test_a_report_that_cannot_be_used_is_told_once() -> None:
    """A flaw is an error at the report, however many plans are judged."""
    flaw = Flaw(".flowkit/tests.json", "was edited after it was written", None, "Run the tests again.")
    (found,) = findings((*ALL, flaw))
    assert (found.rule, found.place.path, found.message) == (
        "unusable-evidence",
        ".flowkit/tests.json",
        "was edited after it was written",
    )


@pytest.mark.parametrize(
    ("contract", "told"),
    [
        ((), ("CE_KETTLE: it is bound to no contract file", 'Bind it: [tool.flowkit.contracts.CE_KETTLE] file = "…".')),
        ((replace(CONTRACT, found=False, reason="kettle.json has no x", hint="Is y meant?"),),
         ("CE_KETTLE: kettle.json has no x", "Is y meant?")),
        ((replace(CONTRACT, found=None, reason="its accepted version old.json is not there", hint="Put it back."),),
         ("CE_KETTLE: its accepted version old.json is not there", "Put it back.")),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_contract_is_told_once(contract: tuple[ContractFact, ...], told: tuple[str, str]) -> None:
    """A contract that is unbound, absent or not to be compared makes one finding, which says which it is."""
    found = [
        one
        for one in findings((*without(CONTRACT), *contract))
        if one.rule in {"contract-missing", "unusable-evidence"}
    ]
    assert [(one.message, one.hint) for one in found] == [told]


def test_a_contract_that_is_broken_is_told_of_an_open_task_too() -> None:
    """Whoever relied on the accepted version is broken whether or not the task is done."""
    broken = instead(CONTRACT, replace(CONTRACT, broken=("the minimum of /a was raised",)))
    assert ("contract-broken", "CE_KETTLE") in rules_broken(broken, plan("\n**Status:** Open\n"))


def test_an_ignored_finding_is_silent() -> None:
    """A comment in the plan silences a rule of evidence as any other."""
    text = PLAN.format(status="\n**Status:** Done\n", attested="").replace(
        "- AC-1: It boils",
        "<!-- flowkit: ignore criterion-unproven: looked at by eye -->\n- AC-1: It boils",
    )
    subject = read_plan(document_from_bytes(text.encode(), "plans/tea.md"))
    assert ("criterion-unproven", "IMPL_001/AC-1") not in rules_broken(without(BOILS), subject)
