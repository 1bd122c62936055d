"""What goes into the wheel of the library beside its code."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

LIBRARY = Path(__file__).parent.parent
ROOT = LIBRARY.parents[1]


def test_the_licence_goes_along() -> None:
    """The library carries the licence of the repository, word for word, and its metadata name the file."""
    project = tomllib.loads((LIBRARY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license-files"] == ["LICENSE"]
    assert (LIBRARY / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_the_readme_is_good_without_the_repository() -> None:
    """What an index of packages shows of the README has no link into a repository that is not there."""
    assert re.findall(r"\]\((?!https://)[^)]*\)", (LIBRARY / "README.md").read_text(encoding="utf-8")) == []
