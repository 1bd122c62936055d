"""The JSON schemas of flowkit's output, generated from the shapes."""

from __future__ import annotations

from typing import TypeAlias

from flowkit.report.diff_shapes import DiffShape
from flowkit.report.receipt_shapes import ReceiptCheckShape, ReceiptShape
from flowkit.report.shapes import CountShape, ExplainShape, ShowShape
from flowkit.report.trace_shapes import TraceShape
from flowkit.report.verify_shapes import VerifyShape
from flowkit.report.work_shapes import BriefShape, GraphShape, NextShape, TickShape
from flowkit.report.writing_shapes import BaselineShape, ConvertShape, PlanningShape

Shape: TypeAlias = (
    ShowShape
    | CountShape
    | VerifyShape
    | NextShape
    | GraphShape
    | BriefShape
    | DiffShape
    | TraceShape
    | ReceiptShape
    | ReceiptCheckShape
    | TickShape
    | PlanningShape
    | ConvertShape
    | BaselineShape
    | ExplainShape
)

SHAPES: dict[str, type[Shape]] = {
    "flowkit-show-1": ShowShape,
    "flowkit-count-1": CountShape,
    "flowkit-verify-1": VerifyShape,
    "flowkit-next-1": NextShape,
    "flowkit-graph-1": GraphShape,
    "flowkit-brief-1": BriefShape,
    "flowkit-diff-1": DiffShape,
    "flowkit-trace-1": TraceShape,
    "flowkit-receipt-1": ReceiptShape,
    "flowkit-receipt-check-1": ReceiptCheckShape,
    "flowkit-tick-1": TickShape,
    "flowkit-plan-1": PlanningShape,
    "flowkit-convert-1": ConvertShape,
    "flowkit-baseline-1": BaselineShape,
    "flowkit-explain-1": ExplainShape,
}
"""The name and version that an output carries under ``schema``, and what it is made of."""


def schema(name: str) -> dict[str, object]:
    """Return the JSON schema of the output that carries this name."""
    from pydantic import TypeAdapter

    made: dict[str, object] = TypeAdapter(SHAPES[name]).json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": name}
