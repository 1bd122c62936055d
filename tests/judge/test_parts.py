"""What a plan defines, beside what is judged of it."""

from __future__ import annotations

import pytest

from flowkit.judge.assessment import assess
from flowkit.model.part import parts_of
from flowkit.read.document import document_from_bytes
from flowkit.read.plans import read_plan

from .kettle import PLAN

TWICE = """
### IMPL_001: Kettle again

**Acceptance criteria:**
- It is heard
- AC-1: It boils
- AC-1: It cools

### ~~IMPL_003: Dropped~~

**Acceptance criteria:**
- AC-1: It sings
"""


@pytest.mark.parametrize("more", ["", TWICE])
def test_the_parts_are_what_is_judged(more: str) -> None:
    """Every marker that gets a verdict is a part of its plan, in the same order, also where names are there twice."""
    text = PLAN.format(status="", attested="") + more
    plan = read_plan(document_from_bytes(text.encode(), "plans/tea.md"))
    judged = assess([plan], [plan], ()).markers["plans/tea.md"]
    assert [plan.full_name(part.name) for part in parts_of(plan)] == [marker.ref for marker in judged]
    assert [part.task.key for part in parts_of(plan)] == [marker.task for marker in judged]
