"""The files that come with flowkit beside its modules."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def packaged(name: str) -> Traversable:
    """Return a folder that comes with flowkit: in the installed package, otherwise at the root of the checkout."""
    installed = files("flowkit") / name
    return installed if installed.is_dir() else Path(__file__).resolve().parents[2] / name
