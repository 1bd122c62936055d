"""What other packages bring, installed as they would be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = '''"""A package that adds a dialect, a rule and a format to flowkit."""

from dataclasses import replace

from flowkit.model.severity import Severity
from flowkit.model.verdict import Rule
from flowkit.read.dialects import markers


def recognise(outline, grammar):
    return 1.0 if outline.document.text.startswith("KITCHEN") else 0.0


def parse(outline, grammar):
    return replace(markers.parse(outline, grammar), dialect="kitchen")


def _shout(plan, around):
    yield LOUD.finding(plan.path, None, "the plan whispers")


LOUD = Rule("loud-plan", Severity.WARNING, "A plan whispers", _shout, page="# loud-plan")


def render(verification):
    return ",".join(finding.rule for finding in verification.findings) + "\\n"
'''
ENTRIES = """[flowkit.dialects]
kitchen = kitchen

[flowkit.rules]
loud-plan = kitchen:LOUD

[flowkit.formats]
names = kitchen:render
"""
PLAN = "KITCHEN\n\n### IMPL_001: Kettle\n\n**Files:** `kettle.py`\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder of installed packages with one that extends flowkit."""
    (tmp_path / "kitchen.py").write_text(PACKAGE)
    listing = tmp_path / "kitchen-1.0.dist-info"
    listing.mkdir()
    (listing / "METADATA").write_text("Metadata-Version: 2.1\nName: kitchen\nVersion: 1.0\n")
    (listing / "entry_points.txt").write_text(ENTRIES)
    (tmp_path / "plan.md").write_text(PLAN)
    return tmp_path


def flowkit(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run flowkit where a folder of packages is installed."""
    environment = {**os.environ, "PYTHONPATH": str(site)}
    command = [sys.executable, "-m", "flowkit", *arguments]
    return subprocess.run(command, cwd=site, env=environment, capture_output=True, text=True, check=False)


def test_another_package_brings_a_dialect(site: Path) -> None:
    """A dialect of another package is recognised as a built-in is."""
    shown = json.loads(flowkit(site, "show", "plan.md", "--format", "json", "--dialect", "kitchen").stdout)
    assert [plan["dialect"] for plan in shown["plans"]] == ["kitchen"]
    alike = flowkit(site, "show", "plan.md")
    assert "markers and kitchen recognise it alike" in alike.stderr


def test_another_package_brings_a_rule_and_a_format(site: Path) -> None:
    """A rule of another package judges, its page is explained, and a format of another package reports."""
    verified = flowkit(site, "verify", "plan.md", "--dialect", "markers", "--format", "names")
    assert verified.stdout == "loud-plan\n"
    assert flowkit(site, "explain", "loud-plan").stdout.startswith("# loud-plan")


def test_without_other_packages_there_are_the_built_in_ones(tmp_path: Path) -> None:
    """A dialect that no package brings is refused with the names of those that are there."""
    (tmp_path / "plan.md").write_text(PLAN)
    refused = flowkit(tmp_path, "show", "plan.md", "--dialect", "kitchen")
    assert refused.returncode == 2
    assert "there is no dialect 'kitchen'" in refused.stderr
