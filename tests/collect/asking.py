"""What the tests of sources of evidence share: a project's files, and an inquiry into them."""

from __future__ import annotations

from pathlib import Path

from flowkit.collect import Inquiry
from flowkit.collect.repository import Repository
from flowkit.config import load_config


def inquiry(root: Path, since: int | None = None) -> Inquiry:
    """Ask about a project without plans."""
    config = load_config(root, climb=False)
    return Inquiry(Repository(root, max_size=config.max_file_size), config, (), since)
