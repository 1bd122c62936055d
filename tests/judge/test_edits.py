"""The edits that findings carry: how lists of ids and drawings are mended, and which are left to people."""

from __future__ import annotations

import pytest

from flowkit.judge.verification import judge
from flowkit.model.edit import apply
from flowkit.model.source import Document
from flowkit.model.verdict import Finding
from flowkit.read.document import document_from_bytes
from flowkit.read.plans import read_plan

TASK = "### {}: Tea\n\n**Dependencies:** {}\n\n"


def plan(rest: str, *waits: str) -> Document:
    """Return a plan with tasks that each wait for others, and with what stands below them."""
    tasks = (TASK.format(f"IMPL_{at:03d}", on or "None") for at, on in enumerate(waits, start=1))
    return document_from_bytes(f"# Plan\n\n## Tasks\n\n{''.join(tasks)}{rest}".encode(), "plan.md")


def findings(document: Document, rule: str) -> tuple[Finding, ...]:
    """Return what a rule finds."""
    return judge([read_plan(document, "markers")], select=[rule])


def mended(document: Document, rule: str) -> str:
    """Return the end of the document with every edit of a rule's findings, from the heading that opens it."""
    edits = [edit for finding in findings(document, rule) for edit in finding.edits]
    return apply(document, edits).partition("\n## ")[2].partition("\n## ")[2].partition("\n")[2].strip()


@pytest.mark.parametrize(
    ("written", "result"),
    [
        ("- IMPL_001, IMPL_003", "- IMPL_001, IMPL_003, IMPL_002"),
        ("- IMPL_001; IMPL_003.", "- IMPL_001; IMPL_003; IMPL_002."),
        ("- **IMPL_001, IMPL_003**", "- **IMPL_001, IMPL_003, IMPL_002**"),
        ("- `IMPL_001`, `IMPL_003`", "- `IMPL_001`, `IMPL_003`, `IMPL_002`"),
        ("- IMPL_001 and IMPL_003", "- IMPL_001 and IMPL_003, IMPL_002"),
        ("**IMPL:** IMPL_001, IMPL_003", "**IMPL:** IMPL_001, IMPL_003, IMPL_002"),
        ("- IMPL: IMPL_003\n- Tasks: IMPL_001", "- IMPL: IMPL_003\n- Tasks: IMPL_001, IMPL_002"),
        ("- IMPL_001\n- IMPL_003", "- IMPL_001\n- IMPL_003\n- IMPL_002"),
        ("* *IMPL_001*\n* *IMPL_003*\n", "* *IMPL_001*\n* *IMPL_003*\n* *IMPL_002*"),
        ("- IMPL_001: kettle\n- IMPL_003: cup", None),
        ("- IMPL_001 (kettle), IMPL_003 (cup)", None),
        ("1. IMPL_001\n2. IMPL_003", None),
        ("| id |\n|---|\n| IMPL_001 |\n| IMPL_003 |", None),
        ("- IMPL_001, IMPL_002, IMPL_003, IMPL_009", "- IMPL_001, IMPL_002, IMPL_003"),
        ("- IMPL_009, IMPL_001, IMPL_002, IMPL_003", "- IMPL_001, IMPL_002, IMPL_003"),
        ("- IMPL_001, `IMPL_009` (lid), IMPL_002, IMPL_003", "- IMPL_001, IMPL_002, IMPL_003"),
        ("- IMPL_001, IMPL_002, IMPL_003 and IMPL_009.", "- IMPL_001, IMPL_002, IMPL_003."),
        ("- IMPL_001\n- IMPL_009: a lid\n- IMPL_002\n- IMPL_003", "- IMPL_001\n- IMPL_002\n- IMPL_003"),
        ("- IMPL_009\n  that has a lid\n- IMPL_001, IMPL_002, IMPL_003", None),
        ("- IMPL_001 - IMPL_003\n- IMPL: IMPL_009\n", "- IMPL_001 - IMPL_003"),
        ("- IMPL_001 - IMPL_003\n- Tasks: IMPL_009 for the lid\n", None),
        ("- IMPL_001 - IMPL_004", None),
        ("- IMPL_001 to IMPL_002", "- IMPL_001 to IMPL_002, IMPL_003"),
        ("- IMPL_001, IMPL_002, IMPL_003, IMPL_009\n- IMPL_009", "- IMPL_001, IMPL_002, IMPL_003"),
        ("- IMPL_001, IMPL_002, IMPL_003, IMPL_009\n- x (IMPL_009)", "- IMPL_001, IMPL_002, IMPL_003\n- x (IMPL_009)"),
    ],
)
def test_a_list_of_ids_is_mended_as_it_is_written(written: str, result: str | None) -> None:
    """An id is taken out, or written behind the last one, in the way of the list; what is no plain list stays."""
    document = plan(f"## Marker summary\n\n{written}\n", "", "", "")
    assert findings(document, "summary-drift")
    assert mended(document, "summary-drift") == (written.strip() if result is None else result)


