"""What the tests of drawings in plain characters share."""

from __future__ import annotations

from textwrap import dedent

from flowkit.model.outline import Fence, Line
from flowkit.model.plan import Drawing
from flowkit.read.document import document_from_bytes
from flowkit.read.drawing.graph import read_drawing


def task_of(text: str) -> str | None:
    """The task that the first word of a text names: one capital letter, or T and a number."""
    first = text.partition(" ")[0]
    return first if (first[:1] == "T" and first[1:].isdigit()) or (len(first) == 1 and first.isupper()) else None


def draw(text: str) -> Drawing | None:
    """Read a drawing."""
    text = dedent(text).strip("\n")
    lines = tuple(Line(line, number, 1) for number, line in enumerate(text.split("\n"), 2))
    return read_drawing(Fence("", lines, 1), document_from_bytes(f"```\n{text}\n```\n".encode(), "plan.md"), task_of)


def edges(text: str) -> str:
    """The edges of a drawing in its order: ``BA CB`` if B waits for A and C for B."""
    drawing = draw(text)
    return " ".join(edge.task + edge.on for edge in drawing.edges) if drawing else ""
