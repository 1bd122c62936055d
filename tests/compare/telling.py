"""What the tests of comparisons share: a plan, and what differs between two texts."""

from __future__ import annotations

from flowkit.compare.plans import compare
from flowkit.model.plan import Plan
from flowkit.read.document import document_from_bytes
from flowkit.read.plans import read_plan

BAKERY = """\
# Work plan: bakery

**Run ID:** feat-bakery
**ADR:** ADR-004
**Status:** draft

## Implementation Tasks

### IMPL_001: Oven

**Priority:** P0
**Estimated effort:** 4h
**Dependencies:** None
**Requirements:** REQ-001
**Source:** docs/specs/bakery.md#REQ-001

**Deliverables:**
- `src/oven.py` - the class `Oven`

**Acceptance criteria:**
- [ ] AC-1: It is hot within ten minutes
- [ ] AC-2: It switches itself off at night

### IMPL_002: Dough

**Priority:** P1
**Dependencies:** IMPL_001
**Source:** docs/specs/bakery.md#REQ-002

**Acceptance criteria:**
- AC-1: It rises overnight

## Test Tasks

### TEST_001: Tests of the oven

**Dependencies:** IMPL_001, IMPL_002

**Scenarios:**
- SC-001: A loaf is baked

**Coverage targets:**
- COV_OVEN: 90% line coverage of src/oven.py

## Release

- [ ] The baker has tasted the bread
"""


def plan(text: str, path: str = "plan.md") -> Plan:
    """Read a plan."""
    return read_plan(document_from_bytes(text.encode(), path))


def told(old: str, new: str) -> list[str]:
    """Return the changes between two texts: kind, part, task, and what was said with its line before and after."""
    found = []
    for change in compare(plan(old, "old.md"), plan(new, "new.md")).changes:
        sides = [
            "-" if said is None else f"{said.line} {': '.join(filter(None, (said.id, said.text)))}"
            for said in (change.old, change.new)
        ]
        task = change.new_task or change.old_task or "plan"
        found.append(f"{change.kind.value} {change.part.value} of {task}: {' | '.join(sides)}")
    return found


def edited(*edits: tuple[str, str]) -> list[str]:
    """Return the changes that replacing passages of the bakery's plan makes."""
    text = BAKERY
    for before, after in edits:
        assert text.count(before) == 1
        text = text.replace(before, after)
    return told(BAKERY, text)
