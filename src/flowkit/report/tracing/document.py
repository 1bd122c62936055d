"""A trace as JSON."""

from __future__ import annotations

from flowkit.model.trace import Node, Trace
from flowkit.model.verdict import Place
from flowkit.report.encoding import dump_lines
from flowkit.report.trace_shapes import TraceGapShape, TraceLinkShape, TraceNodeShape, TraceShape
from flowkit.report.work_shapes import SourcePlaceShape


def render(trace: Trace) -> str:
    """Return a trace as JSON, as ``docs/schemas/flowkit-trace-1.json`` has it."""
    return dump_lines(
        TraceShape(
            schema="flowkit-trace-1",
            asked=trace.asked,
            nodes=tuple(map(_node, trace.nodes.values())),
            links=tuple(TraceLinkShape(link.first, link.then, link.how) for link in trace.links),
            gaps=tuple(TraceGapShape(gap.node, gap.wants, gap.reason) for gap in trace.gaps),
        )
    )


def _node(node: Node) -> TraceNodeShape:
    source = _place(node.source) if node.source else None
    return TraceNodeShape(
        node.key, node.kind.value, node.name, node.text, _place(node.place), source, node.result, node.why
    )


def _place(place: Place) -> SourcePlaceShape:
    return SourcePlaceShape(place.path, place.span.line if place.span else None)
