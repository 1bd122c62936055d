"""What the tests of the commands share: a plan, and the documents beside it."""

from __future__ import annotations

from flowkit import app
from flowkit.request import Choice, Request

PLAN = """\
# Work Plan: feat-bell

**Run ID:** feat-bell
**ADR:** ADR-003

## Implementation Tasks

### IMPL_001: Ring the bell

**Requirements:** REQ-001
**Dependencies:** None

**Deliverables:**
- `src/bell.py` - the function ring()

**Acceptance criteria:**
- AC-1: It can be heard next door
"""
SOURCES = {
    "docs/decisions/ADR-003-bells.md": "# ADR-003: Bells\n\n## Status\n\nAccepted\n\n## Decision\n\nWe ring bells.\n",
    "docs/decisions/README.md": "Notes without a title.\n",
    "docs/specs/bell.md": "# Bell\n\n## Requirements\n\n- **REQ-001**: It rings, as REQ-002 wants it\n",
}


def undefined(request: Request) -> list[str]:
    """Return the messages about ids that nothing defines."""
    verified = app.verify(request, Choice(select=("undefined-reference",)))
    return [finding.message for finding in verified.verification.findings]
