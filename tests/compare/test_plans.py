"""What differs between two documents that hold plans."""

from __future__ import annotations

import pytest

from flowkit.compare.plans import compare

from .telling import BAKERY, edited, plan, told


@pytest.mark.parametrize(
    ("edit", "change", "old", "new"),
    [
        (
            ("[ ] AC-1", "[x] AC-1"),
            "ticked criterion of IMPL_001",
            "21 AC-1: It is hot within ten minutes",
            "21 AC-1: It is hot within ten minutes",
        ),
        (
            ("AC-1: It rises", "AC-1: It bakes"),
            "re-scoped criterion of IMPL_002",
            "31 AC-1: It rises overnight",
            "31 AC-1: It bakes overnight",
        ),
        (
            ("- [ ] AC-2: It switches itself off at night\n", ""),
            "re-scoped criterion of IMPL_001",
            "22 AC-2: It switches itself off at night",
            "-",
        ),
        (
            ("AC-2: It switches", "AC-3: It switches"),
            "renumbered criterion of IMPL_001",
            "22 AC-2: It switches itself off at night",
            "22 AC-3: It switches itself off at night",
        ),
        (("P0", "P2"), "re-scoped priority of IMPL_001", "11 P0", "11 P2"),
        (("4h", "2 days"), "re-scoped effort of IMPL_001", "12 4h", "12 2 days"),
        (("** REQ-001", "** REQ-001, REQ-009"), "re-scoped requirement of IMPL_001", "-", "14 REQ-009"),
        (
            ("`Oven`", "`Stove`"),
            "re-scoped deliverable of IMPL_001",
            "18 `src/oven.py` - the class `Oven`",
            "18 `src/oven.py` - the class `Stove`",
        ),
        (
            ("- `src/oven.py` - the class `Oven`\n", ""),
            "re-scoped deliverable of IMPL_001",
            "18 `src/oven.py` - the class `Oven`",
            "-",
        ),
        (("IMPL_001, IMPL_002", "IMPL_001"), "re-scoped dependency of TEST_001", "37 IMPL_002", "-"),
        (
            ("90%", "80%"),
            "re-scoped coverage target of TEST_001",
            "43 COV_OVEN: 90% line coverage of src/oven.py",
            "43 COV_OVEN: 80% line coverage of src/oven.py",
        ),
        (
            ("A loaf is baked", "Ten rolls are made"),
            "re-scoped scenario of TEST_001",
            "40 SC-001: A loaf is baked",
            "40 SC-001: Ten rolls are made",
        ),
        (("IMPL_002: Dough", "IMPL_002: Sourdough"), "re-scoped title of IMPL_002", "24 Dough", "24 Sourdough"),
        (
            ("### IMPL_002: Dough", "### ~~IMPL_002: Dough~~"),
            "dropped task of IMPL_002",
            "24 IMPL_002: Dough",
            "24 IMPL_002: Dough",
        ),
        (("** P1\n", "** P1\n**Status:** done\n"), "ticked task of IMPL_002", "24 IMPL_002: open", "27 IMPL_002: done"),
        (
            ("** P1\n", "** P1\n**Status:** in progress\n"),
            "restated task of IMPL_002",
            "24 IMPL_002: open",
            "27 IMPL_002: in progress",
        ),
        (("draft", "approved"), "restated plan of plan", "5 draft", "5 approved"),
        (("ADR-004", "ADR-005"), "re-scoped decision of plan", "4 ADR-004", "4 ADR-005"),
        (
            ("[ ] The baker", "[x] The baker"),
            "ticked box of plan",
            "47 The baker has tasted the bread",
            "47 The baker has tasted the bread",
        ),
        (("## Test Tasks", "## Tests"), "re-scoped phase of plan", "33 Test Tasks", "33 Tests"),
        (("feat-bakery", "feat-bread"), "renumbered plan of plan", "None feat-bakery", "None feat-bread"),
        (
            ("rises overnight", "rises overnight (attested: Ada Baker, 2026-03-01, 1234567)"),
            "re-scoped attestation of IMPL_002",
            "-",
            "31 Ada Baker, 2026-03-01, 1234567",
        ),
    ],
)
def test_a_change_is_told_with_its_places(edit: tuple[str, str], change: str, old: str, new: str) -> None:
    """What a plan says differently is told with what it concerns, and with the words and lines of both."""
    assert edited(edit) == [f"{change}: {old} | {new}"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# Work plan: bakery", "# The plan of the bakery"),
        ("4h", "240 min"),
        ("It is hot within ten minutes", "It is **hot** within `ten` minutes."),
        ("IMPL_001, IMPL_002", "IMPL_002, IMPL_001"),
        ("### IMPL_002: Dough\n", "### IMPL_002: Dough\n\nFlour, water and salt.\n"),
        ("- SC-001: A loaf is baked", "- SC-001"),
        ("## Release\n", "## Release\n\nOn a Monday.\n"),
    ],
)
def test_prose_layout_and_order_are_no_difference(before: str, after: str) -> None:
    """What the plan asks for is the same, however it is laid out and explained."""
    assert edited((before, after)) == []


def test_the_box_of_an_entry_is_the_entrys() -> None:
    """A box before a deliverable is told as the deliverable's, and not once more as a box."""
    boxed = BAKERY.replace("- `src/oven.py`", "- [ ] `src/oven.py`")
    assert told(BAKERY, boxed) == []
    entry = "18 `src/oven.py` - the class `Oven`"
    assert told(boxed, boxed.replace("[ ] `src", "[x] `src")) == [f"ticked deliverable of IMPL_001: {entry} | {entry}"]


def test_the_same_plan_in_another_dialect_differs_in_what_that_cannot_say() -> None:
    """Across dialects the tasks are the same ones, and what one document does not say is told."""
    yaml = """\
schema_version: subtasks_v1
run_id: feat-bakery
subtasks:
  - id: IMPL_001
    title: Oven
    estimate: 4h
    priority: P0
    req_ids: [REQ-001]
    touches: [src/oven.py]
    acceptance_criteria: [It is hot within ten minutes]
  - id: IMPL_002
    title: Dough
    depends_on: [IMPL_001]
"""
    other = plan(yaml, "subtasks.yaml")
    assert other.dialect == "subtasks"
    found = {
        (change.kind.value, change.part.value, change.new_task or change.old_task)
        for change in compare(plan(BAKERY), other).changes
    }
    assert found == {
        ("restated", "plan", None),
        ("re-scoped", "decision", None),
        ("re-scoped", "box", None),
        ("re-scoped", "phase", None),
        ("re-scoped", "deliverable", "IMPL_001"),
        ("renumbered", "criterion", "IMPL_001"),
        ("re-scoped", "criterion", "IMPL_001"),
        ("re-scoped", "priority", "IMPL_002"),
        ("re-scoped", "criterion", "IMPL_002"),
        ("dropped", "task", "TEST_001"),
    }


def test_an_arrow_counts_where_no_field_says_what_a_task_waits_for() -> None:
    """A plan that only draws its dependencies has those; beside fields a drawing says nothing new."""
    drawn = "# Tasks\n\n- [ ] T001 Heat\n- [ ] T002 Bake\n\n## Graph\n\n```mermaid\ngraph TD\n    T001 --> T002\n```\n"
    assert told(drawn, drawn.replace("    T001 --> T002\n", "")) == ["re-scoped dependency of T002: 10 T001 | -"]
    fielded = "# Tasks\n\n- [ ] T001 Heat\n- [ ] T002 Bake (depends on T001)\n"
    assert told(fielded, drawn.replace("T002 Bake", "T002 Bake (depends on T001)")) == []
