"""What the tests of the command line share."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PLAN = """\
# Work Plan: feat-greeting

**Run ID:** feat-greeting
**Total subtasks:** {total}

## Implementation Tasks

### IMPL_001: Say hello

**Priority:** P0
**Dependencies:** None

**Deliverables:**
- `src/greeting.py` - the function hello()

**Acceptance criteria:**
- AC-1: It greets by name

### IMPL_002: Say goodbye

**Priority:** P1
**Dependencies:** IMPL_001

**Deliverables:**
- `src/parting.py` - the function goodbye()

**Acceptance criteria:**
- AC-1: It takes leave by name
"""


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


def flowkit(*arguments: str, folder: Path) -> subprocess.Popen[bytes]:
    """Start flowkit as a process of its own."""
    command = [sys.executable, "-m", "flowkit", *arguments]
    return subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
