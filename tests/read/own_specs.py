"""What the tests of specs share."""

from __future__ import annotations

from pathlib import Path

from flowkit.model.intent import Spec
from flowkit.model.marker import Grammar
from flowkit.model.outline import Fence
from flowkit.read.document import document_from_bytes, read_document
from flowkit.read.markdown import read_outline
from flowkit.read.specs import own

ROOT = Path(__file__).resolve().parents[2]


def spec(text: str | bytes, path: str = "docs/specs/ovens.md") -> Spec:
    """Read a spec from its text."""
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    return own.read(read_outline(document_from_bytes(data, path)), Grammar())


def documented() -> str:
    """Return the whole example of the documentation of the format."""
    outline = read_outline(read_document(ROOT / "docs" / "spec-format.md"))
    fences = [block for section in outline.sections for block in section.blocks if isinstance(block, Fence)]
    return next("\n".join(line.text for line in fence.lines) for fence in fences if "**Id:**" in str(fence.lines))


def component(body: str, heading: str = "Components") -> Spec:
    """Read a spec with one component of the given body."""
    return spec(f"# Ovens\n\n## {heading}\n\n### Door\n\n{body}\n")
