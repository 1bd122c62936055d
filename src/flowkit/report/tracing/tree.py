"""A trace as a tree: below each node hangs what it leads to, or what leads to it where a trace is read backwards.

A node that several lead to hangs below each of them; what comes after it is shown once. A line that begins with an
exclamation mark says where a chain breaks, and why.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowkit.model.trace import Gap, Kind, Node, Trace
from flowkit.report.matrix import at
from flowkit.report.screen import visible

_ARM, _WALL, _SPACE, _BREAK = "+-- ", "|   ", "    ", "! "


def render(trace: Trace) -> str:
    """Return a trace as trees, one for each node that a chain begins with."""
    return "".join(f"{line}\n" for line in _lines(trace))


def _lines(trace: Trace) -> Iterator[str]:
    step = trace.before if trace.backwards else trace.after
    shown: set[str] = set()
    left = [(key, "", "") for key in reversed(trace.roots)]
    while left:
        key, arm, margin = left.pop()
        again = key in shown and bool(step.get(key))
        shown.add(key)
        yield arm + _text(trace.nodes[key], again=again)
        if again:
            continue
        below = step.get(key, ())
        yield from (f"{margin}{_BREAK}{_gap(gap)}" for gap in trace.gaps_of.get(key, ()))
        hung = [(each, margin + _ARM, margin + (_SPACE if each == below[-1] else _WALL)) for each in below]
        left += reversed(hung)


def _text(node: Node, *, again: bool) -> str:
    if again:
        return visible(f"{node.label} (see above)")
    text = f" {node.text}" if node.text else ""
    places = [node.place, *([node.source] if node.source else [])]
    where = ", ".join(at(place) for place in places if place.span or place.path != node.label)
    # Why a marker does not hold is told where its chain breaks.
    told = ", ".join(filter(None, (node.result, node.why if node.kind is Kind.TEST else None)))
    line = f"{node.label}{text}{f' ({where})' if where else ''}{f': {told}' if told else ''}"
    return visible(" ".join(line.split()))


def _gap(gap: Gap) -> str:
    return visible(f"no {gap.wants}: {gap.reason}")
