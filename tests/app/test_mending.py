"""The rounds in which plans are mended, with rules that make it hard."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence

import pytest

from flowkit.app.mending import mend
from flowkit.model.edit import Edit
from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.verdict import Finding, Place
from flowkit.read.document import document_from_bytes, rewritten
from flowkit.read.plans import read_plan

TEXT = "# Plan\n\n## Tasks\n\n### IMPL_001: Kettle 1 é\n"
Rule = Callable[[str], str | None]


def plan_of(text: str, encoding: str = "utf-8") -> Plan:
    """Return the plan that a text is."""
    head = "" if encoding == "utf-8" else f"encoding: {encoding}\n"
    return read_plan(document_from_bytes((head + text).encode(encoding), "plan.md"), "markers")


def test_findings_that_read_alike_are_mended_one_after_the_other() -> None:
    """Where two findings of the same words touch the same bytes, the second waits for the first."""
    plan = plan_of("# Plan\n\n## Tasks\n\n### IMPL_001: aax\n")

    def findings(plans: Sequence[Plan], changed: Collection[str]) -> Iterator[Finding]:
        del changed
        document = plans[0].outline.document if plans[0].outline else None
        for found in re.finditer(r"a(?=(.))", document.lines[-2] if document else ""):
            assert document is not None
            span = document.span(len(document.lines) - 1, found.start() + 1, 2)
            edits = (Edit(span, f"b{found.group(1)}"),)
            yield Finding("letters", Severity.ERROR, "there is an a", Place("plan.md", span), edits=edits)

    sheets = mend([plan], findings([plan], ()), reread, findings)
    after = sheets["plan.md"].plan.outline
    assert after is not None
    assert after.document.lines[-2] == "### IMPL_001: bbx"


def reread(before: Plan, text: str) -> Plan:
    """Read a plan again from another text."""
    assert before.outline is not None
    return read_plan(rewritten(before.outline.document, text), before.dialect)


def mended(plan: Plan, rule: Rule) -> str | None:
    """Return the text of a plan that is mended by a rule: it gives what the first number of a title is to be."""

    def findings(plans: Sequence[Plan], changed: Collection[str]) -> Iterator[Finding]:
        for each in plans:
            document = each.outline.document if each.outline else None
            found = re.search(r"Kettle (\S+)", document.lines[-2]) if document else None
            if document is not None and found and each.path in changed:
                wanted = rule(found.group(1))
                span = document.span(len(document.lines) - 1, found.start(1) + 1, len(found.group(1)))
                if wanted is not None:
                    message = f"{found.group(1)} is to be {wanted}"
                    yield Finding(
                        "kettle", Severity.ERROR, message, Place(each.path, span), edits=(Edit(span, wanted),)
                    )

    sheets = mend([plan], findings([plan], {plan.path}), reread, findings)
    after = [sheet.plan.outline for sheet in sheets.values()]
    return after[0].document.text if after and after[0] else None


@pytest.mark.parametrize(
    ("rule", "result"),
    [
        (lambda now: "2" if now == "1" else None, "Kettle 2"),
        (lambda now: str(int(now) + 1) if int(now) < 5 else None, "Kettle 5"),
        ({"1": "2", "2": "3", "3": "2"}.get, "Kettle 2"),
        (lambda now: now, None),
        (lambda now: str(int(now) + 1), None),
        (lambda _: None, None),
    ],
    ids=["once", "in several rounds", "back and forth", "without effect", "without end", "nothing to mend"],
)
def test_mending_ends(rule: Rule, result: str | None) -> None:
    """Edits are made as long as they help; what comes back is left as it is, and so is what never settles."""
    text = mended(plan_of(TEXT), rule)
    assert text is None if result is None else text is not None and result in text


def test_what_an_encoding_cannot_hold_is_not_written() -> None:
    """Where the encoding of a plan has no such character, its text stays; where it has, it is written."""
    assert mended(plan_of(TEXT, "iso-8859-1"), lambda now: "茶" if now == "1" else None) is None
    assert mended(plan_of(TEXT), lambda now: "茶" if now == "1" else None) == TEXT.replace("1 é", "茶 é")
