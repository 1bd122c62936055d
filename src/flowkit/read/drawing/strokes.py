"""What takes an arrow out of a drawing, and how one more is drawn into it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from flowkit.model.edit import Edit
from flowkit.model.outline import Line
from flowkit.model.plan import Pen
from flowkit.model.source import Document
from flowkit.read.drawing.link import Lines, Link, Node, Sketch


class Canvas:
    """A drawing in its document.

    Args:
        lines: the lines of the drawing.
        sketch: what was read of them; it has a link.
        document: what they were read from.
    """

    def __init__(self, lines: Lines, sketch: Sketch, document: Document) -> None:
        self._lines, self._sketch, self._document = lines, sketch, document
        self._uses = Counter(node.id for link in sketch.links for node in {link.task.node, link.on.node})

    def erased(self, links: Sequence[Link]) -> tuple[Edit, ...]:
        """Return what takes out an arrow that some links draw; nothing where one of them cannot be taken out alone.

        In Mermaid a node that stands nowhere else is left on a line of its own.
        """
        edits = [self._erased(link) for link in links]
        known = tuple(edit for edit in edits if edit is not None)
        return known if len(known) == len(edits) else ()

    def _erased(self, link: Link) -> Edit | None:
        stroke = link.stroke
        if stroke is None:
            return None
        if stroke.alone:
            nodes = [node.id for node in (link.on.node, link.task.node) if not self._stands_elsewhere(node)]
            return self._row_with(stroke.line, nodes) if nodes else self._row_erased(stroke.line)
        gap = stroke.line.span_in(self._document, stroke.start, stroke.end)
        return Edit(gap, self._document.line_end + self._margin(stroke.line))

    def _row_with(self, line: Line, nodes: Sequence[str]) -> Edit:
        """Return what leaves some nodes alone in a row, each on a line of its own."""
        return Edit(line.cut(0).span_in(self._document), (self._document.line_end + self._margin(line)).join(nodes))

    def _row_erased(self, line: Line) -> Edit | None:
        """Return what takes out a row, and of two empty rows that would meet then, the lower one."""
        at = line.line - self._lines[0].line
        around = [not each.text.strip() for each in self._lines[max(at - 1, 0) : at + 2] if each is not line]
        last = line.line + (not self._sketch.mermaid and all(around) and bool(self._lines[at + 1 :]))
        first, end = self._document.whole_line(line.line), self._document.whole_line(last)
        return Edit(replace(first, end=end.end), "") if first is not None and end is not None else None

    def _stands_elsewhere(self, node: Node) -> bool:
        return not self._sketch.mermaid or self._uses[node.id] > 1 or node.label != node.id

    def pen(self, tasks: Mapping[Node, str | None]) -> Pen:
        """Return how one more arrow is drawn behind the last line; ``tasks`` says which task each node names.

        In a drawing made of characters, a new row keeps clear of the last one.
        """
        last = next((line for line in reversed(self._lines) if line.text.strip()), self._lines[-1])
        written = self._document.lines[last.line - 1]
        span, end = self._document.span(last.line, len(written) + 1, 0), self._document.line_end
        if not self._sketch.mermaid:
            before = written[: last.column - 1]
            return Pen(span, f"{end}{before.rstrip()}{end}{before}", " ---> ")
        names = {task: node.id for node, task in reversed(tuple(tasks.items())) if task is not None}
        return Pen(span, end + self._margin(self._sketch.links[-1].task.line), " --> ", names, quoted=True)

    def _margin(self, line: Line) -> str:
        """Return what a line begins with: the marks of what it stands in, and its indentation."""
        indentation = line.text[: len(line.text) - len(line.text.lstrip())]
        return self._document.lines[line.line - 1][: line.column - 1] + indentation
