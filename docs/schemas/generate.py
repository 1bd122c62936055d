"""The JSON schemas of flowkit's output, made of its shapes; `uv run python docs/schemas/generate.py` writes them."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import TypeAdapter

from flowkit.report.diff_shapes import DiffShape
from flowkit.report.shapes import CountShape, ShowShape, VerifyShape
from flowkit.report.work_shapes import BriefShape, GraphShape, NextShape

SHAPES: dict[str, type[ShowShape | CountShape | VerifyShape | NextShape | GraphShape | BriefShape | DiffShape]] = {
    "flowkit-show-1": ShowShape,
    "flowkit-count-1": CountShape,
    "flowkit-verify-1": VerifyShape,
    "flowkit-next-1": NextShape,
    "flowkit-graph-1": GraphShape,
    "flowkit-brief-1": BriefShape,
    "flowkit-diff-1": DiffShape,
}
"""The name and version that an output carries under ``schema``, and what it is made of."""


def schema(name: str) -> dict[str, object]:
    """Return the JSON schema of the output that carries this name."""
    made: dict[str, object] = TypeAdapter(SHAPES[name]).json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": name}


def main() -> None:
    """Write each schema beside this script."""
    for name in SHAPES:
        path = Path(__file__).with_name(f"{name}.json")
        path.write_text(json.dumps(schema(name), indent=2, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
