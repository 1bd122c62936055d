"""A shop with a decision, a spec, a feature, a plan, code and tests: what chains are tried on."""

from __future__ import annotations

from .desk import Desk

PLAN = """\
# Work plan: basket

**Run ID:** basket
**ADR:** ADR-001

## Tasks

### IMPL_001: Basket

**Status:** done
**Dependencies:** None
**Requirements:** REQ-001

**Deliverables:**
- `src/basket.py`

**Acceptance criteria:**
- AC-1: The total is the sum of the prices
- AC-2: An empty basket costs nothing

### IMPL_002: Discounts

**Status:** open
**Dependencies:** IMPL_001
**Requirements:** REQ-001

**Acceptance criteria:**
- AC-1: Two for one

### TEST_001: Trials

**Status:** done
**Dependencies:** IMPL_001
**Requirements:** REQ-001

**Scenarios:**
- SC-001: Two apples are paid
"""
FILES = {
    "docs/decisions/ADR-001-sums.md": "# ADR-001: Prices are whole cents\n\n## Status\n\nAccepted\n",
    "docs/decisions/ADR-002-blue.md": "# ADR-002: The door is blue\n\n## Status\n\nAccepted\n",
    "docs/specs/basket.md": (
        "# Basket\n\nIt follows ADR-001.\n\n## Requirements\n\n### REQ-001: The customer sees the total\n\n"
        "On the till.\n\n### REQ-002: The customer pays\n\nWith coins.\n"
    ),
    "features/basket.feature": (
        "Feature: Basket\n\n  @SC-001\n  Scenario: Two apples are paid\n    Given two apples\n\n"
        "  @SC-002\n  Scenario: Nothing is paid\n    Given nothing\n"
    ),
    "src/basket.py": '"""Baskets. implements: IMPL_001"""\n\n\ndef total(prices):\n    return sum(prices)\n',
    "tests/test_basket.py": (
        "from basket import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n\n\n"
        'def test_nothing():\n    """verifies: IMPL_001/AC-2"""\n    assert total([]) == 0\n\n\n'
        'def test_more():\n    """verifies: IMPL_001/AC-9"""\n    assert total([1]) == 1\n'
    ),
    "junit.xml": (
        '<testsuite name="shop">'
        + "".join(
            f'<testcase classname="tests.test_basket" name="test_total[{n}]" file="tests/test_basket.py" line="4">'
            '<properties><property name="verifies" value="IMPL_001/AC-1"/></properties></testcase>'
            for n in (1, 2)
        )
        + "</testsuite>"
    ),
}


def open_basket(desk: Desk, plan: str = PLAN, **files: str) -> None:
    """Write the files of the shop."""
    desk.write("plans/basket.md", plan)
    for name, text in {**FILES, **files}.items():
        desk.write(name, text)
