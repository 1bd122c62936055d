"""A shop whose plan has a marker of every verdict but stale, and findings of every severity."""

from __future__ import annotations

from tests.desk import Desk

from flowkit.app import verify
from flowkit.model.verdict import Verification
from flowkit.request import Request

PLAN = """\
# Work plan: shop

**Run ID:** shop
**Total subtasks:** 9

## Tasks

### IMPL_001: Basket

**Status:** done
**Dependencies:** None

**Deliverables:**
- `src/{basket,till}.py`

**Acceptance criteria:**
- AC-1: The total is the sum of the prices
- AC-2: It is pleasant to look at (attested: Ada Byron, 2026-03-02, 4f1d2c9)
- AC-3: A price is never below zero

**Contract endpoints:**
- CE_BASKET: What a basket can be asked

### IMPL_002: Price list

**Status:** open
**Dependencies:** IMPL_001

**Deliverables:**
- `src/prices.py`

### TEST_001: Trials

**Status:** open
**Dependencies:** IMPL_002

**Coverage targets:**
- COV_BASKET: 90% line coverage of basket.py

**Scenarios:**
- SC-001: Two apples are paid

### DOC_001: Guide

**Status:** open
**Dependencies:** None

**Deliverables:**
- `docs/guide.md`
"""
JUNIT = """\
<testsuite name="shop">
  <testcase classname="tests.test_basket" name="test_total" file="tests/test_basket.py" line="2">
    <properties><property name="verifies" value="IMPL_001/AC-1"/></properties>
    <failure message="5 is not 6"/>
  </testcase>
  <testcase classname="tests.test_basket" name="test_price" file="tests/test_basket.py" line="7">
    <properties><property name="verifies" value="IMPL_001/AC-3"/></properties>
  </testcase>
</testsuite>
"""


def open_shop(desk: Desk, plan: str = PLAN) -> None:
    """Write the shop's files."""
    desk.write("plans/shop.md", plan)
    desk.write("junit.xml", JUNIT)
    desk.write(
        "tests/test_basket.py", "def test_total():\n    assert 5 == 6\n\n\ndef test_price():\n    assert 5 >= 0\n"
    )
    desk.write("src/basket.py", "class Basket:\n    size = 3\n")
    desk.write("docs/guide.md", "# Guide\n\nPut things into the basket.\n")


def verified(desk: Desk, plan: str = PLAN) -> Verification:
    """Return what is found in a shop with a plan."""
    open_shop(desk, plan)
    return verify(Request(desk.folder)).verification
