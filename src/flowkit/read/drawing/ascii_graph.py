"""Drawings made of characters -> nodes and links.

A wire is what the lines of a drawing join. Where an arrow head arrives is a task; where the wire leaves the right side
or the bottom of a text is what it waits for (also the left side, if all heads point left, and the top, if all point
up). A wire without a head is a dependency only where it leads down, from below a parent to its children, in a drawing
that has arrows elsewhere; along a row it joins two texts and puts neither first, as does an arrow with two heads.
What cannot be traced gives no link.

Several tasks in one text (``A + B``, ``A, B``, ``[A, B]``) all take part in an arrow. In ``A -> B, C -> D`` the comma
may part two chains or two targets: only what is true either way is read, B on A and D on C.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product

from flowkit.read.drawing.ascii_cells import DOWN, LEFT, RIGHT, UP
from flowkit.read.drawing.ascii_grid import Text, build_grid
from flowkit.read.drawing.ascii_list import Part, split_parts
from flowkit.read.drawing.ascii_trace import Port, Wire, trace_wires
from flowkit.read.drawing.link import MOST_PAIRS, Lines, Link, Mention, Node, Sketch, Stroke

_ARROW = re.compile(r"[ \t\-=.>~\u2010-\u2015\u2190-\u21ff\u2500\u2501\u2550\u25b6-\u25ba]+")


def read_ascii(lines: Lines, names: Callable[[str], bool]) -> Sketch:
    """Read a drawing.

    Args:
        lines: the lines of the drawing.
        names: tells whether a text names a task.
    """
    wires = trace_wires(build_grid(lines, names))
    if not any(wire.arrivals for wire in wires):
        return Sketch((), ())
    flows = [flow for wire in wires for flow in _flows(wire)]
    flows.sort(key=lambda flow: (flow[0].place, flow[1].text.row, flow[1].text.start, flow[1].place))
    parts = _Parts(flows, names)
    touches = Counter(port.text for wire in wires for port in (*wire.arrivals, *wire.ends))
    links = [
        Link(task, on, _stroke(on, task) if touches[target.text] == touches[source.text] == 1 else None)
        for target, source in flows
        if not _is_remark(target, source, names)
        for on, task in parts.pairs(source, target)
    ]
    nodes = dict.fromkeys(mention.node for link in links for mention in (link.on, link.task))
    return Sketch(tuple(nodes), tuple(links))


def _flows(wire: Wire) -> Iterator[tuple[Port, Port]]:
    """Yield each pair of a target and its source on a wire."""
    outlets = RIGHT | DOWN
    outlets |= UP if wire.pointed == UP else 0
    outlets |= LEFT if wire.pointed == LEFT else 0
    if wire.arrivals:
        sources = [end for end in wire.ends if end.side & outlets]
        # Beside arrows, a branch to the left side of a text is a child of the same parent; a line that ends on top
        # of a text may as well come from it.
        targets = wire.arrivals + [end for end in wire.ends if sources and end.side == LEFT & ~outlets]
        sources = sources or wire.ends
    else:
        sources = [end for end in wire.ends if end.side == DOWN]
        targets = [end for end in wire.ends if end.side in (LEFT, UP)]
    if len(sources) * len(targets) > MOST_PAIRS:
        return
    for target in targets:
        for source in sources:
            if source.text is not target.text:
                yield target, source


def _stroke(on: Mention, task: Mention) -> Stroke | None:
    """Return the stroke between two nodes that no other wire touches, where all three have a line for themselves."""
    first, second = (on, task) if on.start < task.start else (task, on)
    text = on.line.text
    is_alone = (
        on.line == task.line
        and not text[: first.start].strip()
        and not text[second.end :].strip()
        and _ARROW.fullmatch(text, first.end, second.start)
    )
    return Stroke(on.line, first.end, second.start, alone=True) if is_alone else None


def _is_remark(target: Port, source: Port, names: Callable[[str], bool]) -> bool:
    """Whether an arrow points back at a task from words that name none (``US2 <- the first release``)."""
    return target.side == RIGHT and source.side == LEFT and names(target.text.label) and not names(source.text.label)


class _Parts:
    """Finds out which nodes of a text a port means."""

    def __init__(self, flows: list[tuple[Port, Port]], names: Callable[[str], bool]) -> None:
        self.names = names
        self.sides: dict[Text, int] = {}
        self.columns: dict[Text, set[int]] = {}
        self.known: dict[Text, tuple[Part, ...]] = {}
        for port in (port for flow in flows for port in flow):
            self.sides[port.text] = self.sides.get(port.text, 0) | port.side
            if port.side in (UP, DOWN):
                self.columns.setdefault(port.text, set()).add(port.column)

    def pairs(self, source: Port, target: Port) -> Iterator[tuple[Mention, Mention]]:
        """Yield each node that a source means with each that a target means."""
        sources, targets = list(self._of(source)), list(self._of(target))
        if len(sources) * len(targets) <= MOST_PAIRS:
            yield from product(sources, targets)

    def _of(self, port: Port) -> Iterator[Mention]:
        """Yield the nodes that a port means."""
        text = port.text
        if text not in self.known:
            self.known[text] = split_parts(text.label, self.names)
        for part in self._meant(port, self.known[text]):
            yield _mention(text, part)

    def _meant(self, port: Port, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        if len(parts) == 1 or not parts[0].listed:
            return parts
        if port.side in (UP, DOWN):
            # One column of arrows means the whole text, several mean what they point at.
            if len(self.columns[port.text]) == 1:
                return parts
            at = port.column - port.text.start
            return (next((part for part in parts if at <= part.end), parts[-1]),)
        if self.sides[port.text] & (LEFT | RIGHT) == LEFT | RIGHT:
            return parts[:1] if port.side == LEFT else parts[-1:]
        return parts


def _mention(text: Text, part: Part) -> Mention:
    """Return the place of a part; of a text that shows otherwise than its source reads, that of its first row."""
    node, line = Node(part.text, part.text), text.line
    if line.text.startswith(text.label, text.offset):
        return Mention(node, line, text.offset + part.start, text.offset + part.end)
    return Mention(node, line, text.offset, min(text.offset + text.end - text.start, len(line.text)))