MERMAID = "```mermaid\nflowchart TD\n{}\n```"
SHOWN = "IMPL_001 --> IMPL_002\nIMPL_001 --> IMPL_003"
LABELLED = "\tA[IMPL_001] --> B((IMPL_002));\n\tA --> IMPL_003"
ASCII = "```\n{}\n```"


@pytest.mark.parametrize(
    ("form", "written", "result"),
    [
        (MERMAID, SHOWN, f"{SHOWN}\nIMPL_002 --> IMPL_003"),
        (MERMAID, LABELLED, f"{LABELLED}\n\tB --> IMPL_003"),
        (MERMAID, "IMPL_001 --> IMPL_002 --> IMPL_003\nIMPL_003 --> IMPL_001", "IMPL_001 --> IMPL_002 --> IMPL_003"),
        (
            MERMAID,
            "IMPL_001 --> IMPL_002\n  IMPL_003 --> IMPL_001;",
            "IMPL_001 --> IMPL_002\n  IMPL_003\n  IMPL_002 --> IMPL_003",
        ),
        (
            MERMAID,
            "IMPL_001 --> IMPL_002 --> IMPL_003 -.->|so| IMPL_001",
            "IMPL_001 --> IMPL_002 --> IMPL_003\nIMPL_001",
        ),
        (MERMAID, "IMPL_001 --> IMPL_002\nIMPL_002 & IMPL_003 --> IMPL_003 & IMPL_001", None),
        (
            MERMAID,
            "IMPL_003 --> IMPL_001\nIMPL_001 --> IMPL_002 --> IMPL_003\n  IMPL_001 <-- IMPL_003",
            "IMPL_001 --> IMPL_002 --> IMPL_003",
        ),
        (ASCII, f"{SHOWN}\n", f"{SHOWN}\n\nIMPL_002 ---> IMPL_003\n"),
        (ASCII, "IMPL_001 -> IMPL_002 -> IMPL_003\n\nIMPL_003 -> IMPL_001", "IMPL_001 -> IMPL_002 -> IMPL_003\n"),
        (ASCII, "IMPL_001 -> IMPL_002 -> IMPL_003 -> IMPL_001", None),
        (ASCII, "IMPL_001 -> IMPL_002 -> IMPL_003\n\nIMPL_003 -> IMPL_001\n   |\n   +---> x", None),
    ],
)
def test_a_drawing_is_mended_arrow_by_arrow(form: str, written: str, result: str | None) -> None:
    """An arrow is drawn on a line of its own, or taken out where it is drawn alone; no other line changes."""
    document = plan(f"## Dependency graph\n\n{form.format(written)}\n", "", "IMPL_001", "IMPL_002")
    assert findings(document, "graph-drift")
    assert mended(document, "graph-drift") == form.format(written if result is None else result)


def test_a_task_that_is_not_drawn_yet_gets_a_node() -> None:
    """A task whose id could not be a node's is drawn with a name and its id for a label."""
    task = "#### Task 1.{}: Tea\n\n**Dependencies:** {}\n\n"
    tasks = [task.format(1, "None"), task.format(2, "Task 1.1"), task.format(3, "Task 1.2"), task.format(4, "None")]
    drawing = 'graph TD\nA["Task 1.1"] --> B["Task 1.2"]\nA --> D["Task 1.4"]'
    text = f"# Plan\n\n### Phase 1: Tea\n\n{''.join(tasks)}## Graph\n\n```mermaid\n{drawing}\n```\n"
    document = document_from_bytes(text.encode(), "plan.md")
    found = judge([read_plan(document, "phases")], select=["graph-drift"])
    after = apply(document, [edit for finding in found for edit in finding.edits if "depends on" in finding.message])
    assert 'B --> Task_1_3["Task 1.3"]\n```' in after
    again = judge([read_plan(document_from_bytes(after.encode(), "plan.md"), "phases")], select=["graph-drift"])
    assert not any("Task 1.3" in finding.message for finding in again)
