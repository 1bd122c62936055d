"""Counts of markers as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from flowkit.model.count import MarkerCount, total
from flowkit.report.encoding import dump
from flowkit.report.shapes import CountShape, FileCountShape, TotalCountShape


def render(counts: Sequence[MarkerCount]) -> str:
    """Return counts as JSON, as ``docs/schemas/flowkit-count-1.json`` has it."""
    files = tuple(FileCountShape(count.path, count.defined, count.cited) for count in counts)
    whole = total(counts, "total")
    return dump(CountShape("flowkit-count-1", files, TotalCountShape(whole.defined, whole.cited)))
