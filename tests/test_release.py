"""What has to agree before a release: the version, the changelog and the pages."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
KINDS = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]


def test_the_changelog_has_the_form_that_it_names() -> None:
    """Newest first: what is not released, then versions with their days; below each, kinds of changes in order."""
    first, *released = re.split(r"^## ", CHANGELOG, flags=re.MULTILINE)[1:]
    assert first.startswith("Unreleased\n")
    days = [re.match(r"(\d+\.\d+\.\d+) - (\d{4}-\d\d-\d\d)\n", part) for part in released]
    assert None not in days
    dates = [date.fromisoformat(day[2]) for day in days if day]
    assert dates == sorted(dates, reverse=True)
    for part in (first, *released):
        kinds = re.findall(r"^### (.*)$", part, re.MULTILINE)
        assert kinds == [kind for kind in KINDS if kind in kinds]
    if released:
        assert released[0].startswith(f"{PROJECT['version']} - ")


def test_pages_name_this_version() -> None:
    """Whoever copies from the page on CI gets this version."""
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    assert set(re.findall(r"(?:rev: |flowkit@)v(\S+)", page)) == {PROJECT["version"]}


def test_the_readme_names_every_extra() -> None:
    """What is not installed by default is named with what it is for."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [extra for extra in PROJECT["optional-dependencies"] if f"| `flowkit[{extra}]` |" not in readme] == []
