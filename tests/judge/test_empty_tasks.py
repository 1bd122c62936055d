"""Tasks that say nothing by which they could be checked, told as often as it helps."""

from __future__ import annotations

import pytest

from flowkit.judge.completeness import empty_task
from flowkit.model.verdict import Surroundings
from flowkit.read.document import document_from_bytes
from flowkit.read.plans import read_plan

MARKERS = "# Plan\n\n### IMPL_001: Dig\n\n### IMPL_002: Fill\n"
SPEC_KIT = "# Tasks\n\n- [ ] T001 Dig\n- [ ] T002 Fill src/hole.py\n- [ ] T003 Rest\n- [ ] T004 Sing\n"
ONE = "# Tasks\n\n- [ ] T001 Dig\n- [ ] T002 Fill src/hole.py\n"
BOXES = "# Phase 1: Dig\n\n## Tasks\n\n- [ ] Dig\n- [ ] Fill\n"
OPENSPEC = "## 1. Hole\n- [ ] 1.1 Dig\n- [ ] 1.2 Fill\n"
NONE = "no criteria, files, commands or tests"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (MARKERS, [f"IMPL_001 has {NONE}", f"IMPL_002 has {NONE}"]),
        (SPEC_KIT, [f"3 tasks have {NONE}: T001, T003, T004"]),
        (ONE, [f"T001 has {NONE}"]),
        (BOXES, []),
        (OPENSPEC, []),
    ],
)
def test_it_is_told_where_the_format_has_a_place_for_more(text: str, told: list[str]) -> None:
    """Task by task in plans of sections, once in a plan of lines with ids, never where a line is all there can be."""
    found = list(empty_task(read_plan(document_from_bytes(text.encode(), "plan.md")), Surroundings()))
    assert [each.message for each in found] == told
    assert [len(each.related) for each in found] == [2 if message.startswith("3 ") else 0 for message in told]
