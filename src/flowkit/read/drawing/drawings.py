"""The graphs that a plan draws."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flowkit.model.marker import leading_label
from flowkit.model.outline import Fence, Outline, blocks_below
from flowkit.model.plan import Drawing
from flowkit.model.task import Task

_GRAPH_TITLE = re.compile(
    r"graph|depend|diagram|critical path|\bflow\b|\border\b|sequence|parallel|timeline", re.IGNORECASE
)


def read_drawings(outline: Outline, tasks: Sequence[Task]) -> Iterator[Drawing]:
    """Yield the graphs of a plan: Mermaid anywhere, ASCII in sections that speak of order or dependencies."""
    from flowkit.read.drawing.graph import read_drawing

    known = {task.id for task in tasks if task.id}

    def task_of(text: str) -> str | None:
        if text in known:
            return text
        found = leading_label(text)
        return found.id if found is not None and found.id in known else None

    for section in outline.sections:
        for block in blocks_below(section.blocks):
            if isinstance(block, Fence) and (_is_mermaid(block) or _GRAPH_TITLE.search(section.title.text)):
                drawing = read_drawing(block, outline.document, task_of)
                if drawing is not None:
                    yield drawing


def _is_mermaid(fence: Fence) -> bool:
    return fence.info.casefold().startswith("mermaid")
