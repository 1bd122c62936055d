"""The table of sources of evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowkit import plugins
from flowkit.collect import GROUP, Inquiry, sources
from flowkit.collect.repository import Repository
from flowkit.config import load_config
from flowkit.errors import ConfigError
from flowkit.model.evidence import FileFact
from flowkit.plugins import Entry


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> list[Entry]:
    """The sources that other packages bring."""
    entries: list[Entry] = []
    monkeypatch.setattr(plugins, "_installed", lambda group: tuple(entries) if group == GROUP else ())
    return entries


def readme(inquiry: Inquiry) -> list[FileFact]:
    """Collect the README of a project."""
    return [FileFact(path, path) for path in inquiry.repository.files if path.startswith("README")]


def test_another_package_brings_a_source(listed: list[Entry], tmp_path: Path) -> None:
    """A source of another package is asked as flowkit's own are, and gives facts."""
    listed.append(Entry("readme", f"{__name__}:readme"))
    (tmp_path / "README.md").write_text("# Tea\n")
    inquiry = Inquiry(Repository(tmp_path), load_config(tmp_path), ())
    assert list(sources()["readme"](inquiry)) == [FileFact("README.md", "README.md")]


@pytest.mark.parametrize("value", ["nonesuch:collect", "flowkit.errors:nonesuch", "flowkit:__doc__"])
def test_a_source_that_cannot_be_used_is_told(listed: list[Entry], value: str) -> None:
    """A source that cannot be loaded, or is no function, is named."""
    listed.append(Entry("broken", value))
    with pytest.raises(ConfigError, match="broken"):
        sources()
