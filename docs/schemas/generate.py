"""The JSON schemas of flowkit's output as files; `uv run python docs/schemas/generate.py` writes them."""

from __future__ import annotations

import json
from pathlib import Path

from flowkit.report.schema import SHAPES, schema

for name in SHAPES:
    path = Path(__file__).with_name(f"{name}.json")
    path.write_text(json.dumps(schema(name), indent=2, sort_keys=True) + "\n", encoding="utf-8")
