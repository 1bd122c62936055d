"""Whatever the bytes, there is an answer or a clear error, and never a traceback."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowkit.errors import FlowkitError
from flowkit.judge.verification import judge
from flowkit.model.count import count_markers
from flowkit.model.outline import items_below
from flowkit.model.plan import Plan
from flowkit.read.document import document_from_bytes
from flowkit.read.markdown import read_outline
from flowkit.read.plans import read_plan

# Tried widely, in a run of its own: `pytest -m broad`.
pytestmark = pytest.mark.broad


CUTS = 20

FRAGMENTS = [
    "# Plan\n",
    "## Phase 1: Setup\n",
    "### IMPL_001: Store\n",
    "#### Task 1.1: Build\n",
    "### Step 1 — Start\n",
    "- [ ] T001 [P] [US1] Write src/a.py (depends on T000)\n",
    "- [x] **Task 2.1:** Do it\n",
    "  - **Acceptance Criteria:**\n    - [ ] AC-1: holds\n",
    "- [?] odd\n",
    "**Dependencies:** IMPL_001-IMPL_009, all TEST_* tasks\n",
    "**Files:** `a.py`, `b.py`\n",
    "**Total tasks:** 7\n",
    "**Status:** Complete\n",
    "```\nA --> B\n```\n",
    "````\n```\n",
    "```mermaid\ngraph TD\nA-->B\n```\n",
    "| a | b |\n|---|---|\n| RSK-1 | 12 % |\n",
    "<!-- flowkit: ignore count-mismatch: known -->\n",
    "<!-- open\n",
    "> - [ ] quoted\n",
    "---\nid: [1\n---\n",
    "schema_version: subtasks_v1\nsubtasks:\n  - id: ST-001\n",
    "\0",
    "\ufeff",
    "\u2028\x0c\x85",
    "\t- [ ]\ttab\n",
    "\r",
    "\r\n",
    "é😀\u200b",
    "86% better (target <5ms)\n",
]


def read_and_judge(data: bytes, name: str) -> Plan | None:
    """Return the plan in some bytes, judged, or None where flowkit says clearly that there is none."""
    try:
        plan = read_plan(document_from_bytes(data, name))
    except FlowkitError as error:
        if not str(error).startswith(name):
            pytest.fail(f"an error that does not say where: {error}")
        return None
    judge([plan])
    count_markers(plan)
    return plan


def test_every_real_document_cut_anywhere(shared: Path) -> None:
    """Every real document, whole and cut at twenty places, is read or refused in plain words."""
    documents = [path for path in sorted((shared / "corpus").rglob("*")) if path.is_file()]
    assert len(documents) > 50
    for path in documents:
        data = path.read_bytes()
        places = random.Random(path.name).choices(range(len(data) + 1), k=CUTS)
        for place in (len(data), *places):
            read_and_judge(data[:place], path.name)


@settings(max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    """Any bytes are read or refused in plain words."""
    read_and_judge(data, "any.md")


@settings(max_examples=2500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=12), max_size=14), st.sampled_from(["utf-8", "utf-16"]))
def test_any_mixture_of_plan_fragments(parts: list[str], encoding: str) -> None:
    """Any mixture of what plans are made of is read, and every place that it names holds what was read there."""
    data = "".join(parts).encode(encoding, "surrogatepass")
    plan = read_and_judge(data, "mixture.md")
    if plan is None or plan.outline is None:
        return
    document = plan.outline.document
    for entry in plan.boxes:
        span = entry.box.span
        assert data[span.start : span.end].decode(document.encoding) == entry.box.mark
    for definition in plan.definitions:
        if definition.span is not None:
            assert data[definition.span.start : definition.span.end].decode(document.encoding) == definition.id


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_spans_are_bytes_of_the_file(encoding: str, end: str) -> None:
    """A span is the bytes of the file, whatever its encoding and line ends."""
    lines = ["<!-- encoding: iso-8859-1 -->" if encoding == "iso-8859-1" else "<!-- é -->", "", "## Phase 1: Füße", ""]
    lines += ["- [x] **Task 1.1:** Größe é", "  - [ ] naïve"]
    data = end.join(lines).encode(encoding)
    outline = read_outline(document_from_bytes(data, "plan.md"))
    items = [item for section in outline.sections for item in items_below(section.blocks)]
    codec = outline.document.encoding
    assert [data[item.box.span.start : item.box.span.end].decode(codec) for item in items if item.box] == ["x", " "]
    title = next(section.title for section in outline.sections if section.level == 2)
    span = title.span_in(outline.document)
    assert data[span.start : span.end].decode(codec) == "Phase 1: Füße"
    assert span.line == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_a_document_gives_its_bytes_back(encoding: str) -> None:
    """A document turns back into the bytes that it was read from."""
    data = "# Füße\r\n\nx".encode(encoding)
    data = b"\xfe\xff" + data if encoding == "utf-16-be" else data
    assert document_from_bytes(data, "plan.md").data == data
