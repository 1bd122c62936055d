"""What the tests of sources of evidence share: a project's files, and an inquiry into them."""

from __future__ import annotations

from pathlib import Path

from flowkit.collect import Inquiry
from flowkit.collect.repository import Repository
from flowkit.config import load_config


def write(root: Path, files: dict[str, str]) -> None:
    """Write files of a project."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def inquiry(root: Path, since: int | None = None) -> Inquiry:
    """Ask about a project without plans."""
    config = load_config(root, climb=False)
    return Inquiry(Repository(root, max_size=config.max_file_size), config, (), since)
