"""A trace as one Mermaid flowchart, from decisions on the left to results on the right."""

from __future__ import annotations

from collections.abc import Iterator

from flowkit.model.trace import Node, Trace
from flowkit.report.drawing.mermaid import label

_CLASSES = {
    "good": ("fill:#dff0d8", {"proven", "manual", "passed"}),
    "bad": ("fill:#f2dede", {"failing", "missing", "failed", "error", "undefined", "xpassed", "is not there"}),
    "open": ("fill:#fcf8e3", {"stale", "unproven", "skipped", "xfailed", "deselected", "retried"}),
}
_GAP = "stroke:#c00,stroke-dasharray:4"


def render(trace: Trace) -> str:
    """Return a trace as a flowchart: a dotted line leads to what is not there."""
    return "".join(f"{line}\n" for line in ("flowchart LR", *(f"    {line}" for line in _lines(trace))))


def _lines(trace: Trace) -> Iterator[str]:
    names = {key: f"n{number}" for number, key in enumerate(trace.nodes, start=1)}
    for key, node in trace.nodes.items():
        yield f'{names[key]}["{label(_text(node))}"]'
    for link in trace.links:
        yield f"{names[link.first]} -->|{link.how}| {names[link.then]}"
    gaps = [f"g{number}" for number, _ in enumerate(trace.gaps, start=1)]
    for name, gap in zip(gaps, trace.gaps, strict=True):
        yield f'{name}["{label(f"no {gap.wants}: {gap.reason}")}"]'
        yield f"{names[gap.node]} -.- {name}"
    for name, (style, results) in _CLASSES.items():
        members = [names[key] for key, node in trace.nodes.items() if node.result in results]
        if members:
            yield f"classDef {name} {style}"
            yield f"class {','.join(members)} {name}"
    if gaps:
        yield f"classDef gap {_GAP}"
        yield f"class {','.join(gaps)} gap"


def _text(node: Node) -> str:
    return f"{node.label}: {node.text}" if node.text else node.label
