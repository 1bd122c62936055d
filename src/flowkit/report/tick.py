"""What was ticked, as JSON."""

from __future__ import annotations

from flowkit.model.verdict import MarkerVerdict, Place
from flowkit.report.encoding import dump
from flowkit.report.work_shapes import SourcePlaceShape, TickShape


def render(marker: MarkerVerdict, place: Place, *, changed: bool) -> str:
    """Return what was ticked as JSON, as ``docs/schemas/flowkit-tick-1.json`` has it."""
    span = place.span
    where = SourcePlaceShape(place.path, span.line if span else None)
    return dump(TickShape("flowkit-tick-1", marker.ref, marker.verdict.value, where, changed))
