"""The words of a coverage target as figures."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s?%")
_METRIC = re.compile(r"\b(line|branch|statement|function)(?:s|es)?\b", re.IGNORECASE)
# What is measured is a file, module or package; "90% of the lines of store.py" names it last.
_OF = re.compile(r"\b(?:of|on|for|in)\s+(?:the\s+)?(`[^`]+`|[\w./*-]*[\w*])", re.IGNORECASE)
_NO_NAME = re.compile(r"(?:all|each|every|the|(?:line|branch|statement|function)(?:s|es)?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a target says: metric, least percentage and what is measured; None for what it does not say."""

    metric: str | None = None
    minimum: float | None = None
    of: str | None = None


def read_figures(text: str) -> Figures:
    """Read ``90% line coverage of store.py``; without a percentage a target gives no figures at all."""
    percent = _PERCENT.search(text)
    if percent is None:
        return Figures()
    metric = _METRIC.search(text)
    named = [
        name for name in (found.group(1).strip("`") for found in _OF.finditer(text)) if not _NO_NAME.fullmatch(name)
    ]
    of = next((name for name in named if "." in name or "/" in name), named[-1] if named else None)
    return Figures(metric.group(1).lower() if metric else None, float(percent.group(1)), of)
