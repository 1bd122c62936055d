"""Somebody at a desk who types commands, and a small plan with its code and its test to type them about."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from flowkit.cli import main

TICKED = """\
# Work plan: tea

**Run ID:** tea

## Tasks

### IMPL_001: Kettle

**Status:** Done

**Deliverables:**
- `kettle.py` - the function `boil()`

**Acceptance criteria:**
- AC-1: Water boils at 100 degrees
"""
CODE = """\
def boil(degrees: int) -> bool:
    return degrees >= 100
"""
TEST = """\
import pytest

from kettle import boil


@pytest.mark.verifies("IMPL_001/AC-1")
def test_water_boils():
    assert boil(100)
    assert not boil(99)
"""


@dataclass
class Desk:
    """Where somebody works, and what the last command said."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    code: int = 0
    output: str = ""
    document: dict[str, Any] = field(default_factory=dict)

    def type(self, *arguments: str) -> None:
        """Run flowkit."""
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        printed = self.capsys.readouterr()
        self.code, self.output = int(ended.value.code or 0), printed.out + printed.err
        self.document = json.loads(printed.out) if "json" in arguments and printed.out.startswith("{") else {}

    def write(self, name: str, text: str) -> Path:
        """Write a file."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def verdict(self, marker: str) -> str:
        """Return the verdict of a marker."""
        return next(str(one["verdict"]) for one in self.document["markers"] if one["ref"] == marker)

    def run_tests(self) -> None:
        """Let the tests of the folder run as their owner runs them."""
        command = [sys.executable, "-m", "pytest", "-q", "--flowkit", "-p", "no:cacheprovider", "-c", "/dev/null"]
        command += ["--rootdir", str(self.folder), "."]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
