"""Shapes to JSON text."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass


def dump(shape: object) -> str:
    """Return a shape as JSON, in ASCII alone: it survives any terminal, pipe and code page."""
    return json.dumps(shape, default=_mapping, indent=2) + "\n"


def _mapping(value: object) -> dict[str, object]:
    """Return a dataclass as a mapping; ``json`` asks for one shape at a time, so no copy of the whole is made."""
    if not is_dataclass(value):
        raise TypeError(f"{type(value).__name__} has no form in JSON")
    return {entry.name: getattr(value, entry.name) for entry in fields(value)}
